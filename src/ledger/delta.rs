//! What a change of bookings makes of what they claim: the claims before against the claims after.

use std::collections::BTreeSet;

use entity::{
    Booking, BookingId, ClosureId, Instant, PoolId, SpaceId, UnitId,
    booking::{ProposedMove, Status},
};

use super::{
    change::Change,
    closed::{ClosedClaims, Closes},
};
use crate::{rules::counts, slot::Slot, venue::Catalogue};

/// A unit of floor that a booking takes, or that is kept for the move that its group asks for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FloorClaim {
    pub unit: UnitId,
    pub slot: Slot,
    pub space: SpaceId,
    /// Slug of how the chairs stand.
    pub layout: String,
    /// Whether the unit is only kept for a move.
    pub proposed: bool,
}

/// How much of a pool a booking takes: seats, or things that are lent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CountClaim {
    pub pool: PoolId,
    pub slot: Slot,
    pub quantity: i32,
}

/// All that one booking should hold as it stands; each list is sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claims {
    pub floor: Vec<FloorClaim>,
    pub counts: Vec<CountClaim>,
    /// The floor that is kept for a move.
    pub kept: Vec<FloorClaim>,
}

/// The difference between claims, for any number of bookings. What is given back is given back before anything is taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delta {
    /// Bookings that give back all that they claim.
    pub released: BTreeSet<BookingId>,
    /// Bookings that give back what was kept for a move.
    pub kept_no_longer: BTreeSet<BookingId>,
    /// Bookings that give back what they take by count, and stay on their floor.
    pub recounted: BTreeSet<BookingId>,
    /// Bookings that give back what they took beyond these ends. What is left stands as it stood: no gap is asked for
    /// anew, and no more seats or things than there were.
    pub shortened: Vec<(BookingId, Instant)>,
    /// Bookings that had begun and are given up: should one stand again, it stands on the floor of its space.
    pub given_up: BTreeSet<BookingId>,
    pub floor: Vec<(BookingId, FloorClaim)>,
    pub counts: Vec<(BookingId, CountClaim)>,
    /// Closures that give back all that they claim.
    pub opened: BTreeSet<ClosureId>,
    pub closed: ClosedClaims,
}

/// What a booking should hold: the units of its space or seats of it, what it borrows, and the part of a move that is asked
/// for which the booking does not cover itself. Nothing of a space that the catalogue does not know.
///
/// A booking that has begun may stand on other floor, if its space was rebuilt since. So the units of a booking are only
/// compared with those of the same booking, never with what is stored.
#[must_use]
pub fn claims_of(catalogue: &Catalogue, booking: &Booking) -> Claims {
    let mut claims = Claims::default();
    let place = catalogue.venue_and_space(booking.space_id);
    if let Some((venue, space)) = place.filter(|_| booking.claims()) {
        let slot = Slot::of(booking);
        if space.seats().is_none() {
            let floor = space.units.iter().map(|unit| FloorClaim {
                unit: *unit,
                slot,
                space: booking.space_id,
                layout: booking.layout.clone(),
                proposed: false,
            });
            claims.floor.extend(floor);
        }
        let counts = counts::taken_by(venue, space, booking.attendees, &booking.stock);
        claims.counts.extend(counts.iter().map(|count| CountClaim {
            pool: count.pool,
            slot,
            quantity: count.quantity,
        }));
    }
    claims.kept = kept_for_a_move(catalogue, booking);
    claims.floor.sort();
    claims.counts.sort();
    claims.kept.sort();
    claims
}

fn kept_for_a_move(catalogue: &Catalogue, booking: &Booking) -> Vec<FloorClaim> {
    let approved = booking.status == Status::Approved;
    let asks = booking
        .proposed_move()
        .filter(|asks| asks.holds && approved);
    let Some(asks) = asks else {
        return Vec::new();
    };
    let Some(there) = catalogue.space_of(asks.space_id) else {
        return Vec::new();
    };
    let own: &[UnitId] = match catalogue.space_of(booking.space_id) {
        Some(space) if space.seats().is_none() => &space.units,
        _ => &[],
    };
    kept_for_a_move_on(booking, &asks, own, &there.units)
}

