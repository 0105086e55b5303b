//! What a manager said, made into times and spaces. Everything that is wrong with it at once.

use std::sync::Arc;

use entity::{ClosureId, Instant, closure};
use time::PrimitiveDateTime;

use super::input::{Again, ClosureTimes, NewClosure};
use crate::{
    account::Actor,
    error::Error,
    recurrence::RuleInput,
    refusal::{
        rule::{Detail, InvalidInput, Violation},
        state::StateRefusal,
    },
    rules::{
        area::{hull, joined, split},
        closure::Closure,
        proposal,
        reason::{self, Reason},
    },
    slot::Slot,
    venue::{Catalogue, Space, Venue},
    zone::{Zone, parse_wall},
};

/// Nobody closes a hall for longer without looking again.
const LONGEST_DAYS: u16 = 731;

/// So long somebody may look at what is to be closed from now on. Then it begins in the minute in which it is closed.
const LOOKING_HOURS: i64 = 1;

/// When the minute that runs began. Closures go by the minute, and that one is not over yet.
#[must_use]
pub fn this_minute(now: Instant) -> Instant {
    Instant(now.0 - now.0.rem_euclid(60))
}

/// A new closure, called `id`, as it is to be. [`Error::Forbidden`] for who does not manage the venue; [`Error::Rules`] tells
/// every fault at once.
pub fn of_new<'a>(
    new: &NewClosure,
    catalogue: &'a Catalogue,
    actor: &Actor,
    id: ClosureId,
    now: Instant,
) -> Result<(&'a Arc<Venue>, Closure), Error> {
    let person = actor.signed_in()?;
    let venue = catalogue
        .venue(&new.venue)
        .ok_or_else(|| Error::invalid("venue", InvalidInput::Unknown))?;
    if !actor.manages(venue.row.id) {
        return Err(Error::Forbidden);
    }
    let mut faults = Vec::new();
    let spaces = chosen(venue, new.spaces.as_deref()).unwrap_or_else(|flaw| {
        faults.push(Violation::invalid("spaces", flaw));
        Vec::new()
    });
    let reason = reason::of_closure(catalogue, &new.reason);
    let reason = reason.unwrap_or_else(|error| {
        if let Error::Rules(broken) = error {
            faults.extend(broken);
        }
        Reason::default()
    });
    let times = times(new, &venue.zone, this_minute(now)).unwrap_or_else(|broken| {
        faults.extend(broken);
        Vec::new()
    });
    let Some(whole) = hull(&times).filter(|_| faults.is_empty()) else {
        return Err(Error::Rules(faults));
    };
    let row = closure::Model {
        id,
        venue_id: venue.row.id,
        starts_at: whole.starts_at,
        ends_at: whole.ends_at,
        reason_code: reason.code,
        reason_text: reason.text,
        closed_by: Some(person.id),
        created_at: now,
        taken_back_at: None,
        version: 1,
    };
    let spaces = spaces.iter().map(|space| space.row.id).collect();
    Ok((venue, Closure { row, spaces, times }))
}

/// All of a venue when none is named, retired ones too: somebody may still have a booking there.
fn chosen<'a>(venue: &'a Venue, named: Option<&[String]>) -> Result<Vec<&'a Space>, InvalidInput> {
    let Some(named) = named else {
        return Ok(venue.spaces.iter().map(AsRef::as_ref).collect());
    };
    if named.is_empty() {
        return Err(InvalidInput::Missing);
    }
    let own = |slug: &String| {
        let path = slug.strip_prefix(&format!("{}/", venue.row.slug));
        let space = venue.space(path.unwrap_or(slug));
        space.map(AsRef::as_ref).ok_or(InvalidInput::Unknown)
    };
    let mut spaces = named.iter().map(own).collect::<Result<Vec<&Space>, _>>()?;
    spaces.sort_by_key(|space| space.row.position);
    spaces.dedup_by_key(|space| space.row.id);
    Ok(spaces)
}

fn times(new: &NewClosure, zone: &Zone, now: Instant) -> Result<Vec<Slot>, Vec<Violation>> {
    let (starts, ends) = walls(&new.starts, &new.ends)?;
    let first = proposal::slot(starts, ends, zone)?;
    let longest = i64::from(LONGEST_DAYS);
    if first.length().whole_days() > longest {
        let max = LONGEST_DAYS;
        return Err(vec![Violation::invalid(
            "ends",
            InvalidInput::TooFarApart { max },
        )]);
    }
    if from_now_on(first, now).is_none() {
        return Err(vec![Violation::new("starts", Detail::InThePast)]);
    }
    let times = match &new.again {
        None => vec![first],
        Some(again) => repeated(again, new, zone)?,
    };
    Ok(split(&times, now).1)
}

