//! A whole house full of bookings makes way: each is offered other places, at the cost of one.

use entity::{Borrowed, Item};
use jastar::{
    account::Actor,
    booking::{self, NewBooking},
    closure::{self, NewClosure},
    error::Error,
    refusal::{closure::Preview, conflict::Alternative},
};

use super::{cancelling, closing};
use crate::it::support::{TestApp, asking, queries::queries};

const SPACES: [&str; 4] = ["small-hall-1", "small-hall-2", "dance-studio", "coworking"];

/// The house, from the first of December to the fifth.
pub fn all_week() -> NewClosure {
    NewClosure {
        ends: "2026-12-05T22:00".to_owned(),
        ..closing(&[], "09:00", "21:00")
    }
}

/// So many uses of it, over all its days and several of its spaces.
fn uses(many: usize) -> Vec<NewBooking> {
    let days = (1..=5).flat_map(|day| [10, 13, 16].map(|hour| (day, hour)));
    let places = days.flat_map(|at| SPACES.map(|space| (at, space)));
    let uses = places.map(|((day, hour), space)| {
        let at = |hour: u8| format!("2026-12-{day:02}T{hour}:00");
        let quantity = if space == "dance-studio" { 2 } else { 0 };
        let lent = Item {
            item: "radio-microphone".to_owned(),
            quantity,
        };
        NewBooking {
            stock: Borrowed([lent].into_iter().filter(|_| quantity > 0).collect()),
            ..asking(&format!("youth-house/{space}"), &at(hour), &at(hour + 2))
        }
    });
    uses.take(many).collect()
}

/// With as many bookings of the manager's.
pub async fn full_house(many: usize) -> (TestApp, Actor) {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    for wanted in uses(many) {
        test.request(&manager, wanted).await.unwrap();
    }
    (test, manager)
}

/// What somebody is offered who asks for it alone.
async fn asked_alone(test: &TestApp, wanted: &NewBooking) -> Vec<Alternative> {
    let asel = test.person("asel@qanat.example").await;
    match booking::look_for_room(&test.app, &asel, wanted).await {
        Err(Error::Conflict { alternatives, .. }) => alternatives,
        other => panic!("{other:?}"),
    }
}

fn of<'a>(preview: &'a Preview, wanted: &NewBooking, space: entity::SpaceId) -> &'a [Alternative] {
    let mut hits = preview.hits.iter();
    let hit = hits.find(|hit| {
        let booking = &hit.booking;
        booking.space_id == space && booking.starts == wanted.starts
    });
    &hit.unwrap().alternatives
}

#[tokio::test]
async fn every_one_of_many_hits_is_offered_what_it_would_find_alone() {
    let (test, manager) = full_house(60).await;
    let preview = test.preview(&manager, &all_week()).await;
    assert_eq!(preview.hits.len(), 60);
    let catalogue = test.app.catalogue().await.unwrap();
    let say = cancelling(&preview);
    test.close(&manager, &all_week(), say).await.unwrap();
    for wanted in uses(60) {
        let space = catalogue.space(&wanted.space).unwrap().1.row.id;
        let offered = of(&preview, &wanted, space);
        assert!(!offered.is_empty(), "{wanted:?}");
        assert_eq!(offered, asked_alone(&test, &wanted).await, "{wanted:?}");
    }
    for hit in &preview.hits {
        let mail = test.mail(hit.booking.id, "cancelled_by_venue").await;
        let told = mail.facts().unwrap().alternatives.iter();
        let told: Vec<_> = told.map(|one| (one.starts, one.ends)).collect();
        let shown = hit.alternatives.iter();
        let shown: Vec<_> = shown.map(|one| (one.starts, one.ends)).collect();
        assert_eq!(told, shown);
    }
    test.assert_sound().await;
}

#[tokio::test]
async fn looking_at_many_hits_takes_as_many_queries_as_looking_at_few() {
    let mut costs = Vec::new();
    for many in [5, 60] {
        let (test, manager) = full_house(many).await;
        let (cost, preview) = queries(test.preview(&manager, &all_week())).await;
        assert_eq!(preview.hits.len(), many);
        costs.push(cost);
    }
    assert_eq!(costs[0], costs[1]);
}

#[tokio::test]
async fn closing_over_many_takes_as_many_queries_as_over_few() {
    let mut costs = Vec::new();
    for many in [5, 60] {
        let (test, manager) = full_house(many).await;
        let preview = test.preview(&manager, &all_week()).await;
        let say = cancelling(&preview);
        let (cost, closed) = queries(test.close(&manager, &all_week(), say)).await;
        let closed = closed.unwrap();
        costs.push(cost);
        assert_eq!(test.closed().await, (5, 1));
        assert_eq!(closed.times.len(), 1);
        test.assert_sound().await;
    }
    assert_eq!(costs[0], costs[1]);
}

#[tokio::test]
async fn giving_back_to_many_takes_as_many_queries_as_to_few() {
    let mut costs = Vec::new();
    for many in [5, 60] {
        let (test, manager) = full_house(many).await;
        let preview = test.preview(&manager, &all_week()).await;
        let say = cancelling(&preview);
        let closed = test.close(&manager, &all_week(), say).await.unwrap();
        let lift = closure::take_back(&test.app, &manager, closed.row.id);
        let (cost, done) = queries(lift).await;
        done.unwrap();
        for hit in &preview.hits {
            let held = test.offers(hit.booking.id).await;
            assert_eq!(held.len(), 1, "{hit:?}");
            test.mail(held[0].id, "free_again").await;
        }
        costs.push(cost);
        test.assert_sound().await;
    }
    assert_eq!(costs[0], costs[1]);
}
