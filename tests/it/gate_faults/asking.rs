//! Requests.

use entity::{Borrowed, Item, booking::Status};
use jastar::booking::{self, NewBooking};

use super::House;
use crate::it::support::{
    asking,
    facts::{in_place, on_behalf},
};

const STUDIO: &str = "youth-house/dance-studio";
/// Nobody has to approve.
const ROOM: &str = "youth-house/meeting-room";
/// Several may ask for one time.
const HALL: &str = "youth-house/grand-hall";
const SEATS: &str = "youth-house/coworking";

fn on(day: u8, space: &str) -> NewBooking {
    let at = |hour: u8| format!("2026-12-{day:02}T{hour}:00");
    asking(space, &at(14), &at(16))
}

#[tokio::test]
async fn a_request_is_there_whole_or_not_at_all() {
    let mut house = House::new().await;
    let asel = house.test.person("asel@qanat.example").await;
    let rival = house.test.person("erasyl@dombyra.example").await;
    house.test.request(&rival, on(1, HALL)).await.unwrap();
    let lent = NewBooking {
        stock: Borrowed(vec![Item {
            item: "radio-microphone".to_owned(),
            quantity: 2,
        }]),
        ..on(1, SEATS)
    };
    for (name, new, status) in [
        ("a request that waits", on(1, STUDIO), Status::Pending),
        (
            "one that is approved at once",
            on(1, ROOM),
            Status::Approved,
        ),
        ("one that competes", on(1, HALL), Status::Pending),
        ("one for seats and things", lent, Status::Approved),
    ] {
        let asel = asel.clone();
        house.once(name, async move |app, once| {
            let done = booking::request(app, &asel, new.clone(), once).await;
            if let Ok(jastar::idempotency::Outcome::Done(booking)) = &done {
                assert_eq!(booking.status, status);
            }
            done
        });
    }
    let manager = house.manager.clone();
    let new = on_behalf(on(1, STUDIO), "aidana@test.example");
    house.once("one on behalf of somebody", async move |app, once| {
        booking::request(app, &manager, new.clone(), once).await
    });
    house.walk().await;
}

#[tokio::test]
async fn who_makes_room_does_so_for_a_request_that_is_there() {
    let mut house = House::new().await;
    let (manager, test) = (house.manager.clone(), &house.test);
    let asel = test.person("asel@qanat.example").await;
    let old = test.request(&asel, on(1, STUDIO)).await.unwrap();
    test.approve(&manager, old.id).await.unwrap();
    house.once("a request in place of another", async move |app, once| {
        booking::request(app, &manager, in_place(on(1, STUDIO), &[old.id]), once).await
    });
    house.walk().await;
}

#[tokio::test]
async fn what_is_overdue_expires_with_the_request_that_it_was_in_the_way_of() {
    let mut house = House::new().await;
    let asel = house.test.person("asel@qanat.example").await;
    let old = house.test.request(&asel, on(8, STUDIO)).await.unwrap();
    house.test.app.clock.set(old.answer_by.unwrap());
    let other = house.test.person("erasyl@dombyra.example").await;
    house.once("a request over an overdue one", async move |app, once| {
        booking::request(app, &other, on(8, STUDIO), once).await
    });
    house.walk().await;
}
