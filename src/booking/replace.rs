//! One booking in place of others, in one operation: they end, it claims, and their groups get first choice of what is free.

use entity::{
    Booking, BookingId, Instant, PoolId, VenueId,
    audit::{Action, Role},
    booking::Status,
};

use crate::{
    error::Error,
    ledger::{
        change::{Act, Change, Instead},
        held_offer,
        operation::{Footprint, Ground, Picture, World},
    },
    refusal::rule::{InvalidInput, Violation},
    rules::{
        availability,
        claimed::TakenCount,
        conflict::collide,
        counts, lifecycle,
        proposal::proposal_of,
        reason::{self, Reason},
    },
    slot::Slot,
    venue::{Catalogue, Space, Venue},
};

/// What has to make room, as a manager says it.
#[derive(Clone, Debug, Default)]
pub struct Replacing {
    pub bookings: Vec<BookingId>,
    /// To their groups, beside that another booking takes their place; need not be said.
    pub reason: Reason,
}

impl Replacing {
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.bookings.is_empty() && self.reason == Reason::default()
    }

    /// The reason, fit to be kept.
    pub fn checked(&self, catalogue: &Catalogue) -> Result<Reason, Error> {
        let checked = reason::checked(catalogue, Role::Venue, Action::Replace, &self.reason);
        checked.map_err(|refused| match refused {
            Error::Rules(broken) => {
                let field = "replace_reason";
                let named = broken.into_iter().map(|one| Violation { field, ..one });
                Error::Rules(named.collect())
            }
            other => other,
        })
    }
}

/// Adds to a footprint what has to make room at a venue, and all places at which something could be held for the groups.
/// [`Error::Rules`] when something is named twice, or is not there.
pub fn reach(
    foot: &mut Footprint,
    seen: &Picture,
    ground: &Ground<'_>,
    venue: VenueId,
    replacing: &Replacing,
) -> Result<(), Error> {
    let ids = &replacing.bookings;
    let twice = |at: usize| ids[..at].contains(&ids[at]);
    if (0..ids.len()).any(twice) {
        return Err(Error::invalid("replacing", InvalidInput::Twice));
    }
    for id in ids {
        let here = seen.bookings.get(id).filter(|one| one.venue_id == venue);
        let one = here.ok_or_else(|| Error::invalid("replacing", InvalidInput::Unknown))?;
        foot.bookings.insert(*id);
        held_offer::reach(foot, ground, one);
    }
    Ok(())
}

/// What becomes of those that have to make room for `wanted`. [`Error::Rules`] when one is not in the way, or cannot end any
/// more.
pub fn displaced(
    world: &World<'_>,
    wanted: &Booking,
    replacing: &Replacing,
    by: &Act,
) -> Result<Vec<Change>, Error> {
    if replacing.bookings.is_empty() {
        return Ok(Vec::new());
    }
    let ground = &world.ground;
    let (venue, space) = ground.venue_and_space(wanted)?;
    // In the order in which they were made: who was there first has first choice.
    let mut named: Vec<&Booking> = world.picture.bookings.values().collect();
    named.retain(|one| replacing.bookings.contains(&one.id));
    let pools = counts::pools_of(venue, space, wanted);
    let slot = Slot::of(wanted);
    let taken = world
        .occupancy
        .counts
        .iter()
        .filter(|count| pools.contains(&count.pool) && count.lent.slot.overlaps(slot));
    let named = named.into_iter().cloned().collect();
    let taken = taken.copied().collect();
    let (catalogue, now) = (ground.catalogue, ground.now);
    let found = in_place_of(catalogue, venue, space, wanted, named, taken, now);
    let not_in_the_way = || Error::invalid("replacing", InvalidInput::NotInTheWay);
    if found.len() < replacing.bookings.len() {
        return Err(not_in_the_way());
    }
    let act = Act {
        action: Action::Replace,
        reason: replacing.checked(catalogue)?,
        ..by.clone()
    };
    let mut changes = Vec::new();
    for before in found {
        let status = lifecycle::next_of(&before, act.action, act.role, now);
        let after = ground.turned(&before, status.map_err(|_| not_in_the_way())?, &act)?;
        // What no manager ever approved of is not its group's to take.
        let asked = before.status == Status::Pending && !before.is_held_offer();
        changes.push(Change {
            instead: Some(Instead {
                held: if asked { 0 } else { held_offer::AT_MOST },
            }),
            ..Change::new(before, after, act.clone())
        });
    }
    Ok(changes)
}

/// Those of `standing` that are in the way of `wanted`: on the same floor, turnaround included, or with what there is too
/// little of. `taken` is by count, at that time.
pub fn in_place_of(
    catalogue: &Catalogue,
    venue: &Venue,
    space: &Space,
    wanted: &Booking,
    mut standing: Vec<Booking>,
    mut taken: Vec<TakenCount>,
    now: Instant,
) -> Vec<Booking> {
    taken.retain(|one| one.booking.is_none_or(|owner| owner.id != wanted.id));
    let proposal = proposal_of(wanted, venue);
    let lacking = availability::lacking(venue, space, &proposal, proposal.slot, &taken, now);
    standing.retain(|other| {
        let there = catalogue.space_of(other.space_id);
        let on_its_floor = there.is_some_and(|there| collide(wanted, space, other, there));
        let takes_it = there.is_some_and(|there| takes_of(venue, other, there, &lacking));
        other.id != wanted.id && other.claims() && (on_its_floor || takes_it)
    });
    standing
}

fn takes_of(venue: &Venue, other: &Booking, there: &Space, lacking: &[(PoolId, Slot)]) -> bool {
    let counts = counts::taken_by(venue, there, other.attendees, &other.stock);
    let of_it = |pool: PoolId| counts.iter().any(|count| count.pool == pool);
    let then = |slot: &Slot| slot.overlaps(Slot::of(other));
    lacking
        .iter()
        .any(|(pool, slot)| of_it(*pool) && then(slot))
}
