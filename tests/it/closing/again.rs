//! Closed again and again.

use entity::Every;
use jastar::{
    closure::{self, Again, ClosureTimes, NewClosure, Say},
    error::Error,
};

use super::{applied, cancelling, closing};
use crate::it::support::{TestApp, asking, queries::queries};

/// The studio, every Tuesday of December from noon to two.
fn tuesdays() -> NewClosure {
    NewClosure {
        again: Some(Again {
            every: Every::Week,
            nth: None,
            until: Some("2026-12-29".to_owned()),
            count: None,
        }),
        ..closing(&["dance-studio"], "12:00", "14:00")
    }
}

fn on(day: u8, from: &str, to: &str) -> jastar::booking::NewBooking {
    let at = |time: &str| format!("2026-12-{day:02}T{time}");
    asking(super::STUDIO, &at(from), &at(to))
}

#[tokio::test]
async fn every_date_is_closed_and_hits_what_is_there() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let hit = test
        .request(&manager, on(15, "13:00", "15:00"))
        .await
        .unwrap();
    test.request(&manager, on(17, "13:00", "15:00"))
        .await
        .unwrap();
    let preview = test.preview(&manager, &tuesdays()).await;
    let hits: Vec<_> = preview.hits.iter().map(|one| one.booking.id).collect();
    assert_eq!(hits, [hit.id]);
    let say = cancelling(&preview);
    let closed = test.close(&manager, &tuesdays(), say).await.unwrap();
    assert_eq!(closed.times.len(), 5);
    assert_eq!(test.closed().await, (5, 0));
    for day in [1, 8, 15, 22, 29] {
        let refused = test.request(&manager, on(day, "12:30", "13:30")).await;
        assert!(
            matches!(refused, Err(Error::Conflict { .. })),
            "{day}: {refused:?}"
        );
    }
    test.assert_sound().await;
}

#[tokio::test]
async fn looking_for_who_is_hit_costs_the_same_for_one_date_and_for_five() {
    let mut costs = Vec::new();
    for until in ["2026-12-01", "2026-12-29"] {
        let test = TestApp::new().await;
        let manager = test.manager_of("youth-house").await;
        let mut new = tuesdays();
        if let Some(again) = &mut new.again {
            again.until = Some(until.to_owned());
        }
        let (cost, preview) = queries(test.preview(&manager, &new)).await;
        assert!(preview.hits.is_empty());
        costs.push(cost);
    }
    assert_eq!(costs[0], costs[1]);
}

#[tokio::test]
async fn those_to_come_change_alike_and_what_has_passed_stays() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let closed = test
        .close(&manager, &tuesdays(), Say::default())
        .await
        .unwrap();
    let (id, first) = (closed.row.id, closed.times[0]);
    test.app.clock.set(closed.times[0].ends_at.plus_days(1));
    let change = ClosureTimes {
        starts: Some("2026-12-08T13:00".to_owned()),
        ends: Some("2026-12-08T16:00".to_owned()),
    };
    let changed = closure::change(&test.app, &manager, id, change, Say::default()).await;
    let changed = applied(changed.unwrap());
    assert_eq!(changed.times[0], first);
    for (before, after) in closed.times.iter().zip(&changed.times).skip(1) {
        assert_eq!(after.starts_at, before.starts_at.plus_hours(1));
        assert_eq!(after.ends_at, before.ends_at.plus_hours(2));
    }
    test.app.clock.set(closed.times[2].starts_at.plus_hours(2));
    closure::take_back(&test.app, &manager, id).await.unwrap();
    let left = closure::one(&test.app, &manager, id).await.unwrap();
    assert_eq!(
        left.times.len(),
        3,
        "two that have passed, and what has passed of one"
    );
    assert_eq!(test.closed().await, (3, 0));
    test.assert_sound().await;
}
