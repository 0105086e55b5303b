//! The house's rules for a request: all that are broken at once, so that nobody learns of them one by one.

use entity::{
    Borrowed, Instant,
    space::{self, Who},
};
use time::{Date, Duration, PrimitiveDateTime, Time};

use super::turnaround::Use;
use crate::{
    refusal::rule::{Detail, InvalidInput, Violation},
    slot::Slot,
    venue::{
        Space, Venue,
        hours::{Hours, HoursVerdict},
    },
    zone::{Zone, format_wall, parse_wall},
};

use entity::booking::{Model as Booking, ProposedMove};

/// What somebody asks for.
#[derive(Clone, Copy, Debug)]
pub struct Proposal<'a> {
    pub slot: Slot,
    /// Wall times of the venue; `slot` is made of them.
    pub starts: PrimitiveDateTime,
    pub ends: PrimitiveDateTime,
    pub attendees: i32,
    /// Slug; the first of the space when none.
    pub layout: Option<&'a str>,
    pub stock: &'a Borrowed,
    /// Whether it is asked for in the name of a group.
    pub for_group: bool,
    /// Whether a manager of the venue asks.
    pub by_manager: bool,
    /// Whether it is a date of a series, which may be asked for further ahead.
    pub in_series: bool,
}

impl<'a> Proposal<'a> {
    /// The use that it would be.
    #[must_use]
    pub fn use_of(&self, space: &'a space::Model) -> Use<'a> {
        let first = space.layouts.0.first().map(String::as_str);
        Use {
            space,
            layout: self.layout.or(first),
        }
    }
}

/// A space with the hours and the zone of its venue: what a proposal is checked against.
#[derive(Clone, Copy)]
pub struct SpaceHours<'a> {
    pub space: &'a space::Model,
    pub hours: Hours<'a>,
    pub zone: &'a Zone,
}

/// No booking is longer, whoever asks: then whatever reaches into a day began within so many days before it, and nobody has to
/// look further back.
pub const LONGEST_DAYS: u16 = 31;

/// The instants between two wall times, at most [`LONGEST_DAYS`] apart.
pub fn slot(
    starts: PrimitiveDateTime,
    ends: PrimitiveDateTime,
    zone: &Zone,
) -> Result<Slot, Vec<Violation>> {
    let starts_at = zone.instant(starts);
    let ends_at = zone.instant(ends);
    if let (Some(starts_at), Some(ends_at)) = (starts_at, ends_at) {
        let max = LONGEST_DAYS;
        let flaw = match Slot::new(starts_at, ends_at) {
            Some(slot) if slot.length() <= Duration::days(max.into()) => return Ok(slot),
            Some(_) => InvalidInput::TooFarApart { max },
            None => InvalidInput::EndsBeforeStart,
        };
        return Err(vec![Violation::invalid("ends", flaw)]);
    }
    Err([("starts", starts_at), ("ends", ends_at)]
        .into_iter()
        .filter(|(_, instant)| instant.is_none())
        .map(|(field, _)| Violation::invalid(field, InvalidInput::NoSuchTime))
        .collect())
}

/// Every rule that the proposal breaks; empty when it may be asked for.
#[must_use]
pub fn check(proposal: &Proposal<'_>, place: &SpaceHours<'_>, now: Instant) -> Vec<Violation> {
    let mut broken = Vec::new();
    broken.extend(distance(proposal, place, now));
    broken.extend(hours(proposal, place));
    broken.extend(off_grid("starts", proposal.starts, place.space));
    broken.extend(off_grid("ends", proposal.ends, place.space));
    broken.extend(length(proposal.slot, place.space));
    broken.extend(attendees(proposal.attendees, place.space));
    broken.extend(layout(proposal.layout, place.space));
    broken.extend(who(proposal, place.space));
    broken
}

/// Of a use that takes place anyhow: only what is newly said is looked at.
#[must_use]
pub fn check_use(
    attendees: Option<i32>,
    layout: Option<&str>,
    space: &space::Model,
) -> Vec<Violation> {
    let people = attendees.and_then(|attendees| self::attendees(attendees, space));
    people
        .into_iter()
        .chain(self::layout(layout, space))
        .collect()
}

/// Of a use that only ends earlier: every rule but those that hold back how little is asked for.
#[must_use]
pub fn check_earlier_end(
    slot: Slot,
    ends: PrimitiveDateTime,
    space: &space::Model,
    now: Instant,
) -> Vec<Violation> {
    let past = slot.ends_at < now;
    let past = past.then(|| Violation::new("ends", Detail::InThePast));
    past.into_iter()
        .chain(off_grid("ends", ends, space))
        .collect()
}

/// The last day on which something may begin that is asked for now.
#[must_use]
pub fn latest(horizon_days: i32, zone: &Zone, now: Instant) -> Date {
    let today = zone.local(now).date();
    today.saturating_add(Duration::days(i64::from(horizon_days)))
}

fn distance(proposal: &Proposal<'_>, place: &SpaceHours<'_>, now: Instant) -> Option<Violation> {
    let space = place.space;
    let earliest = now.plus_hours(i64::from(space.notice_hours));
    let horizon_days = if proposal.in_series {
        space.series_horizon_days
    } else {
        space.horizon_days
    };
    let latest = latest(horizon_days, place.zone, now);
    let facts = if proposal.slot.starts_at < now {
        Detail::InThePast
    } else if proposal.slot.starts_at < earliest {
        Detail::TooSoon {
            earliest: grid_from(place.zone.local(earliest), space),
        }
    } else if proposal.starts.date() > latest {
        Detail::TooFar { latest }
    } else {
        return None;
    };
    Some(Violation::new("starts", facts))
}

