//! What becomes of each booking in the way of a closure.

use std::collections::BTreeMap;

use entity::{
    Booking, BookingId, HitId, Instant,
    audit::{Action, Role},
    booking::Status,
    closure_hit::{self, Outcome},
};

use super::{
    hits,
    input::{Resolve, ResolveWay, Say},
    planned::PlannedClosure,
};
use crate::{
    booking::alter::{altered::Altered, place::NewPlace, proposal::ProposalAnswer},
    error::Error,
    ledger::{
        change::{Act, Change, Instead, Letter},
        operation::Ground,
    },
    refusal::{closure::HitPart, rule::InvalidInput},
    rules::{lifecycle, permit, reason::Reason},
    slot::Slot,
    zone::{format_wall, parse_wall},
};

/// What becomes of a booking in the way.
#[derive(Clone, Debug)]
pub enum Resolution {
    Move(NewPlace),
    /// It runs, and ends in the minute in which it closes.
    Cut(Instant),
    End,
}

/// A booking that makes way.
pub struct MadeWay {
    pub change: Change,
    /// None where the letter waits for what is free instead.
    pub letter: Option<Letter>,
    pub hit: closure_hit::Model,
    /// Whether the booking has to find room elsewhere.
    pub goes_elsewhere: bool,
}

/// One for each of the bookings. [`Error::Rules`] when one is missing, named twice, or not hit.
pub fn of_each(
    say: &Say,
    planned: &PlannedClosure<'_>,
    bookings: &[&Booking],
    ground: &Ground<'_>,
) -> Result<BTreeMap<BookingId, Resolution>, Error> {
    let mut resolutions = BTreeMap::new();
    for Resolve { booking, way } in &say.resolve {
        let Some(hit) = bookings.iter().find(|hit| hit.id == *booking) else {
            return Err(Error::invalid("resolve", InvalidInput::Unknown));
        };
        let resolution = resolution(planned, hit, way, ground);
        if resolutions.insert(*booking, resolution).is_some() {
            return Err(Error::invalid("resolve", InvalidInput::Twice));
        }
    }
    if resolutions.len() < bookings.len() {
        return Err(Error::invalid("resolve", InvalidInput::Missing));
    }
    Ok(resolutions)
}

fn resolution(
    planned: &PlannedClosure<'_>,
    booking: &Booking,
    way: &ResolveWay,
    ground: &Ground<'_>,
) -> Resolution {
    let cut = hits::cut_at(ground.catalogue, &planned.area, booking, ground.now);
    match (way, cut) {
        // Who is there already has been there.
        (ResolveWay::Cancel, Some(at)) if booking.status == Status::CheckedIn => {
            Resolution::Cut(at)
        }
        (ResolveWay::Cancel, _) => Resolution::End,
        (ResolveWay::Move(place), Some(at)) if is_cut(planned, booking, place, at, ground) => {
            Resolution::Cut(at)
        }
        (ResolveWay::Move(place), _) => Resolution::Move(place.clone()),
    }
}

/// Whether the booking is only to end earlier where it is: at `at`, or at a minute that has passed since somebody looked.
fn is_cut(
    planned: &PlannedClosure<'_>,
    booking: &Booking,
    place: &NewPlace,
    at: Instant,
    ground: &Ground<'_>,
) -> bool {
    let space = ground.catalogue.space_of(booking.space_id);
    let here = match (&place.space, space) {
        (Some(path), Some(space)) => *path == space.path(),
        (named, _) => named.is_none(),
    };
    let instant = |said: &str| planned.venue.zone.instant(parse_wall(said)?);
    let ends_at = instant(&place.ends);
    let ends = ends_at.is_some_and(|ends| ends == at || ends < ground.now && ends < at);
    here && ends && instant(&place.starts) == Some(booking.starts_at)
}

/// The booking as it is to be once a manager has moved it there, by the life cycle and the rules.
pub fn altered<'a>(
    ground: &Ground<'a>,
    booking: &Booking,
    place: &NewPlace,
) -> Result<Altered<'a>, Error> {
    let (venue, space) = ground.venue_and_space(booking)?;
    let (catalogue, actor, now) = (ground.catalogue, ground.actor, ground.now);
    let altered = place.planned(catalogue, actor, booking, venue, space, now)?;
    if altered.after == *booking {
        // It would stay where it is in the way.
        return Err(Error::invalid("resolve", InvalidInput::Unknown));
    }
    Ok(altered)
}

