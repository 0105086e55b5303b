//! Whatever stands in the calendar, everything that is offered instead can be had at that moment.

use jastar::{
    account::Actor, booking::NewBooking, error::Error, refusal::conflict::Alternative,
    zone::format_wall,
};
use rand::{RngExt, SeedableRng, rngs::StdRng};

use super::support::{TestApp, asking};

const SPACES: [&str; 6] = [
    "grand-hall",
    "small-hall",
    "small-hall-1",
    "small-hall-2",
    "dance-studio",
    "meeting-room",
];

/// Some time within a fortnight, which may well break a rule.
fn any(random: &mut StdRng) -> NewBooking {
    let space = SPACES[random.random_range(0..SPACES.len())];
    let day = random.random_range(27..41);
    let date = if day > 30 {
        format!("2026-12-{:02}", day - 30)
    } else {
        format!("2026-11-{day}")
    };
    let (from, length) = (random.random_range(20..40), random.random_range(2..7));
    let time = |halves: i32| format!("{date}T{:02}:{:02}", halves / 2, 30 * (halves % 2));
    asking(
        &format!("youth-house/{space}"),
        &time(from),
        &time(from + length),
    )
}

/// Fills the calendar as it comes.
async fn fill(test: &TestApp, manager: &Actor, random: &mut StdRng) {
    for _ in 0..25 {
        match test.request(manager, any(random)).await {
            Ok(_) | Err(Error::Conflict { .. } | Error::Rules(_)) => {}
            Err(other) => panic!("{other:?}"),
        }
    }
}

async fn assert_can_be_had(
    test: &TestApp,
    person: &Actor,
    wanted: &NewBooking,
    offers: &[Alternative],
) {
    assert!(offers.len() <= 5, "{offers:?}");
    for offer in offers {
        let instead = NewBooking {
            space: offer.space.clone(),
            starts: format_wall(offer.starts),
            ends: format_wall(offer.ends),
            ..wanted.clone()
        };
        let booking = test.request(person, instead).await;
        let booking =
            booking.unwrap_or_else(|error| panic!("{offer:?} instead of {wanted:?}: {error:?}"));
        test.cancel(person, booking.id).await.unwrap();
    }
}

#[tokio::test]
async fn every_offer_can_be_had() {
    let mut offered = 0;
    for seed in 0..4 {
        let mut random = StdRng::seed_from_u64(seed);
        let test = TestApp::new().await;
        let (person, manager) = (
            test.person("a@test.example").await,
            test.manager_of("youth-house").await,
        );
        fill(&test, &manager, &mut random).await;
        for _ in 0..20 {
            let wanted = any(&mut random);
            match test.request(&person, wanted.clone()).await {
                Ok(booking) => {
                    test.cancel(&person, booking.id).await.unwrap();
                }
                Err(Error::Conflict {
                    conflicts,
                    alternatives,
                }) => {
                    assert!(!conflicts.is_empty());
                    assert_can_be_had(&test, &person, &wanted, &alternatives).await;
                    offered += alternatives.len();
                }
                Err(Error::Rules(_)) => {}
                Err(other) => panic!("{other:?}"),
            }
        }
        test.assert_sound().await;
    }
    assert!(offered > 30, "only {offered} offers were tried");
}

#[tokio::test]
async fn a_full_house_offers_nothing_that_is_taken() {
    let test = TestApp::new().await;
    let (person, manager) = (
        test.person("a@test.example").await,
        test.manager_of("youth-house").await,
    );
    // All that could stand in for the studio on that afternoon.
    for space in SPACES {
        let taken = asking(
            &format!("youth-house/{space}"),
            "2026-12-01T15:00",
            "2026-12-01T18:00",
        );
        let taken = test.request(&manager, taken).await;
        assert!(
            matches!(taken, Ok(_) | Err(Error::Conflict { .. })),
            "{taken:?}"
        );
    }
    let wanted = asking(
        "youth-house/dance-studio",
        "2026-12-01T16:00",
        "2026-12-01T17:00",
    );
    let Err(Error::Conflict { alternatives, .. }) = test.request(&person, wanted.clone()).await
    else {
        panic!("it is taken")
    };
    // By the seat, the coworking space has room for another table.
    let elsewhere =
        |offer: &&Alternative| offer.space != wanted.space && !offer.space.ends_with("/coworking");
    assert_eq!(
        alternatives.iter().filter(elsewhere).count(),
        0,
        "{alternatives:?}"
    );
    // Nobody asked for the layout of the studio.
    let seats = |offer: &Alternative| offer.space.ends_with("/coworking");
    assert!(alternatives.iter().any(seats), "{alternatives:?}");
    assert!(
        alternatives.iter().any(|offer| offer.space == wanted.space),
        "another time will do"
    );
    assert_can_be_had(&test, &person, &wanted, &alternatives).await;
}
