//! Writing the dates of a series: all of a new one, or one that could not be had before (see [`super::add()`]).

use entity::{
    AuditId, BookingId, SeriesId, audit, audit::Action, booking::Status, series, series_date,
};

use super::{
    NewSeries, OnConflict, Series, clock,
    look::Seen,
    weigh::{self, Planned},
};
use crate::{
    account::{Actor, Person},
    app::App,
    booking::{
        NewBooking,
        request::{booked_for, plan::Plan},
    },
    db::{Tx, Violation, violation},
    error::Error,
    idempotency::{Once, Outcome},
    ledger::{
        notify_series::News,
        occupancy::Occupancy,
        overdue, rivals,
        store::{self, claims, pools, series as stored},
    },
    quota::open_requests,
    refusal::{
        dates::{Dated, Fate},
        rule::Broken,
    },
    rules::availability,
    slot::Slot,
    venue::Catalogue,
    zone::format_wall,
};

use entity::Booking;

/// How often it starts anew because the catalogue or the series changed under it.
pub const TRIES: u32 = 8;

/// Asks for every date of a rule: approved at once where the space or the asker's standing says so, pending otherwise.
///
/// [`Error::Rules`] tells what is wrong with all dates alike, [`Error::NotAllDates`] which ones cannot be had where that
/// matters: one of them with [`OnConflict::Refuse`], all of them with [`OnConflict::Skip`].
pub async fn request(
    app: &App,
    actor: &Actor,
    new: NewSeries,
    once: Once<Series>,
) -> Result<Outcome<Series>, Error> {
    let (work, actor) = (app.clone(), actor.clone());
    app.detached(async move { whole(&work, &actor, &new, &once).await })
        .await
}

/// What is written.
pub struct Order<'a> {
    pub series: series::Model,
    pub on_conflict: OnConflict,
    /// The date of a series that is there already, and the series as it was seen.
    pub missed: Option<(&'a series_date::Model, &'a Seen)>,
    pub wishes: &'a [NewBooking],
    pub plans: &'a [Planned<'a>],
}

async fn whole(
    app: &App,
    actor: &Actor,
    new: &NewSeries,
    once: &Once<Series>,
) -> Result<Outcome<Series>, Error> {
    let person = actor.signed_in()?;
    let dates = new.rule.read().map_err(Error::Rules)?.occurrences();
    let booked_for = booked_for(app, &new.booking).await?;
    let who = (person, booked_for.as_ref());
    let mut catalogue = app.known_catalogue().await?;
    for _ in 0..TRIES {
        let (known, now) = (&catalogue, app.clock.now());
        let id = SeriesId(app.ids.uuid(now));
        let wishes = &weigh::first_wishes(new, id, &dates);
        let plans = match weigh::plans(app, known, actor, who, wishes) {
            Ok(plans) => plans,
            Err(error) => {
                // A rule may be broken now that was not when the same request came first.
                if let Some(kept) = once.replay(app.db.read(), person.id, now).await? {
                    return Ok(Outcome::Replayed(kept));
                }
                // What was kept may be older than what the asker saw.
                let fresh = app.catalogue().await?;
                if fresh.revision == known.revision {
                    return Err(error);
                }
                catalogue = fresh;
                continue;
            }
        };
        let (Some((venue, space)), Some(first)) = (known.space(&new.booking.space), dates.first())
        else {
            return Err(Error::NotFound);
        };
        let order = &Order {
            series: series::Model {
                id,
                code: app.ids.booking_code(),
                venue_id: venue.row.id,
                space_id: space.row.id,
                every: new.rule.every,
                nth: new.rule.nth,
                starts: format_wall(first.starts),
                ends: format_wall(first.ends),
                created_at: now,
                move_space_id: None,
                move_starts: None,
                move_ends: None,
                move_from: None,
            },
            on_conflict: new.on_conflict,
            missed: None,
            wishes,
            plans: &plans,
        };
        if let Some(outcome) = tried(app, known, person, order, once).await? {
            return Ok(outcome);
        }
        catalogue = app.catalogue().await?;
    }
    Err(Error::Busy)
}

