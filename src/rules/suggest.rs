//! What to offer instead of a time that is taken. Every offer could be asked for as it stands.

use entity::{Instant, SpaceId};
use time::{Date, Duration, PrimitiveDateTime, Time};

use super::{
    conflict::{Taken, clashes},
    proposal::{Proposal, SpaceHours, check},
};
use crate::{refusal::rule::Code, slot::Slot};

const AT_MOST: usize = 5;
/// Kept for other spaces, where there are any.
const OTHER_SPACES: usize = 2;
const DAYS: i64 = 14;

/// A space that could be offered, with what is in the way of the proposal there: in the wanted space within a fortnight of the
/// wanted slot, in others within the slot; both with the longest turnaround before and after.
#[derive(Clone, Copy)]
pub struct Candidate<'a> {
    pub place: SpaceHours<'a>,
    pub taken: &'a [Taken],
}

/// Wall times are those of the space's venue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suggestion {
    pub space: SpaceId,
    pub slot: Slot,
    pub starts: PrimitiveDateTime,
    pub ends: PrimitiveDateTime,
}

/// Where other times of the wanted space are looked for.
#[must_use]
pub fn around(slot: Slot) -> Slot {
    within(slot, DAYS)
}

fn within(slot: Slot, days: i64) -> Slot {
    slot.widened(days * 24 * 60)
}

