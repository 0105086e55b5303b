//! What is in the way of a request and what could be had instead, told with names.

use entity::Instant;
use sea_orm::{ConnectionTrait, DbErr};
use time::PrimitiveDateTime;

use super::{
    conflict::{Clash, ClashKind, Taken, clashes},
    rules::{Place, Proposal},
    slot::Slot,
    store::taken::{self, TakenUnit},
    suggest::{self, Candidate},
};
use crate::venue::{Catalogue, Space, Venue};

/// Nobody is named: what is in the way may be somebody else's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InTheWay {
    /// `venue/space`.
    pub space: String,
    /// Wall time of the venue.
    pub starts: PrimitiveDateTime,
    pub ends: PrimitiveDateTime,
    pub kind: ClashKind,
}

/// Can be asked for as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// `venue/space`.
    pub space: String,
    /// Wall time of the venue.
    pub starts: PrimitiveDateTime,
    pub ends: PrimitiveDateTime,
}

/// The longest turnaround between two uses that is looked for: a day.
const WIDEST_TURNAROUND_MINUTES: i64 = 24 * 60;
const FORTNIGHT_DAYS: i64 = 14;
/// Other spaces of the venue that are looked at.
const OTHERS: usize = 20;

/// Where to look for what is taken around a time.
#[must_use]
pub fn around(slot: Slot) -> Slot {
    slot.widened(WIDEST_TURNAROUND_MINUTES)
}

/// One line a booking or closure, however many units it takes.
#[must_use]
pub fn merged<'a>(units: impl IntoIterator<Item = &'a TakenUnit>) -> Vec<Taken> {
    let mut taken: Vec<Taken> = Vec::new();
    for unit in units {
        if !taken.contains(&unit.taken) {
            taken.push(unit.taken);
        }
    }
    taken.sort_by_key(|taken| taken.slot);
    taken
}

#[must_use]
pub fn named(catalogue: &Catalogue, venue: &Venue, clashes: &[Clash]) -> Vec<InTheWay> {
    clashes
        .iter()
        .map(|clash| InTheWay {
            space: catalogue
                .space_of(clash.space)
                .map(|space| space.path())
                .unwrap_or_default(),
            starts: venue.zone.local(clash.slot.starts_at),
            ends: venue.zone.local(clash.slot.ends_at),
            kind: clash.kind,
        })
        .collect()
}

/// What a new use of a space would run into: without holds whose answer time is over, and without requests that hold
/// nothing, for several of them may wait side by side.
#[must_use]
pub fn in_the_way(
    catalogue: &Catalogue,
    venue: &Venue,
    space: &Space,
    slot: Slot,
    taken: &[TakenUnit],
    now: Instant,
) -> Vec<InTheWay> {
    let standing = taken
        .iter()
        .filter(|unit| unit.booking.is_none_or(|owner| !owner.is_overdue(now)));
    let turnaround = i64::from(space.row.turnaround_minutes);
    let clashes = clashes(slot, turnaround, &merged(standing));
    named(catalogue, venue, &clashes)
}

/// Up to five times and places that are free, for a request that passed the rules.
pub async fn alternatives<C: ConnectionTrait>(
    conn: &C,
    catalogue: &Catalogue,
    venue: &Venue,
    space: &Space,
    proposal: &Proposal<'_>,
    now: Instant,
) -> Result<Vec<Offer>, DbErr> {
    let hours = catalogue.hours(venue);
    let fortnight = proposal.slot.widened((FORTNIGHT_DAYS + 1) * 24 * 60);
    let own = merged(&taken::on_units(conn, &space.units, fortnight).await?);
    let fitting: Vec<&Space> = venue
        .open_spaces()
        .map(AsRef::as_ref)
        .filter(|other| other.row.id != space.row.id && other.row.capacity >= proposal.attendees)
        .take(OTHERS)
        .collect();
    let units: Vec<_> = fitting
        .iter()
        .flat_map(|other| other.units.iter().copied())
        .collect();
    let theirs = taken::on_units(conn, &units, around(proposal.slot)).await?;
    let taken_there: Vec<Vec<Taken>> = fitting
        .iter()
        .map(|other| {
            merged(
                theirs
                    .iter()
                    .filter(|unit| other.units.contains(&unit.unit)),
            )
        })
        .collect();
    let others: Vec<Candidate<'_>> = fitting
        .iter()
        .zip(&taken_there)
        .map(|(other, taken)| Candidate {
            place: Place {
                space: &other.row,
                hours,
                zone: &venue.zone,
            },
            taken,
        })
        .collect();
    let wanted = Candidate {
        place: Place {
            space: &space.row,
            hours,
            zone: &venue.zone,
        },
        taken: &own,
    };
    let found = suggest::alternatives(proposal, &wanted, &others, now);
    Ok(found
        .into_iter()
        .map(|offer| Offer {
            space: catalogue
                .space_of(offer.space)
                .map(|space| space.path())
                .unwrap_or_default(),
            starts: offer.starts,
            ends: offer.ends,
        })
        .collect())
}
