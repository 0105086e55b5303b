//! Many bookings made together.

use entity::{Every, audit::Action};
use jastar::{
    account::Actor,
    booking::{Details, NewBooking},
    idempotency::{Idempotent, Outcome},
    recurrence::RuleInput,
    series::{self, NewSeries, NewTimes, OnConflict, Series},
    zone::parse_date,
};

use super::House;
use crate::it::support::{TestApp, asking, facts::because};

const STUDIO: &str = "youth-house/dance-studio";
/// One date of the series.
const SECOND: &str = "2026-12-08";

/// Three Tuesdays, from four to six.
fn tuesdays(on_conflict: OnConflict) -> NewSeries {
    NewSeries {
        booking: NewBooking {
            space: STUDIO.to_owned(),
            ..asking("", "", "")
        },
        rule: RuleInput {
            every: Every::Week,
            nth: None,
            starts: "2026-12-01T16:00".to_owned(),
            ends: "2026-12-01T18:00".to_owned(),
            until: None,
            count: Some(3),
        },
        on_conflict,
    }
}

fn later() -> NewTimes {
    NewTimes {
        starts: "17:30".to_owned(),
        ends: "19:30".to_owned(),
        ..NewTimes::default()
    }
}

async fn made(test: &TestApp, who: &Actor, on_conflict: OnConflict) -> Series {
    let made = series::request(&test.app, who, tuesdays(on_conflict), Idempotent::unkeyed()).await;
    match made.unwrap() {
        Outcome::Done(series) => *series,
        Outcome::Replayed(kept) => panic!("replayed: {kept:?}"),
    }
}

struct Scene {
    house: House,
    manager: Actor,
    aliya: Actor,
}

impl Scene {
    async fn new() -> Self {
        let house = House::new().await;
        Self {
            manager: house.manager.clone(),
            aliya: house.test.person("aliya@test.example").await,
            house,
        }
    }

    async fn waits(&self) -> Series {
        made(&self.house.test, &self.aliya, OnConflict::Refuse).await
    }

    async fn approved(&self) -> Series {
        let (series, app) = (self.waits().await, &self.house.test.app);
        let (id, once) = (series.row.id, Idempotent::unkeyed());
        let yes = series::approve(app, &self.manager, id, None, Vec::new(), None, once).await;
        yes.unwrap();
        series
    }

    fn moves(&mut self, name: &'static str, who: &Actor, of: &Series) {
        let (who, id) = (who.clone(), of.row.id);
        self.house.once(name, async move |app, once| {
            series::move_to(app, &who, id, later(), once).await
        });
    }

    fn cancels(&mut self, name: &'static str, of: &Series, from: Option<&'static str>) {
        let (who, id) = (self.aliya.clone(), of.row.id);
        self.house.once(name, async move |app, once| {
            let from = from.map(|date| parse_date(date).unwrap());
            series::cancel(app, &who, id, from, because("Көшеміз."), once).await
        });
    }
}

#[tokio::test]
async fn a_series_is_there_with_all_its_dates_or_not_at_all() {
    let mut scene = Scene::new().await;
    let aliya = scene.aliya.clone();
    scene.house.once("a series", async move |app, once| {
        series::request(app, &aliya, tuesdays(OnConflict::Refuse), once).await
    });
    scene.house.walk().await;
}

#[tokio::test]
async fn a_series_of_what_can_be_had_is_there_with_all_of_that_or_not_at_all() {
    let mut scene = Scene::new().await;
    let taken = asking(STUDIO, "2026-12-08T17:00", "2026-12-08T19:00");
    let test = &scene.house.test;
    test.request(&scene.manager, taken).await.unwrap();
    let aliya = scene.aliya.clone();
    scene
        .house
        .once("a series of what can be had", async move |app, once| {
            series::request(app, &aliya, tuesdays(OnConflict::Skip), once).await
        });
    scene.house.walk().await;
}