/// Up to five: first other times in the wanted space, nearest first, then `others` at the wanted time, those most like the
/// wanted space first.
#[must_use]
pub fn alternatives(
    proposal: &Proposal<'_>,
    wanted: &Candidate<'_>,
    others: &[Candidate<'_>],
    now: Instant,
) -> Vec<Suggestion> {
    let spaces = other_spaces(proposal, wanted, others, now);
    let mut offers = other_times(
        proposal,
        wanted,
        AT_MOST - spaces.len().min(OTHER_SPACES),
        DAYS,
        now,
    );
    offers.extend(spaces);
    offers.truncate(AT_MOST);
    offers
}

/// The free time of the wanted space that is nearest, at most so many days away: what is taken there has to be known for
/// as many days `around` the wanted slot.
#[must_use]
pub fn nearest(
    proposal: &Proposal<'_>,
    wanted: &Candidate<'_>,
    days: i64,
    now: Instant,
) -> Option<Suggestion> {
    other_times(proposal, wanted, 1, days, now).pop()
}

fn other_times(
    proposal: &Proposal<'_>,
    wanted: &Candidate<'_>,
    at_most: usize,
    days_away: i64,
    now: Instant,
) -> Vec<Suggestion> {
    let place = &wanted.place;
    if !another_time_helps(proposal, place, now) {
        return Vec::new();
    }
    let day = proposal.starts.date();
    let openings = place.hours.openings(
        day.saturating_sub(Duration::days(days_away)),
        day.saturating_add(Duration::days(days_away + 1)),
    );
    let seconds = proposal.slot.length().whole_seconds();
    let busy = Busy::new(wanted);
    let good_on = |date| {
        grid(date, place)
            .map(|starts_at| Slot {
                starts_at,
                ends_at: Instant(starts_at.0.saturating_add(seconds)),
            })
            .filter(|slot| slot.starts_at >= now && is_open(&openings, *slot))
            .filter(|slot| {
                within(proposal.slot, days_away).contains(*slot) && !busy.overlaps(*slot)
            })
            .filter_map(|slot| moved(proposal, slot, place))
            .filter(|other| check(other, place, now).is_empty())
    };

    let distance = |other: &Proposal<'_>| other.slot.starts_at.since(proposal.slot.starts_at).abs();
    let mut near: Vec<Proposal<'_>> = good_on(day).collect();
    for days in 1..=days_away {
        // Days further off have nothing nearer; the hour is for days on which clocks change.
        let settled = Duration::days(days - 1) - Duration::HOUR;
        near.sort_by_key(|other| (distance(other), other.slot));
        if near
            .get(at_most - 1)
            .is_some_and(|last| distance(last) < settled)
        {
            break;
        }
        near.extend(good_on(day.saturating_sub(Duration::days(days))));
        near.extend(good_on(day.saturating_add(Duration::days(days))));
    }
    near.sort_by_key(|other| (distance(other), other.slot));
    near.iter()
        .take(at_most)
        .map(|other| suggestion(other, place))
        .collect()
}

/// Whether nothing is wrong with the proposal but its time.
#[must_use]
pub fn another_time_helps(proposal: &Proposal<'_>, place: &SpaceHours<'_>, now: Instant) -> bool {
    check(proposal, place, now).iter().all(|broken| {
        matches!(
            broken.code(),
            Code::OutsideHours
                | Code::Holiday
                | Code::TooSoon
                | Code::TooFar
                | Code::InThePast
                | Code::OffGrid
        )
    })
}

/// The times of the space's grid on one day.
fn grid(date: Date, place: &SpaceHours<'_>) -> impl Iterator<Item = Instant> {
    let step = place.space.step_minutes.max(1) as usize;
    let midnight = PrimitiveDateTime::new(date, Time::MIDNIGHT);
    (0..24 * 60)
        .step_by(step)
        .map(move |minute| midnight.saturating_add(Duration::minutes(minute)))
        .filter_map(|local| place.zone.instant(local))
}

/// `openings` ascend.
fn is_open(openings: &[Slot], slot: Slot) -> bool {
    let begun = openings.partition_point(|opening| opening.starts_at <= slot.starts_at);
    openings[..begun]
        .last()
        .is_some_and(|opening| opening.contains(slot))
}

/// What a slot may not overlap, turnaround included: sorted, and disjoint, so that one look at a neighbour tells.
struct Busy(Vec<Slot>);

impl Busy {
    fn new(candidate: &Candidate<'_>) -> Self {
        let mut all: Vec<Slot> = candidate.taken.iter().map(Taken::kept_clear).collect();
        all.sort_unstable();
        all.dedup_by(|next, last| {
            let joined = next.starts_at <= last.ends_at;
            if joined {
                last.ends_at = last.ends_at.max(next.ends_at);
            }
            joined
        });
        Self(all)
    }

    fn overlaps(&self, slot: Slot) -> bool {
        let over = self
            .0
            .partition_point(|busy| busy.ends_at <= slot.starts_at);
        self.0.get(over).is_some_and(|busy| busy.overlaps(slot))
    }
}

fn other_spaces(
    proposal: &Proposal<'_>,
    wanted: &Candidate<'_>,
    others: &[Candidate<'_>],
    now: Instant,
) -> Vec<Suggestion> {
    let liked = wanted.place.space;
    let mut fitting: Vec<&Candidate<'_>> = others
        .iter()
        .filter(|other| other.place.space.id != liked.id)
        .collect();
    fitting.sort_by_key(|other| {
        let space = other.place.space;
        let missing = liked.equipment.0.iter();
        let missing = missing.filter(|item| !space.equipment.0.contains(item));
        // What is too small does not pass the rules, so the smallest is the closest.
        (
            space.kind != liked.kind,
            missing.count(),
            space.capacity,
            space.position,
        )
    });
    fitting
        .into_iter()
        .filter_map(|other| {
            let place = &other.place;
            let there = moved(proposal, proposal.slot, place)?;
            let free = clashes(there.slot, other.taken).is_empty();
            (free && check(&there, place, now).is_empty()).then(|| suggestion(&there, place))
        })
        .take(AT_MOST)
        .collect()
}

/// The proposal at another time or place. None where its wall times would mean another slot: when clocks are put back, one
/// wall time is two instants.
fn moved<'a>(proposal: &Proposal<'a>, slot: Slot, place: &SpaceHours<'_>) -> Option<Proposal<'a>> {
    let starts = place.zone.local(slot.starts_at);
    let ends = place.zone.local(slot.ends_at);
    let meant = place.zone.instant(starts) == Some(slot.starts_at)
        && place.zone.instant(ends) == Some(slot.ends_at);
    meant.then_some(Proposal {
        slot,
        starts,
        ends,
        ..*proposal
    })
}

fn suggestion(proposal: &Proposal<'_>, place: &SpaceHours<'_>) -> Suggestion {
    Suggestion {
        space: place.space.id,
        slot: proposal.slot,
        starts: proposal.starts,
        ends: proposal.ends,
    }
}
