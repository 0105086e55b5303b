//! What is called free can be had at that moment, and what is not cannot.

use jastar::{
    account::Actor,
    booking::{NewBooking, NewPlace},
    calendar::search::Search,
    error::Error,
    zone::format_wall,
};
use rand::{RngExt, SeedableRng, rngs::StdRng};

use super::{at, found, paths};
use crate::it::support::{NOW, TestApp, asking};

/// Some time within a fortnight of the clock, which may well break a rule.
fn any(random: &mut StdRng) -> (String, String) {
    let day = random.random_range(23..54);
    let date = if day > 30 {
        format!("2026-12-{:02}", day - 30)
    } else {
        format!("2026-11-{day}")
    };
    let (from, length) = (random.random_range(16..42), random.random_range(1..6));
    let time = |halves: i32| format!("{date}T{:02}:{:02}", halves / 2, 30 * (halves % 2));
    (time(from), time(from + length))
}

/// Takes times as they come, in all venues.
async fn fill(test: &TestApp, administrator: &Actor, times: &[(String, String)]) {
    let all = found(test, administrator, &Search::default()).await;
    for (starts, ends) in times {
        for (nth, space) in paths(&all.free).iter().enumerate() {
            if (nth + usize::from(starts.as_bytes()[12])).is_multiple_of(2) {
                continue;
            }
            let mut new = asking(space, starts, ends);
            if space.ends_with("/coworking") {
                // Of forty seats.
                new.attendees = 38;
            }
            match test.request(administrator, new).await {
                Ok(_) | Err(Error::Conflict { .. } | Error::Rules(_)) => {}
                Err(other) => panic!("{other:?}"),
            }
        }
    }
}

