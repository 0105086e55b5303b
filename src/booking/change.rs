//! Deciding on a booking: every way from one state to another, through one gate.

use entity::{
    AuditId, BookingId, Instant, PersonId, audit,
    audit::{Action, Role},
    booking::Status,
    term::TermKind,
};

use super::{
    Booking,
    broken::Flaw,
    conflict::clashes,
    deadline, lifecycle,
    lifecycle::Refusal,
    news::News,
    offers,
    rules::Proposal,
    slot::Slot,
    store::{self, claims, taken},
    text,
};
use crate::{
    account::Actor,
    app::App,
    db::{Tx, Write},
    error::Error,
    http::idempotency::{Once, Outcome},
    venue::{self, Catalogue, Space, Venue},
    zone::parse_wall,
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

struct Change {
    id: BookingId,
    action: Action,
    reason: Reason,
    once: Once,
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
        once,
    };
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
        // Refused here, a change that nobody may make locks nobody out.
        let now = app.clock.now();
        let role = match allowed(actor, before, change.action, now) {
            Ok((role, _)) => role,
            Err(refused) => return done_before(app, actor, change, now, refused).await,
        };
        let reason = &checked(catalogue, role, change)?;
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

/// None when the catalogue is no longer the one that was read.
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
    store::lock_in(tx, None, seen.space_id, &[seen.id]).await?;
    if venue::store::revision(tx.conn()).await? != catalogue.revision {
        return Ok(None);
    }
    let before = store::locked_in(tx, seen.id)
        .await?
        .ok_or(Error::NotFound)?;
    let (role, status) = allowed(actor, &before, change.action, now)?;
    let step = Step {
        app,
        catalogue,
        now,
        action: change.action,
        role,
        person: actor.who().map(|person| person.id),
    };
    let (after, mut writes) = step.take_in(tx, before, status, reason).await?;
    if let Some(person) = actor.who() {
        writes.extend(change.once.keep(person.id, &after, catalogue));
    }
    tx.run_all(writes).await?;
    Ok(Some(Outcome::Done(Box::new(after))))
}

/// Expires a hold whose answer time is over, in the transaction of who is refused by it. Its units are locked.
pub(super) async fn expire_in(
    tx: &Tx,
    app: &App,
    catalogue: &Catalogue,
    id: BookingId,
) -> Result<(), Error> {
    let now = app.clock.now();
    let Some(before) = store::locked_in(tx, id).await? else {
        return Ok(());
    };
    let (role, status) = allowed(&Actor::system(), &before, Action::Expire, now)?;
    let step = Step {
        app,
        catalogue,
        now,
        action: Action::Expire,
        role,
        person: None,
    };
    let (_, writes) = step.take_in(tx, before, status, &Reason::default()).await?;
    Ok(tx.run_all(writes).await?)
}

/// In which role the actor may do it, and where it leads. Who has no part in the booking is told that there is none.
fn allowed(
    actor: &Actor,
    booking: &Booking,
    action: Action,
    now: Instant,
) -> Result<(Role, Status), Error> {
    let slot = Slot {
        starts_at: booking.starts_at,
        ends_at: booking.ends_at,
    };
    let mut refusal = None;
    for role in actor.roles(booking.venue_id, booking.booker_id) {
        match lifecycle::next(booking.status, action, role, slot, now) {
            Ok(status) => return Ok((role, status)),
            Err(why) => refusal = Some(why),
        }
    }
    Err(match refusal {
        None if actor.who().is_none() => Error::Unauthenticated,
        None => Error::NotFound,
        Some(Refusal::OnlyVenue) => Error::Forbidden,
        Some(why) => Error::State(why),
    })
}

fn checked(catalogue: &Catalogue, role: Role, change: &Change) -> Result<Reason, Error> {
    let invalid = |flaw| Error::invalid("reason", flaw);
    let code = change.reason.code.clone().filter(|code| !code.is_empty());
    let typed = change
        .reason
        .text
        .as_deref()
        .filter(|text| !text.trim().is_empty());
    let text = typed
        .map(|typed| text::Reason::parse(typed).map(String::from))
        .transpose()
        .map_err(invalid)?;
    if let Some(code) = &code
        && !catalogue
            .terms(TermKind::Reason)
            .any(|term| &term.slug == code && fits(&term.uses.0, change.action))
    {
        return Err(invalid(Flaw::Unknown));
    }
    if lifecycle::needs_reason(change.action, role) && code.is_none() && text.is_none() {
        return Err(invalid(Flaw::Missing));
    }
    Ok(Reason { code, text })
}

