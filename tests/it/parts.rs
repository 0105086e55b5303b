//! Spaces that are made of other parts while they are booked: what is to come goes along, what has begun stays.

mod races;

use std::collections::BTreeSet;

use entity::Booking;
use entity::{UnitId, booking::Status};
use jastar::{
    account::Actor,
    error::Error,
    import::{ImportLine, Imported, file, import, import_closing},
    inbox::jobs::do_what_is_due,
};

use super::{
    catalogue::{changes, turned},
    support::{
        CATALOGUE, TestApp, asking,
        facts::{at, in_space},
    },
};

const HALL: &str = "youth-house/small-hall";
const PART: &str = "youth-house/small-hall-2";
const STUDIO: &str = "youth-house/dance-studio";
const PARTS: &str = "parts = [\"small-hall-1\", \"small-hall-2\"]";

/// The small hall of one part, so that the other is a room beside it.
fn smaller() -> file::CatalogueFile {
    turned(PARTS, "parts = [\"small-hall-1\"]")
}

/// The small hall with the dance studio.
fn larger() -> file::CatalogueFile {
    turned(
        PARTS,
        "parts = [\"small-hall-1\", \"small-hall-2\", \"dance-studio\"]",
    )
}

fn in_use(what: &str, bookings: &[&Booking]) -> Imported {
    Imported::InUse {
        what: what.to_owned(),
        bookings: bookings.iter().map(|one| one.code.clone()).collect(),
    }
}

fn parts_and_claims(many: usize) -> [ImportLine; 2] {
    [
        ImportLine::Update(format!("parts of {HALL}")),
        ImportLine::Update(format!("claims of {many} bookings")),
    ]
}

struct Scene {
    test: TestApp,
    manager: Actor,
}

impl Scene {
    async fn new() -> Self {
        let test = TestApp::new().await;
        let manager = test.manager_of("youth-house").await;
        Self { test, manager }
    }

    async fn booked(&self, space: &str, starts: &str, ends: &str) -> Booking {
        let wanted = asking(space, starts, ends);
        self.test.request(&self.manager, wanted).await.unwrap()
    }

    async fn import(&self, file: &file::CatalogueFile) -> Imported {
        import(&self.test.app, file, false).await.unwrap()
    }

    async fn units_of(&self, space: &str) -> BTreeSet<UnitId> {
        let catalogue = self.test.app.catalogue().await.unwrap();
        let (_, space) = catalogue.space(space).unwrap();
        space.units.iter().copied().collect()
    }

    async fn stands_on(&self, booking: &Booking) -> BTreeSet<UnitId> {
        let claims = self.test.claims(booking.id).await;
        claims.into_iter().map(|claim| claim.unit_id).collect()
    }
}

#[tokio::test]
async fn what_is_to_come_goes_along_with_the_parts_of_its_space() {
    let scene = Scene::new().await;
    let (test, manager) = (&scene.test, &scene.manager);
    let person = test.person("a@test.example").await;
    let booked = scene
        .booked(HALL, "2026-12-01T16:00", "2026-12-01T18:00")
        .await;
    let waiting = asking(HALL, "2026-12-02T16:00", "2026-12-02T18:00");
    let waiting = test.request(&person, waiting).await.unwrap();
    assert_eq!(waiting.status, Status::Pending);
    let beside = scene
        .booked(STUDIO, "2026-12-01T18:30", "2026-12-01T20:00")
        .await;
    for (file, units) in [(smaller(), 1), (larger(), 3)] {
        let before = scene.stands_on(&booked).await;
        assert_eq!(changes(test, &file, true).await, parts_and_claims(2));
        assert_eq!(scene.stands_on(&booked).await, before, "a dry run");
        assert_eq!(changes(test, &file, false).await, parts_and_claims(2));
        let floor = scene.units_of(HALL).await;
        assert_eq!(floor.len(), units);
        assert_eq!(scene.stands_on(&booked).await, floor);
        assert_eq!(scene.stands_on(&waiting).await, floor);
        test.assert_sound().await;
    }
    assert_eq!(scene.stands_on(&beside).await, scene.units_of(STUDIO).await);
    // What was recomputed is an ordinary booking.
    let waiting = test.approve(manager, waiting.id).await.unwrap();
    test.cancel(manager, booked.id).await.unwrap();
    let place = at("2026-12-01T15:00", "2026-12-01T17:00");
    test.move_to(manager, waiting.id, place).await.unwrap();
    test.assert_sound().await;
}

