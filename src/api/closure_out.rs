//! A closure and what it hits, as programs see it.

use entity::Instant;
use serde::Serialize;
use utoipa::ToSchema;

use super::{booking_out::BookingOut, conflict_out::AlternativeOut, schema};
use crate::{
    closure::Closure,
    refusal::closure::{Hit, HitPart, Preview},
    slot::Slot,
    venue::Catalogue,
    zone::format_wall,
};

/// Spaces of a venue, out of use for a while.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClosureOut {
    #[schema(format = "uuid")]
    id: String,
    #[schema(schema_with = schema::slug)]
    venue: String,
    /// Slugs, of spaces of this venue.
    spaces: Vec<String>,
    /// Of the time that runs or comes next; of the last when all is over.
    #[schema(schema_with = schema::wall_time)]
    starts: String,
    #[schema(schema_with = schema::wall_time)]
    ends: String,
    #[schema(schema_with = schema::instant)]
    starts_at: String,
    #[schema(schema_with = schema::instant)]
    ends_at: String,
    /// All times at which it is closed, those that have passed too.
    times: Vec<TimeOut>,
    reason: Option<String>,
    /// Of the catalogue.
    #[schema(schema_with = schema::slug_or_null)]
    reason_code: Option<String>,
    /// Grows with every change.
    version: i32,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct TimeOut {
    #[schema(schema_with = schema::wall_time)]
    starts: String,
    #[schema(schema_with = schema::wall_time)]
    ends: String,
}

impl ClosureOut {
    #[must_use]
    pub fn of(closure: &Closure, catalogue: &Catalogue, now: Instant) -> Self {
        let row = &closure.row;
        let venue = catalogue.venue_of(row.venue_id);
        let wall = |at| venue.map_or(String::new(), |venue| format_wall(venue.zone.local(at)));
        let instant = |at| venue.map_or(String::new(), |venue| venue.zone.rfc3339(at));
        let shown = closure.shown_time(now);
        let spaces = closure.spaces.iter();
        let spaces = spaces.filter_map(|id| catalogue.space_of(*id));
        let spaces = spaces.filter(|space| space.row.retired_at.is_none());
        let time = |time: &Slot| TimeOut {
            starts: wall(time.starts_at),
            ends: wall(time.ends_at),
        };
        Self {
            id: row.id.to_string(),
            venue: venue
                .map(|venue| venue.row.slug.clone())
                .unwrap_or_default(),
            spaces: spaces.map(|space| space.row.slug.clone()).collect(),
            starts: wall(shown.starts_at),
            ends: wall(shown.ends_at),
            starts_at: instant(shown.starts_at),
            ends_at: instant(shown.ends_at),
            times: closure.times.iter().map(time).collect(),
            reason: row.reason_text.clone().or_else(|| row.reason_code.clone()),
            reason_code: row.reason_code.clone(),
            version: row.version,
        }
    }
}

/// What a closure would hit.
#[derive(Debug, Serialize, ToSchema)]
pub struct PreviewOut {
    hits: Vec<HitOut>,
    /// To be sent along with what is decided for each.
    seen: String,
}

/// A booking that holds or waits for what is to be closed.
#[derive(Debug, Serialize, ToSchema)]
pub struct HitOut {
    booking: BookingOut,
    /// What of it is hit: itself, or only the move that its group asks for.
    #[schema(schema_with = schema::hit_on)]
    on: &'static str,
    /// Places to which it could be moved; the last may be where it is, cut short.
    alternatives: Vec<AlternativeOut>,
}

impl PreviewOut {
    #[must_use]
    pub fn of(preview: &Preview, catalogue: &Catalogue) -> Self {
        let hits = preview.hits.iter();
        Self {
            hits: hits.map(|hit| HitOut::of(hit, catalogue)).collect(),
            seen: preview.seen.clone(),
        }
    }
}

impl HitOut {
    #[must_use]
    pub fn of(hit: &Hit, catalogue: &Catalogue) -> Self {
        Self {
            // It claims what the closure hits.
            booking: BookingOut::for_managers(&hit.booking, false, catalogue),
            on: match hit.on {
                HitPart::Booking => "booking",
                HitPart::AskedMove => "asked_move",
            },
            alternatives: hit.alternatives.iter().map(AlternativeOut::from).collect(),
        }
    }
}
