//! What an operation decided, read line by line; and what holds of every decision, whoever made it.

use std::collections::BTreeSet;

use entity::{
    Booking, BookingId,
    audit::{Action, Role},
    booking::Status,
};

use crate::{
    error::Error,
    ledger::{
        change::{Act, Change, ChangeSet, Letter},
        delta::Delta,
        operation::{Footprint, Operation, World},
    },
    mail::SeriesNews,
    refusal::{
        conflict::ConflictKind,
        dates::DateVerdict,
        rule::{Code, Detail, InvalidInput, Violation},
    },
};

/// Footprint and decision, as the gate takes them, and nothing that every operation promises is broken.
pub fn decided<O: Operation>(
    operation: &O,
    world: &World<'_>,
) -> Result<ChangeSet<O::Done>, Error> {
    let foot = operation.footprint(&world.picture, &world.ground)?;
    let set = operation.decide(world)?;
    if let Some(broken) = broken(world, &foot, &set) {
        panic!("{broken}: {:#?}", set.changes);
    }
    Ok(set)
}

/// The first promise that a decision breaks.
pub fn broken<D>(world: &World<'_>, foot: &Footprint, set: &ChangeSet<D>) -> Option<String> {
    let mut seen = BTreeSet::new();
    for change in &set.changes {
        let (id, after) = (change.after.id, &change.after);
        if !seen.insert(id) {
            return Some(format!("{id} changes twice"));
        }
        // What lapses on the way is a version of its own.
        let grows = i32::try_from(change.acts.len().max(1)).unwrap();
        let version = change.before.as_ref().map_or(1, |one| one.version + grows);
        if after.version != version {
            return Some(format!("{id} is not the next version"));
        }
        if let Some(before) = &change.before {
            if before.id != id || world.picture.bookings.get(&id) != Some(before) {
                return Some(format!("{id} was not read"));
            }
            // Who is hit by a closure, and gets something back, is found and locked by the gate.
            let locked = foot.bookings.contains(&id) || foot.closing.is_some();
            if change.is_seen() && !locked {
                return Some(format!("{id} changes unlocked"));
            }
        }
        if let Some(unwanted) = unwanted(world, foot, change) {
            return Some(unwanted);
        }
    }
    None
}

/// What the change claims anew where the footprint says nothing of it.
fn unwanted(world: &World<'_>, foot: &Footprint, change: &Change) -> Option<String> {
    let catalogue = world.ground.catalogue;
    let mut delta = Delta::default();
    let before = change.before.as_ref();
    delta.add(catalogue, before, &change.after, world.ground.now);
    for (id, claim) in &delta.floor {
        let wanted = foot.wants.iter().any(|want| {
            let space = catalogue.space_of(want.space).unwrap();
            want.clears && want.slot.contains(claim.slot) && space.units.contains(&claim.unit)
        });
        // What is kept for a move and is no more than it was needs no look.
        let kept = before.is_some_and(|one| one.proposed_move().is_some()) && claim.proposed;
        if !wanted && !kept {
            return Some(format!("{id} claims floor that nobody looked at"));
        }
    }
    for (id, claim) in &delta.counts {
        if !foot.pools.contains(&claim.pool) {
            return Some(format!("{id} takes of a pool that is not locked"));
        }
    }
    None
}

/// Who became what, in order.
pub fn became<D>(set: &ChangeSet<D>) -> Vec<(BookingId, Status)> {
    let after = set.changes.iter().map(|one| &one.after);
    after.map(|one| (one.id, one.status)).collect()
}

/// The one change that there is.
pub fn only<D>(set: &ChangeSet<D>) -> &Change {
    let [change] = &*set.changes else {
        panic!("not one change: {:#?}", set.changes)
    };
    change
}

pub fn acts(change: &Change) -> Vec<(Action, Role)> {
    change
        .acts
        .iter()
        .map(|act| (act.action, act.role))
        .collect()
}

/// What somebody is told.
#[derive(Debug, PartialEq, Eq)]
pub enum Told {
    Requested(BookingId),
    Series(SeriesNews, usize),
    SeriesRequested(usize),
    Changed(Action, Role, BookingId),
    MadeRoom(BookingId),
    FreeAgain,
    TimeGiven(BookingId),
    Wrote(Role),
}

pub fn told<D>(set: &ChangeSet<D>) -> Vec<Told> {
    let one = |letter: &Letter| match letter {
        Letter::Requested(booking) => Told::Requested(booking.id),
        Letter::SeriesRequested { dates, .. } => Told::SeriesRequested(dates.len()),
        Letter::Changed {
            act: Act { action, role, .. },
            after,
            ..
        } => Told::Changed(*action, *role, after.id),
        Letter::MadeRoom { after, .. } => Told::MadeRoom(after.id),
        Letter::FreeAgain(_) => Told::FreeAgain,
        Letter::TimeGiven { request, .. } => Told::TimeGiven(request.id),
        Letter::Wrote { role, .. } => Told::Wrote(*role),
        Letter::Series(letter) => Told::Series(letter.news, letter.bookings.len()),
    };
    set.letters.iter().map(one).collect()
}

/// The rules for which something was refused, with their fields.
pub fn rules<T>(refused: Result<T, Error>) -> Vec<(&'static str, Code)> {
    let broken = broken_rules(refused);
    broken.iter().map(|one| (one.field, one.code())).collect()
}

pub fn broken_rules<T>(refused: Result<T, Error>) -> Vec<Violation> {
    match refused {
        Err(Error::Rules(broken)) => broken,
        Err(other) => panic!("not for a rule: {other:?}"),
        Ok(_) => panic!("not refused"),
    }
}

/// The flaw of the one field for which something was refused.
pub fn flaw<T>(refused: Result<T, Error>) -> (&'static str, InvalidInput) {
    match &*broken_rules(refused) {
        [
            Violation {
                field,
                facts: Detail::Invalid(flaw),
                ..
            },
        ] => (field, *flaw),
        other => panic!("not one flaw: {other:?}"),
    }
}

/// What was in the way.
pub fn in_the_way<T>(refused: Result<T, Error>) -> Vec<ConflictKind> {
    match refused {
        Err(Error::Conflict { conflicts, .. }) => conflicts.iter().map(|one| one.kind).collect(),
        Err(other) => panic!("nothing is in the way: {other:?}"),
        Ok(_) => panic!("not refused"),
    }
}

/// What would become of each date of a series that was refused.
pub fn verdicts<T>(refused: Result<T, Error>) -> Vec<DateVerdict> {
    match refused {
        Err(Error::NotAllDates(dates)) => dates.iter().map(|one| one.outcome.verdict()).collect(),
        Err(other) => panic!("not for its dates: {other:?}"),
        Ok(_) => panic!("not refused"),
    }
}

pub fn state<T>(refused: Result<T, Error>) -> crate::refusal::state::StateRefusal {
    match refused {
        Err(Error::State(why)) => why,
        Err(other) => panic!("not for its state: {other:?}"),
        Ok(_) => panic!("not refused"),
    }
}

/// One of them, as a slice.
pub fn one(booking: &Booking) -> &[Booking] {
    std::slice::from_ref(booking)
}
