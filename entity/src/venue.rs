//! Buildings.

use sea_orm::entity::prelude::*;

use crate::{Instant, VenueHours, VenueId, Words};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "venue")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: VenueId,
    #[sea_orm(unique)]
    pub slug: String,
    /// Where it stands in lists: the order of the catalogue.
    pub position: i32,
    pub name: Words,
    pub about: Words,
    pub address: Words,
    pub how_to_come_in: Words,
    /// Slug of a term of kind district.
    pub district: String,
    /// The mailbox that requests go to and invitations come from.
    pub email: String,
    pub phone: String,
    /// IANA name.
    pub timezone: String,
    pub hours: VenueHours,
    pub answer_within_working_days: i32,
    /// Since when it is no longer in the catalogue; its bookings stay.
    pub retired_at: Option<Instant>,
}

impl ActiveModelBehavior for ActiveModel {}
