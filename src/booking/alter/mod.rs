//! Changing what a booking is while it stands: what was said about it, when it ends, when and where it is.

pub mod details;
pub mod make_way;
pub mod place;
pub mod proposal;
pub mod rewrite;

pub use details::Details;
pub use make_way::{check_move, cut_in, declined_in, moved_in};
pub use place::{Place, proposed};
pub use proposal::{Answer, answer, lapse, lapse_in, take_back};
pub use rewrite::{counted, later, place_of, takes};

use super::attendance;
use crate::{
    account::Actor,
    app::App,
    db::Tx,
    error::Error,
    idempotency::{Once, Outcome},
    ledger::{
        alternatives, overdue,
        pace::Pace,
        rivals,
        step::Step,
        store::{self, Locks},
        usage::Counted,
    },
    rules::{lifecycle, losing::Asked, permit, proposal::proposal_of, reason::Reason},
    slot::Slot,
    venue::{self, Catalogue, Space, Venue},
};
use rewrite::rewritten_in;

use entity::Booking;

use entity::{
    BookingId, PoolId,
    audit::{Action, Role},
};

/// How often it starts anew because the booking or the catalogue changed under it.
const TRIES: u32 = 8;

/// Changes what was said about a booking, by its group or its venue, until it begins; the venue changes its programme alone until
/// the month is closed. `version` is the one that it is
/// changed from: [`Error::Stale`] when it is another by now.
pub async fn amend(
    app: &App,
    actor: &Actor,
    id: BookingId,
    version: Option<i32>,
    details: Details,
) -> Result<Outcome, Error> {
    let alteration = Alteration {
        id,
        version,
        what: What::Details(details),
        once: Once::unkeyed(),
    };
    alter(app, actor, alteration).await
}

/// To another time or space of its venue. An earlier end alone is taken at once, from anybody who has a part in the
/// booking, also while it runs.
pub async fn move_to(
    app: &App,
    actor: &Actor,
    id: BookingId,
    place: Place,
    once: Once,
) -> Result<Outcome, Error> {
    let alteration = Alteration {
        id,
        version: None,
        what: What::Place(place),
        once,
    };
    alter(app, actor, alteration).await
}

struct Alteration {
    id: BookingId,
    version: Option<i32>,
    what: What,
    once: Once,
}

enum What {
    Details(Details),
    Place(Place),
    Answer(Answer),
}

/// What the booking is to become. Every rule was looked at, nobody's calendar yet.
pub struct Altered<'a> {
    pub action: Action,
    pub role: Role,
    pub reason: Reason,
    pub after: Booking,
    /// The booking as it will stand, or as its group asks for it: for this there has to be room.
    pub wanted: Booking,
    venue: &'a Venue,
    /// Of `wanted`.
    pub space: &'a Space,
}

async fn alter(app: &App, actor: &Actor, alteration: Alteration) -> Result<Outcome, Error> {
    let (work, actor) = (app.clone(), actor.clone());
    app.detached(async move { whole(&work, &actor, &alteration).await })
        .await
}

async fn whole(app: &App, actor: &Actor, alteration: &Alteration) -> Result<Outcome, Error> {
    for _ in 0..TRIES {
        let catalogue = &app.catalogue().await?;
        let seen = &store::find(app.db.read(), alteration.id)
            .await?
            .ok_or(Error::NotFound)?;
        let altered = &match planned(app, catalogue, actor, seen, alteration) {
            Ok(altered) => altered,
            // What was done already is refused now; who repeats a request is told what was answered then.
            Err(refused) => {
                let now = app.clock.now();
                return match actor.who() {
                    Some(person) => {
                        let kept = alteration
                            .once
                            .replay(app.db.read(), person.id, now)
                            .await?;
                        kept.map(Outcome::Replayed).ok_or(refused)
                    }
                    None => Err(refused),
                };
            }
        };
        let done = app
            .db
            .write_if(|tx| async move {
                inside(&tx, app, catalogue, actor, seen, altered, alteration).await
            })
            .await;
        match done {
            Ok(Some(outcome)) => {
                app.mail_wake.notify_one();
                return Ok(outcome);
            }
            Ok(None) => {}
            Err(Error::Conflict { conflicts, .. }) => {
                // What is free instead may be on a later day, and a group asks for that alone.
                let mut proposal = proposal_of(&altered.wanted, altered.venue);
                proposal.in_series &= altered.role == Role::Venue;
                let (venue, space) = (altered.venue, altered.space);
                let (conn, now) = (app.db.read(), app.clock.now());
                let alternatives =
                    alternatives::alternatives(conn, catalogue, venue, space, &proposal, now)
                        .await?;
                return Err(Error::Conflict {
                    conflicts,
                    alternatives,
                });
            }
            Err(error) => return Err(error),
        }
    }
    Err(Error::Busy)
}

