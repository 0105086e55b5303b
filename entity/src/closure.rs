//! Times for which units are out of use.

use sea_orm::entity::prelude::*;

use crate::{ClosureId, Instant, VenueId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "closure")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ClosureId,
    pub venue_id: VenueId,
    pub starts_at: Instant,
    pub ends_at: Instant,
}

impl ActiveModelBehavior for ActiveModel {}
