//! Browsers that are signed in.

use sea_orm::entity::prelude::*;

use crate::{Instant, PersonId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    /// SHA-256 of the token in the cookie.
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_hash: Vec<u8>,
    pub person_id: PersonId,
    pub created_at: Instant,
    pub seen_at: Instant,
}

impl ActiveModelBehavior for ActiveModel {}