#[tokio::test]
async fn parts_that_bookings_stand_on_already_are_refused_with_the_list() {
    let scene = Scene::new().await;
    let whole = scene
        .booked(HALL, "2026-12-01T16:00", "2026-12-01T18:00")
        .await;
    // Half an hour lies between two uses of the hall.
    for (starts, ends) in [("17:00", "19:00"), ("18:15", "19:15"), ("14:45", "15:45")] {
        let (starts, ends) = (format!("2026-12-01T{starts}"), format!("2026-12-01T{ends}"));
        let mut wanted = asking(STUDIO, &starts, &ends);
        if starts.ends_with("15") || ends.ends_with("45") {
            wanted.waive = vec!["off_grid".to_owned()];
            wanted.waive_reason = Some("Келісілді.".to_owned());
        }
        let beside = scene.test.request(&scene.manager, wanted).await.unwrap();
        let revision = scene.test.app.catalogue().await.unwrap().revision;
        let mut both = [&whole, &beside];
        both.sort_by_key(|booking| booking.starts_at);
        let refused = in_use(&format!("the floor of {HALL}"), &both);
        assert_eq!(scene.import(&larger()).await, refused);
        let now = scene.test.app.catalogue().await.unwrap().revision;
        assert_eq!((now, scene.units_of(HALL).await.len()), (revision, 2));
        scene.test.assert_sound().await;
        scene.test.cancel(&scene.manager, beside.id).await.unwrap();
    }
    changes(&scene.test, &larger(), false).await;
    scene.test.assert_sound().await;
}

#[tokio::test]
async fn what_is_asked_for_goes_along_too() {
    let scene = Scene::new().await;
    let (test, manager) = (&scene.test, &scene.manager);
    let person = test.person("a@test.example").await;
    let asked = asking(HALL, "2026-12-01T16:00", "2026-12-01T18:00");
    let asked = test.request(&person, asked).await.unwrap();
    test.approve(manager, asked.id).await.unwrap();
    let later = at("2026-12-01T17:00", "2026-12-01T19:00");
    test.move_to(&person, asked.id, later).await.unwrap();
    let other = asking(STUDIO, "2026-12-03T16:00", "2026-12-03T18:00");
    let other = test.request(&person, other).await.unwrap();
    test.approve(manager, other.id).await.unwrap();
    let there = in_space(HALL, "2026-12-03T16:00", "2026-12-03T18:00");
    test.move_to(&person, other.id, there).await.unwrap();
    for (file, claims) in [(larger(), (6, 3)), (smaller(), (2, 2))] {
        assert_eq!(changes(test, &file, false).await, parts_and_claims(2));
        let found = (
            test.claims(asked.id).await.len(),
            test.claims(other.id).await.len(),
        );
        assert_eq!(found, claims);
        test.assert_sound().await;
    }
    for id in [asked.id, other.id] {
        let moved = test.approve(manager, id).await.unwrap();
        assert_eq!(scene.stands_on(&moved).await, scene.units_of(HALL).await);
    }
    test.assert_sound().await;
}

#[tokio::test]
async fn what_has_begun_keeps_the_floor_on_which_it_has_begun() {
    let scene = Scene::new().await;
    let (test, manager) = (&scene.test, &scene.manager);
    let past = scene
        .booked(HALL, "2026-12-01T10:00", "2026-12-01T12:00")
        .await;
    let running = scene
        .booked(HALL, "2026-12-01T14:00", "2026-12-01T18:00")
        .await;
    let floor = scene.units_of(HALL).await;
    test.app.clock.set(running.starts_at.plus_hours(1));
    let done = changes(test, &larger(), false).await;
    assert_eq!(done, [ImportLine::Update(format!("parts of {HALL}"))]);
    for booking in [&past, &running] {
        assert_eq!(scene.stands_on(booking).await, floor);
    }
    test.assert_sound().await;
    // The studio is no part of what runs, but of what is booked from now on.
    let beside = scene
        .booked(STUDIO, "2026-12-02T16:00", "2026-12-02T17:00")
        .await;
    let there = in_space(HALL, "2026-12-02T16:00", "2026-12-02T18:00");
    let refused = test
        .request(manager, asking(HALL, &there.starts, &there.ends))
        .await;
    assert!(matches!(refused, Err(Error::Conflict { .. })));
    test.cancel(manager, beside.id).await.unwrap();

    let earlier = at("2026-12-01T14:00", "2026-12-01T17:00");
    test.move_to(manager, running.id, earlier).await.unwrap();
    assert_eq!(scene.stands_on(&running).await, floor);
    // Rebuilt once more: what is kept is still the floor on which it began.
    changes(test, &smaller(), false).await;
    assert_eq!(scene.stands_on(&running).await, floor);
    test.assert_sound().await;
    test.cancel(manager, running.id).await.unwrap();
    test.assert_sound().await;
    let again = test.reopen(manager, running.id).await.unwrap();
    assert_eq!(scene.stands_on(&again).await, scene.units_of(HALL).await);
    test.assert_sound().await;
    test.app.clock.set(running.ends_at);
    do_what_is_due(&test.app).await.unwrap();
    for booking in [&past, &running] {
        let stored = test.stored(booking.id).await;
        assert_eq!(stored.status, Status::Completed);
    }
    test.assert_sound().await;
}

