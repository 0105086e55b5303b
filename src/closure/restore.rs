//! What a closure gives back within two days of taking it goes to those who had to make way for it, before anybody else can
//! have it: what was approved is held for its group, a request waits again.

use entity::{
    Booking,
    audit::{Action, Role},
    booking::Status,
    closure_hit::{self, Outcome},
};

use super::planned::PlannedClosure;
use crate::{
    error::Error,
    ledger::{
        change::{Act, Change, ChangeSet, Letter},
        held_offer,
        occupancy::{Occupancy, Placement},
        operation::{Ground, World},
    },
    refusal::conflict::Alternative,
    rules::{lifecycle, reason::Reason},
    slot::Slot,
};

const HOURS: i64 = 48;

/// Those of the `hits` whose time the closure no longer closes, less than two days after it took that and before it begins.
pub fn owed<'b>(
    planned: &PlannedClosure<'_>,
    hits: &'b [closure_hit::Model],
    ground: &Ground<'_>,
) -> Vec<&'b closure_hit::Model> {
    if planned.before.is_none() {
        return Vec::new();
    }
    let still_closed = planned.whole_area(ground);
    let open = |hit: &&closure_hit::Model| {
        let slot = Slot {
            starts_at: hit.starts_at,
            ends_at: hit.ends_at,
        };
        let again = hit.at.plus_hours(HOURS) > ground.now && slot.starts_at > ground.now;
        let space = ground.catalogue.space_of(hit.space_id);
        let open = space.is_some_and(|space| !still_closed.meets(space, slot));
        again && open && hit.outcome != Outcome::Declined
    };
    hits.iter().filter(open).collect()
}

/// Adds to `set` what those get back who made way, by when they were to start. What is no longer free is passed over.
pub fn give_back<D>(
    set: &mut ChangeSet<D>,
    world: &World<'_>,
    planned: &PlannedClosure<'_>,
    occupancy: &mut Occupancy,
) -> Result<(), Error> {
    let ground = &world.ground;
    let mut back: Vec<Change> = Vec::new();
    for hit in owed(planned, &world.picture.hits, ground) {
        let again = again(world, planned, &set.changes, hit)?;
        back.extend(again.filter(|one| !back.iter().any(|other| is_the_same(one, other))));
    }
    for change in back {
        let (venue, space) = ground.venue_and_space(&change.after)?;
        let wanted = Placement {
            booking: &change.after,
            space,
            floor: true,
        };
        let way = occupancy.take_if_free(ground.catalogue, venue, wanted, ground.now);
        if !way.is_empty() {
            continue;
        }
        let told = Letter::of(&change);
        set.letters
            .push(told.unwrap_or_else(|| Letter::FreeAgain(Box::new(change.after.clone()))));
        set.changes.push(change);
    }
    Ok(())
}

/// A booking may have been moved away from one place twice.
fn is_the_same(one: &Change, other: &Change) -> bool {
    let place = |one: &Change| {
        let after = &one.after;
        (after.offer_of, after.space_id, after.starts_at)
    };
    one.before.is_none() && place(one) == place(other)
}

/// What was approved is held for its group, a request waits again. None for who is to have nothing back, as it stands after
/// the `changes` that the closure makes.
fn again(
    world: &World<'_>,
    planned: &PlannedClosure<'_>,
    changes: &[Change],
    hit: &closure_hit::Model,
) -> Result<Option<Change>, Error> {
    let ground = &world.ground;
    // The closure may hit where the booking is by now.
    let mut made_way = changes.iter().map(|one| &one.after);
    let before = match made_way.find(|one| one.id == hit.booking_id) {
        Some(after) => after,
        None => world.picture.booking(hit.booking_id)?,
    };
    let Some(space) = ground.catalogue.space_of(hit.space_id) else {
        return Ok(None);
    };
    let act = |action: Action| Act {
        action,
        role: Role::Venue,
        person: ground.actor.who().map(|person| person.id),
        reason: Reason::default(),
    };
    let until = match (hit.outcome, before.status) {
        (Outcome::Cancelled, _) if was_decided_anew(world, hit) => return Ok(None),
        (Outcome::Cancelled, Status::Rejected) => {
            let act = act(Action::Reopen);
            let status = lifecycle::next_of(before, act.action, act.role, ground.now);
            return match status {
                Ok(status) => {
                    let after = ground.turned(before, status, &act)?;
                    Ok(Some(Change::new(before.clone(), after, act)))
                }
                Err(_) => Ok(None),
            };
        }
        // Nobody holds for a group what no manager ever approved of.
        (Outcome::Cancelled, Status::Cancelled) => hit.starts_at,
        // Once it begins elsewhere its group has chosen.
        (Outcome::Moved, Status::Approved) if before.starts_at > ground.now => before.starts_at,
        _ => return Ok(None),
    };
    let stands =
        before.claims() && (before.space_id, before.starts_at) == (hit.space_id, hit.starts_at);
    if stands || has_had_the_choice(world, hit) {
        return Ok(None);
    }
    let place = Alternative {
        space: space.path(),
        starts: planned.venue.zone.local(hit.starts_at),
        ends: planned.venue.zone.local(hit.ends_at),
    };
    let act = act(Action::Offer);
    let offer = held_offer::held_until(ground, before, &place, act.person, until);
    Ok(offer.map(|offer| Change::made(offer, act)))
}

/// Whether the booking had its place back after it made way: what it lost that to since then was no closure, or is another
/// hit.
fn was_decided_anew(world: &World<'_>, hit: &closure_hit::Model) -> bool {
    let reopened = world.closed.reopened.get(&hit.booking_id);
    reopened.is_some_and(|line| line.0 > hit.id.0)
}

/// Who has had the choice is not asked again, however often the closure changes, nor who has taken something else.
fn has_had_the_choice(world: &World<'_>, hit: &closure_hit::Model) -> bool {
    let of_it = |one: &&Booking| one.offer_of == Some(hit.booking_id);
    let mut offers = world.closed.offers.iter().filter(of_it);
    offers.any(|one| {
        let here = (one.space_id, one.starts_at) == (hit.space_id, hit.starts_at);
        let taken = match one.status {
            Status::Approved | Status::CheckedIn | Status::NoShow | Status::Completed => true,
            Status::Pending
            | Status::Rejected
            | Status::Withdrawn
            | Status::Cancelled
            | Status::Expired => false,
        };
        here || taken
    })
}
