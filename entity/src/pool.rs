//! Things that are let by count: the seats of a space, or an item of stock.

use sea_orm::entity::prelude::*;

use crate::{Instant, PoolId, SpaceId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "pool")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PoolId,
    pub quantity: i32,
    /// Whose seats; none for stock.
    pub space_id: Option<SpaceId>,
    /// Whoever lowers the quantity says now: what is promised from then on has to fit.
    pub promised_from: Instant,
    /// Of all its claims, in seconds; kept by the database.
    pub longest: i64,
}

impl ActiveModelBehavior for ActiveModel {}
