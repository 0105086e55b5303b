//! The smallest pieces of floor. Writers lock these rows, in the order of their ids.

use sea_orm::entity::prelude::*;

use crate::UnitId;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "unit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UnitId,
    /// Grows with every change of what is claimed or asked for here: what is kept of a page is good while it stands.
    pub changes: i64,
}

impl ActiveModelBehavior for ActiveModel {}