fn planned<'a>(
    app: &App,
    catalogue: &'a Catalogue,
    actor: &Actor,
    seen: &Booking,
    alteration: &Alteration,
) -> Result<Altered<'a>, Error> {
    let now = app.clock.now();
    let place = catalogue.place_of(seen.venue_id, seen.space_id);
    let (venue, space) = place.ok_or(Error::NotFound)?;
    match &alteration.what {
        What::Details(details) => {
            let when = attendance::moment(app, catalogue, seen);
            let action = details.action(actor, seen, when);
            permit::allowed(actor, seen, action, when)?;
            if alteration.version.is_some_and(|from| from != seen.version) {
                return Err(Error::Stale);
            }
            details.planned(catalogue, actor, seen, venue, space, (action, when))
        }
        What::Place(place) => place.planned(catalogue, actor, seen, venue, space, now),
        What::Answer(answer) => answer.planned(catalogue, actor, seen, venue, now),
    }
}

/// None when the booking or the catalogue is no longer the one that was read.
async fn inside(
    tx: &Tx,
    app: &App,
    catalogue: &Catalogue,
    actor: &Actor,
    seen: &Booking,
    altered: &Altered<'_>,
    alteration: &Alteration,
) -> Result<Option<Outcome>, Error> {
    let (now, once) = (app.clock.now(), &alteration.once);
    let person = actor.who().map(|person| person.id);
    if let Some(person) = person
        && let Some(kept) = once.begin_in(tx, person, now).await?
    {
        return Ok(Some(Outcome::Replayed(kept)));
    }
    let wanted = &altered.wanted;
    // Who claims nothing clears nothing away.
    let claims = match altered.after.proposed_move() {
        Some(asks) => asks.holds,
        None => altered.after.claims(),
    };
    let counts = counted(altered.venue, altered.space, wanted);
    let pools: Vec<PoolId> = counts.iter().map(|count| count.pool).collect();
    let mut overdue = Vec::new();
    let anew = place_of(seen) != place_of(wanted) || takes(seen) != takes(wanted);
    if claims && anew {
        let (units, slot) = (&altered.space.units, Slot::of(wanted));
        overdue = overdue::in_the_way(tx, units, &pools, slot, now).await?;
        overdue.retain(|id| *id != seen.id);
    }
    let locked: Vec<BookingId> = overdue.iter().copied().chain([seen.id]).collect();
    let counted = altered.counted(app, actor);
    let pace = altered.pace(app, actor);
    let paced = pace.as_ref().map(Pace::person);
    let locks = Locks {
        booker: counted.as_ref().and_then(Counted::person).or(paced),
        spaces: &[wanted.space_id],
        pools: &pools,
        bookings: &locked,
    };
    store::lock_in(tx, locks).await?;
    if let Some(pace) = pace {
        pace.one_more_in(tx, now).await?;
    }
    if venue::store::revision(tx.conn()).await? != catalogue.revision {
        return Ok(None);
    }
    let before = store::locked_in(tx, seen.id).await?;
    let before = before.ok_or(Error::NotFound)?;
    if before.version != seen.version {
        return Ok(None);
    }
    // The life cycle goes by the clock too.
    let when = attendance::moment(app, catalogue, &before);
    lifecycle::next_of(&before, altered.action, altered.role, when).map_err(Error::State)?;
    overdue::expire_in(tx, app, catalogue, &overdue).await?;
    if let What::Answer(Answer::Accept(_, known)) = &alteration.what {
        let asked = Asked {
            dates: std::slice::from_ref(&before),
            moves: true,
            ..Asked::default()
        };
        rivals::agreed_in(tx, catalogue, asked, known.as_ref(), now).await?;
    }
    // What stays as it is uses no more than it does, though its time may be given away and not be counted.
    if let Some(counted) = counted.filter(|_| altered.after != before) {
        counted.weigh_move_in(tx, seen.id, Slot::of(wanted)).await?;
    }
    let step = Step {
        app,
        catalogue,
        now,
        action: altered.action,
        role: altered.role,
        person,
    };
    let mut after = before.clone();
    let mut writes = Vec::new();
    if altered.after != before {
        after = later(&before, altered.after.clone());
        writes = rewritten_in(tx, &step, &before, &after, &altered.reason).await?;
    }
    if let Some(person) = person {
        writes.extend(once.keep(person, &after, catalogue));
    }
    if !writes.is_empty() {
        tx.run_all(writes).await?;
    }
    Ok(Some(Outcome::Done(Box::new(after))))
}
