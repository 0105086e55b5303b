//! When it is closed: once, or again and again.

use sea_orm::entity::prelude::*;

use crate::{ClosureId, Instant};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "closure_time")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub closure_id: ClosureId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub starts_at: Instant,
    pub ends_at: Instant,
}

impl ActiveModelBehavior for ActiveModel {}
