//! What would become of each date, before anything is written: every rule for every date, and what is taken.

use entity::{Booking, SeriesId};

use super::new::NewSeries;
use crate::{
    account::Person,
    booking::{
        NewBooking,
        request::{
            look::somebody,
            new::DateOf,
            plan::{self, RequestPlan},
        },
    },
    error::Error,
    ledger::{
        occupancy::Occupancy,
        operation::{Footprint, Ground, World},
        usage::LimitedBooker,
    },
    quota::open_requests,
    recurrence::Occurrence,
    refusal::{
        conflict::Conflict,
        dates::{DateOutcome, Dated},
        rule::{Code, Violation},
    },
    slot::Slot,
    venue::Catalogue,
    zone::{format_wall, parse_wall},
};

/// A date as it could be written, or every rule that it breaks.
pub type PlannedDate<'a> = Result<RequestPlan<'a>, Vec<Violation>>;

/// One request for each date of a new series. A date that is the only one may be no further ahead than a booking alone.
pub fn first_wishes(new: &NewSeries, series: SeriesId, dates: &[Occurrence]) -> Vec<NewBooking> {
    let has_others = dates.len() > 1;
    wishes(&new.booking, DateOf { series, has_others }, dates)
}

/// One request for each date.
pub fn wishes(of: &NewBooking, series: DateOf, dates: &[Occurrence]) -> Vec<NewBooking> {
    let wish = |date: &Occurrence| NewBooking {
        starts: format_wall(date.starts),
        ends: format_wall(date.ends),
        series: Some(series),
        ..of.clone()
    };
    dates.iter().map(wish).collect()
}

/// The rules of every date. [`Error::Rules`] tells what all of them break alike and no other date would mend.
pub fn plans<'a>(
    ground: &Ground<'a>,
    booked_for: Option<&Person>,
    wishes: &'a [NewBooking],
) -> Result<Vec<PlannedDate<'a>>, Error> {
    let plans = each(ground, booked_for, wishes)?;
    let faults: Vec<&[Violation]> = plans
        .iter()
        .map(|plan| plan.as_ref().err().map_or(&[][..], Vec::as_slice))
        .collect();
    let alike = alike(&faults);
    if alike.is_empty() {
        Ok(plans)
    } else {
        Err(Error::Rules(alike))
    }
}

/// Each date as it could be written, or every rule that it breaks. `booked_for` is the account of whom a manager books for;
/// for who has not signed in it is planned as for anybody.
pub fn each<'a>(
    ground: &Ground<'a>,
    booked_for: Option<&Person>,
    wishes: &'a [NewBooking],
) -> Result<Vec<PlannedDate<'a>>, Error> {
    let person = ground.actor.who().cloned().unwrap_or_else(somebody);
    let plan = |wish| match plan::plan(ground, &person, booked_for, wish) {
        Ok(plan) => Ok(Ok(plan)),
        Err(Error::Rules(broken)) => Ok(Err(broken)),
        Err(error) => Err(error),
    };
    wishes.iter().map(plan).collect()
}

