//! What a series costs: a constant number of queries, however many dates it has.

use super::*;
use crate::it::support::queries::queries;
use entity::event::Kind;
use jastar::ledger::events;

#[tokio::test]
async fn a_long_series_takes_as_many_queries_as_a_short_one() {
    let mut costs = Vec::new();
    for count in [2, 50] {
        let test = TestApp::new().await;
        let person = test.person("aliya@test.example").await;
        let manager = test.manager_of("youth-house").await;
        let new = skipping(tuesdays("youth-house/small-hall", count));
        let (asked, series) = queries(Box::pin(test.series(&person, new))).await;
        let series = series.unwrap();
        let (approved, done) = queries(test.approve_series(&manager, &series, &[])).await;
        assert!(
            done.unwrap()
                .bookings()
                .all(|one| one.status == Status::Approved)
        );
        let (looked, _) = queries(test.card(&person, &series)).await;
        let gone = test.cancel_series(&person, &series, None, Reason::default());
        let (cancelled, gone) = queries(gone).await;
        gone.unwrap();
        costs.push([asked, approved, looked, cancelled]);
        test.assert_sound().await;
    }
    // The long one also looks up what stands in the way of the dates that it missed.
    let missed = |cost: usize| cost..=cost + 6;
    for (short, long) in costs[0].iter().zip(costs[1]) {
        assert!(missed(*short).contains(&long), "{costs:?}");
    }
    assert_eq!(costs[0][0], costs[1][0], "{costs:?}");
}

/// The clock of all dates stops, and each of them has a line in its history and an event that tell it.
#[tokio::test]
async fn a_question_takes_as_many_queries_however_many_dates_wait() {
    let mut costs = Vec::new();
    for count in [2, 50] {
        let test = TestApp::new().await;
        let person = test.person("aliya@test.example").await;
        let manager = test.manager_of("youth-house").await;
        let new = skipping(tuesdays("youth-house/small-hall", count));
        let series = test.series(&person, new).await.unwrap();
        let dates = series.bookings().count();
        let first = series.bookings().next().unwrap().id;
        let question = test.write(&manager, first, "Неше адам?", false);
        let (cost, asked) = queries(question).await;
        asked.unwrap();
        let told = events::after(&test.app, 0, 1_000).await.unwrap();
        let asks = told.iter().filter(|one| one.kind == Kind::Ask);
        assert_eq!(asks.count(), dates);
        assert!(told.iter().all(|one| one.series_id == Some(series.row.id)));
        costs.push(cost);
    }
    assert_eq!(costs[0], costs[1]);
}
