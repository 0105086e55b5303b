//! Who manages which venue.

use sea_orm::entity::prelude::*;

use crate::{PersonId, VenueId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "manager")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: PersonId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub venue_id: VenueId,
}

impl ActiveModelBehavior for ActiveModel {}
