//! What a group and its venue write to each other about a booking.

use sea_orm::entity::prelude::*;

use crate::{BookingId, Instant, MessageId, PersonId, audit::Role};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "message")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MessageId,
    pub booking_id: BookingId,
    pub at: Instant,
    pub person_id: PersonId,
    /// The group or the venue.
    pub role: Role,
    pub text: String,
    /// Seen by the venue only.
    pub internal: bool,
}

impl ActiveModelBehavior for ActiveModel {}
