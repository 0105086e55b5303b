//! Every date that a series wants, also those that it did not get.

use sea_orm::entity::prelude::*;

use crate::{BookingId, SeriesId, SpaceId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "series_date")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub series_id: SeriesId,
    /// As the rule says, wherever its booking has been moved since.
    #[sea_orm(primary_key, auto_increment = false)]
    pub date: time::Date,
    /// None while the date could not be had.
    #[sea_orm(unique)]
    pub booking_id: Option<BookingId>,
    /// Where the series was, and at which times its first date, before it was moved from a later date on; none where the
    /// date is where the series is.
    pub space_id: Option<SpaceId>,
    pub starts: Option<String>,
    pub ends: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
