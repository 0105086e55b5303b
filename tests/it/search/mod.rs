//! Looking for a space.

#![expect(
    clippy::unwrap_used,
    reason = "the functions between the tests are tests too"
)]

mod called;
mod flat;
mod free;

use jastar::{
    account::Actor,
    calendar::search::{self as searches, Search, SearchResult, SpaceMatch},
};

use super::support::TestApp;

fn at(starts: &str, ends: &str) -> Search {
    Search {
        starts: Some(starts.to_owned()),
        ends: Some(ends.to_owned()),
        ..Search::default()
    }
}

async fn found(test: &TestApp, actor: &Actor, search: &Search) -> SearchResult {
    searches::search(&test.app, actor, search).await.unwrap()
}

fn paths<'a>(hits: impl IntoIterator<Item = &'a SpaceMatch>) -> Vec<String> {
    hits.into_iter().map(|hit| hit.space.path()).collect()
}
