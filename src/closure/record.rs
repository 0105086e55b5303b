//! What there is to see of closures, and who was told by telephone.

use entity::{BookingId, ClosureId, HitId, Instant, OutboxId, VenueId};

use crate::{
    account::Actor,
    app::App,
    error::Error,
    ledger::store::{
        calls,
        closures::{self as store, HitToCall},
    },
    rules::closure::Closure,
    slot::Slot,
};

/// Who starts so soon is called: a mail may not be read in time.
const SOON_HOURS: i64 = 48;

/// The closures of a venue by start: of more than 200 those that end last. Only its managers.
pub async fn list(app: &App, actor: &Actor, venue: VenueId) -> Result<Vec<Closure>, Error> {
    actor.signed_in()?;
    if !actor.manages(venue) {
        return Err(Error::Forbidden);
    }
    Ok(store::of_venue(app.db.read(), venue).await?)
}

/// The closures of a venue that stand at some time of `day`, or both before it and after it, as one may that comes again.
/// Only managers of the venue.
pub async fn of_day(
    app: &App,
    actor: &Actor,
    venue: VenueId,
    day: Slot,
) -> Result<Vec<Closure>, Error> {
    actor.signed_in()?;
    if !actor.manages(venue) {
        return Err(Error::Forbidden);
    }
    Ok(store::near(app.db.read(), venue, day, None).await?)
}

/// A closure. Only managers of its venue; [`Error::NotFound`] for everybody else, as if it were not there.
pub async fn one(app: &App, actor: &Actor, id: ClosureId) -> Result<Closure, Error> {
    actor.signed_in()?;
    let found = store::find(app.db.read(), id).await?;
    found
        .filter(|closure| actor.manages(closure.row.venue_id))
        .ok_or(Error::NotFound)
}

/// Bookings that made way for the closure and start, or would have started, within two days or in the last hour: soonest
/// first, by when they were. Only managers of its venue.
pub async fn hits_of(app: &App, actor: &Actor, closure: &Closure) -> Result<Vec<HitToCall>, Error> {
    if !actor.manages(closure.row.venue_id) {
        return Err(Error::NotFound);
    }
    let now = app.clock.now();
    let picture = app.db.snapshot().await?;
    let mut hits = store::hits(picture.conn(), closure.row.id).await?;
    hits.retain(|told| {
        let starts = [told.hit.starts_at, told.booking.starts_at];
        starts.iter().any(|at| is_soon(*at, now))
    });
    let ids: Vec<BookingId> = hits.iter().map(|told| told.booking.id).collect();
    let newest = calls::newest(picture.conn(), &ids).await?;
    for told in &mut hits {
        told.last = newest.get(&told.booking.id).copied();
    }
    Ok(hits)
}

fn is_soon(starts_at: Instant, now: Instant) -> bool {
    let (after, until) = soon(now);
    starts_at > after && starts_at <= until
}

/// An hour ago, and two days ahead: groups that start after the first and until the second are called.
#[must_use]
pub fn soon(now: Instant) -> (Instant, Instant) {
    (now.plus_hours(-1), now.plus_hours(SOON_HOURS))
}

/// A manager called the group and told what the page showed, all on the list of the venue up to `last`; or only thought so,
/// and what was told with it is to be told again. Whoever was first has told it; whoever comes second has told what came
/// since.
pub async fn tell(
    app: &App,
    actor: &Actor,
    closure: ClosureId,
    hit: HitId,
    told: bool,
    last: Option<OutboxId>,
) -> Result<(), Error> {
    one(app, actor, closure).await?;
    let (now, person) = (app.clock.now(), actor.signed_in()?.id);
    app.db
        .write(|tx| async move {
            let seen = store::hit_tx(&tx, closure, hit).await?;
            let seen = seen.ok_or(Error::NotFound)?;
            let before = seen.told_at.zip(seen.told_by);
            match (before, told) {
                (before, true) => {
                    if before.is_none() {
                        store::tell_tx(&tx, hit, Some((now, person))).await?;
                    }
                    if let Some(last) = last {
                        calls::tell_tx(&tx, seen.booking_id, last, (now, person)).await?;
                    }
                }
                (Some(before), false) => {
                    store::tell_tx(&tx, hit, None).await?;
                    calls::take_back_tx(&tx, seen.booking_id, before).await?;
                }
                (None, false) => {}
            }
            Ok(())
        })
        .await
}
