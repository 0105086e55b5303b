//! Who stands in the way of whom. The database holds the guarantee; this tells people what it would refuse, and why.

use entity::SpaceId;
use serde::Serialize;

use super::slot::Slot;

/// A time for which floor of the wanted space is claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    pub slot: Slot,
    pub by: TakenBy,
    /// What was booked or closed: the wanted space, a part of it, or one that it is a part of.
    pub space: SpaceId,
    /// Of `space`; 0 for a closure.
    pub turnaround_minutes: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakenBy {
    Booking { pending: bool },
    Closure,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ClashKind {
    Booking,
    Closure,
    /// No overlap, but too little time to clean and re-lay in between.
    Turnaround,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clash {
    pub space: SpaceId,
    /// Of the one in the way, without its turnaround.
    pub slot: Slot,
    pub kind: ClashKind,
}

impl Taken {
    /// Where a use that asks for so much turnaround itself may not reach into.
    #[must_use]
    pub fn kept_clear(&self, turnaround_minutes: i64) -> Slot {
        match self.by {
            TakenBy::Booking { .. } => self
                .slot
                .widened(turnaround_minutes.max(self.turnaround_minutes)),
            TakenBy::Closure => self.slot,
        }
    }
}

/// Everything in `taken` that stands in the way, in its order.
#[must_use]
pub fn clashes(wanted: Slot, turnaround_minutes: i64, taken: &[Taken]) -> Vec<Clash> {
    taken
        .iter()
        .filter(|taken| taken.kept_clear(turnaround_minutes).overlaps(wanted))
        .map(|taken| Clash {
            space: taken.space,
            slot: taken.slot,
            kind: match taken.by {
                _ if !taken.slot.overlaps(wanted) => ClashKind::Turnaround,
                TakenBy::Booking { .. } => ClashKind::Booking,
                TakenBy::Closure => ClashKind::Closure,
            },
        })
        .collect()
}