fn hours(proposal: &Proposal<'_>, place: &SpaceHours<'_>) -> Option<Violation> {
    let date = proposal.starts.date();
    let facts = match place.hours.judge(proposal.slot) {
        HoursVerdict::Inside => return None,
        HoursVerdict::Holiday(day) => Detail::Holiday {
            date: day.date,
            name: day.name.clone(),
        },
        HoursVerdict::Outside { openings } => Detail::OutsideHours { date, openings },
    };
    let first_minute = Slot {
        ends_at: proposal.slot.starts_at.plus_minutes(1),
        ..proposal.slot
    };
    let begins_well = place.hours.judge(first_minute) == HoursVerdict::Inside;
    let field = if begins_well { "ends" } else { "starts" };
    Some(Violation::new(field, facts))
}

fn off_grid(field: &'static str, at: PrimitiveDateTime, space: &space::Model) -> Option<Violation> {
    let before = grid_until(at, space);
    let after = grid_from(at, space);
    (before != at).then(|| Violation::new(field, Detail::OffGrid { before, after }))
}

/// The last time of the grid not after `at`.
fn grid_until(at: PrimitiveDateTime, space: &space::Model) -> PrimitiveDateTime {
    let since_midnight = at.time() - Time::MIDNIGHT;
    let step = i64::from(space.step_minutes.max(1));
    let minutes = since_midnight.whole_minutes() / step * step;
    at.replace_time(Time::MIDNIGHT)
        .saturating_add(Duration::minutes(minutes))
}

/// The first time of the grid not before `at`. The grid begins anew at every midnight.
fn grid_from(at: PrimitiveDateTime, space: &space::Model) -> PrimitiveDateTime {
    let before = grid_until(at, space);
    if before == at {
        return at;
    }
    let midnight = at
        .replace_time(Time::MIDNIGHT)
        .saturating_add(Duration::DAY);
    before
        .saturating_add(Duration::minutes(i64::from(space.step_minutes)))
        .min(midnight)
}

fn length(slot: Slot, space: &space::Model) -> Option<Violation> {
    let min_minutes = i64::from(space.min_minutes);
    let max_minutes = i64::from(space.max_minutes);
    let facts = if slot.length() < Duration::minutes(min_minutes) {
        Detail::TooShort { min_minutes }
    } else if slot.length() > Duration::minutes(max_minutes) {
        Detail::TooLong { max_minutes }
    } else {
        return None;
    };
    Some(Violation::new("ends", facts))
}

fn attendees(attendees: i32, space: &space::Model) -> Option<Violation> {
    let facts = if attendees < 1 {
        Detail::Invalid(InvalidInput::LessThanOne)
    } else if attendees > space.capacity {
        Detail::TooManyPeople {
            capacity: space.capacity,
        }
    } else {
        return None;
    };
    Some(Violation::new("attendees", facts))
}

fn layout(layout: Option<&str>, space: &space::Model) -> Option<Violation> {
    let layout = layout?;
    let allowed = &space.layouts.0;
    let unknown = || Detail::UnknownLayout {
        allowed: allowed.clone(),
    };
    (!allowed.iter().any(|known| known == layout)).then(|| Violation::new("layout", unknown()))
}

fn who(proposal: &Proposal<'_>, space: &space::Model) -> Option<Violation> {
    let entitled = proposal.by_manager
        || match space.who {
            Who::Anyone => true,
            Who::Group => proposal.for_group,
            // Nobody checks groups yet.
            Who::Verified => false,
        };
    let facts = Detail::NotEntitled { who: space.who };
    (!entitled).then_some(Violation::new("group", facts))
}

/// The booking as if its group asked for it again, in the layout that it has, if it has one.
#[must_use]
pub fn proposal_of<'a>(booking: &'a Booking, venue: &Venue) -> Proposal<'a> {
    Proposal {
        slot: Slot {
            starts_at: booking.starts_at,
            ends_at: booking.ends_at,
        },
        starts: parse_wall(&booking.starts).unwrap_or_else(|| venue.zone.local(booking.starts_at)),
        ends: parse_wall(&booking.ends).unwrap_or_else(|| venue.zone.local(booking.ends_at)),
        attendees: booking.attendees,
        layout: Some(&*booking.layout).filter(|layout| !layout.is_empty()),
        stock: &booking.stock,
        for_group: booking.group_name.is_some(),
        by_manager: false,
        in_series: booking.series_id.is_some(),
    }
}

/// The booking as its group asks for it.
#[must_use]
pub fn as_asked(booking: &Booking, asks: &ProposedMove, venue: &Venue) -> Booking {
    let wall = |at| format_wall(venue.zone.local(at));
    Booking {
        space_id: asks.space_id,
        starts: wall(asks.starts_at),
        ends: wall(asks.ends_at),
        starts_at: asks.starts_at,
        ends_at: asks.ends_at,
        layout: asks.layout.clone(),
        // What was waived for the old time says nothing of the new one.
        waived: entity::Slugs::default(),
        waive_reason: None,
        ..booking.clone().proposing(None)
    }
}

/// The layout that it has, or the first where the space does not know it.
pub fn layout_in<'a>(space: &'a Space, layout: &str) -> &'a str {
    let layouts = &space.row.layouts.0;
    let same = layouts.iter().find(|known| *known == layout);
    same.or(layouts.first()).map_or("", String::as_str)
}
