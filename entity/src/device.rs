//! Browsers in which somebody has signed in before.

use sea_orm::entity::prelude::*;

use crate::{Instant, PersonId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "device")]
pub struct Model {
    /// SHA-256 of the token in the cookie. Of a browser that several people share there are several rows.
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_hash: Vec<u8>,
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: PersonId,
    pub expires_at: Instant,
}

impl ActiveModelBehavior for ActiveModel {}
