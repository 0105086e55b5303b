//! What bookings should hold, told slowly: half hour by half hour, from the words of the design.

use std::collections::{BTreeMap, BTreeSet};

use entity::{Booking, BookingId, Instant, SpaceId, booking::Status};

/// A half hour of a piece of floor.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    pub booking: BookingId,
    pub unit: &'static str,
    pub at: i64,
    pub space: &'static str,
    pub layout: String,
    /// Only for a move that is asked for.
    pub kept: bool,
}

/// Some of a pool for half an hour.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lent {
    pub booking: BookingId,
    pub pool: &'static str,
    pub at: i64,
    pub quantity: i32,
}

pub type Held = (BTreeSet<Cell>, BTreeSet<Lent>);

pub const SPACES: [&str; 5] = ["whole", "left", "right", "room", "desks"];

const MINUTES: i64 = 30;

pub fn half_hours(from: Instant, to: Instant) -> std::ops::Range<i64> {
    from.0 / (60 * MINUTES)..to.0 / (60 * MINUTES)
}

/// The smallest pieces of floor that a space takes. Who is let in by the seat takes none.
fn units(space: &str) -> Vec<&'static str> {
    match space {
        "whole" => vec!["left", "right"],
        "left" => vec!["left"],
        "right" => vec!["right"],
        "room" => vec!["room"],
        _ => Vec::new(),
    }
}

/// How much there is of a pool.
fn quantity(pool: &str) -> i32 {
    if pool == "desks" { 4 } else { 3 }
}

/// Minutes that a space asks for between two uses.
fn asked(space: &str, before: &str, after: &str) -> i64 {
    match (space, before, after) {
        ("whole", "rows", "circle") => 60,
        ("whole", before, after) if before == after => 0,
        ("room", ..) => 0,
        _ => 30,
    }
}

/// The longer of what both ask for.
fn gap(before: &Cell, after: &Cell) -> i64 {
    let of = |space| asked(space, &before.layout, &after.layout);
    of(before.space).max(of(after.space))
}

/// What all these hold together. Those of `counted` took place without floor: nobody knew then that they would.
pub fn held(
    names: &BTreeMap<SpaceId, &'static str>,
    bookings: &[Booking],
    counted: &BTreeSet<BookingId>,
) -> Held {
    let (mut cells, mut lent) = (BTreeSet::new(), BTreeSet::new());
    for booking in bookings.iter().filter(|one| !counted.contains(&one.id)) {
        let stands = match booking.status {
            Status::Approved | Status::CheckedIn | Status::Completed => true,
            Status::Pending => booking.holds,
            _ => false,
        };
        let space = names[&booking.space_id];
        let own = half_hours(booking.starts_at, booking.ends_at);
        for at in own.clone().filter(|_| stands) {
            cells.extend(units(space).into_iter().map(|unit| Cell {
                booking: booking.id,
                unit,
                at,
                space,
                layout: booking.layout.clone(),
                kept: false,
            }));
            let seats = (space == "desks").then_some(("desks", booking.attendees));
            let things = booking.stock.0.iter();
            let things = things.map(|item| ("microphone", item.quantity));
            lent.extend(
                seats
                    .into_iter()
                    .chain(things)
                    .map(|(pool, quantity)| Lent {
                        booking: booking.id,
                        pool,
                        at,
                        quantity,
                    }),
            );
        }
        // It stays approved, and what it asks for claims only what the old claim does not cover.
        let asks = booking.proposed_move().filter(|asks| asks.holds);
        let Some(asks) = asks.filter(|_| booking.status == Status::Approved) else {
            continue;
        };
        let there = names[&asks.space_id];
        for at in half_hours(asks.starts_at, asks.ends_at) {
            let units = units(there).into_iter();
            let uncovered =
                units.filter(|unit| !(own.contains(&at) && self::units(space).contains(unit)));
            cells.extend(uncovered.map(|unit| Cell {
                booking: booking.id,
                unit,
                at,
                space: there,
                layout: asks.layout.clone(),
                kept: true,
            }));
        }
    }
    (cells, lent)
}

/// Why all this cannot be held together: two on one floor, two too close, or more than there is. None where it can.
pub fn clash((cells, lent): &Held) -> Option<String> {
    let cells: Vec<&Cell> = cells.iter().collect();
    for one in &cells {
        let others = cells.iter().filter(|other| {
            other.unit == one.unit && other.booking != one.booking && one.at <= other.at
        });
        for other in others {
            let between = MINUTES * (other.at - one.at - 1);
            if between < gap(one, other) {
                return Some(format!("{one:?} and {other:?}"));
            }
        }
    }
    for one in lent {
        let then = lent
            .iter()
            .filter(|other| (other.pool, other.at) == (one.pool, one.at));
        if then.map(|other| other.quantity).sum::<i32>() > quantity(one.pool) {
            return Some(format!("too much of {} at {}", one.pool, one.at));
        }
    }
    None
}
