//! What would become of each date, before anything is written: every rule for every date, and what is taken.

use entity::{BookingId, Instant, SeriesId};
use time::PrimitiveDateTime;
use uuid::Uuid;

use super::NewSeries;
use crate::{
    account::{Actor, Person},
    app::App,
    booking::{
        NewBooking,
        request::{
            self, DateOf,
            plan::{self, Plan},
        },
    },
    db::Tx,
    error::Error,
    ledger::{
        alternatives,
        occupancy::Occupancy,
        store::{pools, series, taken},
    },
    recurrence::Occurrence,
    refusal::{
        conflict::{self, InTheWay},
        dates::{Dated, Fate},
        rule::{Broken, Code},
    },
    rules::{
        availability,
        proposal::{Proposal, layout_in},
    },
    slot::Slot,
    venue::{Catalogue, Space, Venue},
    zone::{format_wall, parse_wall},
};

use entity::Booking;

/// A date as it could be written, or every rule that it breaks.
pub type Planned<'a> = Result<Plan<'a>, Vec<Broken>>;

/// What would become of each date if it were asked for now, with nothing written: also for who has not signed in yet.
/// [`Error::Rules`] tells what is wrong with all of them alike.
pub async fn weigh(app: &App, actor: &Actor, new: &NewSeries) -> Result<Vec<Dated>, Error> {
    let catalogue = app.catalogue().await?;
    let person = actor.who().cloned().unwrap_or_else(request::somebody);
    let rule = new.rule.read().map_err(Error::Rules)?;
    let wishes = first_wishes(new, SeriesId(Uuid::nil()), &rule.occurrences());
    let booked_for = request::booked_for(app, &new.booking).await?;
    let who = (&person, booked_for.as_ref());
    let plans = plans(app, &catalogue, actor, who, &wishes)?;
    looked_up(app, &catalogue, &wishes, &plans).await
}

/// What is wrong with all dates alike, as [`weigh()`] tells it, without a look at what is taken.
pub async fn check(app: &App, actor: &Actor, new: &NewSeries) -> Result<(), Error> {
    let catalogue = app.catalogue().await?;
    let person = actor.who().cloned().unwrap_or_else(request::somebody);
    let rule = new.rule.read().map_err(Error::Rules)?;
    let wishes = first_wishes(new, SeriesId(Uuid::nil()), &rule.occurrences());
    plans(app, &catalogue, actor, (&person, None), &wishes).map(|_| ())
}

/// Those of a new series. One date alone is none that may be as far ahead.
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

/// The request of a series, said again for dates that it has not got: `like` is one of its bookings.
pub fn again(like: &Booking, space: &Space) -> NewBooking {
    NewBooking {
        space: space.path(),
        title: like.title.clone(),
        attendees: like.attendees,
        phone: like.contact_phone.clone(),
        group: like.group_name.clone(),
        programme: like.programme.clone(),
        layout: Some(layout_in(space, &like.layout).to_owned()),
        stock: like.stock.clone(),
        note: like.note.clone(),
        public: like.public,
        language: like.language,
        ..NewBooking::default()
    }
}

/// The rules of every date. [`Error::Rules`] tells what all of them break alike and no other date would mend.
pub fn plans<'a>(
    app: &App,
    catalogue: &'a Catalogue,
    actor: &Actor,
    (person, booked_for): (&Person, Option<&Person>),
    wishes: &'a [NewBooking],
) -> Result<Vec<Planned<'a>>, Error> {
    let plans = each(app, catalogue, actor, (person, booked_for), wishes)?;
    let faults: Vec<&[Broken]> = plans
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

/// `booked_for`: the account of whom a manager books for.
pub fn each<'a>(
    app: &App,
    catalogue: &'a Catalogue,
    actor: &Actor,
    (person, booked_for): (&Person, Option<&Person>),
    wishes: &'a [NewBooking],
) -> Result<Vec<Planned<'a>>, Error> {
    let plan = |wish| match plan::plan(app, catalogue, actor, person, booked_for, wish) {
        Ok(plan) => Ok(Ok(plan)),
        Err(Error::Rules(broken)) => Ok(Err(broken)),
        Err(error) => Err(error),
    };
    wishes.iter().map(plan).collect()
}