pub async fn tried(
    app: &App,
    catalogue: &Catalogue,
    person: &Person,
    order: &Order<'_>,
    once: &Once<Series>,
) -> Result<Option<Outcome<Series>>, Error> {
    let done = app
        .db
        .write_if(|tx| async move { inside(&tx, app, catalogue, person, order, once).await })
        .await;
    match done {
        Ok(Some(outcome)) => {
            app.mail_wake.notify_one();
            Ok(Some(outcome))
        }
        Err(Error::NotAllDates(mut dates)) => {
            let proposals: Vec<_> = order
                .plans
                .iter()
                .flatten()
                .map(|plan| plan.proposal)
                .collect();
            if let Some(first) = order.plans.iter().flatten().next() {
                let (venue, space) = (first.venue, first.space);
                weigh::offer(app, catalogue, venue, space, &proposals, &mut dates).await?;
            }
            Err(refused(order, dates))
        }
        other => other,
    }
}

/// A single date is refused as a single booking is.
fn refused(order: &Order<'_>, mut dates: Vec<Dated>) -> Error {
    if order.missed.is_none() {
        return Error::NotAllDates(dates);
    }
    match dates.pop().map(|date| date.fate) {
        Some(Fate::Taken {
            conflicts,
            alternatives,
        }) => Error::Conflict {
            conflicts,
            alternatives,
        },
        Some(Fate::Broken(broken)) => not_waived(broken),
        _ => Error::Busy,
    }
}

/// Who adds a date names no rule that they waive.
fn not_waived(mut broken: Vec<Broken>) -> Error {
    for one in &mut broken {
        one.waivable = false;
    }
    Error::Rules(broken)
}

/// None when the catalogue is no longer the one that the rules were read from, or the series not the one that was seen.
async fn inside(
    tx: &Tx,
    app: &App,
    catalogue: &Catalogue,
    person: &Person,
    order: &Order<'_>,
    once: &Once<Series>,
) -> Result<Option<Outcome<Series>>, Error> {
    let now = app.clock.now();
    if let Some(kept) = once.begin_in(tx, person.id, now).await? {
        return Ok(Some(Outcome::Replayed(kept)));
    }
    let wanted: Vec<&Plan<'_>> = order.plans.iter().flatten().collect();
    let slots: Vec<Slot> = wanted.iter().map(|plan| plan.proposal.slot).collect();
    let window = slots.iter().copied().reduce(Slot::and_between);
    let (Some(first), Some(window)) = (wanted.first(), window) else {
        let floor = Occupancy {
            taken: Vec::new(),
            counts: Vec::new(),
        };
        return Err(Error::NotAllDates(weigh::dated(
            catalogue,
            order.wishes,
            order.plans,
            &floor,
        )));
    };
    let pools = first.pools();
    // Who claims nothing clears nothing away.
    let overdue = if first.row.claims() {
        weigh::overdue_near(tx, first.space, &pools, &slots, now).await?
    } else {
        Vec::new()
    };
    first.lock_in(tx, first.locks(&pools, &overdue)).await?;
    let quota = first.conditions.quota.as_ref();
    let around = availability::around(window);
    let standing = claims::standing_in(tx, quota, &first.space.units, around).await?;
    if standing.revision != catalogue.revision {
        return Ok(None);
    }
    if let Some((_, seen)) = order.missed
        && !seen.still_holds_in(tx).await?
    {
        return Ok(None);
    }
    if let Some(quota) = quota {
        let broken = open_requests::check(standing.used, quota.limits);
        if !broken.is_empty() {
            return Err(Error::Rules(broken));
        }
    }
    overdue::expire_in(tx, app, catalogue, &overdue).await?;
    let floor = Occupancy {
        taken: standing.taken,
        counts: pools::on_pools(tx.conn(), &pools, window).await?,
    };
    if order.missed.is_some() {
        // As of a single request: a rule that is broken wins over what is taken.
        let broken = first.exceeded_in(tx).await?;
        if !broken.is_empty() {
            return Err(not_waived(broken));
        }
    }
    let mut dates = weigh::dated(catalogue, order.wishes, order.plans, &floor);
    let exceeded = match &first.counted {
        Some(counted) => {
            let free = weigh::free(order.plans, &dates);
            counted.exceeded_in(tx, &[], &free).await?
        }
        None => Vec::new(),
    };
    let mut rows = weigh::allowed(order.plans, &mut dates, exceeded);
    let enough = match order.on_conflict {
        OnConflict::Refuse => rows.len() == dates.len(),
        OnConflict::Skip => !rows.is_empty(),
    };
    if !enough {
        return Err(Error::NotAllDates(dates));
    }
    let waiting = order.missed.map_or(&[][..], |(_, seen)| &seen.bookings);
    let turned = clock::answered_as_one(&mut rows, &mut dates, waiting, now);
    let taken: Vec<_> = rows.iter().map(|row| (row, first.space)).collect();
    if first.row.claims() && !claims::claim_all_in(tx, &app.ids, first.venue, &taken).await? {
        return Err(Error::Busy);
    }
    let written = Written {
        rows: &rows,
        turned: &turned,
        dates,
    };
    write_in(tx, app, catalogue, person, order, first, written, once).await
}

