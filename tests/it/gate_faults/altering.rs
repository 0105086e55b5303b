//! Changes of a booking that stands, and what is asked for and said about it.

use entity::{Booking, Borrowed, Item};
use jastar::{
    account::Actor,
    booking::{self, Details, NewMessage, NewPlace},
};

use super::House;
use crate::it::support::{
    asking,
    facts::{at, because, in_space},
};

const STUDIO: &str = "youth-house/dance-studio";

struct Scene {
    house: House,
    manager: Actor,
    asel: Actor,
    booking: Booking,
}

impl Scene {
    /// Approved, in the studio, from four to six.
    async fn new() -> Self {
        let house = House::new().await;
        let (test, manager) = (&house.test, house.manager.clone());
        let asel = test.person("asel@qanat.example").await;
        let wanted = asking(STUDIO, "2026-12-01T16:00", "2026-12-01T18:00");
        let asked = test.request(&asel, wanted).await.unwrap();
        let booking = test.approve(&manager, asked.id).await.unwrap();
        Self {
            house,
            manager,
            asel,
            booking,
        }
    }

    /// An hour later.
    fn later() -> NewPlace {
        at("2026-12-01T17:00", "2026-12-01T19:00")
    }

    fn moves(&mut self, name: &'static str, who: &Actor, place: NewPlace) {
        let (who, id) = (who.clone(), self.booking.id);
        self.house.once(name, async move |app, once| {
            booking::move_to(app, &who, id, place.clone(), once).await
        });
    }

    fn writes(&mut self, name: &'static str, who: &Actor, id: entity::BookingId) {
        let who = who.clone();
        self.house.once(name, async move |app, once| {
            let new = NewMessage {
                text: "Неше адам?".to_owned(),
                internal: false,
            };
            booking::write(app, &who, id, new, once).await
        });
    }
}

#[tokio::test]
async fn a_booking_is_changed_whole_or_not_at_all() {
    let mut scene = Scene::new().await;
    let (manager, asel) = (scene.manager.clone(), scene.asel.clone());
    let elsewhere = in_space(
        "youth-house/small-hall-1",
        "2026-12-02T16:00",
        "2026-12-02T18:00",
    );
    scene.moves("a move by the venue", &manager, elsewhere);
    scene.moves("a move that is asked for", &asel, Scene::later());
    let (id, version) = (scene.booking.id, scene.booking.version);
    let details = Details {
        title: Some("Дебат".to_owned()),
        stock: Some(Borrowed(vec![Item {
            item: "radio-microphone".to_owned(),
            quantity: 2,
        }])),
        ..Details::default()
    };
    let by = manager.clone();
    scene.house.unkeyed("other details", async move |app| {
        booking::amend(app, &by, id, Some(version), details.clone()).await
    });
    scene.writes("a message", &asel, id);
    let test = &scene.house.test;
    let waits = asking(STUDIO, "2026-12-08T16:00", "2026-12-08T18:00");
    let waits = test.request(&asel, waits).await.unwrap();
    scene.writes("a question that stops the clock", &manager, waits.id);
    scene.house.walk().await;
}

#[tokio::test]
async fn a_move_that_is_asked_for_is_answered_whole_or_not_at_all() {
    let mut scene = Scene::new().await;
    let (manager, asel, id) = (scene.manager.clone(), scene.asel.clone(), scene.booking.id);
    let asked = scene.house.test.move_to(&asel, id, Scene::later()).await;
    let by = manager.clone();
    scene.house.once("a yes to a move", async move |app, once| {
        booking::approve(app, &by, id, None, once).await
    });
    scene.house.once("a no to a move", async move |app, once| {
        booking::reject(app, &manager, id, because("Кеш."), once).await
    });
    scene
        .house
        .once("a move taken back", async move |app, once| {
            booking::take_back(app, &asel, id, once).await
        });
    let over = asked.unwrap().move_answer_by.unwrap();
    scene.house.test.app.clock.set(over);
    scene
        .house
        .unkeyed("a move that nobody answered", async move |app| {
            booking::lapse(app, id).await
        });
    scene.house.walk().await;
}
