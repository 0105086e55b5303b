//! Things of a venue that are lent with a booking, by count: microphones, chairs, projectors.

use sea_orm::{FromJsonQueryResult, entity::prelude::*};
use serde::{Deserialize, Serialize};

use crate::{Instant, PoolId, VenueId, Words};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stock")]
pub struct Model {
    /// The pool that says how many there are.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PoolId,
    pub venue_id: VenueId,
    /// Unique in its venue.
    pub slug: String,
    pub position: i32,
    pub name: Words,
    pub retired_at: Option<Instant>,
}

impl ActiveModelBehavior for ActiveModel {}

/// What a booking borrows: each item once, at least one of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub struct Borrowed(pub Vec<Item>);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Slug.
    pub item: String,
    pub quantity: i32,
}
