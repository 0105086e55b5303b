//! How much of a pool is taken from when to when. As with claims on units, rows are written and deleted, never changed.

use sea_orm::entity::prelude::*;

use crate::{BookingId, ClosureId, Instant, PoolClaimId, PoolId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "pool_claim")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PoolClaimId,
    pub pool_id: PoolId,
    pub starts_at: Instant,
    pub ends_at: Instant,
    /// 0 where the whole pool is taken.
    pub quantity: i32,
    /// By a closure.
    pub whole: bool,
    /// Exactly one of the two owners is set.
    pub booking_id: Option<BookingId>,
    pub closure_id: Option<ClosureId>,
}

impl ActiveModelBehavior for ActiveModel {}
