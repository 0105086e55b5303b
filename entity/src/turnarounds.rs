//! How long it takes to clean and re-lay a space, by the layouts before and after.

use std::collections::BTreeMap;

use sea_orm::FromJsonQueryResult;
use serde::{Deserialize, Serialize};

/// Minutes from layout to layout, by their slugs. Empty for a space that takes the same time for all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub struct Turnarounds(pub BTreeMap<String, BTreeMap<String, i32>>);

impl Turnarounds {
    #[must_use]
    pub fn minutes(&self, from: &str, to: &str) -> Option<i32> {
        self.0.get(from)?.get(to).copied()
    }
}
