//! What of a booking a closure hits.

use std::fmt::Write;

use entity::{Booking, Instant};
use sha2::{Digest, Sha256};

use crate::{refusal::closure::HitPart, rules::area::Area, slot::Slot, venue::Catalogue};

/// A text that stands for these bookings in their versions and in this order.
#[must_use]
pub fn fingerprint(bookings: &[Booking]) -> String {
    let mut hash = Sha256::new();
    for booking in bookings {
        hash.update(booking.id.0);
        hash.update(booking.version.to_be_bytes());
    }
    let mut seen = String::new();
    for byte in &hash.finalize()[..16] {
        let _ = write!(seen, "{byte:02x}");
    }
    seen
}

/// Whether the booking itself is hit, or only the move that it asks for.
#[must_use]
pub fn on(catalogue: &Catalogue, area: &Area, booking: &Booking) -> HitPart {
    let meets = |space, slot| {
        let space = catalogue.space_of(space);
        space.is_some_and(|space| area.meets(space, slot))
    };
    let asked = booking.proposed_move().and_then(|asks| {
        let slot = Slot::new(asks.starts_at, asks.ends_at)?;
        Some(meets(asks.space_id, slot))
    });
    if asked == Some(true) && !meets(booking.space_id, Slot::of(booking)) {
        HitPart::AskedMove
    } else {
        HitPart::Booking
    }
}

/// When a booking that runs has to be over. None when it does not run, only its asked-for move is hit, or nothing is left.
pub fn cut_at(
    catalogue: &Catalogue,
    area: &Area,
    booking: &Booking,
    now: Instant,
) -> Option<Instant> {
    let runs = booking.starts_at <= now && on(catalogue, area, booking) == HitPart::Booking;
    let closes = closes_at(area, Slot::of(booking)).filter(|_| runs);
    closes.filter(|closes| *closes > booking.starts_at)
}

/// When the first of the times of an area begins that a slot runs into. None where it runs into none.
pub fn closes_at(area: &Area, slot: Slot) -> Option<Instant> {
    let first = area.times.iter().find(|time| time.overlaps(slot))?;
    Some(first.starts_at)
}
