//! Holds and asked-for moves whose answer time is over block nobody: whoever is refused by one lets it expire first.

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    Booking, BookingId, SeriesId,
    audit::{Action, Role},
    booking::Status,
    escalation::Became,
    series,
    space::Unanswered,
};

use super::{
    change::{Act, Change, Letter, SeriesLetter},
    operation::Ground,
};
use crate::{
    error::Error,
    mail::SeriesNews,
    rules::{claimed::over_at, lifecycle, proposal::as_asked, reason::Reason},
};

/// What has to be known of bookings that nobody answered in time, beside their rows.
pub struct Unheard<'a> {
    /// Those whose time was given to another group: their groups were told so then.
    pub given: &'a BTreeSet<BookingId>,
    /// Those of which the administrators have been told in this answer time.
    pub escalated: &'a BTreeSet<BookingId>,
    /// The series of which some are dates.
    pub series: &'a [series::Model],
}

/// What becomes of `overdue` bookings, and who is told. One that is not overdue is left out, and so is one that holds nothing:
/// it is in nobody's way. The dates of one series are told of in one mail.
pub fn expired<'a>(
    ground: &Ground<'_>,
    overdue: impl Iterator<Item = &'a Booking>,
    unheard: &Unheard<'_>,
) -> Result<(Vec<Change>, Vec<Letter>), Error> {
    let mut changes = Vec::new();
    for before in overdue {
        let lapses = before
            .proposed_move()
            .filter(|asks| asks.answer_by <= ground.now);
        if lapses.is_some() {
            changes.push(lapsed(before));
        } else if is_over(ground, before) {
            changes.push(unanswered(ground, before, unheard)?);
        }
    }
    changes.sort_by_key(|one| (one.after.starts_at, one.after.id));
    let letters = letters(ground, &changes, unheard)?;
    Ok((changes, letters))
}

/// A booking whose group asks no longer to be moved, because nobody answered.
#[must_use]
pub fn lapsed(before: &Booking) -> Change {
    let after = Booking {
        sequence: before.sequence + 1,
        version: before.version + 1,
        ..before.clone().proposing(None)
    };
    Change {
        became: Some(Became::MoveLapsed),
        ..Change::new(
            before.clone(),
            after,
            Act::of_the_service(Action::LapseMove),
        )
    }
}

fn unanswered(
    ground: &Ground<'_>,
    before: &Booking,
    unheard: &Unheard<'_>,
) -> Result<Change, Error> {
    let act = Act::of_the_service(Action::Expire);
    let status = lifecycle::next_of(before, Action::Expire, Role::System, ground.now);
    let after = ground.turned(before, status.map_err(Error::State)?, &act)?;
    Ok(Change {
        became: became(ground, before, &act, unheard),
        ..Change::new(before.clone(), after, act)
    })
}

/// What the administrators are to be told when the service itself answers `before`. None when they have been told while the
/// request waited on, when its time was given to another group, which answered it, and where the group did not take what was
/// held for it; and None for what is no answer of the service.
#[must_use]
pub fn became(
    ground: &Ground<'_>,
    before: &Booking,
    act: &Act,
    unheard: &Unheard<'_>,
) -> Option<Became> {
    let answer = match (act.action, act.role) {
        (Action::Expire, _) => Became::Expired,
        (Action::Approve, Role::System) => Became::Approved,
        _ => return None,
    };
    let given = act.action == Action::Expire && unheard.given.contains(&before.id);
    let space = ground.catalogue.space_of(before.space_id);
    let stays = space.is_some_and(|space| space.row.unanswered == Unanswered::Stay);
    let told = stays && unheard.escalated.contains(&before.id);
    (!before.is_held_offer() && !given && !told).then_some(answer)
}

fn is_over(ground: &Ground<'_>, booking: &Booking) -> bool {
    let Some(space) = ground.catalogue.space_of(booking.space_id) else {
        return false;
    };
    let unanswered = if booking.is_held_offer() {
        Unanswered::Expire
    } else {
        space.row.unanswered
    };
    let over_at = over_at(unanswered, booking.answer_by, booking.starts_at);
    let holds = booking.status == Status::Pending && booking.claims();
    holds && over_at.is_some_and(|at| at <= ground.now)
}

/// One for each booking alone, one for each way in which dates of a series went.
fn letters(
    ground: &Ground<'_>,
    changes: &[Change],
    unheard: &Unheard<'_>,
) -> Result<Vec<Letter>, Error> {
    let mut letters = Vec::new();
    let mut together: BTreeMap<(SeriesId, bool), Vec<Booking>> = BTreeMap::new();
    for change in changes {
        let (Some(before), Some(act)) = (&change.before, change.acts.last()) else {
            continue;
        };
        let lapses = before
            .proposed_move()
            .filter(|_| act.action == Action::LapseMove);
        match (before.series_id, lapses) {
            _ if unheard.given.contains(&before.id) && act.action == Action::Expire => {}
            (Some(series), Some(asks)) if asks.of_series => {
                let (venue, _) = ground.venue_and_space(before)?;
                let wanted = as_asked(before, &asks, venue);
                together.entry((series, true)).or_default().push(wanted);
            }
            (Some(series), None) => {
                let dates = together.entry((series, false)).or_default();
                dates.push(change.after.clone());
            }
            _ => letters.push(Letter::Changed {
                act: act.clone(),
                before: Box::new(before.clone()),
                after: Box::new(change.after.clone()),
            }),
        }
    }
    for ((id, lapses), bookings) in together {
        let series = unheard.series.iter().find(|series| series.id == id);
        letters.extend(series.map(|series| {
            Letter::Series(Box::new(SeriesLetter {
                series: series.clone(),
                news: if lapses {
                    SeriesNews::MoveLapsed
                } else {
                    SeriesNews::Expired
                },
                bookings,
                others: Vec::new(),
                known: Vec::new(),
                reason: Reason::default(),
            }))
        }));
    }
    Ok(letters)
}
