//! Replacing, and taking what is held for a group, against every other writer.

use std::sync::Arc;

use entity::Booking;
use entity::{BookingId, booking::Status};
use jastar::{
    account::Actor, booking, error::Error, idempotency::Idempotent, inbox::jobs::do_what_is_due,
    refusal::state::StateRefusal,
};

use super::{
    races::at_once,
    support::{
        TestApp, asking, done,
        facts::{because, in_place, in_space},
    },
};

const STUDIO: &str = "youth-house/dance-studio";
const FROM: &str = "2026-12-01T16:00";
const TO: &str = "2026-12-01T18:00";

struct Scene {
    test: Arc<TestApp>,
    group: Actor,
    manager: Actor,
}

impl Scene {
    async fn new() -> Self {
        let test = Arc::new(TestApp::new().await);
        Self {
            group: test.person("asel@qanat.example").await,
            manager: test.manager_of("youth-house").await,
            test,
        }
    }

    async fn booked(&self, day: u32) -> BookingId {
        let (from, to) = (on(FROM, day), on(TO, day));
        let asked = self.test.request(&self.group, asking(STUDIO, &from, &to));
        let asked = asked.await.unwrap().id;
        self.test.approve(&self.manager, asked).await.unwrap().id
    }
}

fn on(wall: &str, day: u32) -> String {
    wall.replace("-12-01T", &format!("-12-{day:02}T"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_replacement_races_everything_that_can_happen_to_what_makes_room() {
    let scene = Scene::new().await;
    for day in 1..13 {
        let old = scene.booked(day).await;
        let tasks = (0..6).map(|number| {
            let test = scene.test.clone();
            let (group, manager) = (scene.group.clone(), scene.manager.clone());
            let (from, to) = (on(FROM, day), on(TO, day));
            async move {
                let wanted = asking(STUDIO, &from, &to);
                match number {
                    0 | 1 => test.request(&manager, in_place(wanted, &[old])).await,
                    2 => test.cancel(&group, old).await,
                    3 => {
                        let there = in_space("youth-house/small-hall", &from, &to);
                        test.move_to(&manager, old, there).await
                    }
                    4 => test.request(&manager, wanted).await,
                    _ => {
                        let shorter = on("2026-12-01T17:00", day);
                        let there = in_space(STUDIO, &from, &shorter);
                        test.move_to(&group, old, there).await
                    }
                }
            }
        });
        for one in at_once(tasks).await {
            let told = match &one {
                Ok(_) | Err(Error::State(_) | Error::Conflict { .. }) => true,
                Err(Error::Rules(broken)) => broken[0].field == "replacing",
                Err(_) => false,
            };
            assert!(told, "{one:?}");
        }
        scene.test.assert_sound().await;
        // Makes the limit of waiting requests no part of this.
        for offer in scene.test.offers(old).await {
            if offer.is_held_offer() {
                scene.test.cancel(&scene.group, offer.id).await.unwrap();
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_bookings_that_take_each_others_floor_never_wait_for_each_other() {
    let scene = Scene::new().await;
    for day in 1..9 {
        let (from, to) = (on(FROM, day), on(TO, day));
        let mut parts = Vec::new();
        for part in ["youth-house/small-hall-1", "youth-house/small-hall-2"] {
            let booked = scene.test.request(&scene.manager, asking(part, &from, &to));
            parts.push(booked.await.unwrap().id);
        }
        let reversed: Vec<BookingId> = parts.iter().rev().copied().collect();
        let tasks = [parts.clone(), reversed, vec![parts[0]], vec![parts[1]]].map(|named| {
            let (test, manager) = (scene.test.clone(), scene.manager.clone());
            let (from, to) = (from.clone(), to.clone());
            let space = match &*named {
                [one] if *one == parts[0] => "youth-house/small-hall-1",
                [_] => "youth-house/small-hall-2",
                _ => "youth-house/small-hall",
            };
            async move {
                let wanted = in_place(asking(space, &from, &to), &named);
                test.request(&manager, wanted).await
            }
        });
        let done = Box::pin(at_once(tasks)).await;
        assert!(done.iter().any(Result::is_ok), "{done:?}");
        scene.test.assert_sound().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_what_is_held_one_is_taken_whoever_else_wants_it() {
    let scene = Scene::new().await;
    let test = &scene.test;
    // Another process, by whose clock the time to take it is over.
    let later = test.another(11).await;
    let catalogue = test.app.catalogue().await.unwrap();
    let (mut taken, mut lapsed) = (0, 0);
    for day in 1..9 {
        let old = scene.booked(day).await;
        let wanted = asking(STUDIO, &on(FROM, day), &on(TO, day));
        test.request(&scene.manager, in_place(wanted, &[old]))
            .await
            .unwrap();
        let offers = test.offers(old).await;
        later.clock.set(offers[0].answer_by.unwrap());
        let path = catalogue.space_of(offers[0].space_id).unwrap().path();
        let over_it = asking(&path, &offers[0].starts, &offers[0].ends);
        let tasks = (0..6).map(|number| {
            let (test, later, over_it) = (test.clone(), later.clone(), over_it.clone());
            let (group, manager) = (scene.group.clone(), scene.manager.clone());
            let offers = offers.clone();
            async move {
                match number {
                    0..3 => test.approve(&group, offers[number % offers.len()].id).await,
                    3 => test.cancel(&manager, offers[offers.len() / 2].id).await,
                    4 => {
                        let once = Idempotent::unkeyed();
                        done(booking::request(&later, &manager, over_it, once).await)
                    }
                    _ => {
                        do_what_is_due(&later).await.unwrap();
                        let why = because("");
                        let again = booking::cancel(
                            &later,
                            &group,
                            offers[offers.len() - 1].id,
                            why,
                            Idempotent::unkeyed(),
                        );
                        done(again.await)
                    }
                }
            }
        });
        let all: Vec<Result<Booking, Error>> = at_once(tasks).await;
        for one in &all {
            let told = matches!(one, Ok(_) | Err(Error::State(_) | Error::Conflict { .. }));
            assert!(told, "{one:?}");
        }
        let now = test.offers(old).await;
        let approved = now.iter().filter(|one| one.status == Status::Approved);
        let approved = approved.count();
        assert!(approved <= 1, "{now:?}");
        assert!(!now.iter().any(Booking::is_held_offer), "{now:?}");
        taken += approved;
        lapsed +=
            usize::from(all.iter().any(
                |one| matches!(one, Err(Error::State(why)) if *why == StateRefusal::OfferOver),
            ));
        test.assert_sound().await;
        assert_eq!(later.db.retries(), 0);
        for one in now.iter().filter(|one| one.status == Status::Approved) {
            test.cancel(&scene.group, one.id).await.unwrap();
        }
    }
    assert!(taken + lapsed > 0, "something was raced for");
}
