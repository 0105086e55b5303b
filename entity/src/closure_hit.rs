//! Bookings that had to make way for a closure.

use sea_orm::entity::prelude::*;

use crate::{BookingId, ClosureId, HitId, Instant, PersonId, SpaceId};

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum Outcome {
    /// To another time or space, or only cut short.
    Moved,
    /// Or rejected, where it still waited.
    Cancelled,
    /// Only the move that its group asked for; the booking stands.
    Declined,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "closure_hit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: HitId,
    pub closure_id: ClosureId,
    pub booking_id: BookingId,
    pub at: Instant,
    /// Where and when it was until then.
    pub space_id: SpaceId,
    pub starts_at: Instant,
    pub ends_at: Instant,
    pub outcome: Outcome,
    /// When somebody of the venue told the group by telephone, and who.
    pub told_at: Option<Instant>,
    pub told_by: Option<PersonId>,
}

impl ActiveModelBehavior for ActiveModel {}
