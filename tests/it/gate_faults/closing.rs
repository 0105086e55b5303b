//! Closures, with what becomes of those who are in the way.

use entity::Booking;
use jastar::{
    account::Actor,
    booking::NewBooking,
    closure::{self, Answered, ClosureTimes, NewClosure, Say},
    refusal::closure::Preview,
};

use super::{Asked, House, keyed, said};
use crate::it::{
    closing::{STUDIO, cancelling, closing, in_studio, moving},
    support::{
        asking,
        facts::{at, in_space},
    },
};

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

    async fn approved(&self, wanted: NewBooking) -> Booking {
        let test = &self.house.test;
        let asked = test.request(&self.asel, wanted).await.unwrap();
        test.approve(&self.manager, asked.id).await.unwrap()
    }

    async fn preview(&self, new: &NewClosure) -> Preview {
        self.house.test.preview(&self.manager, new).await
    }

    fn closes(&mut self, name: &'static str, new: &NewClosure, say: Say) {
        let (manager, new) = (self.manager.clone(), new.clone());
        self.house.push(name, Asked::Idempotent, async move |app| {
            let done = closure::close(app, &manager, new.clone(), say.clone(), keyed()).await?;
            match done {
                Answered::Done(outcome) => Ok(said(&outcome)),
                Answered::Preview(preview) => panic!("{preview:?}"),
            }
        });
    }

    fn changes(&mut self, name: &'static str, id: entity::ClosureId, ends: &str, say: Say) {
        let manager = self.manager.clone();
        let change = ClosureTimes {
            starts: None,
            ends: Some(format!("2026-12-01T{ends}")),
        };
        self.house.unkeyed(name, async move |app| {
            closure::change(app, &manager, id, change.clone(), say.clone()).await
        });
    }
}

#[tokio::test]
async fn a_closure_comes_with_all_that_becomes_of_those_in_the_way() {
    let mut scene = Scene::new().await;
    let new = closing(&["dance-studio"], "14:00", "20:00");
    let booking = scene.approved(in_studio("16:00", "18:00")).await;
    let test = &scene.house.test;
    let waits = in_studio("14:00", "15:00");
    test.request(&scene.asel, waits).await.unwrap();
    let preview = scene.preview(&new).await;
    scene.closes(
        "a closure that ends what it hits",
        &new,
        cancelling(&preview),
    );
    let place = in_space(STUDIO, "2026-12-02T16:00", "2026-12-02T18:00");
    let say = moving(&preview, &booking, place);
    scene.closes("a closure that moves what it hits", &new, say);
    scene.house.walk().await;
}

#[tokio::test]
async fn a_closure_that_cuts_what_runs_comes_with_it() {
    let mut scene = Scene::new().await;
    let runs = in_studio("10:00", "13:00");
    let runs = scene
        .house
        .test
        .request(&scene.manager, runs)
        .await
        .unwrap();
    scene.house.test.app.clock.set(runs.starts_at.plus_hours(1));
    let new = closing(&["dance-studio"], "12:15", "20:00");
    let preview = scene.preview(&new).await;
    let say = moving(&preview, &runs, at(&runs.starts, "2026-12-01T12:15"));
    scene.closes("a closure that cuts short what it hits", &new, say);
    scene.house.walk().await;
}

#[tokio::test]
async fn a_closure_is_changed_and_taken_back_with_all_that_comes_of_it() {
    let mut scene = Scene::new().await;
    let manager = scene.manager.clone();
    scene.approved(in_studio("16:00", "18:00")).await;
    let new = closing(&["dance-studio"], "14:00", "19:00");
    let preview = scene.preview(&new).await;
    let test = &scene.house.test;
    let closed = test
        .close(&manager, &new, cancelling(&preview))
        .await
        .unwrap();
    let id = closed.row.id;
    let late = asking(STUDIO, "2026-12-01T19:00", "2026-12-01T20:00");
    let test = &scene.house.test;
    test.request(&scene.asel, late).await.unwrap();
    let look = Say {
        dry_run: true,
        ..Say::default()
    };
    let longer = test.change_closure(&manager, id, "20:00", look).await;
    let Ok(Answered::Preview(longer)) = longer else {
        panic!("{longer:?}");
    };
    scene.changes("a longer closure", id, "20:00", cancelling(&longer));
    scene.changes("a shorter closure", id, "15:00", Say::default());
    let by = manager.clone();
    scene
        .house
        .unkeyed("a closure taken back", async move |app| {
            closure::take_back(app, &by, id).await
        });
    scene.house.walk().await;
}
