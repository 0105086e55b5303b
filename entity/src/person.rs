//! Who signs in.

use sea_orm::entity::prelude::*;

use crate::{Instant, Language, PersonId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PersonId,
    /// Lower case.
    #[sea_orm(unique)]
    pub email: String,
    /// Empty until told.
    pub name: String,
    pub phone: Option<String>,
    /// Of mails to them; none until chosen.
    pub language: Option<Language>,
    pub administrator: bool,
    pub created_at: Instant,
    /// Since when they may no longer sign in; none while they may.
    pub disabled_at: Option<Instant>,
}

impl ActiveModelBehavior for ActiveModel {}
