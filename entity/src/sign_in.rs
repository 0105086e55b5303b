//! Sign-ins under way: a code is on its way to a mailbox. One a browser.

use sea_orm::entity::prelude::*;

use crate::Instant;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in")]
pub struct Model {
    /// SHA-256 of the token that only the browser which asked has.
    #[sea_orm(primary_key, auto_increment = false)]
    pub browser_hash: Vec<u8>,
    pub email: String,
    /// SHA-256 of browser token and code: six digits alone could be tried out by who reads the table.
    pub code_hash: Vec<u8>,
    pub created_at: Instant,
    pub expires_at: Instant,
    /// Wrong codes entered.
    pub tries: i32,
    /// When a wrong one was entered last.
    pub tried_at: Option<Instant>,
}

impl ActiveModelBehavior for ActiveModel {}