fn fits(uses: &[String], action: Action) -> bool {
    let wanted = match action {
        Action::Reject => "reject",
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

/// The booking as if its group asked for it again.
pub(super) fn proposal_of<'a>(booking: &'a Booking, venue: &Venue) -> Proposal<'a> {
    Proposal {
        slot: Slot {
            starts_at: booking.starts_at,
            ends_at: booking.ends_at,
        },
        starts: parse_wall(&booking.starts).unwrap_or_else(|| venue.zone.local(booking.starts_at)),
        ends: parse_wall(&booking.ends).unwrap_or_else(|| venue.zone.local(booking.ends_at)),
        attendees: booking.attendees,
        layout: Some(&booking.layout),
        for_group: booking.group_name.is_some(),
        by_manager: false,
    }
}

/// One step in the life of a booking.
struct Step<'a> {
    app: &'a App,
    catalogue: &'a Catalogue,
    now: Instant,
    action: Action,
    role: Role,
    person: Option<PersonId>,
}

impl Step<'_> {
    /// Claims or releases what the new state asks for; returns the booking after it and the writes that are left.
    async fn take_in(
        &self,
        tx: &Tx,
        before: Booking,
        status: Status,
        reason: &Reason,
    ) -> Result<(Booking, Vec<Write>), Error> {
        let catalogue = self.catalogue;
        let gone = || {
            Error::internal(format!(
                "booking {} is of a space that is not there",
                before.id
            ))
        };
        let venue = catalogue.venue_of(before.venue_id).ok_or_else(gone)?;
        let space = catalogue.space_of(before.space_id).ok_or_else(gone)?;
        let after = self.after(&before, status, reason, venue, space);
        let news = News {
            app: self.app,
            catalogue,
            venue,
            space,
            now: self.now,
        };
        let mut writes = vec![
            store::update(&before, after.clone()),
            store::note(self.line(&after, reason)),
            store::touch(&space.units),
        ];
        match (before.claims(), after.claims()) {
            (false, true) => {
                self.claim_in(tx, &after, venue, space).await?;
                let offers = offers_for_rivals(tx, self, &after, venue, space).await?;
                writes.extend(
                    offers
                        .iter()
                        .flat_map(|(rival, offers)| news.time_given(rival, offers)),
                );
            }
            (true, false) => {
                claims::release_in(tx, before.id).await?;
                writes.extend(self.rivals_back(tx, &before, venue).await?);
            }
            _ => {
                if !after.claims() && after.status == Status::Pending {
                    self.look_in(tx, &after, venue, space).await?;
                }
            }
        }
        writes.extend(news.changed(self.action, self.role, &before, &after, reason));
        Ok((after, writes))
    }

    fn after(
        &self,
        before: &Booking,
        status: Status,
        reason: &Reason,
        venue: &Venue,
        space: &Space,
    ) -> Booking {
        let answer_by = if status == Status::Pending {
            let hours = self.catalogue.hours(venue);
            let days = venue.row.answer_within_working_days;
            let by = deadline::answer_by(
                self.now,
                before.starts_at,
                space.row.notice_hours,
                days,
                hours,
                &venue.zone,
            );
            Some(by)
        } else {
            before.answer_by
        };
        let says_why = matches!(self.action, Action::Reject | Action::Cancel);
        Booking {
            status,
            answer_by,
            reason_code: reason.code.clone().filter(|_| says_why),
            reason_text: reason.text.clone().filter(|_| says_why),
            decided_at: self.now,
            sequence: before.sequence + 1,
            version: before.version + 1,
            ..before.clone()
        }
    }

    fn line(&self, after: &Booking, reason: &Reason) -> audit::Model {
        audit::Model {
            id: AuditId(self.app.ids.uuid(self.now)),
            booking_id: after.id,
            at: self.now,
            role: self.role,
            person_id: self.person,
            action: self.action,
            status: after.status,
            reason_code: reason.code.clone(),
            reason_text: reason.text.clone(),
        }
    }

    async fn claim_in(
        &self,
        tx: &Tx,
        after: &Booking,
        venue: &Venue,
        space: &Space,
    ) -> Result<(), Error> {
        self.look_in(tx, after, venue, space).await?;
        let slot = Slot {
            starts_at: after.starts_at,
            ends_at: after.ends_at,
        };
        let conditions = claims::Conditions {
            revision: self.catalogue.revision,
            quota: None,
        };
        if claims::claim_in(tx, after.id, space, slot, &after.layout, &conditions).await? {
            return Ok(());
        }
        Err(Error::Busy)
    }

    /// [`Error::Conflict`] when somebody else holds the time. Holds whose answer time is over are in nobody's way.
    async fn look_in(
        &self,
        tx: &Tx,
        after: &Booking,
        venue: &Venue,
        space: &Space,
    ) -> Result<(), Error> {
        let slot = Slot {
            starts_at: after.starts_at,
            ends_at: after.ends_at,
        };
        let in_place = taken::on_units(tx.conn(), &space.units, offers::around(slot)).await?;
        let others = in_place
            .iter()
            .filter(|unit| unit.booking.is_none_or(|owner| owner.id != after.id));
        let in_the_way = clashes(
            slot,
            i64::from(space.row.turnaround_minutes),
            &offers::merged(others),
        );
        if in_the_way.is_empty() {
            return Ok(());
        }
        let conflicts = offers::named(self.catalogue, venue, &in_the_way);
        Err(Error::Conflict {
            conflicts,
            alternatives: Vec::new(),
        })
    }

    /// Requests that waited for the same time are in the queue again; those whose answer time has passed meanwhile get a
    /// new one.
    async fn rivals_back(
        &self,
        tx: &Tx,
        released: &Booking,
        venue: &Venue,
    ) -> Result<Vec<Write>, Error> {
        let rivals = store::rivals(
            tx,
            released.id,
            released.space_id,
            released.starts_at,
            released.ends_at,
        )
        .await?;
        let hours = self.catalogue.hours(venue);
        let mut writes = Vec::new();
        for rival in rivals {
            let Some(space) = self.catalogue.space_of(rival.space_id) else {
                continue;
            };
            if rival.answer_by.is_none_or(|by| by > self.now) || rival.starts_at <= self.now {
                continue;
            }
            let days = venue.row.answer_within_working_days;
            let by = deadline::answer_by(
                self.now,
                rival.starts_at,
                space.row.notice_hours,
                days,
                hours,
                &venue.zone,
            );
            let after = Booking {
                answer_by: Some(by),
                version: rival.version + 1,
                ..rival.clone()
            };
            writes.push(store::update(&rival, after));
        }
        Ok(writes)
    }
}

