//! What the service does when a time has come: answers what nobody answered and tells of it, reminds of what waits, and
//! closes what is over.

use entity::{BookingId, Instant, audit::Action, space::Unanswered};
use uuid::Uuid;

use super::{
    alter, change,
    store::{self, due, list},
    unanswered,
};
use crate::{app::App, error::Error, venue};

/// A request whose time another group was given waits this long in case it comes free again, but not beyond its start.
const GIVE_UP_DAYS: i64 = 7;

/// Does all that is due now and says of how many bookings it changed the state.
pub async fn do_what_is_due(app: &App) -> Result<usize, Error> {
    let mut done = Done::default();
    let mut last = (Instant(i64::MIN), BookingId(Uuid::nil()));
    loop {
        let due = due::to_answer(app.db.read(), app.clock.now(), last).await?;
        let Some(furthest) = due.last() else { break };
        last = *furthest;
        for (_, id) in due {
            done.count(answer(app, id).await)?;
        }
    }
    for id in due::moves_to_answer(app.db.read(), app.clock.now()).await? {
        done.count(alter::lapse(app, id).await)?;
    }
    for id in due::to_complete(app.db.read(), app.clock.now()).await? {
        let completed = change::by_itself(app, id, Action::Complete).await;
        done.count(completed.map(|booking| booking.is_some()))?;
    }
    unanswered::escalate_staying(app).await?;
    unanswered::tell_administrators(app).await?;
    unanswered::remind(app).await?;
    done.failed.map_or(Ok(done.number), Err)
}

#[derive(Default)]
struct Done {
    number: usize,
    failed: Option<Error>,
}

impl Done {
    /// A booking that cannot be dealt with, whatever is wrong with it, keeps no other from it; a database that does not
    /// answer does.
    fn count(&mut self, one: Result<bool, Error>) -> Result<(), Error> {
        match one {
            Ok(done) => self.number += usize::from(done),
            Err(error @ Error::Internal(_)) => self.failed = Some(error),
            Err(error) => return Err(error),
        }
        Ok(())
    }
}

async fn answer(app: &App, id: BookingId) -> Result<bool, Error> {
    let now: Instant = app.clock.now();
    let Some(booking) = store::find(app.db.read(), id).await? else {
        return Ok(false);
    };
    if booking.is_offer() {
        return Ok(change::by_itself(app, id, Action::Expire).await?.is_some());
    }
    let catalogue = venue::current(app).await?;
    let unanswered = catalogue
        .space_of(booking.space_id)
        .map(|space| space.row.unanswered);
    let waits_on = match list::displaced_since(app.db.read(), id).await? {
        Some(since) => since.plus_days(GIVE_UP_DAYS) > now,
        None => unanswered == Some(Unanswered::Stay),
    };
    if waits_on && booking.starts_at > now {
        return Ok(false);
    }
    let action = match unanswered {
        Some(Unanswered::Approve) if booking.holds && booking.starts_at > now => Action::Approve,
        _ => Action::Expire,
    };
    Ok(change::by_itself(app, id, action).await?.is_some())
}