/// What all these dates together may touch. None where each of them breaks a rule.
pub fn footprint(plans: &[PlannedDate<'_>]) -> Option<Footprint> {
    let wanted: Vec<&RequestPlan<'_>> = plans.iter().flatten().collect();
    let first = wanted.first()?;
    let slots: Vec<Slot> = wanted.iter().map(|plan| plan.proposal.slot).collect();
    let counted: Option<&LimitedBooker<'_>> = first.counted.as_ref();
    Some(Footprint {
        usage: counted.and_then(|counted| counted.usage(&slots)),
        wants: wanted.iter().map(|plan| plan.want()).collect(),
        ..first.footprint()
    })
}

/// What becomes of each date, and the bookings of those that can be had. [`Error::Rules`] when the booker has asked for enough.
pub fn evaluated(
    world: &World<'_>,
    wishes: &[NewBooking],
    plans: &[PlannedDate<'_>],
) -> Result<(Vec<Dated>, Vec<Booking>), Error> {
    let first = plans.iter().flatten().next();
    let quota = first.and_then(|plan| plan.open_requests.as_ref());
    let broken = open_requests::exceeded(world.used, quota);
    if !broken.is_empty() {
        return Err(Error::Rules(broken));
    }
    let mut dates = dated(world.ground.catalogue, wishes, plans, &world.occupancy);
    let counted = first.and_then(|plan| plan.counted.as_ref());
    let exceeded = counted.map_or_else(Vec::new, |counted| {
        counted.weigh(&world.held, &[], &free(plans, &dates))
    });
    let rows = allowed(plans, &mut dates, exceeded);
    Ok((dates, rows))
}

/// What every date breaks, but for what another date might not.
pub fn alike(faults: &[&[Violation]]) -> Vec<Violation> {
    let Some((first, others)) = faults.split_first() else {
        return Vec::new();
    };
    let everywhere = |one: &&Violation| {
        let same = |other: &Violation| (other.field, other.code()) == (one.field, one.code());
        !goes_by_date(one.code()) && others.iter().all(|broken| broken.iter().any(same))
    };
    let of_rule = |one: &Violation| Violation {
        field: match one.field {
            "starts" => "rule.first.starts",
            "ends" => "rule.first.ends",
            other => other,
        },
        ..one.clone()
    };
    first.iter().filter(everywhere).map(of_rule).collect()
}

fn goes_by_date(code: Code) -> bool {
    matches!(
        code,
        Code::OutsideHours | Code::Holiday | Code::TooSoon | Code::TooFar | Code::InThePast
    )
}

/// One date of each plan; the free ones are told as free.
pub fn dated(
    catalogue: &Catalogue,
    wishes: &[NewBooking],
    plans: &[PlannedDate<'_>],
    floor: &Occupancy,
) -> Vec<Dated> {
    let dated = |(wish, plan): (&NewBooking, &PlannedDate<'_>)| {
        let outcome = match plan {
            Err(broken) => DateOutcome::Broken(broken.clone()),
            Ok(plan) => {
                let (venue, space) = (plan.venue, plan.space);
                let way = floor.in_the_way(
                    catalogue,
                    venue,
                    (space, &space.units),
                    &plan.proposal,
                    None,
                    plan.now,
                );
                taken_or_free(way)
            }
        };
        Some(Dated {
            starts: parse_wall(&wish.starts)?,
            ends: parse_wall(&wish.ends)?,
            outcome,
        })
    };
    wishes.iter().zip(plans).filter_map(dated).collect()
}

/// The times of the free dates.
pub fn free(plans: &[PlannedDate<'_>], dates: &[Dated]) -> Vec<Slot> {
    let free = plans.iter().zip(dates).filter(|(_, date)| is_free(date));
    free.filter_map(|(plan, _)| Some(plan.as_ref().ok()?.proposal.slot))
        .collect()
}

fn is_free(date: &Dated) -> bool {
    matches!(date.outcome, DateOutcome::Free)
}

/// The bookings of the free dates, as they may be written. `exceeded` tells of each free date in order which quotas of the
/// venue it exceeds: unless they are waived it is not free.
pub fn allowed(
    plans: &[PlannedDate<'_>],
    dates: &mut [Dated],
    exceeded: Vec<Vec<Violation>>,
) -> Vec<Booking> {
    let mut exceeded = exceeded.into_iter();
    let mut rows = Vec::new();
    for (plan, date) in plans.iter().zip(dates) {
        let Some(plan) = plan.as_ref().ok().filter(|_| is_free(date)) else {
            continue;
        };
        let mut row = plan.row.clone();
        let mut broken = plan.offered(exceeded.next().unwrap_or_default());
        plan.waive_quota(&mut row, &mut broken);
        if broken.is_empty() {
            rows.push(row);
        } else {
            date.outcome = DateOutcome::Broken(broken);
        }
    }
    rows
}

pub fn taken_or_free(conflicts: Vec<Conflict>) -> DateOutcome {
    if conflicts.is_empty() {
        DateOutcome::Free
    } else {
        DateOutcome::Taken {
            conflicts,
            alternatives: Vec::new(),
        }
    }
}