/// A retired whole is in no file any more, but who booked it still comes.
#[tokio::test]
async fn bookings_of_a_retired_whole_go_along_with_its_parts() {
    let scene = Scene::new().await;
    let whole = scene
        .booked(HALL, "2026-12-02T16:00", "2026-12-02T18:00")
        .await;
    let from = CATALOGUE
        .find("  [[venue.space]]\n  slug = \"small-hall\"\n")
        .unwrap();
    let to = CATALOGUE
        .find("  [[venue.space]]\n  slug = \"small-hall-1\"\n")
        .unwrap();
    let toml = format!("{}{}", &CATALOGUE[..from], &CATALOGUE[to..]).replace(
        "slug = \"small-hall-2\"\n",
        "slug = \"small-hall-2\"\n  parts = [\"dance-studio\"]\n",
    );
    let file = file::read(&toml).unwrap();
    let beside = scene
        .booked(STUDIO, "2026-12-02T17:00", "2026-12-02T19:00")
        .await;
    let refused = in_use(&format!("the floor of {PART}"), &[&whole, &beside]);
    assert_eq!(scene.import(&file).await, refused);
    scene.test.cancel(&scene.manager, beside.id).await.unwrap();
    let done = import_closing(&scene.test.app, &file, false).await.unwrap();
    let Imported::ClosesOver { changes: done, .. } = done else {
        panic!("{done:?}")
    };
    assert!(done.contains(&parts_and_claims(1)[1]), "{done:?}");
    let floor = scene.stands_on(&whole).await;
    assert!(floor.is_superset(&scene.units_of(PART).await) && floor.len() == 2);
    let taken = asking(STUDIO, "2026-12-02T17:00", "2026-12-02T19:00");
    let taken = scene.test.request(&scene.manager, taken).await;
    assert!(matches!(taken, Err(Error::Conflict { .. })), "{taken:?}");
    scene.test.assert_sound().await;
}

/// Once a whole has no parts any more, no file says that those who booked its former parts stand on its floor.
#[tokio::test]
async fn a_whole_is_not_taken_from_under_bookings_of_its_retired_parts() {
    let scene = Scene::new().await;
    let part = scene
        .booked(PART, "2026-12-02T16:00", "2026-12-02T18:00")
        .await;
    let from = CATALOGUE
        .find("  [[venue.space]]\n  slug = \"small-hall-1\"\n")
        .unwrap();
    let to = CATALOGUE
        .find("  [[venue.space]]\n  slug = \"dance-studio\"\n")
        .unwrap();
    let undivided = format!("{}{}", &CATALOGUE[..from], &CATALOGUE[to..]).replace(PARTS, "");
    let file = file::read(&undivided).unwrap();
    let refused = in_use(&format!("the floor of {HALL}"), &[&part]);
    assert_eq!(scene.import(&file).await, refused);
    scene.test.cancel(&scene.manager, part.id).await.unwrap();
    changes(&scene.test, &file, false).await;
    assert_eq!(scene.units_of(HALL).await.len(), 1);
    scene.test.assert_sound().await;
}

/// Their time is free again; the time in which they were to be answered has passed while somebody else had it.
#[tokio::test]
async fn who_waits_for_what_a_change_of_parts_gives_back_is_to_be_answered_anew() {
    let compete = format!("{PARTS}\n  pending = \"compete\"");
    let toml = CATALOGUE.replace(PARTS, &compete);
    let test = TestApp::with_catalogue(&toml).await;
    let manager = test.manager_of("youth-house").await;
    let group = test.person("asel@qanat.example").await;
    let (starts, ends) = ("2026-12-07T16:00", "2026-12-07T18:00");
    let rival = test
        .request(&group, asking(HALL, starts, ends))
        .await
        .unwrap();
    test.request(&manager, asking("youth-house/small-hall-1", starts, ends))
        .await
        .unwrap();
    let by = rival.answer_by.unwrap();
    test.app.clock.set(by);
    do_what_is_due(&test.app).await.unwrap();
    assert_eq!(test.stored(rival.id).await.answer_by, Some(by));
    let file = file::read(&toml.replace(PARTS, "parts = [\"small-hall-2\"]")).unwrap();
    changes(&test, &file, false).await;
    let back = test.stored(rival.id).await;
    assert!(back.answer_by.unwrap() > by);
    assert_eq!(back.version, rival.version + 1);
    do_what_is_due(&test.app).await.unwrap();
    assert_eq!(test.stored(rival.id).await.status, Status::Pending);
    test.assert_sound().await;
}