/// What is kept of the units `there` for a move that a booking asks for which stands on its `own` units: what it does not cover
/// itself.
#[must_use]
pub fn kept_for_a_move_on(
    booking: &Booking,
    asks: &ProposedMove,
    own: &[UnitId],
    there: &[UnitId],
) -> Vec<FloorClaim> {
    let asked = Slot {
        starts_at: asks.starts_at,
        ends_at: asks.ends_at,
    };
    let pieces = there.iter().flat_map(|unit| {
        let uncovered: Vec<Slot> = if own.contains(unit) {
            asked.without(Slot::of(booking)).collect()
        } else {
            vec![asked]
        };
        uncovered.into_iter().map(|slot| FloorClaim {
            unit: *unit,
            slot,
            space: asks.space_id,
            layout: asks.layout.clone(),
            proposed: true,
        })
    });
    pieces.collect()
}

impl Claims {
    /// Whether nothing is held where the booking stands.
    fn is_nothing(&self) -> bool {
        self.floor.is_empty() && self.counts.is_empty()
    }

    /// The same claims, none of them beyond `end`.
    fn cut_to(&self, end: Instant) -> (Vec<FloorClaim>, Vec<CountClaim>) {
        let cut = |slot: Slot| Slot {
            ends_at: slot.ends_at.min(end),
            ..slot
        };
        let floor = self.floor.iter().map(|claim| FloorClaim {
            slot: cut(claim.slot),
            ..claim.clone()
        });
        let counts = self.counts.iter().map(|claim| CountClaim {
            slot: cut(claim.slot),
            ..*claim
        });
        (floor.collect(), counts.collect())
    }
}

impl Delta {
    /// Whether nothing is taken or given back.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// The difference that these changes make.
    pub fn of<'a>(
        catalogue: &Catalogue,
        changes: impl IntoIterator<Item = &'a Change>,
        now: Instant,
    ) -> Self {
        let mut delta = Self::default();
        for Change { before, after, .. } in changes {
            delta.add(catalogue, before.as_ref(), after, now);
        }
        delta
    }

    /// Adds what a closure takes instead of what it took.
    pub fn close(&mut self, closes: &Closes) {
        self.opened
            .extend(closes.before.as_ref().map(|before| before.row.id));
        self.closed.extend(closes.claims.clone());
    }

    /// Adds the difference that one change makes. `before` is None for a new booking.
    pub fn add(
        &mut self,
        catalogue: &Catalogue,
        before: Option<&Booking>,
        after: &Booking,
        now: Instant,
    ) {
        let had = before.map_or_else(Claims::default, |before| claims_of(catalogue, before));
        let mut has = claims_of(catalogue, after);
        let claimed = before.is_some_and(Booking::claims);
        if !claimed && after.status == Status::Completed {
            // What has passed is only counted: its floor may have been somebody else's.
            has = Claims::default();
        }
        let id = after.id;
        if claimed && !after.claims() && before.is_some_and(|before| before.starts_at <= now) {
            self.given_up.insert(id);
        }
        let mut takes = Claims::default();
        if had.kept != has.kept {
            if !had.kept.is_empty() {
                self.kept_no_longer.insert(id);
            }
            takes.kept.clone_from(&has.kept);
        }
        if (&had.floor, &had.counts) != (&has.floor, &has.counts) {
            let (floor, counts) = had.cut_to(after.ends_at);
            if !has.is_nothing() && (&floor, &counts) == (&has.floor, &has.counts) {
                self.shortened.push((id, after.ends_at));
            } else if had.floor == has.floor {
                if !had.counts.is_empty() {
                    self.recounted.insert(id);
                }
                takes.counts = has.counts;
            } else {
                if !had.is_nothing() {
                    self.released.insert(id);
                    self.kept_no_longer.remove(&id);
                    takes.kept = has.kept;
                }
                takes.floor = has.floor;
                takes.counts = has.counts;
            }
        }
        let floor = takes.floor.into_iter().chain(takes.kept);
        self.floor.extend(floor.map(|claim| (id, claim)));
        self.counts
            .extend(takes.counts.into_iter().map(|claim| (id, claim)));
    }
}
