//! What is taken of floor and of pools, with who holds it.

use entity::{BookingId, Instant, PoolId, SpaceId, UnitId, booking::Status, space::Unanswered};

use super::{conflict::TakenBy, counts::Lent};
use crate::slot::Slot;

/// A claim on one unit.
#[derive(Clone, Debug)]
pub struct TakenUnit {
    pub unit: UnitId,
    pub slot: Slot,
    /// What was booked or closed.
    pub space: SpaceId,
    pub layout: String,
    /// None for a closure.
    pub booking: Option<Owner>,
    /// The title of an approved booking whose group wants everybody to see it.
    pub public_title: Option<String>,
}

/// The booking that a claim belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner {
    pub id: BookingId,
    pub status: Status,
    /// When a hold that nobody answers is in nobody's way any more.
    pub over_at: Option<Instant>,
}

impl Owner {
    /// Whether the booking is a hold whose time is over.
    #[must_use]
    pub fn is_overdue(&self, now: Instant) -> bool {
        self.status == Status::Pending && self.over_at.is_some_and(|at| at <= now)
    }
}

/// When a hold that nobody answers is in nobody's way any more: at its answer time, or at its start where it stays until
/// then or is approved instead.
#[must_use]
pub fn over_at(
    unanswered: Unanswered,
    answer_by: Option<Instant>,
    starts_at: Instant,
) -> Option<Instant> {
    match unanswered {
        Unanswered::Expire => answer_by,
        Unanswered::Stay | Unanswered::Approve => Some(starts_at),
    }
}

impl TakenUnit {
    #[must_use]
    pub fn by(&self) -> TakenBy {
        self.booking
            .map_or(TakenBy::Closure, |owner| TakenBy::Booking {
                pending: owner.status == Status::Pending,
            })
    }
}

/// A claim on a pool.
#[derive(Clone, Copy, Debug)]
pub struct TakenCount {
    pub pool: PoolId,
    pub lent: Lent,
    /// None for a closure.
    pub booking: Option<Owner>,
}
