//! Bookings made together by one rule. What they are about, and whose they are, is told by the bookings.

use sea_orm::entity::prelude::*;

use crate::{Every, Instant, Nth, SeriesId, SpaceId, VenueId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "series")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SeriesId,
    #[sea_orm(unique)]
    pub code: String,
    pub venue_id: VenueId,
    /// Where the dates are that can still be had; a single booking may have been moved elsewhere.
    pub space_id: SpaceId,
    pub every: Every,
    pub nth: Option<Nth>,
    /// Of the first date, wall times as `2026-12-05T16:00`: the others have the same times of day.
    pub starts: String,
    pub ends: String,
    pub created_at: Instant,
    /// Where and when its group asked last for the series to be, as it would be then, and from which date on. Whether it still
    /// asks for that is told by its bookings.
    pub move_space_id: Option<SpaceId>,
    pub move_starts: Option<String>,
    pub move_ends: Option<String>,
    pub move_from: Option<time::Date>,
}

impl ActiveModelBehavior for ActiveModel {}
