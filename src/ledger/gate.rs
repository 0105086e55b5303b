//! The one way in which operations write bookings.
//!
//! An operation says what it may touch; the gate locks that, in the one order, reads it anew, lets holds expire whose time is
//! over, and lets the operation decide. The gate works out what is claimed from both sides of every change, and writes claims,
//! rows, histories, mails and the kept answer in one transaction. What has changed between the first look and the locks
//! sends everything back to the first look.

use std::collections::{BTreeMap, BTreeSet};

use time::PrimitiveDateTime;

use super::{
    alternatives,
    attempt::{Attempt, Retry},
    operation::{Ground, Operation, Sought},
    store::{hits, picture},
};
use crate::{
    account::Actor,
    app::App,
    db::Ended,
    error::Error,
    idempotency::{Idempotent, Outcome},
    refusal::{
        conflict::Alternative,
        dates::{DateOutcome, Dated},
    },
    venue::Catalogue,
    zone::parse_wall,
};

/// How often an operation starts anew because something changed between its first look and its locks.
const TRIES: u32 = 8;

/// Carries out an operation, to its end even if whoever asked for it goes away.
///
/// What was done before under the same idempotency key is answered again. [`Error::Busy`] when what it is about changes faster
/// than it can be locked; [`Error::Conflict`] comes with other times and places where the operation wants any.
pub async fn commit<O>(
    app: &App,
    actor: &Actor,
    once: Idempotent<O::Done>,
    operation: O,
) -> Result<Outcome<O::Done>, Error>
where
    O: Operation + 'static,
    O::Done: 'static,
{
    let (work, actor) = (app.clone(), actor.clone());
    // Whoever asks would otherwise have room for all of it before it is taken over.
    app.detached(Box::pin(async move {
        tried(&work, &actor, &once, &operation).await
    }))
    .await
}

async fn tried<O: Operation>(
    app: &App,
    actor: &Actor,
    once: &Idempotent<O::Done>,
    operation: &O,
) -> Result<Outcome<O::Done>, Error> {
    let (mut catalogue, host) = (app.known_catalogue().await?, app.config.host());
    let (mut also, mut looks) = (BTreeSet::new(), false);
    for _ in 0..TRIES {
        let known = &catalogue;
        let ground = ground(app, actor, known, &host);
        let names = operation.names();
        let seen = picture::read(app.db.read(), &names, &also).await?;
        let foot = match operation.footprint(&seen, &ground) {
            Ok(foot) => foot,
            Err(refused) => {
                // What was done already is refused now; who repeats an act is told what was answered then.
                if let Some(person) = actor.who().filter(|_| may_know(&refused))
                    && let Some(kept) = once.replay(app.db.read(), person.id, ground.now).await?
                {
                    return Ok(Outcome::Replayed(kept));
                }
                // The catalogue that was kept may be older than what the asker saw.
                let fresh = app.catalogue().await?;
                if fresh.revision == known.revision {
                    return Err(refused);
                }
                catalogue = fresh;
                continue;
            }
        };
        if let Some(closing) = &foot.closing {
            let found = hits::find(app.db.read(), &closing.area, ground.now).await?;
            let mut near = closing.owed.clone();
            near.extend(found.hits.iter().chain(&found.overdue));
            if !near.is_subset(&also) {
                also.extend(near);
                continue;
            }
        }
        let fast_path = (!looks)
            .then(|| operation.fast_path(&seen, &ground))
            .flatten();
        let attempt = &Attempt {
            app,
            ground,
            once,
            operation,
            seen: &seen,
            foot,
            also: &also,
        };
        let fast_path = fast_path.as_ref();
        let ended = app
            .db
            .write_or_undo(|tx| Box::pin(async move { attempt.run_tx(&tx, fast_path).await }))
            .await;
        match ended {
            Ok(Ended::Commit(outcome)) => {
                app.mail_wake.notify_one();
                return Ok(outcome);
            }
            Ok(Ended::Undo(Retry::ToLook)) => looks = true,
            Ok(Ended::Undo(Retry::ToSeeAnew(more))) => {
                also.extend(more);
                catalogue = app.catalogue().await?;
            }
            Err(Error::Conflict { conflicts, .. }) => {
                let wanted = operation.sought(&seen, &ground);
                let alternatives = elsewhere(app, &ground, &wanted).await?;
                return Err(Error::Conflict {
                    conflicts,
                    alternatives: alternatives.into_iter().next().unwrap_or_default(),
                });
            }
            Err(Error::NotAllDates(mut dates)) => {
                let wanted = operation.sought(&seen, &ground);
                offered(app, &ground, wanted, &mut dates).await?;
                return Err(Error::NotAllDates(dates));
            }
            Err(error) => return Err(error),
        }
    }
    Err(Error::Busy)
}

/// Whether somebody who is refused may still know of what the operation is about. What was answered once is not told to who
/// has lost the right to it since.
fn may_know(refused: &Error) -> bool {
    !matches!(
        refused,
        Error::Unauthenticated | Error::Forbidden | Error::NotFound
    )
}

/// What an operation goes by now, beside the rows. `host` is the host part of calendar UIDs.
pub fn ground<'a>(
    app: &'a App,
    actor: &'a Actor,
    catalogue: &'a Catalogue,
    host: &'a str,
) -> Ground<'a> {
    Ground {
        catalogue,
        actor,
        now: app.clock.now(),
        month_closes_on_day: app.config.attendance.month_closes_on_day,
        ids: &app.ids,
        limits: app.config.limits,
        host,
    }
}

/// What each of these could have instead, in their order; all are of one venue. Looked up without a lock: where everything could
/// go takes time, and all writers would wait.
async fn elsewhere(
    app: &App,
    ground: &Ground<'_>,
    wanted: &[Sought],
) -> Result<Vec<Vec<Alternative>>, Error> {
    let Some(first) = wanted.first() else {
        return Ok(Vec::new());
    };
    let (venue, _) = ground.venue_and_space(&first.booking)?;
    let mut proposals = Vec::new();
    for one in wanted {
        let (_, space) = ground.venue_and_space(&one.booking)?;
        proposals.push((space, one.proposal(venue)));
    }
    let (conn, catalogue, now) = (app.db.read(), ground.catalogue, ground.now);
    let found = alternatives::alternatives_to_each(conn, catalogue, venue, &proposals, now);
    Ok(found.await?)
}

/// Tells of each date that is taken what it could have instead.
async fn offered(
    app: &App,
    ground: &Ground<'_>,
    mut wanted: Vec<Sought>,
    dates: &mut [Dated],
) -> Result<(), Error> {
    // Two dates of a series may have been moved to one time.
    let mut lacking: BTreeMap<PrimitiveDateTime, Vec<&mut Vec<Alternative>>> = BTreeMap::new();
    for date in dates {
        if let DateOutcome::Taken { alternatives, .. } = &mut date.outcome {
            lacking.entry(date.starts).or_default().push(alternatives);
        }
    }
    let starts = |one: &Sought| parse_wall(&one.booking.starts);
    wanted.retain(|one| starts(one).is_some_and(|at| lacking.contains_key(&at)));
    let found = elsewhere(app, ground, &wanted).await?;
    for (one, offers) in wanted.iter().zip(found) {
        let dates = starts(one).and_then(|at| lacking.get_mut(&at));
        for alternatives in dates.into_iter().flatten() {
            alternatives.clone_from(&offers);
        }
    }
    Ok(())
}
