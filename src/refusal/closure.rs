//! What a closure hits.

use entity::booking::Model as Booking;

use super::conflict::Alternative;

/// What a closure would hit.
#[derive(Clone, Debug)]
pub struct Preview {
    pub hits: Vec<Hit>,
    /// Stands for these bookings as they are: another picture has another.
    pub seen: String,
}

/// A booking that holds or waits for what is to be closed.
#[derive(Clone, Debug)]
pub struct Hit {
    pub booking: Booking,
    pub on: HitPart,
    /// Where it could go; the last may be where it is, cut short.
    pub alternatives: Vec<Alternative>,
}

/// What of a booking is hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HitPart {
    Booking,
    /// Only the move that its group asks for.
    AskedMove,
}