/// The requests that lose their time to `winner`, with what each could have instead.
async fn offers_for_rivals(
    tx: &Tx,
    step: &Step<'_>,
    winner: &Booking,
    venue: &Venue,
    space: &Space,
) -> Result<Vec<(Booking, Vec<offers::Offer>)>, Error> {
    let turnaround = offers::around(Slot {
        starts_at: winner.starts_at,
        ends_at: winner.ends_at,
    });
    let mut found = Vec::new();
    let claimed = taken::on_units(tx.conn(), &space.units, turnaround).await?;
    let claimed: Vec<_> = claimed
        .iter()
        .filter(|unit| unit.booking.is_some_and(|owner| owner.id == winner.id))
        .collect();
    for rival in store::rivals(
        tx,
        winner.id,
        winner.space_id,
        turnaround.starts_at,
        turnaround.ends_at,
    )
    .await?
    {
        let Some(theirs) = step.catalogue.space_of(rival.space_id) else {
            continue;
        };
        let wanted = Slot {
            starts_at: rival.starts_at,
            ends_at: rival.ends_at,
        };
        let in_the_way = claimed
            .iter()
            .copied()
            .filter(|unit| theirs.units.contains(&unit.unit));
        if clashes(
            wanted,
            i64::from(theirs.row.turnaround_minutes),
            &offers::merged(in_the_way),
        )
        .is_empty()
        {
            continue;
        }
        let proposal = proposal_of(&rival, venue);
        let offers = offers::alternatives(
            tx.conn(),
            step.catalogue,
            venue,
            theirs,
            &proposal,
            step.now,
        )
        .await?;
        found.push((rival, offers));
    }
    Ok(found)
}
