//! How much of a venue one booker may have, as its managers set it.

use sea_orm::{FromJsonQueryResult, entity::prelude::*};
use serde::{Deserialize, Serialize};

use crate::VenueId;

/// A limit that is none holds nobody back.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "venue_quota")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub venue_id: VenueId,
    pub hours_per_week: Option<i32>,
    pub hours_per_month: Option<i32>,
    pub bookings_per_week: Option<i32>,
    pub bookings_per_month: Option<i32>,
    /// Of prime time; so below.
    pub prime_hours_per_week: Option<i32>,
    pub prime_hours_per_month: Option<i32>,
    pub prime_time: PrimeTime,
}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// Of a venue whose managers have set nothing.
    #[must_use]
    pub fn unset(venue_id: VenueId) -> Self {
        Self {
            venue_id,
            hours_per_week: None,
            hours_per_month: None,
            bookings_per_week: None,
            bookings_per_month: None,
            prime_hours_per_week: None,
            prime_hours_per_month: None,
            prime_time: PrimeTime::default(),
        }
    }
}

/// The hours that everybody wants. Windows may overlap.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub struct PrimeTime(pub Vec<PrimeWindow>);

/// From and to in minutes after the midnight on which the day begins; `to` goes past 1440 when the window runs past the
/// next midnight, but no window is longer than a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrimeWindow {
    /// Monday first.
    pub days: [bool; 7],
    pub from: u16,
    pub to: u16,
}
