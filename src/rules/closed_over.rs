//! Bookings over which a new catalogue would close the house: by other hours, a day off, or a space that is let no longer.

use std::fmt;

use entity::{Booking, SpaceId, booking::Status};

use crate::{
    slot::Slot,
    venue::{Catalogue, hours::HoursVerdict},
    zone::format_wall,
};

/// A booking that stands or waits where nobody would be any more, and whom to call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosedOver {
    pub booking: Booking,
    /// `venue/space`.
    pub space: String,
    /// Wall times of the venue.
    pub starts: String,
    pub ends: String,
    /// Whether it is not the booking itself, but the move that its group asks for.
    pub asked_move: bool,
    pub why: ClosedReason,
}

/// Why a booking can no longer be where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClosedReason {
    /// The venue is closed for some of its time.
    Hours,
    /// The space is let no longer.
    Retired,
}

impl fmt::Display for ClosedOver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            booking,
            space,
            starts,
            ends,
            ..
        } = self;
        let is = match (self.asked_move, booking.status) {
            (true, _) => "asks to be moved there",
            (false, Status::Pending) => "waits",
            (false, _) => "stands",
        };
        let why = match self.why {
            ClosedReason::Hours => "closed then",
            ClosedReason::Retired => "let no longer",
        };
        write!(
            f,
            "{} {is}: {space}, {starts} to {ends} ({why}); {}",
            booking.code, booking.contact_name
        )?;
        let reached = [&booking.contact_phone, &booking.contact_email];
        reached
            .into_iter()
            .flatten()
            .try_for_each(|by| write!(f, ", {by}"))
    }
}

/// Those of `bookings` that fitted into the catalogue as it is `before` and do not `after`. What stands outside of the hours
/// already, by an exception, is no news.
#[must_use]
pub fn closed_over(
    before: &Catalogue,
    after: &Catalogue,
    bookings: Vec<Booking>,
) -> Vec<ClosedOver> {
    let mut found = Vec::new();
    for booking in bookings {
        let own = (booking.space_id, Slot::of(&booking));
        let asks = booking.proposed_move();
        let asks =
            asks.and_then(|asks| Some((asks.space_id, Slot::new(asks.starts_at, asks.ends_at)?)));
        for (asked_move, (id, slot)) in [(false, Some(own)), (true, asks)]
            .into_iter()
            .filter_map(|(asked_move, place)| Some((asked_move, place?)))
        {
            let both = (closed_to(before, id, slot), closed_to(after, id, slot));
            let ((None, Some(why))
            | (Some(ClosedReason::Hours), Some(why @ ClosedReason::Retired))) = both
            else {
                continue;
            };
            let Some((venue, space)) = before
                .space_of(id)
                .and_then(|space| Some((before.venue_of(space.row.venue_id)?, space)))
            else {
                continue;
            };
            let wall = |at| format_wall(venue.zone.local(at));
            found.push(ClosedOver {
                booking: booking.clone(),
                space: space.path(),
                starts: wall(slot.starts_at),
                ends: wall(slot.ends_at),
                asked_move,
                why,
            });
        }
    }
    found
}

/// Why nobody is let into that space then. None when they are.
fn closed_to(catalogue: &Catalogue, space: SpaceId, slot: Slot) -> Option<ClosedReason> {
    let space = catalogue.space_of(space)?;
    let venue = catalogue.venue_of(space.row.venue_id)?;
    if space.row.retired_at.is_some() || venue.row.retired_at.is_some() {
        return Some(ClosedReason::Retired);
    }
    let inside = catalogue.hours(venue).judge(slot) == HoursVerdict::Inside;
    (!inside).then_some(ClosedReason::Hours)
}
