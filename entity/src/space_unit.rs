//! The units that a space takes: its own, or those of all its parts. Derived from the parts whenever they change.

use sea_orm::entity::prelude::*;

use crate::{SpaceId, UnitId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "space_unit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub space_id: SpaceId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub unit_id: UnitId,
}

impl ActiveModelBehavior for ActiveModel {}