/// What every date breaks, but for what another date might not.
pub fn alike(faults: &[&[Broken]]) -> Vec<Broken> {
    let Some((first, others)) = faults.split_first() else {
        return Vec::new();
    };
    let everywhere = |one: &&Broken| {
        let same = |other: &Broken| (other.field, other.code()) == (one.field, one.code());
        !goes_by_date(one.code()) && others.iter().all(|broken| broken.iter().any(same))
    };
    let of_rule = |one: &Broken| Broken {
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
    plans: &[Planned<'_>],
    floor: &Occupancy,
) -> Vec<Dated> {
    let dated = |(wish, plan): (&NewBooking, &Planned<'_>)| {
        let fate = match plan {
            Err(broken) => Fate::Broken(broken.clone()),
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
            fate,
        })
    };
    wishes.iter().zip(plans).filter_map(dated).collect()
}

/// The times of the free dates.
pub fn free(plans: &[Planned<'_>], dates: &[Dated]) -> Vec<Slot> {
    let free = plans.iter().zip(dates).filter(|(_, date)| is_free(date));
    free.filter_map(|(plan, _)| Some(plan.as_ref().ok()?.proposal.slot))
        .collect()
}

fn is_free(date: &Dated) -> bool {
    matches!(date.fate, Fate::Free)
}

/// The bookings of the free dates, as they may be written. `exceeded` tells of each free date in order which quotas of the
/// venue it exceeds: unless they are waived it is not free.
pub fn allowed(
    plans: &[Planned<'_>],
    dates: &mut [Dated],
    exceeded: Vec<Vec<Broken>>,
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
            date.fate = Fate::Broken(broken);
        }
    }
    rows
}

pub fn taken_or_free(conflicts: Vec<InTheWay>) -> Fate {
    if conflicts.is_empty() {
        Fate::Free
    } else {
        Fate::Taken {
            conflicts,
            alternatives: Vec::new(),
        }
    }
}

/// As things stand now, with alternatives.
pub async fn looked_up(
    app: &App,
    catalogue: &Catalogue,
    wishes: &[NewBooking],
    plans: &[Planned<'_>],
) -> Result<Vec<Dated>, Error> {
    let conn = app.db.read();
    let wanted: Vec<&Plan<'_>> = plans.iter().filter_map(|plan| plan.as_ref().ok()).collect();
    let slots = wanted.iter().map(|plan| plan.proposal.slot);
    let window = slots.reduce(Slot::and_between);
    // Most series have one space; of one that was moved from a date on the earlier dates stay where it was.
    let mut places: Vec<(&Venue, &Space)> =
        wanted.iter().map(|plan| (plan.venue, plan.space)).collect();
    places.sort_by_key(|(_, space)| space.row.id);
    places.dedup_by_key(|(_, space)| space.row.id);
    let mut floor = Occupancy {
        taken: Vec::new(),
        counts: Vec::new(),
    };
    if let Some(window) = window {
        let spaces = places.iter().map(|(_, space)| *space);
        let mut units: Vec<_> = { spaces }.flat_map(|space| space.units.clone()).collect();
        units.sort_unstable();
        units.dedup();
        let mut pools: Vec<_> = wanted.iter().flat_map(|plan| plan.pools()).collect();
        pools.sort_unstable();
        pools.dedup();
        floor.taken = taken::on_units(conn, &units, availability::around(window)).await?;
        floor.counts = pools::on_pools(conn, &pools, window).await?;
    }
    let mut dates = dated(catalogue, wishes, plans, &floor);
    if let Some(counted) = wanted.first().and_then(|first| first.counted.as_ref()) {
        let exceeded = counted.exceeded_now(app, &free(plans, &dates)).await?;
        allowed(plans, &mut dates, exceeded);
    }
    for (venue, space) in places {
        let here = wanted
            .iter()
            .filter(|plan| plan.space.row.id == space.row.id);
        let proposals: Vec<_> = here.map(|plan| plan.proposal).collect();
        offer(app, catalogue, venue, space, &proposals, &mut dates).await?;
    }
    Ok(dates)
}

/// Finds alternatives for the dates that are taken. Each would be asked for alone.
pub async fn offer(
    app: &App,
    catalogue: &Catalogue,
    venue: &Venue,
    space: &Space,
    proposals: &[Proposal<'_>],
    dates: &mut [Dated],
) -> Result<(), Error> {
    let mut lacking: Vec<(PrimitiveDateTime, &mut Vec<conflict::Offer>)> = dates
        .iter_mut()
        .filter_map(|date| match &mut date.fate {
            Fate::Taken { alternatives, .. } => Some((date.starts, alternatives)),
            _ => None,
        })
        .collect();
    let taken: Vec<Proposal<'_>> = proposals
        .iter()
        .filter(|one| lacking.iter().any(|(starts, _)| *starts == one.starts))
        .map(|one| Proposal {
            in_series: false,
            ..*one
        })
        .collect();
    let (conn, now) = (app.db.read(), app.clock.now());
    let found =
        alternatives::alternatives_to_all(conn, catalogue, venue, space, &taken, now).await?;
    for (proposal, offers) in taken.iter().zip(found) {
        for (starts, alternatives) in &mut lacking {
            if *starts == proposal.starts {
                alternatives.clone_from(&offers);
            }
        }
    }
    Ok(())
}

/// Holds near these slots whose time is over, with what asks to be moved with them. Read before locking, to know whose units
/// are to be locked too.
pub async fn overdue_near(
    tx: &Tx,
    space: &Space,
    pools: &[entity::PoolId],
    slots: &[Slot],
    now: Instant,
) -> Result<Vec<BookingId>, Error> {
    let Some(window) = slots.iter().copied().reduce(Slot::and_between) else {
        return Ok(Vec::new());
    };
    let window = availability::around(window);
    let overdue = series::overdue(tx.conn(), &space.units, pools, window, now).await?;
    let near = |booking: &Booking| {
        let asked = booking.proposed_move().map(|asks| Slot {
            starts_at: asks.starts_at,
            ends_at: asks.ends_at,
        });
        let around = |slot: &Slot| {
            let around = availability::around(*slot);
            around.overlaps(Slot::of(booking)) || asked.is_some_and(|asked| around.overlaps(asked))
        };
        slots.iter().any(around)
    };
    let near = overdue.iter().filter(|booking| near(booking));
    let mut ids: Vec<BookingId> = near.map(|booking| booking.id).collect();
    ids.extend(series::overdue_with(tx.conn(), &ids, now).await?);
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}
