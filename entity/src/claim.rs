//! Which unit is taken from when to when. The guarantee lives here: rows are written and deleted, never changed.

use sea_orm::entity::prelude::*;

use crate::{BookingId, ClosureId, Instant, SpaceId, UnitId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "claim")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub unit_id: UnitId,
    /// Without turnaround.
    #[sea_orm(primary_key, auto_increment = false)]
    pub starts_at: Instant,
    pub ends_at: Instant,
    /// The space that was booked or closed: its turnaround holds.
    pub space_id: SpaceId,
    pub layout: String,
    /// Exactly one of the two owners is set.
    pub booking_id: Option<BookingId>,
    pub closure_id: Option<ClosureId>,
    /// For the move that the booking asks for, where the booking as it stands does not claim.
    pub proposed: bool,
}

impl ActiveModelBehavior for ActiveModel {}
