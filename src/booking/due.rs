//! What the service does when a time has come: answers what nobody answered, and closes what is over.

use entity::{BookingId, Instant, audit::Action, space::Unanswered};
use uuid::Uuid;

use super::{
    change,
    store::{self, due, list},
};
use crate::{app::App, error::Error, venue};

/// A request whose time another group was given waits this long in case it comes free again, but not beyond its start.
const GIVE_UP_DAYS: i64 = 7;

/// Does all that is due now and says how much it was.
pub async fn do_what_is_due(app: &App) -> Result<usize, Error> {
    let mut done = 0;
    let mut last = (Instant(i64::MIN), BookingId(Uuid::nil()));
    loop {
        let due = due::to_answer(app.db.read(), app.clock.now(), last).await?;
        let Some(furthest) = due.last() else { break };
        last = *furthest;
        for (_, id) in due {
            done += usize::from(answer(app, id).await?);
        }
    }
    for id in due::to_complete(app.db.read(), app.clock.now()).await? {
        done += usize::from(
            change::by_itself(app, id, Action::Complete)
                .await?
                .is_some(),
        );
    }
    Ok(done)
}

async fn answer(app: &App, id: BookingId) -> Result<bool, Error> {
    let now: Instant = app.clock.now();
    let Some(booking) = store::find(app.db.read(), id).await? else {
        return Ok(false);
    };
    if let Some(since) = list::displaced_since(app.db.read(), id).await?
        && booking.starts_at > now
        && since.plus_days(GIVE_UP_DAYS) > now
    {
        return Ok(false);
    }
    let catalogue = venue::current(app).await?;
    let unanswered = catalogue
        .space_of(booking.space_id)
        .map(|space| space.row.unanswered);
    let action = match unanswered {
        Some(Unanswered::Approve) if booking.holds && booking.starts_at > now => Action::Approve,
        _ => Action::Expire,
    };
    Ok(change::by_itself(app, id, action).await?.is_some())
}
