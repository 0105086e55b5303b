//! Who stands in the way of whom. The database holds the guarantee; this tells people what it would refuse, and why.

use super::turnaround::{self, Use};
use crate::{refusal::conflict::ConflictKind, slot::Slot, venue::Space};

use entity::{SpaceId, booking::Model as Booking};

/// A time for which floor of the wanted space is claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    pub slot: Slot,
    pub by: TakenBy,
    /// What was booked or closed: the wanted space, a part of it, or one that it is a part of.
    pub space: SpaceId,
    /// Minutes that have to lie between the wanted use and this one, if the wanted use comes first.
    pub before: i64,
    /// The same, if it comes after this one.
    pub after: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakenBy {
    Booking {
        pending: bool,
    },
    Closure,
    /// Too few seats are left.
    Seats,
    /// Too few of something borrowed are left.
    Stock,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clash {
    pub space: SpaceId,
    /// Of the one in the way, without its turnaround.
    pub slot: Slot,
    pub kind: ConflictKind,
}

impl Taken {
    /// By `theirs`, in the way of `wanted`. A closure needs no turnaround.
    #[must_use]
    pub fn of(slot: Slot, by: TakenBy, theirs: Use<'_>, wanted: Use<'_>) -> Self {
        let (before, after) = match by {
            TakenBy::Booking { .. } => (
                turnaround::between(wanted, theirs),
                turnaround::between(theirs, wanted),
            ),
            TakenBy::Closure | TakenBy::Seats | TakenBy::Stock => (0, 0),
        };
        Self {
            slot,
            by,
            space: theirs.space.id,
            before,
            after,
        }
    }

    /// Where the wanted use may not reach into.
    #[must_use]
    pub fn kept_clear(&self) -> Slot {
        Slot {
            starts_at: self.slot.starts_at.plus_minutes(-self.before),
            ends_at: self.slot.ends_at.plus_minutes(self.after),
        }
    }
}

/// Everything in `taken` that stands in the way, in its order.
#[must_use]
pub fn clashes(wanted: Slot, taken: &[Taken]) -> Vec<Clash> {
    taken
        .iter()
        .filter(|taken| taken.kept_clear().overlaps(wanted))
        .map(|taken| Clash {
            space: taken.space,
            slot: taken.slot,
            kind: match taken.by {
                _ if !taken.slot.overlaps(wanted) => ConflictKind::Turnaround,
                TakenBy::Booking { .. } => ConflictKind::Booking,
                TakenBy::Closure => ConflictKind::Closure,
                TakenBy::Seats => ConflictKind::Seats,
                TakenBy::Stock => ConflictKind::Stock,
            },
        })
        .collect()
}

/// Whether `wanted` cannot be on the floor on which `other` stands.
#[must_use]
pub fn collide(wanted: &Booking, space: &Space, other: &Booking, there: &Space) -> bool {
    let by = TakenBy::Booking { pending: false };
    let taken = Taken::of(
        Slot::of(other),
        by,
        use_of(other, there),
        use_of(wanted, space),
    );
    let floor = space.seats().is_none() && there.seats().is_none();
    let shared = there.units.iter().any(|unit| space.units.contains(unit));
    floor && shared && !clashes(Slot::of(wanted), &[taken]).is_empty()
}

#[must_use]
pub fn use_of<'a>(booking: &'a Booking, space: &'a Space) -> Use<'a> {
    Use {
        space: &space.row,
        layout: Some(&booking.layout),
    }
}
