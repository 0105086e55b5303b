//! Decisions: of the venue, of the group, and of the service when a time has come.

use entity::{Booking, audit::Action};
use jastar::{
    account::Actor,
    booking::{self, NewBooking},
    rules::reason::Reason,
};

use super::House;
use crate::it::support::{
    asking,
    facts::{because, in_place, replacing},
};

const STUDIO: &str = "youth-house/dance-studio";
/// Several may ask for one time.
const HALL: &str = "youth-house/grand-hall";

fn on(day: u8, space: &str) -> NewBooking {
    let at = |hour: u8| format!("2026-12-{day:02}T{hour}:00");
    asking(space, &at(14), &at(16))
}

struct Scene {
    house: House,
    manager: Actor,
    asel: Actor,
}

impl Scene {
    async fn new() -> Self {
        let house = House::new().await;
        Self {
            manager: house.manager.clone(),
            asel: house.test.person("asel@qanat.example").await,
            house,
        }
    }

    async fn asked(&self, day: u8, space: &str) -> Booking {
        let asked = self.house.test.request(&self.asel, on(day, space)).await;
        asked.unwrap()
    }

    async fn approved(&self, day: u8, space: &str) -> Booking {
        let asked = self.asked(day, space).await;
        let approved = self.house.test.approve(&self.manager, asked.id).await;
        approved.unwrap()
    }

    /// One that somebody else waits for.
    async fn rival(&self, day: u8) -> Booking {
        let other = self.house.test.person("erasyl@dombyra.example").await;
        let asked = self.house.test.request(&other, on(day, HALL)).await;
        asked.unwrap()
    }

    fn approves(&mut self, name: &'static str, of: &Booking) {
        let (manager, id) = (self.manager.clone(), of.id);
        self.house.once(name, async move |app, once| {
            booking::approve(app, &manager, id, None, once).await
        });
    }

    fn cancels(&mut self, name: &'static str, who: &Actor, of: &Booking) {
        let (who, id) = (who.clone(), of.id);
        self.house.once(name, async move |app, once| {
            booking::cancel(app, &who, id, because("Жоспар өзгерді."), once).await
        });
    }

    fn by_itself(&mut self, name: &'static str, of: &Booking, action: Action) {
        let id = of.id;
        self.house.unkeyed(name, async move |app| {
            booking::by_itself(app, id, action).await
        });
    }
}

#[tokio::test]
async fn a_request_is_answered_whole_or_not_at_all() {
    let mut scene = Scene::new().await;
    let holds = scene.asked(1, STUDIO).await;
    scene.approves("an approval", &holds);
    let (manager, id) = (scene.manager.clone(), holds.id);
    scene.house.once("a rejection", async move |app, once| {
        booking::reject(app, &manager, id, because("Зал жөнделуде."), once).await
    });
    let asel = scene.asel.clone();
    scene.cancels("a withdrawal", &asel, &holds);
    let first = scene.asked(1, HALL).await;
    scene.rival(1).await;
    scene.approves("an approval of which a rival is told", &first);
    scene.house.walk().await;
}

#[tokio::test]
async fn what_was_decided_is_undone_whole_or_not_at_all() {
    let mut scene = Scene::new().await;
    let (asel, manager) = (scene.asel.clone(), scene.manager.clone());
    let given = scene.asked(1, HALL).await;
    scene.rival(1).await;
    scene.house.test.approve(&manager, given.id).await.unwrap();
    scene.cancels("a cancellation that gives a rival hope", &asel, &given);
    scene.cancels("a cancellation by the venue", &manager, &given);
    let no = scene.asked(2, STUDIO).await;
    scene.house.test.reject(&manager, no.id).await.unwrap();
    let id = no.id;
    scene
        .house
        .once("a second thought", async move |app, once| {
            booking::reopen(app, &manager, id, because("Қателестік."), once).await
        });
    scene.house.walk().await;
}

#[tokio::test]
async fn when_a_time_has_come_all_of_it_is_done() {
    let mut scene = Scene::new().await;
    let waits = scene.asked(8, STUDIO).await;
    let (early, came) = (waits.answer_by.unwrap(), scene.approved(1, STUDIO).await);
    scene.house.test.app.clock.set(early);
    scene.by_itself("an expiry", &waits, Action::Expire);
    scene.house.test.app.clock.set(came.starts_at);
    let (manager, id) = (scene.manager.clone(), came.id);
    scene.house.once("an arrival", async move |app, once| {
        booking::check_in(app, &manager, id, Some(4), once).await
    });
    scene.house.test.app.clock.set(came.ends_at.plus_hours(1));
    scene.by_itself("an end", &came, Action::Complete);
    let manager = scene.manager.clone();
    scene.house.once("an absence", async move |app, once| {
        booking::no_show(app, &manager, id, once).await
    });
    scene.house.walk().await;
}

#[tokio::test]
async fn who_gives_way_is_offered_a_place_or_stays() {
    let mut scene = Scene::new().await;
    let (asel, manager) = (scene.asel.clone(), scene.manager.clone());
    let given = scene.asked(1, HALL).await;
    let rival = scene.rival(1).await;
    scene.house.test.approve(&manager, given.id).await.unwrap();
    let (by, of) = (manager.clone(), given.id);
    scene
        .house
        .once("an approval in place of another", async move |app, once| {
            let of = replacing(&[of]);
            booking::approve_in_place(app, &by, rival.id, None, of, None, once).await
        });
    let gone = scene.approved(3, STUDIO).await;
    let new = in_place(on(3, STUDIO), &[gone.id]);
    scene.house.test.request(&manager, new).await.unwrap();
    let held = scene.house.test.offers(gone.id).await;
    let id = held.first().unwrap().id;
    scene
        .house
        .once("a place that is held, taken", async move |app, once| {
            booking::approve(app, &asel, id, None, once).await
        });
    let asel = scene.asel.clone();
    scene
        .house
        .once("a place that is held, given up", async move |app, once| {
            booking::cancel(app, &asel, id, Reason::default(), once).await
        });
    scene.house.walk().await;
}
