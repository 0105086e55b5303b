//! What the administrators are still to be told of: that a venue did not answer in time. The next mail to them takes it out.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{AuditId, BookingId};

/// What became of what nobody answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Became {
    Expired,
    /// It waits on until its start.
    Stays,
    Approved,
    /// A move that the group asked for.
    MoveLapsed,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "escalation")]
pub struct Model {
    /// The line of the booking's history that says it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub audit_id: AuditId,
    pub booking_id: BookingId,
    pub became: Became,
}

impl ActiveModelBehavior for ActiveModel {}
