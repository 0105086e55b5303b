//! A change of parts against who reads the space and then claims it: nobody is booked on floor that was there before.

use std::sync::Arc;

use entity::Booking;
use entity::booking::Status;
use jastar::{
    error::Error,
    import::{Imported, import},
};

use super::{HALL, PARTS, STUDIO, larger, smaller, turned};
use crate::it::support::{TestApp, asking, facts::in_space};

const ROUNDS: usize = 12;

/// Several processes: who books learns of a change only from the database.
#[tokio::test]
async fn what_was_planned_on_the_old_floor_is_planned_anew() {
    let test = TestApp::new().await;
    let other = test.another(99).await;
    let manager = test.manager_of("youth-house").await;
    for (file, day, units) in [(larger(), 1, 3), (smaller(), 2, 1), (larger(), 3, 3)] {
        import(&other, &file, false).await.unwrap();
        let (starts, ends) = (
            format!("2026-12-0{day}T16:00"),
            format!("2026-12-0{day}T18:00"),
        );
        let wanted = asking(HALL, &starts, &ends);
        let booked = test.request(&manager, wanted).await.unwrap();
        assert_eq!(test.claims(booked.id).await.len(), units);
    }
    test.assert_sound().await;
}

#[derive(Clone, Copy, Debug)]
enum Path {
    Request,
    Approve,
    Move,
    Reopen,
    Accept,
}

/// The hall gets the studio as a part, or gives it back, while the one is being booked and the other is taken.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_change_of_parts_races_every_way_to_the_floor() {
    let test = Arc::new(TestApp::new().await);
    let other = test.another(99).await;
    let manager = test.manager_of("youth-house").await;
    let person = test.person("a@test.example").await;
    let paths = [
        Path::Request,
        Path::Approve,
        Path::Move,
        Path::Reopen,
        Path::Accept,
    ];
    for round in 0..ROUNDS * paths.len() {
        let path = paths[round % paths.len()];
        let (starts, ends) = ("2026-12-01T16:00", "2026-12-01T18:00");
        let there = || in_space(HALL, starts, ends);
        let elsewhere = asking(HALL, "2026-12-03T16:00", "2026-12-03T18:00");
        let begun = match path {
            Path::Request => None,
            Path::Approve => Some(test.request(&person, asking(HALL, starts, ends)).await),
            Path::Move => Some(test.request(&manager, elsewhere).await),
            Path::Reopen => {
                let one = test.request(&manager, asking(HALL, starts, ends)).await;
                Some(test.cancel(&manager, one.unwrap().id).await)
            }
            Path::Accept => {
                let one = test.request(&person, elsewhere).await.unwrap();
                test.approve(&manager, one.id).await.unwrap();
                Some(test.move_to(&person, one.id, there()).await)
            }
        };
        let begun = begun.map(|booking| booking.unwrap().id);
        let importing = async { import(&other, &larger(), false).await.unwrap() };
        let booking = async {
            // Each round meets the import at another place.
            for _ in 0..20 * (round % 11) {
                tokio::task::yield_now().await;
            }
            match (path, begun) {
                (Path::Request, _) | (_, None) => {
                    test.request(&manager, asking(HALL, starts, ends)).await
                }
                (Path::Approve | Path::Accept, Some(id)) => test.approve(&manager, id).await,
                (Path::Move, Some(id)) => test.move_to(&manager, id, there()).await,
                (Path::Reopen, Some(id)) => test.reopen(&manager, id).await,
            }
        };
        let beside = test.request(&manager, asking(STUDIO, starts, ends));
        let (imported, whole, studio) = tokio::join!(importing, booking, beside);
        told(&whole);
        told(&studio);
        let rebuilt = matches!(imported, Imported::Changes(_));
        // The hall with the studio, and the studio: one of them. What only waits for an answer holds its floor as well.
        let holds = whole.is_ok() || matches!(path, Path::Approve | Path::Accept);
        assert!(
            !(rebuilt && holds && studio.is_ok()),
            "{path:?} {imported:?} {whole:?} {studio:?}"
        );
        assert!(
            rebuilt || studio.is_ok(),
            "{path:?} {imported:?} {studio:?}"
        );
        test.assert_sound().await;
        for booking in [
            begun,
            whole.ok().map(|one| one.id),
            studio.ok().map(|one| one.id),
        ] {
            let Some(id) = booking else { continue };
            match test.stored(id).await.status {
                Status::Approved => test.cancel(&manager, id).await.unwrap(),
                Status::Pending => test.reject(&manager, id).await.unwrap(),
                _ => continue,
            };
        }
        let back = import(&other, &turned(PARTS, PARTS), false).await.unwrap();
        assert!(matches!(back, Imported::Changes(_)), "{back:?}");
    }
    assert_eq!(other.db.retries(), 0);
    test.assert_sound().await;
}

/// Of who lost the race.
fn told(done: &Result<Booking, Error>) {
    let fair = matches!(done, Ok(_) | Err(Error::Conflict { .. }));
    assert!(fair, "{done:?}");
}
