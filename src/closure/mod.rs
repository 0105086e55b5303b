//! Closures: a manager takes spaces or a whole venue out of use, once or again and again, and says of every booking in the
//! way what becomes of it.
//!
//! A closure claims floor and seats like a booking does, so nothing else can be there. Closures may overlap one another:
//! what is closed already is claimed once, by one of them, and when that one gives it back the other takes it in the same
//! transaction. What has passed of a closure stays as it was. The house's own events are bookings of the house.
//!
//! A preview looks at one picture of the house and keeps nobody waiting. Applying finds what it hits in the same way under its
//! locks, so that what is shown is what happens; where that is another picture it lets go and shows that.

pub use record::{hits_of, list, of_day, one, soon, tell};
pub use said::{Again, Change, NewClosure, Resolve, Say, Way};

pub(crate) mod again;
pub(crate) mod apply;
pub(crate) mod ending;
pub(crate) mod fates;
pub(crate) mod given_back;
pub(crate) mod hits;
pub(crate) mod plan;
pub(crate) mod record;
pub(crate) mod said;

use entity::ClosureId;

use crate::{
    account::Actor,
    app::App,
    error::Error,
    idempotency::{Once, Outcome},
    ledger::store::closures as store,
    refusal::closure::Preview,
    venue,
};
pub use crate::{ledger::store::closures::Told, rules::closure::Closure};
use apply::Work;

/// How often it starts anew because bookings or the catalogue changed under it.
const TRIES: u32 = 8;

#[derive(Debug)]
pub enum Answered {
    Preview(Preview),
    Done(Outcome<Closure>),
}

enum What {
    New(NewClosure),
    Change(ClosureId, Change),
    End(ClosureId),
}

/// Closes. Only managers of the venue. [`Error::Changed`] when bookings are hit and `say` does not speak of exactly these.
pub async fn close(
    app: &App,
    actor: &Actor,
    new: NewClosure,
    say: Say,
    once: Once<Closure>,
) -> Result<Answered, Error> {
    run(app, actor, What::New(new), say, once).await
}

/// Lengthens, shortens or ends it, as [`close`] does. What has passed stays as it was.
pub async fn change(
    app: &App,
    actor: &Actor,
    id: ClosureId,
    change: Change,
    say: Say,
) -> Result<Answered, Error> {
    run(app, actor, What::Change(id, change), say, Once::unkeyed()).await
}

/// Gives back all of it that is to come.
pub async fn take_back(app: &App, actor: &Actor, id: ClosureId) -> Result<(), Error> {
    let say = Say::default();
    let done = run(app, actor, What::End(id), say, Once::unkeyed()).await;
    done.map(|_| ())
}

async fn run(
    app: &App,
    actor: &Actor,
    what: What,
    say: Say,
    once: Once<Closure>,
) -> Result<Answered, Error> {
    let (work, actor) = (app.clone(), actor.clone());
    app.detached(async move { whole(&work, &actor, &what, &say, &once).await })
        .await
}

async fn whole(
    app: &App,
    actor: &Actor,
    what: &What,
    say: &Say,
    once: &Once<Closure>,
) -> Result<Answered, Error> {
    for _ in 0..TRIES {
        let catalogue = &app.catalogue().await?;
        let (before, after) = match planned(app, catalogue, actor, what).await {
            Ok(planned) => planned,
            // A time that has passed meanwhile is refused now; who repeats a request is told what was answered then.
            Err(refused) => {
                let now = app.clock.now();
                if let Some(person) = actor.who()
                    && let Some(kept) = once.replay(app.db.read(), person.id, now).await?
                {
                    return Ok(Answered::Done(Outcome::Replayed(kept)));
                }
                return Err(refused);
            }
        };
        let venue = catalogue.venue_of(after.row.venue_id);
        let work = &Work {
            app,
            catalogue,
            venue: venue.ok_or(Error::NotFound)?,
            actor,
            before: before.as_ref(),
            after: &after,
            say,
            once,
            now: app.clock.now(),
        };
        if say.dry_run {
            match work.preview().await? {
                Some(preview) => return Ok(Answered::Preview(preview)),
                None => continue,
            }
        }
        let done = app
            .db
            .write_if(|tx| async move { work.inside(&tx).await })
            .await;
        match done {
            Ok(Some(outcome)) => {
                app.mail_wake.notify_one();
                return Ok(Answered::Done(outcome));
            }
            Ok(None) => {}
            // Looked at without a lock: where everything could go takes time, and all writers would wait.
            Err(Error::Stale) => {
                if let Some(preview) = work.preview().await? {
                    return Err(Error::Changed(Box::new(preview)));
                }
            }
            Err(error) => return Err(error),
        }
    }
    Err(Error::Busy)
}

async fn planned(
    app: &App,
    catalogue: &venue::Catalogue,
    actor: &Actor,
    what: &What,
) -> Result<(Option<Closure>, Closure), Error> {
    let now = app.clock.now();
    let (id, change) = match what {
        What::New(new) => {
            let id = ClosureId(app.ids.uuid(now));
            let (_, closure) = plan::of_new(new, catalogue, actor, id, now)?;
            return Ok((None, closure));
        }
        What::Change(id, change) => (*id, Some(change)),
        What::End(id) => (*id, None),
    };
    let before = one(app, actor, id).await?;
    let venue = catalogue.venue_of(before.row.venue_id);
    let zone = &venue.ok_or(Error::NotFound)?.zone;
    let after = match change {
        Some(change) => plan::of_change(&before, change, zone, now)?,
        None => plan::of_end(&before, now)?,
    };
    Ok((Some(before), after))
}
