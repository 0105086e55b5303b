//! A booking as programs send and see it.

use entity::{Borrowed, Item, Language, booking::Status};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{decisions::ReasonIn, schema};
use crate::{
    account::Actor,
    booking::{NewBooking, OnBehalf, Replacing},
    venue::Catalogue,
    zone::{Zone, format_wall},
};
use entity::{Booking, booking::WaitsFor};

/// A request for a space. The rules of the space, its opening hours and limits are checked all at once.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BookingIn {
    #[schema(schema_with = schema::space_path)]
    space: String,
    #[schema(schema_with = schema::wall_time)]
    starts: String,
    #[schema(schema_with = schema::wall_time)]
    ends: String,
    /// In one line.
    #[schema(min_length = 1, max_length = 120, example = "Домбыра үйірмесі")]
    title: String,
    #[schema(minimum = 1, maximum = 2_147_483_647, example = 12)]
    attendees: i32,
    /// For the day; the account's when missing.
    #[schema(example = "+7 701 123 45 67")]
    phone: Option<String>,
    #[schema(max_length = 120)]
    group: Option<String>,
    /// Slug of a programme.
    programme: Option<String>,
    /// Slug of one of the space's layouts; its first when missing.
    layout: Option<String>,
    /// What is borrowed for the same time, each item once.
    #[serde(default)]
    stock: Vec<ItemShape>,
    /// To the venue; may have several lines.
    #[schema(max_length = 2000)]
    note: Option<String>,
    /// Whether the title may be shown to everyone.
    #[serde(default)]
    public: bool,
    /// Managers only: for somebody who need not have an account.
    #[serde(rename = "for")]
    on_behalf: Option<OnBehalfIn>,
    /// Managers only: the rules to waive for this booking, as a refusal named them. Needs `waive_reason`.
    #[serde(default)]
    #[schema(schema_with = schema::waivable_codes)]
    waive: Vec<String>,
    /// Why; stays with the booking.
    #[schema(max_length = 1000)]
    waive_reason: Option<String>,
    /// Managers only: the ids of bookings of the venue that are in the way and make room. They end, and their groups are
    /// told, with up to three places that are held for them alone for 24 hours.
    #[serde(default)]
    pub replacing: Vec<String>,
    /// To those groups, beside that another booking takes their place.
    pub replace_reason: Option<ReasonIn>,
}

/// Of something that the venue lends.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemShape {
    /// Slug of one of the venue's stock.
    #[schema(schema_with = schema::slug)]
    item: String,
    #[schema(minimum = 1, maximum = 2_147_483_647, example = 2)]
    quantity: i32,
}

impl From<ItemShape> for Item {
    fn from(shape: ItemShape) -> Self {
        Self {
            item: shape.item,
            quantity: shape.quantity,
        }
    }
}

#[must_use]
pub fn borrowed(items: Vec<ItemShape>) -> Borrowed {
    Borrowed(items.into_iter().map(Into::into).collect())
}

impl From<&Item> for ItemShape {
    fn from(item: &Item) -> Self {
        Self {
            item: item.item.clone(),
            quantity: item.quantity,
        }
    }
}

/// Whom a manager books for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OnBehalfIn {
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    phone: Option<String>,
    #[schema(max_length = 254)]
    email: Option<String>,
    #[schema(max_length = 120)]
    group: Option<String>,
    /// Of the mails to them.
    #[schema(schema_with = schema::language_or_null)]
    language: Option<Language>,
}

impl From<OnBehalfIn> for OnBehalf {
    fn from(other: OnBehalfIn) -> Self {
        Self {
            name: other.name,
            phone: other.phone,
            email: other.email,
            group: other.group,
            language: other.language,
        }
    }
}

impl BookingIn {
    /// `language` is that of the call.
    #[must_use]
    pub fn asked(self, language: Language, replacing: Replacing) -> NewBooking {
        NewBooking {
            space: self.space,
            starts: self.starts,
            ends: self.ends,
            title: self.title,
            attendees: self.attendees,
            phone: self.phone,
            name: None,
            group: self.group,
            programme: self.programme,
            layout: self.layout,
            stock: borrowed(self.stock),
            note: self.note,
            public: self.public,
            on_behalf: self.on_behalf.map(Into::into),
            waive: self.waive,
            waive_reason: self.waive_reason,
            replacing,
            language,
            series: None,
        }
    }
}

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
        let seen = Self::whole(booking, given, catalogue);
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
    pub fn whole(booking: &Booking, given: bool, catalogue: &Catalogue) -> Self {
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
