//! A booking, as programs see it.

use entity::{
    Booking,
    booking::{Status, WaitsFor},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{item_shape::ItemShape, schema};
use crate::{
    account::Actor,
    venue::Catalogue,
    zone::{Zone, format_wall},
};

/// One use of one space from one time to another.
#[derive(Debug, Serialize, ToSchema)]
pub struct BookingOut {
    #[schema(format = "uuid")]
    id: String,
    /// What people say at the door.
    #[schema(example = "K7M2QXA")]
    code: String,
    #[schema(schema_with = schema::slug)]
    venue: String,
    /// Slug, of a space of this venue.
    #[schema(schema_with = schema::slug)]
    space: String,
    #[schema(schema_with = schema::wall_time)]
    starts: String,
    #[schema(schema_with = schema::wall_time)]
    ends: String,
    #[schema(schema_with = schema::instant)]
    starts_at: String,
    #[schema(schema_with = schema::instant)]
    ends_at: String,
    #[schema(schema_with = schema::status)]
    status: Status,
    /// Whose word it waits for: the group's, which was asked something or for which it is held, or the venue's, also about a
    /// move. Null when it waits for nobody.
    #[schema(schema_with = schema::waits_for)]
    waits_for: Option<WaitsFor>,
    /// It waits though its time was given to another group; it is looked at again if that comes free.
    given_to_another: bool,
    /// Until when a pending request is answered.
    #[schema(schema_with = schema::instant_or_null)]
    answer_by: Option<String>,
    /// The move that its group asks for, while it is not answered; `approve` and `reject` answer it.
    proposed_move: Option<ProposedMoveOut>,
    /// Of something held for a group that had to make room: the booking that did. While it is pending, `approve` by the
    /// group takes it and `cancel` does not.
    #[schema(format = "uuid")]
    offer_of: Option<String>,
    title: String,
    attendees: i32,
    /// How many came.
    attended: Option<i32>,
    /// Empty where the space has no layouts.
    layout: String,
    stock: Vec<ItemShape>,
    public: bool,
    group: Option<String>,
    #[schema(schema_with = schema::slug_or_null)]
    programme: Option<String>,
    /// The id of the series that it is a date of.
    series: Option<String>,
    /// Grows with every change; `ETag` says it too.
    version: i32,
    /// The name of whom the venue turns to.
    contact: String,
    phone: Option<String>,
    note: Option<String>,
    /// The rules that it breaks by leave of a manager. Empty for who does not manage the venue.
    #[schema(schema_with = schema::waivable_codes)]
    waived: Vec<String>,
    /// Why they gave it. Null for who does not manage the venue.
    waive_reason: Option<String>,
}

/// Until it is answered the booking stands as it is.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProposedMoveOut {
    /// Slug, of a space of this venue.
    #[schema(schema_with = schema::slug)]
    space: String,
    #[schema(schema_with = schema::wall_time)]
    starts: String,
    #[schema(schema_with = schema::wall_time)]
    ends: String,
    /// Until when it is answered.
    #[schema(schema_with = schema::instant)]
    answer_by: String,
}

impl BookingOut {
    /// As whoever is entitled to it sees it: what the venue allowed itself, and why, is its managers' own. `given`: its time
    /// was given to another group.
    #[must_use]
    pub fn of(booking: &Booking, given: bool, catalogue: &Catalogue, actor: &Actor) -> Self {
        let seen = Self::for_managers(booking, given, catalogue);
        if actor.manages(booking.venue_id) {
            return seen;
        }
        Self {
            waived: Vec::new(),
            waive_reason: None,
            ..seen
        }
    }

    /// As the venue's managers see it.
    #[must_use]
    pub fn for_managers(booking: &Booking, given: bool, catalogue: &Catalogue) -> Self {
        let venue = catalogue.venue_of(booking.venue_id);
        let space = catalogue.space_of(booking.space_id);
        let zone = venue
            .map(|venue| venue.zone.clone())
            .or_else(|| Zone::named(&booking.timezone));
        let instant = |at| zone.as_ref().map_or(String::new(), |zone| zone.rfc3339(at));
        Self {
            id: booking.id.to_string(),
            code: booking.code.clone(),
            venue: venue
                .map(|venue| venue.row.slug.clone())
                .unwrap_or_default(),
            space: space
                .map(|space| space.row.slug.clone())
                .unwrap_or_default(),
            starts: booking.starts.clone(),
            ends: booking.ends.clone(),
            starts_at: instant(booking.starts_at),
            ends_at: instant(booking.ends_at),
            status: booking.status,
            waits_for: booking.waits_for(given),
            given_to_another: given,
            answer_by: booking
                .answer_by
                .filter(|_| booking.status == Status::Pending)
                .map(instant),
            proposed_move: booking.proposed_move().map(|asks| {
                let wall = |at| {
                    let zone = zone.as_ref();
                    zone.map_or(String::new(), |zone| format_wall(zone.local(at)))
                };
                let space = catalogue.space_of(asks.space_id);
                ProposedMoveOut {
                    space: space
                        .map(|space| space.row.slug.clone())
                        .unwrap_or_default(),
                    starts: wall(asks.starts_at),
                    ends: wall(asks.ends_at),
                    answer_by: instant(asks.answer_by),
                }
            }),
            offer_of: booking.offer_of.map(|id| id.to_string()),
            title: booking.title.clone(),
            attendees: booking.attendees,
            attended: booking.attended,
            layout: booking.layout.clone(),
            stock: booking.stock.0.iter().map(Into::into).collect(),
            public: booking.public,
            group: booking.group_name.clone(),
            programme: booking.programme.clone(),
            series: booking.series_id.map(|id| id.to_string()),
            version: booking.version,
            contact: booking.contact_name.clone(),
            phone: booking.contact_phone.clone(),
            note: booking.note.clone(),
            waived: booking.waived.0.clone(),
            waive_reason: booking.waive_reason.clone(),
        }
    }
}
