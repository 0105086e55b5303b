//! Halls and rooms that people book, with the rules for booking them.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{Instant, Slugs, SpaceId, Turnarounds, VenueId, Words};

/// Who answers a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Approval {
    Manager,
    Automatic,
}

/// What a request does while it waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Pending {
    /// It claims its units at once.
    Hold,
    /// It claims nothing; several may wait for one slot.
    Compete,
}

/// What happens to a request when its answer time ends without an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Unanswered {
    Expire,
    /// It waits on until the start.
    Stay,
    /// Only with `Pending::Hold`.
    Approve,
}

/// Who may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Who {
    Anyone,
    /// Who books for a group.
    Group,
    /// Who books for a group that the house has checked.
    Verified,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "space")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SpaceId,
    pub venue_id: VenueId,
    /// Unique in its venue.
    pub slug: String,
    pub position: i32,
    pub name: Words,
    /// Slug of a term of kind kind.
    pub kind: String,
    /// People.
    pub capacity: i32,
    pub by_seat: bool,
    /// Slugs; the first is what a request without a layout gets.
    pub layouts: Slugs,
    pub equipment: Slugs,
    pub approval: Approval,
    pub pending: Pending,
    pub unanswered: Unanswered,
    pub who: Who,
    /// Bookings begin and end on this grid, counted from local midnight.
    pub step_minutes: i32,
    /// Where `turnarounds` says nothing else.
    pub turnaround_minutes: i32,
    pub turnarounds: Turnarounds,
    pub min_minutes: i32,
    pub max_minutes: i32,
    pub notice_hours: i32,
    pub horizon_days: i32,
    pub series_horizon_days: i32,
    /// A cancellation later than this before the start is noted as late.
    pub cancel_hours: i32,
    pub retired_at: Option<Instant>,
}

impl ActiveModelBehavior for ActiveModel {}
