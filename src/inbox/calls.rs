//! Whom somebody of a venue has to call: who left a telephone number and no mailbox, of everything that they would have been
//! written; and whom a closure drove away so shortly before that a mail may not be read in time.

use entity::{Booking, BookingId, Instant, OutboxId, VenueId, closure_hit, outbox};

use crate::{
    account::Actor,
    app::App,
    clock::read_booking_code,
    closure::soon,
    error::Error,
    ledger::store::{self, calls},
};

/// Somebody to be called about a booking.
#[derive(Clone, Debug)]
pub struct Call {
    /// As it is now.
    pub booking: Booking,
    pub why: CallReason,
}

/// Why somebody has to be called.
#[derive(Clone, Debug)]
pub enum CallReason {
    /// Each is what a mail would have said, oldest first; at least one.
    News(Vec<outbox::Model>),
    /// It made way for a closure.
    Closure(closure_hit::Model),
}

/// The list of a venue: first what waits longest, then by closures what starts soonest. A booking stands on it once for its
/// news. [`Error::NotFound`] for who does not manage the venue.
pub async fn list(app: &App, actor: &Actor, venue: VenueId) -> Result<Vec<Call>, Error> {
    actor.signed_in()?;
    if !actor.manages(venue) {
        return Err(Error::NotFound);
    }
    let conn = app.db.read();
    let news = calls::news(conn, venue).await?;
    let (from, to) = soon(app.clock.now());
    let hits = calls::hits(conn, venue, from, to).await?;
    let ids = news.iter().filter_map(|news| news.booking_id);
    let ids: Vec<BookingId> = ids.chain(hits.iter().map(|hit| hit.booking_id)).collect();
    let bookings = store::find_all(conn, &ids).await?;
    let booking = |id: BookingId| bookings.iter().find(|one| one.id == id).cloned();
    let mut list: Vec<Call> = Vec::new();
    for one in news {
        let same = |call: &&mut Call| Some(call.booking.id) == one.booking_id;
        match list.iter_mut().find(same).map(|call| &mut call.why) {
            Some(CallReason::News(news)) => news.push(one),
            _ => list.extend(one.booking_id.and_then(booking).map(|booking| Call {
                booking,
                why: CallReason::News(vec![one]),
            })),
        }
    }
    for hit in hits {
        // Who has no mailbox stands there already, with what became of it.
        if !list.iter().any(|call| call.booking.id == hit.booking_id) {
            list.extend(booking(hit.booking_id).map(|booking| Call {
                booking,
                why: CallReason::Closure(hit),
            }));
        }
    }
    Ok(list)
}

/// Somebody of the venue has told the group all up to `last`, or what a closure did to its booking. [`Error::NotFound`] for
/// who does not manage the venue of the booking.
pub async fn tell(
    app: &App,
    actor: &Actor,
    code: &str,
    last: Option<OutboxId>,
) -> Result<(), Error> {
    let person = actor.signed_in()?.id;
    let (id, told) = (
        managed(app, actor, code).await?.id,
        (app.clock.now(), person),
    );
    app.db
        .write(|tx| async move {
            // In the order of who tells it on the page of the closure.
            calls::tell_hits_tx(&tx, id, told).await?;
            if let Some(last) = last {
                calls::tell_tx(&tx, id, last, told).await?;
            }
            Ok(())
        })
        .await
}

/// When this person last noted that they told a group something of its booking. None if they never did, or took it back.
/// [`Error::NotFound`] as for [`tell`].
pub async fn last_told(app: &App, actor: &Actor, code: &str) -> Result<Option<Instant>, Error> {
    let person = actor.signed_in()?.id;
    let booking = managed(app, actor, code).await?.id;
    Ok(calls::last_told(app.db.read(), booking, person).await?)
}

/// Takes back what this person noted last: it is still to be told. Nothing if there is nothing of theirs.
/// [`Error::NotFound`] as for [`tell`].
pub async fn take_back(app: &App, actor: &Actor, code: &str) -> Result<(), Error> {
    let person = actor.signed_in()?.id;
    let booking = managed(app, actor, code).await?.id;
    app.db
        .write(|tx| async move {
            if let Some(at) = calls::last_told(tx.conn(), booking, person).await? {
                calls::take_back_hits_tx(&tx, booking, (at, person)).await?;
                calls::take_back_tx(&tx, booking, (at, person)).await?;
            }
            Ok(())
        })
        .await
}

async fn managed(app: &App, actor: &Actor, code: &str) -> Result<Booking, Error> {
    let code = read_booking_code(code).ok_or(Error::NotFound)?;
    let booking = store::find_by_code(app.db.read(), &code).await?;
    let booking = booking.filter(|booking| actor.manages(booking.venue_id));
    booking.ok_or(Error::NotFound)
}
