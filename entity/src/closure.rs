//! Times for which units are out of use.

use sea_orm::entity::prelude::*;

use crate::{ClosureId, Instant, PersonId, VenueId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "closure")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ClosureId,
    pub venue_id: VenueId,
    /// Of its first time; those that it has stand in `closure_time`.
    pub starts_at: Instant,
    /// Of its last time.
    pub ends_at: Instant,
    /// Slug of a term of kind reason.
    pub reason_code: Option<String>,
    pub reason_text: Option<String>,
    pub closed_by: Option<PersonId>,
    pub created_at: Instant,
    /// When the rest of it was given back before its time.
    pub taken_back_at: Option<Instant>,
    /// Grows with every change.
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
