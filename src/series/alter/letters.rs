//! Who is told of a series that is altered: the group and the house, with one mail each.

use entity::{
    Booking, BookingId,
    audit::{Action, Role},
    booking::Status,
    series,
};

use super::{plan::Moved, times::SeriesChange};
use crate::{
    error::Error,
    ledger::{
        change::{Letter, SeriesLetter},
        operation::Ground,
    },
    mail::SeriesNews,
    rules::{proposal::as_asked, reason::Reason},
    venue::Venue,
};

/// The letters to both sides: on the move that is asked for or no longer asked for, and on what is so from now on.
/// [`Error::NotFound`] only where somebody has deleted the venue.
pub fn letters(
    what: &SeriesChange,
    ground: &Ground<'_>,
    row: &series::Model,
    moved: &[Moved<'_>],
    after: &[Booking],
) -> Result<Vec<Letter>, Error> {
    let venue = ground.catalogue.venue_of(row.venue_id);
    let mut letters = proposal_letters(row, venue.ok_or(Error::NotFound)?, moved);
    letters.extend(done(what, row, moved, after));
    Ok(letters)
}

/// Of what is so from now on.
fn done(
    what: &SeriesChange,
    row: &series::Model,
    moved: &[Moved<'_>],
    after: &[Booking],
) -> Vec<Letter> {
    let changes = |one: &Moved<'_>| {
        !matches!(
            one.to.action,
            Action::ProposeMove | Action::DeclineMove | Action::LapseMove | Action::TakeBackMove
        )
    };
    let pairs = moved.iter().zip(after).filter(|(one, _)| changes(one));
    let (moved, after): (Vec<&Moved<'_>>, Vec<Booking>) =
        pairs.map(|(one, after)| (one, after.clone())).unzip();
    if moved.is_empty() {
        return Vec::new();
    }
    let known = after.iter().filter(|one| one.status == Status::Approved);
    let known: Vec<BookingId> = known.map(|one| one.id).collect();
    let kinds = kinds(what, &moved, !known.is_empty());
    let reason = moved.first().map(|one| one.to.reason.clone());
    let reason = &reason.unwrap_or_default();
    let told = kinds
        .iter()
        .map(|kind| letter(row, *kind, &after, &known, reason));
    told.collect()
}

/// To the group and to the house. Whoever only changed what was said knows; the group also gets a new title into its
/// calendar.
fn kinds(what: &SeriesChange, moved: &[&Moved<'_>], invited: bool) -> Vec<SeriesNews> {
    let by_group = moved.iter().any(|one| one.to.role == Role::Booker);
    match what {
        SeriesChange::Times(_) if by_group => vec![SeriesNews::Moved, SeriesNews::MovedByGroup],
        SeriesChange::Times(_) | SeriesChange::Answer(_) => vec![SeriesNews::Moved],
        SeriesChange::Details(..) if !moved.iter().any(|one| one.is_told()) => Vec::new(),
        SeriesChange::Details(..) if !by_group => vec![SeriesNews::Changed],
        SeriesChange::Details(..) => {
            let titled = |one: &&Moved<'_>| one.before.title != one.to.after.title;
            let entries = (invited && moved.iter().any(titled)).then_some(SeriesNews::Changed);
            let house = SeriesNews::ChangedByGroup;
            entries.into_iter().chain([house]).collect()
        }
    }
}

/// The letters on a move that is asked for, and on one that is not to be, with the times that were asked for.
fn proposal_letters(row: &series::Model, venue: &Venue, moved: &[Moved<'_>]) -> Vec<Letter> {
    let reason = moved.first().map(|one| one.to.reason.clone());
    let reason = &reason.unwrap_or_default();
    let mut letters = Vec::new();
    for (action, kinds) in [
        (
            Action::ProposeMove,
            &[SeriesNews::MoveReceived, SeriesNews::MoveProposed][..],
        ),
        (Action::DeclineMove, &[SeriesNews::MoveDeclined]),
        (Action::LapseMove, &[SeriesNews::MoveLapsed]),
        (Action::TakeBackMove, &[SeriesNews::MoveTakenBack]),
    ] {
        // What is asked for instead is told in the same breath.
        if action == Action::TakeBackMove && moved.iter().any(Moved::asks) {
            continue;
        }
        let of_it = moved.iter().filter(|one| one.to.action == action);
        let wanted: Vec<Booking> = of_it
            .filter_map(|one| {
                let new = one.to.after.proposed_move();
                let answer_by = new.as_ref().map(|asks| asks.answer_by);
                let asks = new.or_else(|| one.before.proposed_move())?;
                Some(Booking {
                    move_answer_by: answer_by,
                    ..as_asked(&one.before, &asks, venue)
                })
            })
            .collect();
        let told = kinds
            .iter()
            .map(|kind| letter(row, *kind, &wanted, &[], reason));
        letters.extend(told.filter(|_| !wanted.is_empty()));
    }
    letters
}

fn letter(
    row: &series::Model,
    news: SeriesNews,
    bookings: &[Booking],
    known: &[BookingId],
    reason: &Reason,
) -> Letter {
    Letter::Series(Box::new(SeriesLetter {
        series: row.clone(),
        news,
        bookings: bookings.to_vec(),
        others: Vec::new(),
        known: known.to_vec(),
        reason: reason.clone(),
    }))
}
