//! Loading a catalogue while bookings stand and people ask.

use std::sync::Arc;

use entity::{booking::Status, space_unit, venue as venues};
use jastar::{
    booking::{self, Booking, Reason, broken::Code},
    error::Error,
    http::idempotency::Once,
    venue::{
        self, catalogue,
        import::{Change, Imported, first_load, import},
    },
};
use sea_orm::{EntityTrait, PaginatorTrait};

use super::{
    races::at_once,
    support::{CATALOGUE, TestApp, asking, db::Database, start},
};

/// The catalogue with every `from` turned into `to`.
pub fn turned(from: &str, to: &str) -> catalogue::Catalogue {
    assert!(CATALOGUE.contains(from), "{from}");
    catalogue::read(&CATALOGUE.replace(from, to)).unwrap()
}

pub async fn changes(test: &TestApp, file: &catalogue::Catalogue, dry_run: bool) -> Vec<Change> {
    match import(&test.app, file, dry_run).await.unwrap() {
        Imported::Changes(changes) => changes,
        in_use @ Imported::InUse { .. } => panic!("{in_use:?}"),
    }
}

#[tokio::test]
async fn the_same_file_changes_nothing() {
    let test = TestApp::new().await;
    let before = venue::current(&test.app).await.unwrap().revision;
    let file = catalogue::read(CATALOGUE).unwrap();
    assert_eq!(changes(&test, &file, false).await, []);
    assert!(!first_load(&test.app, &file).await.unwrap());
    assert_eq!(venue::current(&test.app).await.unwrap().revision, before);
}

#[tokio::test]
async fn what_is_changed_is_told_and_done_unless_it_is_a_dry_run() {
    let test = TestApp::new().await;
    let file = turned("capacity = 30\n", "capacity = 31\n");
    let wanted = [
        Change::Update("space youth-house/dance-studio".to_owned()),
        Change::Update("space temirtau-youth-house/dance-hall".to_owned()),
    ];
    assert_eq!(changes(&test, &file, true).await, wanted);
    let studio = async || {
        let catalogue = venue::current(&test.app).await.unwrap();
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
    let done = changes(&test, &file, false).await;
    assert!(
        done.contains(&Change::Retire("space dance-studio".to_owned())),
        "{done:?}"
    );
    assert!(
        done.contains(&Change::Add("space youth-house/ballet-studio".to_owned())),
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
    let back = changes(&test, &catalogue::read(CATALOGUE).unwrap(), false).await;
    assert!(
        back.contains(&Change::Update("space youth-house/dance-studio".to_owned())),
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
    let file = catalogue::read(CATALOGUE).unwrap();
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
    let wide = catalogue::read(CATALOGUE).unwrap();
    // By the other process too: a change makes who does it read the catalogue anew.
    let give_back = async |booking: Booking| {
        let reason = Reason::default();
        let done = booking::cancel(&other, &person, booking.id, reason, Once::unkeyed()).await;
        done.unwrap();
    };
    let narrow = turned("capacity = 30\n", "capacity = 4\n");
    // Every import is by a process of its own: the one that books learns of it only from the database.
    for round in 0..30 {
        let file = if round % 2 == 0 { &narrow } else { &wide };
        let importing = async {
            import(&other, file, false).await.unwrap();
            venue::current(&other).await.unwrap().revision
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
