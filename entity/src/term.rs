//! Words for what venues use, so that no page shows a slug.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{Instant, Slugs, Texts, Words};

#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum TermKind {
    District,
    /// Of space.
    Kind,
    Layout,
    Equipment,
    Programme,
    /// Why a manager says no.
    Reason,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "term")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: TermKind,
    #[sea_orm(primary_key, auto_increment = false)]
    pub slug: String,
    pub position: i32,
    pub name: Words,
    /// What a reason is for: reject, cancel, closure. Empty for other kinds.
    pub uses: Slugs,
    /// What people call a kind or a piece of equipment otherwise, in any language. Empty for other kinds.
    pub words: Texts,
    pub retired_at: Option<Instant>,
}

impl ActiveModelBehavior for ActiveModel {}
