//! The floor on which a booking stands that had begun when the parts of its space changed: none for all others.

use sea_orm::entity::prelude::*;

use crate::{BookingId, UnitId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "kept_unit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub booking_id: BookingId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub unit_id: UnitId,
}

impl ActiveModelBehavior for ActiveModel {}
