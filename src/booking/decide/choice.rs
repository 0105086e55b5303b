//! A group that lost its place and has several others held for it chooses one of them, or has its own back: what becomes of the
//! rest.

use entity::{
    Booking, SeriesId,
    audit::{Action, Role},
    booking::Status,
};

use crate::{
    error::Error,
    ledger::{
        change::{Act, Change, ChangeSet, Letter, OwnRow},
        operation::{Ground, Picture, World},
    },
    refusal::state::StateRefusal,
    rules::{lifecycle, reason::Reason},
};

/// What has no use once `action` is decided on `booking`: of several places held for the group all but the one that it takes,
/// with the booking that it lost and has elsewhere; or all of them when the group has its old place back. What is over lapses
/// by itself.
pub fn moot(
    action: Action,
    picture: &Picture,
    booking: &Booking,
    ground: &Ground<'_>,
) -> Vec<Booking> {
    let takes = action == Action::Approve && booking.is_held_offer();
    // Who never lost it has not got it back.
    let is_back = action == Action::Reopen && !booking.claims();
    if !takes && !is_back {
        return Vec::new();
    }
    let stands =
        |one: &&Booking| one.id != booking.id && one.answer_by.is_some_and(|by| by > ground.now);
    let mut moot: Vec<Booking> = picture.held.iter().filter(stands).cloned().collect();
    if takes {
        let elsewhere = booking.offer_of.and_then(|id| picture.bookings.get(&id));
        moot.extend(elsewhere.filter(|one| one.claims()).cloned());
    }
    moot
}

/// Adds to `set` that what is `moot` is given back. The group knows: it has chosen. [`Error::State`] when the booking that
/// stands elsewhere has begun: then there is no choice any more.
pub fn end<D>(
    set: &mut ChangeSet<D>,
    ground: &Ground<'_>,
    moot: &[Booking],
    act: &Act,
) -> Result<(), Error> {
    // None of it is a cancellation to be held against the group, nor one more act of its hour.
    let act = Act {
        action: Action::Cancel,
        role: Role::System,
        person: act.person,
        reason: Reason::default(),
    };
    for before in moot {
        if before.is_held_offer() {
            let after = ground.turned(before, Status::Withdrawn, &act)?;
            set.changes
                .push(Change::new(before.clone(), after, act.clone()));
            continue;
        }
        let status = lifecycle::next_of(before, act.action, Role::Booker, ground.now)
            .map_err(|_| Error::State(StateRefusal::OfferOver))?;
        let after = ground.turned(before, status, &act)?;
        // It changes places: its calendar has to know.
        set.letters.push(Letter::Changed {
            act: Act {
                role: Role::Booker,
                ..act.clone()
            },
            before: Box::new(before.clone()),
            after: Box::new(after.clone()),
        });
        set.changes
            .push(Change::new(before.clone(), after, act.clone()));
    }
    Ok(())
}

/// The date of a series that a group has from now on with what was held for it, in place of the booking that it lost. None unless
/// `action` is a yes to a place held for it, and the lost booking was a date.
pub fn date_taken(
    action: Action,
    world: &World<'_>,
    booking: &Booking,
) -> Option<(SeriesId, OwnRow)> {
    if action != Action::Approve || !booking.is_held_offer() {
        return None;
    }
    let mut dates = world.picture.dates.iter();
    let mut date = dates
        .find(|date| date.booking_id == booking.offer_of)?
        .clone();
    date.booking_id = Some(booking.id);
    Some((date.series_id, OwnRow::DateHad(date)))
}