struct Written<'a> {
    rows: &'a [Booking],
    /// Dates that are to be answered with those.
    turned: &'a [Booking],
    dates: Vec<Dated>,
}

#[expect(
    clippy::too_many_arguments,
    reason = "it writes what was found out, in one place, once"
)]
async fn write_in(
    tx: &Tx,
    app: &App,
    catalogue: &Catalogue,
    person: &Person,
    order: &Order<'_>,
    first: &Plan<'_>,
    written: Written<'_>,
    once: &Once<Series>,
) -> Result<Option<Outcome<Series>>, Error> {
    let now = app.clock.now();
    let Written {
        rows,
        turned,
        dates,
    } = written;
    let line = |row: &Booking| audit::Model {
        id: AuditId(app.ids.uuid(now)),
        booking_id: row.id,
        at: now,
        role: first.role,
        person_id: Some(person.id),
        action: Action::Request,
        status: row.status,
        reason_code: None,
        reason_text: None,
    };
    let mut writes = Vec::new();
    if order.missed.is_none() {
        writes.push(stored::insert(order.series.clone()));
    }
    writes.extend([
        stored::insert_bookings(rows),
        stored::notes(rows.iter().map(line).collect()),
        store::touch(&first.space.units),
    ]);
    let news = News {
        app,
        catalogue,
        venue: first.venue,
        series: &order.series,
        now,
    };
    let series = match order.missed {
        None => {
            writes.push(stored::insert_dates(every_date(order.series.id, &dates)));
            writes.extend(news.requested(&dates));
            Series {
                row: order.series.clone(),
                dates,
            }
        }
        Some((missed, seen)) => {
            let row = rows.first().ok_or(Error::Busy)?;
            writes.push(stored::had_by(&series_date::Model {
                booking_id: Some(row.id),
                ..missed.clone()
            }));
            if let Some(news) = news.of(row) {
                writes.extend(news.requested(row));
            }
            if let Some(like) = turned.first() {
                let ids: Vec<BookingId> = turned.iter().map(|one| one.id).collect();
                writes.push(store::unanswered::turn(&ids, like));
            }
            seen.with_booked(missed.date, row, turned)
        }
    };
    writes.extend(first.remembered.clone());
    if first.row.status == Status::Approved
        && first.has_competitors()
        && let Some(about) = rows.first().and_then(|row| news.of(row))
    {
        writes.extend(rivals::told_by_all_in(tx, &about, rows, &[]).await?);
    }
    writes.extend(once.keep(person.id, &series, catalogue));
    match tx.run_all(writes).await {
        Ok(()) => Ok(Some(Outcome::Done(Box::new(series)))),
        // Something else has one of the codes that were drawn; the next plan draws others.
        Err(error) if violation(&error) == Some(Violation::Unique) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn every_date(series: SeriesId, dates: &[Dated]) -> Vec<series_date::Model> {
    let row = |date: &Dated| series_date::Model {
        series_id: series,
        date: date.starts.date(),
        booking_id: date.fate.booking().map(|booking| booking.id),
        space_id: None,
        starts: None,
        ends: None,
    };
    dates.iter().map(row).collect()
}