/// Asks for it, and takes it back.
async fn can_be_had(test: &TestApp, actor: &Actor, new: NewBooking) -> bool {
    match test.request(actor, new).await {
        Ok(booking) => {
            test.cancel(actor, booking.id).await.unwrap();
            true
        }
        Err(Error::Conflict { .. } | Error::Rules(_)) => false,
        Err(other) => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn free_is_what_can_be_had_and_nothing_else() {
    let (mut free, mut not, mut later) = (0, 0, 0);
    for seed in 0..3 {
        let mut random = StdRng::seed_from_u64(seed);
        let test = TestApp::new().await;
        let (person, administrator) = (
            test.person("a@test.example").await,
            test.administrator().await,
        );
        let times: Vec<_> = (0..6).map(|_| any(&mut random)).collect();
        fill(&test, &administrator, &times).await;
        for nth in 0..10 {
            let (starts, ends) = match times.get(nth) {
                Some(taken) => taken.clone(),
                None => any(&mut random),
            };
            let actor = if nth % 4 == 3 {
                &administrator
            } else {
                &person
            };
            let people = [1, 5, 25, 120][nth % 4];
            let wanted = Search {
                attendees: Some(people),
                ..at(&starts, &ends)
            };
            let found = found(&test, actor, &wanted).await;
            let ask = |space: String, starts: &str, ends: &str| NewBooking {
                attendees: people,
                ..asking(&space, starts, ends)
            };
            for hit in &found.free {
                assert!(hit.space.row.capacity >= people);
                let path = hit.space.path();
                let had = can_be_had(&test, actor, ask(path.clone(), &starts, &ends)).await;
                assert!(had, "{path} {starts} {ends}");
                free += 1;
            }
            for other in &found.otherwise {
                let path = other.hit.space.path();
                let had = can_be_had(&test, actor, ask(path.clone(), &starts, &ends)).await;
                assert!(!had, "{path} {starts} {ends}");
                not += 1;
                let Some(nearest) = &other.nearest else {
                    continue;
                };
                let times = [nearest.starts, nearest.ends].map(format_wall);
                let had = can_be_had(&test, actor, ask(path, &times[0], &times[1])).await;
                assert!(had, "{nearest:?}");
                later += 1;
            }
        }
        test.assert_sound().await;
    }
    assert!(free > 40 && not > 40 && later > 30, "{free} {not} {later}");
}

#[tokio::test]
async fn the_nearest_time_is_the_nearest() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let studio = "youth-house/dance-studio";
    let taken = asking(studio, "2026-12-01T15:00", "2026-12-01T18:00");
    test.request(&manager, taken).await.unwrap();
    let nearest = async |starts: &str, ends: &str| {
        let wanted = Search {
            equipment: vec!["mirrors".to_owned()],
            venue: Some("youth-house".to_owned()),
            ..at(starts, ends)
        };
        let mut found = found(&test, &Actor::anonymous(), &wanted).await;
        assert_eq!(paths(&found.free), [""; 0]);
        assert_eq!(paths(found.otherwise.iter().map(|one| &one.hit)), [studio]);
        let nearest = found.otherwise.remove(0).nearest;
        nearest.map(|offer| format_wall(offer.starts))
    };
    // A quarter of an hour of cleaning on either side; the grid is half an hour.
    let before = nearest("2026-12-01T15:30", "2026-12-01T16:30").await;
    assert_eq!(before.as_deref(), Some("2026-12-01T13:30"));
    let after = nearest("2026-12-01T17:00", "2026-12-01T18:00").await;
    assert_eq!(after.as_deref(), Some("2026-12-01T18:30"));
    let off_the_grid = nearest("2026-12-01T10:10", "2026-12-01T11:10").await;
    assert_eq!(off_the_grid.as_deref(), Some("2026-12-01T10:00"));
    let on_the_holiday = nearest("2026-12-16T12:00", "2026-12-16T13:00").await;
    assert_eq!(on_the_holiday.as_deref(), Some("2026-12-15T20:00"));
    assert_eq!(nearest("2026-12-01T09:00", "2026-12-01T14:00").await, None);
    assert_eq!(nearest("2027-10-01T09:00", "2027-10-01T10:00").await, None);
}

#[tokio::test]
async fn a_hold_whose_time_is_over_is_in_nobodys_way() {
    let test = TestApp::new().await;
    let (asel, erasyl) = (
        test.person("asel@qanat.example").await,
        test.person("erasyl@dombyra.example").await,
    );
    let studio = "youth-house/dance-studio";
    let wanted = asking(studio, "2026-12-01T15:00", "2026-12-01T18:00");
    test.request(&asel, wanted).await.unwrap();
    let then = at("2026-12-01T16:00", "2026-12-01T17:00");
    let is_free = async || {
        let found = found(&test, &erasyl, &then).await;
        paths(&found.free).iter().any(|path| path == studio)
    };
    assert!(!is_free().await);
    test.app.clock.set(NOW.plus_days(5));
    assert!(is_free().await);
    let new = asking(studio, "2026-12-01T16:00", "2026-12-01T17:00");
    test.request(&erasyl, new).await.unwrap();
    assert!(!is_free().await);
    test.assert_sound().await;
}

#[tokio::test]
async fn a_move_that_somebody_asks_for_is_in_the_way_until_its_answer_time() {
    let test = TestApp::new().await;
    let group = test.person("asel@qanat.example").await;
    let manager = test.manager_of("youth-house").await;
    let studio = "youth-house/dance-studio";
    let wanted = asking(studio, "2026-12-01T12:00", "2026-12-01T14:00");
    let booking = test.request(&group, wanted).await.unwrap();
    test.approve(&manager, booking.id).await.unwrap();
    let later = NewPlace {
        starts: "2026-12-01T17:00".to_owned(),
        ends: "2026-12-01T19:00".to_owned(),
        ..NewPlace::default()
    };
    test.move_to(&group, booking.id, later).await.unwrap();
    let wanted = at("2026-12-01T16:00", "2026-12-01T18:00");
    let is_free = async || {
        let found = found(&test, &Actor::anonymous(), &wanted).await;
        paths(&found.free).iter().any(|path| path == studio)
    };
    assert!(!is_free().await);
    test.app.clock.set(NOW.plus_days(5));
    assert!(is_free().await);
}

#[tokio::test]
async fn the_best_fit_comes_first() {
    let test = TestApp::new().await;
    let person = test.person("asel@qanat.example").await;
    let wanted = Search {
        attendees: Some(20),
        equipment: vec!["mirrors".to_owned()],
        ..at("2026-12-04T16:00", "2026-12-04T18:00")
    };
    let studio = "youth-house/dance-studio";
    let temirtau = "temirtau-youth-house/dance-hall";
    // Both hold thirty and have the same: the name of the venue decides, until somebody has been in the other.
    let first = found(&test, &person, &wanted).await;
    assert_eq!(paths(&first.free), [studio, temirtau]);
    let before = asking(
        "temirtau-youth-house/sports-hall",
        "2026-12-02T16:00",
        "2026-12-02T18:00",
    );
    test.request(&person, before).await.unwrap();
    let second = found(&test, &person, &wanted).await;
    assert_eq!(paths(&second.free), [temirtau, studio]);
    let stranger = found(&test, &Actor::anonymous(), &wanted).await;
    assert_eq!(paths(&stranger.free), [studio, temirtau]);
    let room = Search {
        attendees: Some(45),
        ..at("2026-12-04T16:00", "2026-12-04T18:00")
    };
    let found = found(&test, &person, &room).await;
    let capacities: Vec<i32> = found
        .free
        .iter()
        .map(|hit| hit.space.row.capacity)
        .collect();
    assert!(
        capacities.is_sorted() && capacities[0] == 50,
        "{capacities:?}"
    );
}
