//! What is closed. A space that has parts closes all of them.

use sea_orm::entity::prelude::*;

use crate::{ClosureId, SpaceId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "closure_space")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub closure_id: ClosureId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub space_id: SpaceId,
}

impl ActiveModelBehavior for ActiveModel {}
