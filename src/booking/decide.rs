//! Deciding on one booking: yes, no, cancelled, reopened, expired, who came. Series and closures decide on theirs
//! themselves, a replacement ends what makes room; a move answers for itself in `alter`.

use entity::{
    BookingId, Instant,
    audit::{Action, Role},
    booking::Status,
};

use super::{
    alter, attendance, look,
    replace::{self, Replacing},
};
use crate::{
    account::Actor,
    app::App,
    db::Tx,
    error::Error,
    idempotency::{Once, Outcome},
    ledger::{
        first_choice, overdue, rivals,
        step::{Along, Step},
        store,
    },
    refusal::{rule::Flaw, state::Refusal},
    rules::{
        counts,
        losing::{Asked, Known},
        permit::allowed,
        reason::{Reason, checked},
    },
    slot::Slot,
    venue::{self, Catalogue},
};

use entity::Booking;

/// How often it starts anew because the booking or the catalogue changed under it.
const TRIES: u32 = 8;

/// Says yes to a waiting request. Only managers of its venue.
pub async fn approve(
    app: &App,
    actor: &Actor,
    id: BookingId,
    note: Option<String>,
    once: Once,
) -> Result<Outcome, Error> {
    approve_in_place(app, actor, id, note, Replacing::default(), None, once).await
}

/// As [`approve`], by somebody who was shown who loses by it: [`Error::Losing`] when there is anybody else, and nothing is
/// done.
pub async fn approve_knowing(
    app: &App,
    actor: &Actor,
    id: BookingId,
    note: Option<String>,
    known: Known,
    once: Once,
) -> Result<Outcome, Error> {
    let replacing = Replacing::default();
    approve_in_place(app, actor, id, note, replacing, Some(known), once).await
}

/// As [`approve`], in place of other bookings: only managers. [`Error::Losing`] when somebody else loses by it who is not
/// `known` to; none who need not have looked.
pub async fn approve_in_place(
    app: &App,
    actor: &Actor,
    id: BookingId,
    note: Option<String>,
    replacing: Replacing,
    known: Option<Known>,
    once: Once,
) -> Result<Outcome, Error> {
    let reason = Reason::word(note);
    let change = Change {
        replacing,
        known,
        ..Change::new(id, Action::Approve, reason, once)
    };
    detached(app, actor, change).await
}

/// Says no to a waiting request, with a reason. Only managers of its venue.
pub async fn reject(
    app: &App,
    actor: &Actor,
    id: BookingId,
    reason: Reason,
    once: Once,
) -> Result<Outcome, Error> {
    change(app, actor, id, Action::Reject, reason, once).await
}

/// By the group, which need not say why and withdraws what is still waiting; or by the venue, with a reason.
pub async fn cancel(
    app: &App,
    actor: &Actor,
    id: BookingId,
    reason: Reason,
    once: Once,
) -> Result<Outcome, Error> {
    change(app, actor, id, Action::Cancel, reason, once).await
}

/// Back to the state before, with a reason, if the time is still free. Only managers of its venue.
pub async fn reopen(
    app: &App,
    actor: &Actor,
    id: BookingId,
    reason: Reason,
    once: Once,
) -> Result<Outcome, Error> {
    change(app, actor, id, Action::Reopen, reason, once).await
}

