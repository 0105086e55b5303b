//! What to offer instead of a time that is taken. Every offer could be asked for as it stands.

use entity::{Instant, SpaceId};
use time::{Duration, PrimitiveDateTime, Time};

use super::{
    broken::Code,
    conflict::{Taken, clashes},
    rules::{Place, Proposal, check},
    slot::Slot,
};
const AT_MOST: usize = 5;
/// Kept for other spaces, where there are any.
const OTHER_SPACES: usize = 2;
const DAYS: i64 = 14;

/// A space that could be offered, with what is taken there: for the wanted space the fortnights before and after the wanted
/// start, for others the wanted time, each with the turnaround around it.
#[derive(Clone, Copy)]
pub struct Candidate<'a> {
    pub place: Place<'a>,
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
        now,
    );
    offers.extend(spaces);
    offers.truncate(AT_MOST);
    offers
}

fn other_times(
    proposal: &Proposal<'_>,
    wanted: &Candidate<'_>,
    at_most: usize,
    now: Instant,
) -> Vec<Suggestion> {
    let place = &wanted.place;
    if !another_time_helps(proposal, place, now) {
        return Vec::new();
    }
    let busy = Busy::new(wanted);
    let mut free: Vec<Slot> = grid(proposal, place)
        .filter(|slot| slot.starts_at >= now && !busy.overlaps(*slot))
        .collect();
    free.sort_by_key(|slot| (distance(*slot, proposal.slot), slot.starts_at));
    free.into_iter()
        .filter_map(|slot| moved(proposal, slot, place))
        .filter(|other| check(other, place, now).is_empty())
        .map(|other| offer(&other, place))
        .take(at_most)
        .collect()
}

/// Whether nothing is wrong with the proposal but its time.
fn another_time_helps(proposal: &Proposal<'_>, place: &Place<'_>, now: Instant) -> bool {
    check(proposal, place, now).iter().all(|broken| {
        matches!(
            broken.code(),
            Code::OutsideHours | Code::Holiday | Code::TooSoon | Code::TooFar | Code::InThePast
        )
    })
}

/// Slots as long as the wanted one inside the openings around it, one for each time of the grid.
fn grid(proposal: &Proposal<'_>, place: &Place<'_>) -> impl Iterator<Item = Slot> {
    let day = proposal.starts.date();
    let first = day.saturating_sub(Duration::days(DAYS));
    let beyond = day.saturating_add(Duration::days(DAYS + 1));
    let openings = place.hours.openings(first, beyond);
    let length = proposal.slot.length();
    let minutes_a_day = (0..24 * 60).step_by(place.space.step_minutes.max(1) as usize);

    (-DAYS..=DAYS)
        .map(move |days| PrimitiveDateTime::new(day, Time::MIDNIGHT) + Duration::days(days))
        .flat_map(move |midnight| {
            minutes_a_day
                .clone()
                .map(move |minute| midnight + Duration::minutes(minute))
        })
        .filter_map(|local| place.zone.instant(local))
        .filter_map(move |starts_at| {
            let slot = Slot {
                starts_at,
                ends_at: Instant(starts_at.0 + length.whole_seconds()),
            };
            let begun = openings.partition_point(|opening| opening.starts_at <= starts_at);
            openings[..begun].last()?.contains(slot).then_some(slot)
        })
}

/// What a slot may not overlap, turnaround included: sorted, and disjoint, so that one look at a neighbour tells.
struct Busy(Vec<Slot>);

impl Busy {
    fn new(candidate: &Candidate<'_>) -> Self {
        let turnaround = i64::from(candidate.place.space.turnaround_minutes);
        let mut all: Vec<Slot> = candidate
            .taken
            .iter()
            .map(|taken| taken.kept_clear(turnaround))
            .collect();
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

fn distance(one: Slot, other: Slot) -> Duration {
    one.starts_at.since(other.starts_at).abs()
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
            let turnaround = i64::from(place.space.turnaround_minutes);
            let there = moved(proposal, proposal.slot, place)?;
            let free = clashes(there.slot, turnaround, other.taken).is_empty();
            (free && check(&there, place, now).is_empty()).then(|| offer(&there, place))
        })
        .take(AT_MOST)
        .collect()
}

/// The proposal at another time or place. None where its wall times would mean another slot: when clocks are put back, one
/// wall time is two instants.
fn moved<'a>(proposal: &Proposal<'a>, slot: Slot, place: &Place<'_>) -> Option<Proposal<'a>> {
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

fn offer(proposal: &Proposal<'_>, place: &Place<'_>) -> Suggestion {
    Suggestion {
        space: place.space.id,
        slot: proposal.slot,
        starts: proposal.starts,
        ends: proposal.ends,
    }
}
