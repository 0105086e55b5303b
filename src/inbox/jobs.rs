//! What the service does when a time has come: answers what nobody answered and tells of it, reminds of what waits, and
//! closes what is over.

use std::collections::HashSet;

use entity::{
    Booking, BookingId, Instant, SeriesId, audit::Action, booking::Status, space::Unanswered,
};
use uuid::Uuid;

use crate::{
    app::App,
    booking::{alterations, decisions},
    error::Error,
    ledger::{
        escalation,
        store::{self, due, list, series as stored},
    },
    series,
};

/// A request whose time another group was given waits this long in case it comes free again, but not beyond its start.
const GIVE_UP_DAYS: i64 = 7;

/// Before everything that is due.
const FIRST: due::DueCursor = (Instant(i64::MIN), BookingId(Uuid::nil()));

/// Does all that is due now and says of how many bookings it changed the state.
pub async fn do_what_is_due(app: &App) -> Result<usize, Error> {
    let mut done = Done::default();
    let mut last = FIRST;
    let mut series = HashSet::new();
    loop {
        let due = due::to_answer(app.db.read(), app.clock.now(), last).await?;
        let Some(furthest) = due.last() else { break };
        last = (furthest.at, furthest.id);
        for one in due {
            match one.series {
                None => done.count(Box::pin(answer(app, one.id)).await.map(usize::from))?,
                Some(id) if series.insert(id) => {
                    done.count(Box::pin(answer_series(app, id)).await)?;
                }
                Some(_) => {}
            }
        }
    }
    last = FIRST;
    loop {
        let due = due::moves_to_answer(app.db.read(), app.clock.now(), last).await?;
        let Some(furthest) = due.last() else { break };
        last = (furthest.at, furthest.id);
        for one in due {
            let lapsed = match one.series {
                Some(series) => Box::pin(series::lapse(app, series)).await,
                None => Box::pin(alterations::lapse(app, one.id)).await,
            };
            done.count(lapsed.map(usize::from))?;
        }
    }
    last = FIRST;
    loop {
        let due = due::to_complete(app.db.read(), app.clock.now(), last).await?;
        let Some(furthest) = due.last() else { break };
        last = (furthest.at, furthest.id);
        for one in due {
            let completed = Box::pin(decisions::by_itself(app, one.id, Action::Complete)).await;
            done.count(completed.map(|booking| usize::from(booking.is_some())))?;
        }
    }
    for one in escalation::staying(app).await? {
        let written = escalation::escalate_staying(app, &one).await;
        done.count(written.map(|()| 0))?;
    }
    escalation::tell_administrators(app).await?;
    escalation::remind(app).await?;
    done.failed.map_or(Ok(done.number), Err)
}

/// So many that somebody is busy with are waited for at one look: each takes as long as a lock is waited for.
const WAITED_FOR: u32 = 3;

#[derive(Default)]
struct Done {
    number: usize,
    busy: u32,
    failed: Option<Error>,
}

impl Done {
    /// A booking that cannot be dealt with, whatever is wrong with it, keeps no other from it, nor does one that somebody is
    /// busy with; a database that does not answer does, and one where nothing can be locked.
    fn count(&mut self, one: Result<usize, Error>) -> Result<(), Error> {
        match one {
            Ok(done) => self.number += done,
            Err(error @ (Error::Unavailable(_) | Error::Unknown(_) | Error::Deadlock)) => {
                return Err(error);
            }
            Err(error) => {
                self.busy += u32::from(matches!(error, Error::Busy));
                if self.busy >= WAITED_FOR {
                    return Err(error);
                }
                self.failed = Some(error);
            }
        }
        Ok(())
    }
}

async fn answer(app: &App, id: BookingId) -> Result<bool, Error> {
    let now: Instant = app.clock.now();
    let Some(booking) = store::find(app.db.read(), id).await? else {
        return Ok(false);
    };
    if booking.is_held_offer() {
        return Ok(decisions::by_itself(app, id, Action::Expire)
            .await?
            .is_some());
    }
    let catalogue = app.catalogue().await?;
    let unanswered = catalogue
        .space_of(booking.space_id)
        .map(|space| space.row.unanswered);
    let given = list::given_since(app.db.read(), id).await?;
    if waits_on(&booking, given, unanswered, now) {
        return Ok(false);
    }
    let action = answer_to(&booking, unanswered, now);
    Ok(decisions::by_itself(app, id, action).await?.is_some())
}

/// All of its dates that are to be answered, each way at once; how many.
async fn answer_series(app: &App, id: SeriesId) -> Result<usize, Error> {
    let (conn, now) = (app.db.read(), app.clock.now());
    let catalogue = app.catalogue().await?;
    let given = stored::given(conn, id).await?;
    let (mut approved, mut expired) = (Vec::new(), Vec::new());
    for one in stored::bookings(conn, id).await? {
        let space = catalogue.space_of(one.space_id);
        let unanswered = space.map(|space| space.row.unanswered);
        let since = given.iter().find(|(id, _)| *id == one.id);
        let since = since.map(|(_, since)| *since);
        let over = one.answer_by.is_some_and(|by| by <= now);
        if one.status != Status::Pending || !over || waits_on(&one, since, unanswered, now) {
            continue;
        }
        match answer_to(&one, unanswered, now) {
            Action::Approve => approved.push(one.id),
            _ => expired.push(one.id),
        }
    }
    let mut done = 0;
    for (action, due) in [(Action::Approve, approved), (Action::Expire, expired)] {
        let many = due.len();
        if many > 0 && series::by_itself(app, id, action, due).await? {
            done += many;
        }
    }
    Ok(done)
}

fn waits_on(
    booking: &Booking,
    given_since: Option<Instant>,
    unanswered: Option<Unanswered>,
    now: Instant,
) -> bool {
    let waits_on = match given_since {
        Some(since) => since.plus_days(GIVE_UP_DAYS) > now,
        None => unanswered == Some(Unanswered::Stay),
    };
    waits_on && booking.starts_at > now
}

fn answer_to(booking: &Booking, unanswered: Option<Unanswered>, now: Instant) -> Action {
    match unanswered {
        Some(Unanswered::Approve) if booking.holds && booking.starts_at > now => Action::Approve,
        _ => Action::Expire,
    }
}
