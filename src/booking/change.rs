//! Deciding on a booking: every way from one state to another, through one gate.

use entity::{
    BookingId, Instant, PoolId,
    audit::{Action, Role},
    booking::Status,
    term::TermKind,
};

use super::{
    Booking, alter, broken::Flaw, counts, lifecycle, lifecycle::Refusal, offers, overdue,
    rivals::proposal_of, slot::Slot, step::Step, store, text,
};
use crate::{
    account::Actor,
    app::App,
    db::Tx,
    error::Error,
    http::idempotency::{Once, Outcome},
    venue::{self, Catalogue},
};

const CATALOGUE_TRIES: u32 = 3;

/// Why, as a manager says it: a reason of the catalogue, an own sentence, or both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reason {
    /// Slug.
    pub code: Option<String>,
    pub text: Option<String>,
}

/// Says yes to a waiting request. Only managers of its venue.
pub async fn approve(
    app: &App,
    actor: &Actor,
    id: BookingId,
    note: Option<String>,
    once: Once,
) -> Result<Outcome, Error> {
    change(
        app,
        actor,
        id,
        Action::Approve,
        Reason {
            code: None,
            text: note,
        },
        once,
    )
    .await
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
pub(super) async fn by_itself(
    app: &App,
    id: BookingId,
    action: Action,
) -> Result<Option<Booking>, Error> {
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

pub(super) struct Change {
    pub id: BookingId,
    pub action: Action,
    pub reason: Reason,
    /// How many came.
    pub attended: Option<i32>,
    pub once: Once,
}

async fn change(
    app: &App,
    actor: &Actor,
    id: BookingId,
    action: Action,
    reason: Reason,
    once: Once,
) -> Result<Outcome, Error> {
    let change = Change {
        id,
        action,
        reason,
        attended: None,
        once,
    };
    detached(app, actor, change).await
}

pub(super) async fn detached(app: &App, actor: &Actor, change: Change) -> Result<Outcome, Error> {
    let (work, actor) = (app.clone(), actor.clone());
    app.detached(async move { whole(&work, &actor, &change).await })
        .await
}

async fn whole(app: &App, actor: &Actor, change: &Change) -> Result<Outcome, Error> {
    for _ in 0..CATALOGUE_TRIES {
        let catalogue = &venue::current(app).await?;
        let before = &store::find(app.db.read(), change.id)
            .await?
            .ok_or(Error::NotFound)?;
        // Yes and no answer what waits: the request, or the move that an approved booking asks for.
        if before.proposed_move().is_some()
            && let Some(answer) = answer_to_move(change)
        {
            return alter::answer(app, actor, before.id, answer, change.once.clone()).await;
        }
        // Refused here, a change that nobody may make locks nobody out.
        let now = app.clock.now();
        let role = match allowed(actor, before, change.action, now) {
            Ok((role, _)) => role,
            Err(refused) => return done_before(app, actor, change, now, refused).await,
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
                let alternatives = alternatives(app, catalogue, before).await?;
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
        Action::Approve => Some(alter::Answer::Accept(reason)),
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

/// None when the catalogue or the place of the booking is no longer the one that was read.
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
    let pools = pools_of(catalogue, seen);
    let mut locked = match change.action {
        Action::Approve | Action::Reopen => {
            let space = catalogue.space_of(seen.space_id);
            let units = space.map_or(&[][..], |space| &space.units);
            overdue::in_the_way(tx, units, &pools, Slot::of(seen), now).await?
        }
        _ => Vec::new(),
    };
    locked.retain(|id| *id != seen.id);
    let overdue = locked.clone();
    locked.push(seen.id);
    let locks = store::Locks {
        booker: None,
        spaces: &[seen.space_id],
        pools: &pools,
        bookings: &locked,
    };
    store::lock_in(tx, locks).await?;
    if venue::store::revision(tx.conn()).await? != catalogue.revision {
        return Ok(None);
    }
    let before = store::locked_in(tx, seen.id)
        .await?
        .ok_or(Error::NotFound)?;
    if (before.space_id, Slot::of(&before)) != (seen.space_id, Slot::of(seen)) {
        // It was moved meanwhile, to floor that is not locked.
        return Ok(None);
    }
    let (role, status) = allowed(actor, &before, change.action, now)?;
    let answers_itself = role == Role::System && before.status == Status::Pending;
    if answers_itself && before.answer_by.is_some_and(|by| by > now) {
        // Since it was found overdue it has got a new answer time.
        return Err(Error::State(Refusal::NotPending(before.status)));
    }
    overdue::expire_in(tx, app, catalogue, &overdue).await?;
    let step = Step {
        app,
        catalogue,
        now,
        action: change.action,
        role,
        person: actor.who().map(|person| person.id),
    };
    let taken = step.take_counted_in(tx, before, status, reason, change.attended);
    let (after, mut writes) = taken.await?;
    if let Some(person) = actor.who() {
        writes.extend(change.once.keep(person.id, &after, catalogue));
    }
    tx.run_all(writes).await?;
    Ok(Some(Outcome::Done(Box::new(after))))
}

/// In which role the actor may do it, and where it leads. Who has no part in the booking is told that there is none.
pub(super) fn allowed(
    actor: &Actor,
    booking: &Booking,
    action: Action,
    now: Instant,
) -> Result<(Role, Status), Error> {
    allowed_as(actor, actor.roles(booking), booking, action, now)
}

/// As [`allowed`], in one of these roles.
pub(super) fn allowed_as(
    actor: &Actor,
    roles: Vec<Role>,
    booking: &Booking,
    action: Action,
    now: Instant,
) -> Result<(Role, Status), Error> {
    let slot = Slot::of(booking);
    let mut refusal = None;
    for role in roles {
        match lifecycle::next(booking.status, action, role, slot, now) {
            Ok(status) => return Ok((role, status)),
            // To who stands in two roles, what is wrong with the booking says more than who may do it.
            Err(why) if refusal.is_none_or(Refusal::is_of_role) => refusal = Some(why),
            Err(_) => {}
        }
    }
    Err(match refusal {
        None if actor.who().is_none() => Error::Unauthenticated,
        None => Error::NotFound,
        Some(Refusal::OnlyVenue) => Error::Forbidden,
        Some(why) => Error::State(why),
    })
}

/// What it takes by count while it stands.
fn pools_of(catalogue: &Catalogue, booking: &Booking) -> Vec<PoolId> {
    let (Some(venue), Some(space)) = (
        catalogue.venue_of(booking.venue_id),
        catalogue.space_of(booking.space_id),
    ) else {
        return Vec::new();
    };
    let counts = counts::taken_by(venue, space, booking.attendees, &booking.stock);
    counts.into_iter().map(|count| count.pool).collect()
}

/// The reason, fit to be kept, if it has to be one.
pub(super) fn checked(
    catalogue: &Catalogue,
    role: Role,
    action: Action,
    said: &Reason,
) -> Result<Reason, Error> {
    let invalid = |flaw| Error::invalid("reason", flaw);
    let code = said.code.clone().filter(|code| !code.is_empty());
    let typed = said.text.as_deref().filter(|text| !text.trim().is_empty());
    let text = typed
        .map(|typed| text::Reason::parse(typed).map(String::from))
        .transpose()
        .map_err(invalid)?;
    if let Some(code) = &code
        && !catalogue
            .terms(TermKind::Reason)
            .any(|term| &term.slug == code && fits(&term.uses.0, action))
    {
        return Err(invalid(Flaw::Unknown));
    }
    if lifecycle::needs_reason(action, role) && code.is_none() && text.is_none() {
        return Err(invalid(Flaw::Missing));
    }
    Ok(Reason { code, text })
}

fn fits(uses: &[String], action: Action) -> bool {
    let wanted = match action {
        Action::Reject | Action::DeclineMove => "reject",
        Action::Cancel => "cancel",
        _ => return true,
    };
    uses.iter().any(|of| of == wanted)
}

async fn alternatives(
    app: &App,
    catalogue: &Catalogue,
    booking: &Booking,
) -> Result<Vec<offers::Offer>, Error> {
    let (Some(venue), Some(space)) = (
        catalogue.venue_of(booking.venue_id),
        catalogue.space_of(booking.space_id),
    ) else {
        return Ok(Vec::new());
    };
    let proposal = proposal_of(booking, venue);
    Ok(offers::alternatives(
        app.db.read(),
        catalogue,
        venue,
        space,
        &proposal,
        app.clock.now(),
    )
    .await?)
}
