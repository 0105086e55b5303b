//! What is in the way of a request, and what could be had instead.

use serde::Serialize;
use time::PrimitiveDateTime;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ConflictKind {
    Booking,
    Closure,
    /// No overlap, but too little time to clean and re-lay in between.
    Turnaround,
    Seats,
    Stock,
}

/// Nobody is named: what is in the way may be somebody else's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// `venue/space`.
    pub space: String,
    /// Wall time of the venue.
    pub starts: PrimitiveDateTime,
    pub ends: PrimitiveDateTime,
    pub kind: ConflictKind,
}

/// Can be asked for as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// `venue/space`.
    pub space: String,
    /// Wall time of the venue.
    pub starts: PrimitiveDateTime,
    pub ends: PrimitiveDateTime,
}
