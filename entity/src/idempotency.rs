//! Answers kept for repeated requests.

use sea_orm::entity::prelude::*;

use crate::{Instant, PersonId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: PersonId,
    /// Method and path.
    #[sea_orm(primary_key, auto_increment = false)]
    pub route: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// SHA-256.
    pub body_hash: Vec<u8>,
    pub status: i32,
    pub location: Option<String>,
    pub body: String,
    pub created_at: Instant,
}

impl ActiveModelBehavior for ActiveModel {}
