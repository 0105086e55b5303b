//! Turnaround by layout: what the service says, and what the database holds whoever writes.

use entity::{Borrowed, Item, claim};
use jastar::{booking::Details, error::Error, refusal::conflict::ConflictKind};
use sea_orm::{EntityTrait, IntoActiveModel};

use super::{
    catalogue::{changes, turned},
    support::{CATALOGUE, TestApp, asking, facts::at},
};

const HALL: &str = "youth-house/small-hall";
const PART: &str = "youth-house/small-hall-1";

/// The small hall and its parts take an hour from theatre to circle, forty minutes back, and half an hour otherwise.
fn catalogue() -> String {
    let layouts = "  layouts = [\"theatre\", \"circle\", \"empty\"]\n";
    assert_eq!(CATALOGUE.matches(layouts).count(), 3);
    let table = "  turnaround = [\n    { from = \"theatre\", to = \"circle\", minutes = 60 },\n    { from = \"circle\", to = \"theatre\", minutes = 40 },\n  ]\n";
    let halls = CATALOGUE.replace(layouts, &format!("{layouts}{table}"));
    let (halls, rest) = halls.split_once("slug = \"dance-studio\"").unwrap();
    let halls = halls.replace("turnaround_minutes = 15", "turnaround_minutes = 30");
    format!("{halls}slug = \"dance-studio\"{rest}")
}

async fn asked(
    test: &TestApp,
    space: &str,
    layout: &str,
    hours: (&str, &str),
) -> Result<entity::booking::Model, Vec<ConflictKind>> {
    let manager = test.manager_of("youth-house").await;
    let mut new = asking(
        space,
        &format!("2026-12-01T{}", hours.0),
        &format!("2026-12-01T{}", hours.1),
    );
    new.layout = Some(layout.to_owned());
    match test.request(&manager, new).await {
        Ok(booking) => Ok(booking),
        Err(Error::Conflict {
            conflicts,
            alternatives,
        }) => {
            assert!(!alternatives.is_empty());
            Err(conflicts.iter().map(|conflict| conflict.kind).collect())
        }
        Err(other) => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_gap_that_is_too_small_on_either_side_is_a_conflict_that_says_so() {
    let test = TestApp::with_catalogue(&catalogue()).await;
    asked(&test, HALL, "theatre", ("14:00", "15:00"))
        .await
        .unwrap();
    let too_small = Err(vec![ConflictKind::Turnaround]);
    assert_eq!(
        asked(&test, HALL, "circle", ("15:30", "16:30")).await,
        too_small
    );
    assert_eq!(
        asked(&test, HALL, "circle", ("12:30", "13:30")).await,
        too_small
    );
    asked(&test, HALL, "circle", ("16:00", "17:00"))
        .await
        .unwrap();
    // The same layout again takes nothing.
    asked(&test, HALL, "theatre", ("13:00", "14:00"))
        .await
        .unwrap();
    asked(&test, HALL, "circle", ("17:00", "18:00"))
        .await
        .unwrap();
    // A part is re-laid as the whole is, where the whole was before.
    assert_eq!(
        asked(&test, PART, "theatre", ("18:30", "19:30")).await,
        too_small
    );
    asked(&test, PART, "theatre", ("19:00", "20:00"))
        .await
        .unwrap();
    test.assert_sound().await;
}

#[tokio::test]
async fn the_database_refuses_a_gap_that_is_too_small() {
    let test = TestApp::with_catalogue(&catalogue()).await;
    let stands = asked(&test, HALL, "theatre", ("14:00", "15:00"))
        .await
        .unwrap();
    let stands = test.claims(stands.id).await.remove(0);
    let raw = test.raw().await;
    let put = async |layout: &str, from: i64| {
        let row = claim::Model {
            starts_at: stands.starts_at.plus_minutes(from),
            ends_at: stands.starts_at.plus_minutes(from + 60),
            layout: layout.to_owned(),
            ..stands.clone()
        };
        claim::Entity::insert(row.into_active_model())
            .exec_without_returning(&raw)
            .await
            .map_err(|error| error.to_string())
    };
    for (layout, from) in [
        ("circle", 60),
        ("circle", 119),
        ("circle", -60),
        ("circle", -99),
        ("empty", 89),
    ] {
        let refused = put(layout, from).await.expect_err("no time to re-lay");
        assert!(
            refused.contains("claim_turnaround"),
            "{layout} {from}: {refused}"
        );
    }
    put("circle", 120).await.unwrap();
    put("circle", -100).await.unwrap();
}

/// Changed minutes bind what is booked from then on: who stands already keeps the floor, whatever is borrowed.
#[tokio::test]
async fn more_minutes_take_nothing_from_who_stands_already() {
    let test = TestApp::with_catalogue(CATALOGUE).await;
    let manager = test.manager_of("youth-house").await;
    let room = "youth-house/meeting-room";
    let first = asking(room, "2026-12-01T14:00", "2026-12-01T15:00");
    let first = test.request(&manager, first).await.unwrap();
    let next = asking(room, "2026-12-01T15:00", "2026-12-01T16:00");
    test.request(&manager, next).await.unwrap();
    let wider = turned("turnaround_minutes = 0", "turnaround_minutes = 60");
    changes(&test, &wider, false).await;
    let details = Details {
        stock: Some(Borrowed(vec![Item {
            item: "radio-microphone".to_owned(),
            quantity: 2,
        }])),
        ..Details::default()
    };
    let first = test.amend(&manager, &first, details).await.unwrap();
    let earlier = at("2026-12-01T14:00", "2026-12-01T14:30");
    let shorter = test.move_to(&manager, first.id, earlier).await.unwrap();
    assert_eq!(shorter.ends, "2026-12-01T14:30");
    test.assert_sound().await;
}