/// What is to come of a time that somebody said an hour ago or less; none of an older one.
fn from_now_on(said: Slot, now: Instant) -> Option<Slot> {
    let lately = said.starts_at >= now.plus_hours(-LOOKING_HOURS);
    Slot::new(said.starts_at.max(now), said.ends_at).filter(|_| lately)
}

fn repeated(again: &Again, new: &NewClosure, zone: &Zone) -> Result<Vec<Slot>, Vec<Violation>> {
    let said = RuleInput {
        every: again.every,
        nth: again.nth,
        starts: new.starts.clone(),
        ends: new.ends.clone(),
        until: again.until.clone(),
        count: again.count,
    };
    let mut broken = match said.read() {
        Ok(rule) => {
            let dates = rule.occurrences().into_iter();
            let times = dates.filter_map(|one| on_the_clock(one.starts, one.ends, zone));
            return Ok(joined(times.collect()));
        }
        Err(broken) => broken,
    };
    for one in &mut broken {
        one.field = match one.field {
            "rule.first.starts" => "starts",
            "rule.first.ends" => "ends",
            other => other,
        };
    }
    Err(broken)
}

/// A wall time that is skipped on one of many dates is the end of the skip.
fn on_the_clock(starts: PrimitiveDateTime, ends: PrimitiveDateTime, zone: &Zone) -> Option<Slot> {
    Slot::new(zone.instant_or_next(starts), zone.instant_or_next(ends))
}

fn walls(
    starts: &str,
    ends: &str,
) -> Result<(PrimitiveDateTime, PrimitiveDateTime), Vec<Violation>> {
    match (parse_wall(starts), parse_wall(ends)) {
        (Some(starts), Some(ends)) => Ok((starts, ends)),
        (starts, ends) => Err([("starts", starts), ("ends", ends)]
            .into_iter()
            .filter(|(_, read)| read.is_none())
            .map(|(field, _)| Violation::invalid(field, InvalidInput::Malformed))
            .collect()),
    }
}

/// The closure with other times. [`Error::State`] when nothing of it is to come. What has passed stays as it was; of one that
/// comes again, all times to come change alike: by as much as the one that is next, or that runs.
pub fn of_change(
    before: &Closure,
    change: &ClosureTimes,
    zone: &Zone,
    now: Instant,
) -> Result<Closure, Error> {
    let now = this_minute(now);
    let next = before
        .next(now)
        .ok_or(Error::State(StateRefusal::HasEnded))?;
    let wall = |said: &Option<String>, at| match said {
        None => Ok(zone.local(at)),
        Some(said) => parse_wall(said).ok_or(InvalidInput::Malformed),
    };
    let starts =
        wall(&change.starts, next.starts_at).map_err(|flaw| Error::invalid("starts", flaw))?;
    let ends = wall(&change.ends, next.ends_at).map_err(|flaw| Error::invalid("ends", flaw))?;
    let mut said = proposal::slot(starts, ends, zone).map_err(Error::Rules)?;
    if said.starts_at != next.starts_at {
        let begins = from_now_on(said, now).filter(|_| next.starts_at >= now);
        let past = || Error::Rules(vec![Violation::new("starts", Detail::InThePast)]);
        said = begins.ok_or_else(past)?;
    }
    // What has passed stays closed: who ends it meanwhile ends it now.
    said.ends_at = said.ends_at.max(now);
    if said.length().whole_days() > i64::from(LONGEST_DAYS) {
        let max = LONGEST_DAYS;
        return Err(Error::invalid("ends", InvalidInput::TooFarApart { max }));
    }
    let (later, longer) = (
        zone.local(said.starts_at) - zone.local(next.starts_at),
        zone.local(said.ends_at) - zone.local(next.ends_at),
    );
    let times = before.times.iter().filter_map(|time| {
        if time.ends_at <= now {
            return Some(*time);
        }
        if *time == next {
            return Some(said);
        }
        let (starts, ends) = (zone.local(time.starts_at), zone.local(time.ends_at));
        on_the_clock(
            starts.saturating_add(later),
            ends.saturating_add(longer),
            zone,
        )
    });
    Ok(before.at(joined(times.collect())))
}

/// The closure without what is to come of it. [`Error::State`] when nothing is.
pub fn of_end(before: &Closure, now: Instant) -> Result<Closure, Error> {
    let minute = this_minute(now);
    before
        .next(minute)
        .ok_or(Error::State(StateRefusal::HasEnded))?;
    let (past, _) = split(&before.times, minute);
    let mut after = before.at(past);
    after.row.taken_back_at = Some(now);
    Ok(after)
}
