//! Loading a catalogue while bookings stand and people ask.

use std::sync::Arc;

use entity::Booking;
use entity::{booking::Status, space_unit, venue as venues};
use jastar::{
    account::Actor,
    booking,
    error::Error,
    idempotency::Idempotent,
    import::{ImportLine, Imported, export, file, first_load, import, import_closing},
    refusal::rule::Code,
    rules::{
        closed_over::{ClosedOver, ClosedReason},
        reason::Reason,
    },
};
use sea_orm::{EntityTrait, PaginatorTrait};

use super::{
    races::at_once,
    support::{CATALOGUE, TestApp, asking, db::Database, facts::at, start},
};

/// The catalogue with every `from` turned into `to`.
pub fn turned(from: &str, to: &str) -> file::CatalogueFile {
    assert!(CATALOGUE.contains(from), "{from}");
    file::read(&CATALOGUE.replace(from, to)).unwrap()
}

pub async fn changes(test: &TestApp, file: &file::CatalogueFile, dry_run: bool) -> Vec<ImportLine> {
    match import(&test.app, file, dry_run).await.unwrap() {
        Imported::Changes(changes) => changes,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_same_file_changes_nothing() {
    let test = TestApp::new().await;
    let before = test.app.catalogue().await.unwrap().revision;
    let file = file::read(CATALOGUE).unwrap();
    assert_eq!(changes(&test, &file, false).await, []);
    assert!(!first_load(&test.app, &file).await.unwrap());
    assert_eq!(test.app.catalogue().await.unwrap().revision, before);
}

#[tokio::test]
async fn what_is_changed_is_told_and_done_unless_it_is_a_dry_run() {
    let test = TestApp::new().await;
    let file = turned("capacity = 30\n", "capacity = 31\n");
    let wanted = [
        ImportLine::Update("space youth-house/dance-studio".to_owned()),
        ImportLine::Update("space temirtau-youth-house/dance-hall".to_owned()),
    ];
    assert_eq!(changes(&test, &file, true).await, wanted);
    let studio = async || {
        let catalogue = test.app.catalogue().await.unwrap();
        catalogue
            .space("youth-house/dance-studio")
            .unwrap()
            .1
            .row
            .clone()
    };
    let before = studio().await;
    assert_eq!(before.capacity, 30);
    assert_eq!(changes(&test, &file, false).await, wanted);
    let after = studio().await;
    assert_eq!(
        (after.id, after.capacity),
        (before.id, 31),
        "the same space"
    );
    assert_eq!(changes(&test, &file, false).await, []);
}

#[tokio::test]
async fn what_is_no_longer_named_is_retired_with_its_bookings_kept() {
    let test = TestApp::new().await;
    let (person, manager) = (
        test.person("a@test.example").await,
        test.manager_of("youth-house").await,
    );
    let wanted = || {
        asking(
            "youth-house/dance-studio",
            "2026-12-01T16:00",
            "2026-12-01T18:00",
        )
    };
    let booking = test.request(&person, wanted()).await.unwrap();
    let file = turned("slug = \"dance-studio\"", "slug = \"ballet-studio\"");
    let done = import_closing(&test.app, &file, false).await.unwrap();
    let Imported::ClosesOver {
        changes: done,
        bookings,
        accepted: true,
    } = done
    else {
        panic!("{done:?}")
    };
    assert_eq!(
        (bookings.len(), bookings[0].why),
        (1, ClosedReason::Retired)
    );
    assert!(
        done.contains(&ImportLine::Retire("space dance-studio".to_owned())),
        "{done:?}"
    );
    assert!(
        done.contains(&ImportLine::Add(
            "space youth-house/ballet-studio".to_owned()
        )),
        "{done:?}"
    );
    let Err(Error::Rules(broken)) = test.request(&person, wanted()).await else {
        panic!("a retired space is booked")
    };
    assert_eq!(
        (broken[0].field, broken[0].code()),
        ("space", Code::Invalid)
    );
    assert_eq!(
        test.approve(&manager, booking.id).await.unwrap().status,
        Status::Approved
    );
    test.cancel(&person, booking.id).await.unwrap();
    let back = changes(&test, &file::read(CATALOGUE).unwrap(), false).await;
    assert!(
        back.contains(&ImportLine::Update(
            "space youth-house/dance-studio".to_owned()
        )),
        "{back:?}"
    );
    test.request(&person, wanted()).await.unwrap();
    test.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn four_first_starts_at_once_load_it_once() {
    let database = Database::empty().await;
    let tasks = (0..4).map(|seed| start(database.settings(), CATALOGUE, seed));
    let apps = at_once(tasks).await;
    let file = file::read(CATALOGUE).unwrap();
    let conn = apps[0].db.read();
    let found = venues::Entity::find().count(conn).await.unwrap();
    assert_eq!(usize::try_from(found).unwrap(), file.venues.len());
    let spaces: usize = file.venues.iter().map(|venue| venue.spaces.len()).sum();
    // The whole has two units, its parts one each.
    let units = space_unit::Entity::find().count(conn).await.unwrap();
    assert_eq!(usize::try_from(units).unwrap(), spaces + 1);
    assert!(apps.iter().all(|app| app.db.retries() == 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_is_booked_by_rules_that_hold_no_longer() {
    let test = Arc::new(TestApp::new().await);
    let other = test.another(99).await;
    let person = test.person("a@test.example").await;
    let wide = file::read(CATALOGUE).unwrap();
    // By the other process too: a change makes who does it read the catalogue anew.
    let give_back = async |booking: Booking| {
        let reason = Reason::default();
        let done =
            booking::cancel(&other, &person, booking.id, reason, Idempotent::unkeyed()).await;
        done.unwrap();
    };
    let narrow = turned("capacity = 30\n", "capacity = 4\n");
    // Every import is by a process of its own: the one that books learns of it only from the database.
    for round in 0..30 {
        let file = if round % 2 == 0 { &narrow } else { &wide };
        let importing = async {
            import(&other, file, false).await.unwrap();
            other.catalogue().await.unwrap().revision
        };
        let booking = async {
            // Each round meets the import at another place.
            for _ in 0..20 * (round % 7) {
                tokio::task::yield_now().await;
            }
            let wanted = asking(
                "youth-house/dance-studio",
                "2026-12-01T16:00",
                "2026-12-01T18:00",
            );
            test.request(&person, wanted).await
        };
        let (_, asked) = tokio::join!(importing, booking);
        match asked {
            Ok(booking) => {
                give_back(booking).await;
            }
            Err(Error::Rules(broken)) => assert_eq!(broken[0].code(), Code::TooManyPeople),
            Err(error) => panic!("{error:?}"),
        }
        // After the import there is no doubt.
        let wanted = asking(
            "youth-house/dance-studio",
            "2026-12-01T16:00",
            "2026-12-01T18:00",
        );
        match test.request(&person, wanted).await {
            Ok(booking) => {
                assert_eq!(round % 2, 1);
                give_back(booking).await;
            }
            Err(Error::Rules(_)) => assert_eq!(round % 2, 0),
            Err(error) => panic!("{error:?}"),
        }
    }
    test.assert_sound().await;
}

/// What the import would close over, by code; nothing was changed.
async fn refused(test: &TestApp, file: &file::CatalogueFile) -> Vec<ClosedOver> {
    let before = test.app.catalogue().await.unwrap().revision;
    for dry_run in [true, false] {
        let done = import(&test.app, file, dry_run).await.unwrap();
        let refused = matches!(
            done,
            Imported::ClosesOver {
                accepted: false,
                ..
            }
        );
        assert!(refused, "{done:?}");
    }
    assert_eq!(test.app.catalogue().await.unwrap().revision, before);
    match import(&test.app, file, true).await.unwrap() {
        Imported::ClosesOver { bookings, .. } => bookings,
        other => panic!("{other:?}"),
    }
}

/// The house on a Friday, when it is open until ten in the evening.
struct Evening {
    test: TestApp,
    manager: Actor,
    group: Actor,
}

const STUDIO: &str = "youth-house/dance-studio";

impl Evening {
    async fn new() -> Self {
        let test = TestApp::new().await;
        Self {
            manager: test.manager_of("youth-house").await,
            group: test.person("asel@qanat.example").await,
            test,
        }
    }

    async fn asked(&self, starts: &str, ends: &str) -> Booking {
        let asked = self.test.request(&self.group, asking(STUDIO, starts, ends));
        asked.await.unwrap()
    }

    async fn booked(&self, starts: &str, ends: &str) -> Booking {
        let asked = self.asked(starts, ends).await;
        self.test.approve(&self.manager, asked.id).await.unwrap()
    }
}

fn codes(found: &[ClosedOver]) -> Vec<(String, bool)> {
    let of = |one: &ClosedOver| (one.booking.code.clone(), one.asked_move);
    found.iter().map(of).collect()
}

#[tokio::test]
async fn shorter_hours_are_refused_while_somebody_stands_waits_or_asks_to_be_there() {
    let house = Evening::new().await;
    let test = &house.test;
    let stands = house.booked("2026-12-04T20:00", "2026-12-04T22:00").await;
    let waits = house.asked("2026-12-11T20:00", "2026-12-11T22:00").await;
    let moves = house.booked("2026-12-07T14:00", "2026-12-07T16:00").await;
    let there = at("2026-12-18T20:00", "2026-12-18T22:00");
    test.move_to(&house.group, moves.id, there).await.unwrap();
    // It ends before.
    house.booked("2026-12-04T16:00", "2026-12-04T18:00").await;
    let shorter = turned("fri = \"09:00-22:00\"", "fri = \"09:00-21:00\"");
    let found = refused(test, &shorter).await;
    let expected = [
        (stands.code.clone(), false),
        (moves.code.clone(), true),
        (waits.code.clone(), false),
    ];
    assert_eq!(codes(&found), expected);
    assert!(found.iter().all(|one| one.why == ClosedReason::Hours));
    let line = format!(
        "{} stands: {STUDIO}, 2026-12-04T20:00 to 2026-12-04T22:00 (closed then); {}, +77011234567, asel@qanat.example",
        stands.code, stands.contact_name
    );
    assert_eq!(found[0].to_string(), line);

    let done = import_closing(&test.app, &shorter, false).await.unwrap();
    let Imported::ClosesOver {
        bookings,
        accepted: true,
        ..
    } = done
    else {
        panic!("{done:?}")
    };
    assert_eq!(codes(&bookings), expected);
    assert_eq!(test.stored(stands.id).await.status, Status::Approved);
    // They are told once: outside of the hours they stand already.
    let again = turned("fri = \"09:00-22:00\"", "fri = \"09:00-20:30\"");
    changes(test, &again, false).await;
    test.assert_sound().await;
}

#[tokio::test]
async fn a_day_off_a_holiday_a_period_and_a_space_that_is_let_no_longer_are_refused_as_well() {
    let house = Evening::new().await;
    let stands = house.booked("2026-12-04T14:00", "2026-12-04T16:00").await;
    let head = "  [[venue.day]]                    # open on the great day of Nauryz\n";
    let day_off = format!("  [[venue.day]]\n  date = \"2026-12-04\"\n  hours = \"\"\n{head}");
    let holiday = "[[day]]\ndate = \"2026-12-16\"";
    let one_more = format!(
        "[[day]]\ndate = \"2026-12-04\"\nkind = \"holiday\"\nname = {{ kk = \"Мереке\", ru = \"Праздник\", en = \"Holiday\" }}\n\n{holiday}"
    );
    for (file, why) in [
        (turned(head, &day_off), ClosedReason::Hours),
        (turned(holiday, &one_more), ClosedReason::Hours),
        (
            turned("from = \"2026-12-30\"", "from = \"2026-12-01\""),
            ClosedReason::Hours,
        ),
        (
            turned("slug = \"dance-studio\"", "slug = \"ballet-studio\""),
            ClosedReason::Retired,
        ),
    ] {
        let file = match why {
            // Of the winter holidays, which begin in the evening then.
            ClosedReason::Hours => file::read(&file.text.replace(
                "fri = \"10:00-22:00\", sat = \"10:00-22:00\", sun = \"10:00-20:00\" }\n\n",
                "fri = \"18:00-22:00\", sat = \"10:00-22:00\", sun = \"10:00-20:00\" }\n\n",
            ))
            .unwrap(),
            ClosedReason::Retired => file,
        };
        let found = refused(&house.test, &file).await;
        assert_eq!(codes(&found), [(stands.code.clone(), false)], "{why:?}");
        assert_eq!(found[0].why, why);
    }
    house.test.cancel(&house.manager, stands.id).await.unwrap();
    changes(&house.test, &turned(head, &day_off), false).await;
    house.test.assert_sound().await;
}

#[tokio::test]
async fn what_is_exported_is_the_file_byte_for_byte() {
    let test = TestApp::new().await;
    let exported = async || export(&test.app).await.unwrap().unwrap();
    assert_eq!(exported().await, CATALOGUE);
    // Nothing changes but what is said beside it.
    let said = format!("# Тексерілді.\n{CATALOGUE}\n\n");
    let file = file::read(&said).unwrap();
    assert_eq!(changes(&test, &file, true).await, []);
    assert_eq!(exported().await, CATALOGUE);
    assert_eq!(changes(&test, &file, false).await, []);
    let kept = exported().await;
    assert_eq!(kept, said);
    let again = file::read(&kept).unwrap();
    assert_eq!(changes(&test, &again, false).await, []);
    assert_eq!(exported().await, said);
}
