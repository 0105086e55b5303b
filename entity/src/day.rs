//! The calendar that all venues share.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::Words;

#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    Holiday,
    /// A working day that became free because a weekend day was worked.
    DayOff,
    /// A weekend day that is worked.
    WorkingDay,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "day")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub date: TimeDate,
    pub kind: DayKind,
    pub name: Words,
    /// Not yet confirmed by the authorities.
    pub expected: bool,
}

impl ActiveModelBehavior for ActiveModel {}
