//! Programs that may act for a person.

use sea_orm::entity::prelude::*;

use crate::{Instant, PersonId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "api_token")]
pub struct Model {
    /// SHA-256 of the token.
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_hash: Vec<u8>,
    pub person_id: PersonId,
    pub created_at: Instant,
    /// Good for nothing from then on.
    pub expires_at: Instant,
    /// To the hour or so; none before the first call.
    pub last_used_at: Option<Instant>,
}

impl ActiveModelBehavior for ActiveModel {}