#[tokio::test]
async fn a_date_is_added_whole_or_not_at_all() {
    let mut scene = Scene::new().await;
    let (test, manager) = (&scene.house.test, scene.manager.clone());
    let taken = asking(STUDIO, "2026-12-08T17:00", "2026-12-08T19:00");
    let taken = test.request(&manager, taken).await.unwrap();
    let series = made(test, &scene.aliya, OnConflict::Skip).await;
    test.cancel(&manager, taken.id).await.unwrap();
    let (aliya, id) = (scene.aliya.clone(), series.row.id);
    scene.house.once("another date", async move |app, once| {
        series::add(app, &aliya, id, parse_date(SECOND).unwrap(), once).await
    });
    scene.house.walk().await;
}

#[tokio::test]
async fn a_series_is_answered_as_one_or_not_at_all() {
    let mut scene = Scene::new().await;
    let series = scene.waits().await;
    let id = series.row.id;
    for (name, except) in [("a yes to all", None), ("a yes to some", Some(SECOND))] {
        let manager = scene.manager.clone();
        scene.house.once(name, async move |app, once| {
            let except = except.map(|date| parse_date(date).unwrap());
            let except = except.into_iter().collect();
            series::approve(app, &manager, id, None, except, None, once).await
        });
    }
    let manager = scene.manager.clone();
    scene.house.once("a no to all", async move |app, once| {
        series::reject(app, &manager, id, because("Жөндеу."), once).await
    });
    scene.cancels("a withdrawal of all", &series, None);
    let due: Vec<_> = series.bookings().map(|one| one.id).collect();
    let over = series.bookings().filter_map(|one| one.answer_by).max();
    scene.house.test.app.clock.set(over.unwrap());
    scene.house.unkeyed("an expiry of all", async move |app| {
        series::by_itself(app, id, Action::Expire, due.clone()).await
    });
    scene.house.walk().await;
}

#[tokio::test]
async fn a_series_is_changed_as_one_or_not_at_all() {
    let mut scene = Scene::new().await;
    let series = scene.approved().await;
    let (manager, aliya, id) = (scene.manager.clone(), scene.aliya.clone(), series.row.id);
    scene.moves("a move of all by the venue", &manager, &series);
    scene.moves("a move of all that is asked for", &aliya, &series);
    scene.cancels("a cancellation of what follows", &series, Some(SECOND));
    scene
        .house
        .once("other details of all", async move |app, once| {
            let details = Details {
                title: Some("Дебат".to_owned()),
                ..Details::default()
            };
            series::amend(app, &manager, id, None, details, once).await
        });
    scene.house.walk().await;
}

#[tokio::test]
async fn a_move_of_a_series_is_answered_as_one_or_not_at_all() {
    let mut scene = Scene::new().await;
    let series = scene.approved().await;
    let (manager, aliya, id) = (scene.manager.clone(), scene.aliya.clone(), series.row.id);
    let app = &scene.house.test.app;
    let asked = series::move_to(app, &aliya, id, later(), Idempotent::unkeyed()).await;
    asked.unwrap();
    let by = manager.clone();
    scene
        .house
        .once("a yes to a move of all", async move |app, once| {
            series::accept_move(app, &by, id, None, None, once).await
        });
    scene
        .house
        .once("a no to a move of all", async move |app, once| {
            series::decline_move(app, &manager, id, because("Кеш."), once).await
        });
    scene
        .house
        .once("a move of all taken back", async move |app, once| {
            series::take_back_move(app, &aliya, id, once).await
        });
    let first = series.bookings().next().unwrap().id;
    let over = scene.house.test.stored(first).await.move_answer_by;
    scene.house.test.app.clock.set(over.unwrap());
    scene
        .house
        .unkeyed("a move of all that nobody answered", async move |app| {
            series::lapse(app, id).await
        });
    scene.house.walk().await;
}