/// The booking once it has made way, by the life cycle and the rules. Nobody's calendar is looked at.
pub fn made_way(
    planned: &PlannedClosure<'_>,
    booking: &Booking,
    resolution: &Resolution,
    ground: &Ground<'_>,
) -> Result<MadeWay, Error> {
    match resolution {
        Resolution::Move(place) => {
            let altered = altered(ground, booking, place)?;
            let shortens = altered.action == Action::Shorten;
            let there = ground.catalogue.space_of(altered.after.space_id);
            let meets = |space| planned.area.meets(space, Slot::of(&altered.after));
            if shortens && there.is_some_and(|space| meets(space)) {
                // Cut short too late it would still be in the way.
                return Err(Error::invalid("resolve", InvalidInput::Unknown));
            }
            let (action, role, after) = (altered.action, altered.role, altered.after);
            let change = change(planned, booking, after, (action, role), ground);
            Ok(MadeWay {
                goes_elsewhere: !shortens,
                ..displaced(planned, change, booking, Outcome::Moved, ground)
            })
        }
        Resolution::Cut(at) => {
            let action = Action::Shorten;
            let (role, _) = permit::allowed(ground.actor, booking, action, ground.now)?;
            let after = Booking {
                ends: format_wall(planned.venue.zone.local(*at)),
                ends_at: *at,
                ..booking.clone().proposing(None)
            };
            let change = change(planned, booking, after, (action, role), ground);
            Ok(displaced(planned, change, booking, Outcome::Moved, ground))
        }
        Resolution::End => ended(planned, booking, ground),
    }
}

fn ended(
    planned: &PlannedClosure<'_>,
    booking: &Booking,
    ground: &Ground<'_>,
) -> Result<MadeWay, Error> {
    let action = match (
        hits::on(ground.catalogue, &planned.area, booking),
        booking.status,
    ) {
        (HitPart::AskedMove, _) => {
            let answer = ProposalAnswer::Decline(reason(planned));
            let (catalogue, now) = (ground.catalogue, ground.now);
            let altered = answer.planned(catalogue, ground.actor, booking, planned.venue, now)?;
            let (action, role, after) = (altered.action, altered.role, altered.after);
            let change = change(planned, booking, after, (action, role), ground);
            return Ok(displaced(
                planned,
                change,
                booking,
                Outcome::Declined,
                ground,
            ));
        }
        (HitPart::Booking, Status::Pending) if !booking.is_held_offer() => Action::Reject,
        (HitPart::Booking, _) => Action::Cancel,
    };
    let (role, status) = may_end(booking, action, ground)?;
    let act = act(planned, (action, role), ground);
    let after = ground.turned(booking, status, &act)?;
    let change = Change::new(booking.clone(), after.clone(), act.clone());
    let hit = hit(planned, booking, Outcome::Cancelled, ground);
    if booking.starts_at > ground.now {
        let change = Change {
            instead: Some(Instead { held: 0 }),
            ..change
        };
        return Ok(MadeWay {
            change,
            letter: None,
            hit,
            goes_elsewhere: false,
        });
    }
    Ok(MadeWay {
        change,
        letter: Some(Letter::MadeRoom {
            act,
            before: Box::new(booking.clone()),
            after: Box::new(after),
            held: Vec::new(),
            free: Vec::new(),
        }),
        hit,
        goes_elsewhere: false,
    })
}

fn may_end(
    booking: &Booking,
    action: Action,
    ground: &Ground<'_>,
) -> Result<(Role, Status), Error> {
    if action == Action::Cancel && ground.actor.manages(booking.venue_id) {
        let closed = lifecycle::closed_over(booking, ground.now).map_err(Error::State)?;
        if let Some(status) = closed {
            return Ok((Role::Venue, status));
        }
    }
    permit::allowed(ground.actor, booking, action, ground.now)
}

/// Why, in the words of the closure.
fn reason(planned: &PlannedClosure<'_>) -> Reason {
    Reason {
        code: planned.after.row.reason_code.clone(),
        text: planned.after.row.reason_text.clone(),
    }
}

fn act(planned: &PlannedClosure<'_>, (action, role): (Action, Role), ground: &Ground<'_>) -> Act {
    Act {
        action,
        role,
        person: ground.actor.who().map(|person| person.id),
        reason: reason(planned),
    }
}

fn change(
    planned: &PlannedClosure<'_>,
    before: &Booking,
    after: Booking,
    way: (Action, Role),
    ground: &Ground<'_>,
) -> Change {
    let after = Booking {
        sequence: before.sequence + 1,
        version: before.version + 1,
        ..after
    };
    Change::new(before.clone(), after, act(planned, way, ground))
}

/// A booking that has made way by `change`, with the letter and the row of the closure that tell of the booking.
fn displaced(
    planned: &PlannedClosure<'_>,
    change: Change,
    before: &Booking,
    outcome: Outcome,
    ground: &Ground<'_>,
) -> MadeWay {
    MadeWay {
        letter: Letter::of(&change),
        change,
        hit: hit(planned, before, outcome, ground),
        goes_elsewhere: false,
    }
}

fn hit(
    planned: &PlannedClosure<'_>,
    before: &Booking,
    outcome: Outcome,
    ground: &Ground<'_>,
) -> closure_hit::Model {
    closure_hit::Model {
        id: HitId(ground.ids.uuid(ground.now)),
        closure_id: planned.after.row.id,
        booking_id: before.id,
        at: ground.now,
        space_id: before.space_id,
        starts_at: before.starts_at,
        ends_at: before.ends_at,
        outcome,
        told_at: None,
        told_by: None,
    }
}
