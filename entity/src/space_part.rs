//! Which space is a part of which.

use sea_orm::entity::prelude::*;

use crate::SpaceId;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "space_part")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub space_id: SpaceId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub part_id: SpaceId,
}

impl ActiveModelBehavior for ActiveModel {}
