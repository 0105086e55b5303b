//! Request forms filled in before signing in.

use sea_orm::entity::prelude::*;

use crate::Instant;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "draft")]
pub struct Model {
    /// SHA-256 of the token that only the browser which filled it in has.
    #[sea_orm(primary_key, auto_increment = false)]
    pub browser_hash: Vec<u8>,
    /// The fields as typed, form-encoded.
    pub form: String,
    /// The path of the form.
    pub path: String,
    pub expires_at: Instant,
}

impl ActiveModelBehavior for ActiveModel {}