/// What the service does itself when a time has come. None when it is no longer to be done.
pub async fn by_itself(app: &App, id: BookingId, action: Action) -> Result<Option<Booking>, Error> {
    match change(
        app,
        &Actor::system(),
        id,
        action,
        Reason::default(),
        Once::unkeyed(),
    )
    .await
    {
        Ok(Outcome::Done(booking)) => Ok(Some(*booking)),
        Ok(Outcome::Replayed(_)) | Err(Error::State(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

pub struct Change {
    pub id: BookingId,
    pub action: Action,
    pub reason: Reason,
    /// What makes room for it; only when it is approved.
    pub replacing: Replacing,
    /// Of whom the one who approves knows that they lose by it; none who need not have looked.
    pub known: Option<Known>,
    /// How many came.
    pub attended: Option<i32>,
    pub once: Once,
}

impl Change {
    pub fn new(id: BookingId, action: Action, reason: Reason, once: Once) -> Self {
        Self {
            id,
            action,
            reason,
            replacing: Replacing::default(),
            known: None,
            attended: None,
            once,
        }
    }
}

async fn change(
    app: &App,
    actor: &Actor,
    id: BookingId,
    action: Action,
    reason: Reason,
    once: Once,
) -> Result<Outcome, Error> {
    detached(app, actor, Change::new(id, action, reason, once)).await
}

pub async fn detached(app: &App, actor: &Actor, change: Change) -> Result<Outcome, Error> {
    let (work, actor) = (app.clone(), actor.clone());
    app.detached(async move { whole(&work, &actor, &change).await })
        .await
}

async fn whole(app: &App, actor: &Actor, change: &Change) -> Result<Outcome, Error> {
    for _ in 0..TRIES {
        let catalogue = &app.catalogue().await?;
        let before = &store::find(app.db.read(), change.id)
            .await?
            .ok_or(Error::NotFound)?;
        // Yes and no answer what waits: the request, or the move that an approved booking asks for.
        if before.proposed_move().is_some()
            && let Some(answer) = answer_to_move(change)
        {
            if !change.replacing.is_nothing() {
                allowed(actor, before, Action::AcceptMove, app.clock.now())?;
                return Err(Error::invalid("replacing", Flaw::NotInTheWay));
            }
            return alter::answer(app, actor, before.id, answer, change.once.clone()).await;
        }
        // Refused here, a change that nobody may make locks nobody out.
        let when = attendance::moment(app, catalogue, before);
        let role = match allowed(actor, before, change.action, when) {
            Ok((role, _)) => role,
            Err(refused) => return done_before(app, actor, change, when.now, refused).await,
        };
        let reason = &checked(catalogue, role, change.action, &change.reason)?;
        let done = app
            .db
            .write_if(|tx| async move {
                inside(&tx, app, catalogue, actor, before, change, reason).await
            })
            .await;
        match done {
            Ok(Some(outcome)) => {
                app.mail_wake.notify_one();
                return Ok(outcome);
            }
            Ok(None) => {}
            Err(Error::Conflict { conflicts, .. }) => {
                let alternatives = look::elsewhere(app, catalogue, before).await?;
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

fn answer_to_move(change: &Change) -> Option<alter::Answer> {
    let reason = change.reason.clone();
    match change.action {
        Action::Approve => Some(alter::Answer::Accept(reason, change.known.clone())),
        Action::Reject => Some(alter::Answer::Decline(reason)),
        _ => None,
    }
}

/// The life cycle refuses what was done already; who repeats a request is told what was answered then.
async fn done_before(
    app: &App,
    actor: &Actor,
    change: &Change,
    now: Instant,
    refused: Error,
) -> Result<Outcome, Error> {
    if let (Error::State(_), Some(person)) = (&refused, actor.who())
        && let Some(kept) = change.once.replay(app.db.read(), person.id, now).await?
    {
        return Ok(Outcome::Replayed(kept));
    }
    Err(refused)
}

/// Whether a booking takes floor by this that it does not have.
fn claims_anew(action: Action, seen: &Booking) -> bool {
    match action {
        Action::Approve => true,
        Action::Reopen | Action::CheckIn => !seen.claims(),
        _ => false,
    }
}

/// None when the catalogue or the booking is no longer the one that was read: what is locked is what that needed.
async fn inside(
    tx: &Tx,
    app: &App,
    catalogue: &Catalogue,
    actor: &Actor,
    seen: &Booking,
    change: &Change,
    reason: &Reason,
) -> Result<Option<Outcome>, Error> {
    let now = app.clock.now();
    if let Some(person) = actor.who()
        && let Some(kept) = change.once.begin_in(tx, person.id, now).await?
    {
        return Ok(Some(Outcome::Replayed(kept)));
    }
    let mut pools = counts::pools_in(catalogue, seen);
    let mut locked = Vec::new();
    if claims_anew(change.action, seen) {
        let space = catalogue.space_of(seen.space_id);
        let units = space.map_or(&[][..], |space| &space.units);
        locked = overdue::in_the_way(tx, units, &pools, Slot::of(seen), now).await?;
    }
    locked.retain(|id| *id != seen.id);
    let overdue = locked.clone();
    locked.push(seen.id);
    // A closure may give back another place at this moment: it locks the booking that had to make room.
    locked.extend(seen.offer_of);
    let moot = first_choice::moot_in(tx, seen, change.action, now).await?;
    locked.extend(moot.iter().map(|one| one.id));
    pools.extend(moot.iter().flat_map(|one| counts::pools_in(catalogue, one)));
    let (venue, replacing) = (seen.venue_id, &change.replacing.bookings);
    let named = replace::named_in(tx, catalogue, venue, replacing, now).await?;
    locked.extend(named.locked());
    pools.extend(&named.pools);
    let spaces = [&[seen.space_id], &*named.spaces].concat();
    let locks = store::Locks {
        booker: None,
        spaces: &spaces,
        pools: &pools,
        bookings: &locked,
    };
    store::lock_in(tx, locks).await?;
    if venue::store::revision(tx.conn()).await? != catalogue.revision {
        return Ok(None);
    }
    let mut before = store::locked_in(tx, seen.id)
        .await?
        .ok_or(Error::NotFound)?;
    if before.version != seen.version || !named.still_hold_in(tx).await? {
        return Ok(None);
    }
    let when = attendance::moment(app, catalogue, &before);
    let (role, status) = allowed(actor, &before, change.action, when)?;
    if attendance::is_known(change, &before, status) {
        let kept = actor
            .who()
            .and_then(|person| change.once.keep(person.id, &before, catalogue));
        tx.run_all(kept.into_iter().collect()).await?;
        return Ok(Some(Outcome::Done(Box::new(before))));
    }
    let answers_itself = role == Role::System && before.status == Status::Pending;
    if answers_itself && before.answer_by.is_some_and(|by| by > now) {
        // Since it was found overdue it has got a new answer time.
        return Err(Error::State(Refusal::NotPending(before.status)));
    }
    if change.action == Action::Reopen && store::series::was_had_again(tx, &before).await? {
        return Err(Error::State(Refusal::HadAgain));
    }
    overdue::expire_in(tx, app, catalogue, &overdue).await?;
    if !overdue.is_empty() {
        before = again_in(tx, seen).await?;
    }
    before = attendance::lapsed_in(tx, app, catalogue, change.action, before).await?;
    let step = Step {
        app,
        catalogue,
        now,
        action: change.action,
        role,
        person: actor.who().map(|person| person.id),
    };
    if first_choice::moot_in(tx, &before, change.action, now).await? != moot {
        return Ok(None);
    }
    before = first_choice::end_in(tx, &step, before, &moot).await?;
    let asked = Asked {
        dates: std::slice::from_ref(&before),
        moves: false,
        instead_of: named.bookings(),
    };
    rivals::agreed_in(tx, catalogue, asked, change.known.as_ref(), now).await?;
    let why = &change.replacing.checked(catalogue)?;
    let displaced = named.make_room_in(tx, &step, &before, why).await?;
    if !displaced.before.is_empty() {
        before = again_in(tx, seen).await?;
    }
    let along = Along {
        attended: change.attended,
        gave_way: &displaced.before,
    };
    let taken = step.take_along_in(tx, before, status, reason, along);
    let (after, mut writes) = taken.await?;
    if let Some(person) = actor.who() {
        writes.extend(change.once.keep(person.id, &after, catalogue));
    }
    tx.run_all(writes).await?;
    replace::tell_in(tx, &step, &displaced, why).await?;
    Ok(Some(Outcome::Done(Box::new(after))))
}

/// As it is now that others have given floor back: it may have waited for that, and have got a new answer time.
async fn again_in(tx: &Tx, seen: &Booking) -> Result<Booking, Error> {
    let again = store::locked_in(tx, seen.id).await?;
    again.ok_or(Error::NotFound)
}
