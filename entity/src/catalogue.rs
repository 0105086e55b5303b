//! One row: which catalogue is loaded.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "catalogue")]
pub struct Model {
    /// Always 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i32,
    /// Grows with every change of a venue, space, term or day: what a process keeps in memory is good while it stands.
    pub revision: i64,
}

impl ActiveModelBehavior for ActiveModel {}
