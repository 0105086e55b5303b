//! Asking for a space.

pub mod look;
pub mod plan;
pub mod reading;

use entity::{AuditId, Borrowed, Language, SeriesId, audit, audit::Action, booking::Status};

use super::{named, replace::Replacing};
use crate::{
    account::{self, Actor, Person},
    app::App,
    db::{Tx, Violation, Write, violation},
    error::Error,
    idempotency::{Once, Outcome},
    ledger::{
        notify::News,
        overdue, rivals,
        step::Step,
        store::{self, Locks, claims, pools, usage},
    },
    quota::open_requests,
    refusal::rule::Broken,
    rules::{availability, claimed::Owner},
    text::Email,
    venue::Catalogue,
};
use look::with_alternatives;
use plan::Plan;

use entity::Booking;

pub use look::somebody;

/// How often a request starts anew because the catalogue changed under it.
const CATALOGUE_TRIES: u32 = 8;

/// What somebody asks for, as they said it. Nothing of it is trusted yet.
#[derive(Clone, Debug, Default)]
pub struct NewBooking {
    /// `venue/space`.
    pub space: String,
    /// Wall time of the venue, `2026-12-05T16:00`.
    pub starts: String,
    pub ends: String,
    pub title: String,
    pub attendees: i32,
    /// For the day; the account's when missing.
    pub phone: Option<String>,
    /// The booker's name; the account's when missing.
    pub name: Option<String>,
    pub group: Option<String>,
    /// Slug.
    pub programme: Option<String>,
    /// Slug; the first of the space when missing.
    pub layout: Option<String>,
    pub stock: Borrowed,
    pub note: Option<String>,
    pub public: bool,
    /// Managers only.
    pub on_behalf: Option<OnBehalf>,
    /// Managers only: codes of the rules that they waive, and why.
    pub waive: Vec<String>,
    pub waive_reason: Option<String>,
    /// Managers only: what makes room for it.
    pub replacing: Replacing,
    /// Of mails about it, unless the account says otherwise.
    pub language: Language,
    /// Of which series it is a date.
    pub series: Option<DateOf>,
}

#[derive(Clone, Copy, Debug)]
pub struct DateOf {
    pub series: SeriesId,
    /// Then it may be further ahead than a booking alone.
    pub has_others: bool,
}

/// For somebody who need not have an account.
#[derive(Clone, Debug, Default)]
pub struct OnBehalf {
    pub name: String,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub group: Option<String>,
    pub language: Option<Language>,
}

/// Asks for a space: approved at once where the space or the asker's standing says so, pending otherwise.
///
/// [`Error::Rules`] tells every broken rule at once and wins over [`Error::Conflict`].
pub async fn request(
    app: &App,
    actor: &Actor,
    new: NewBooking,
    once: Once,
) -> Result<Outcome, Error> {
    let (work, actor) = (app.clone(), actor.clone());
    app.detached(async move { whole(&work, &actor, &new, &once).await })
        .await
}

async fn whole(app: &App, actor: &Actor, new: &NewBooking, once: &Once) -> Result<Outcome, Error> {
    let person = actor.signed_in()?;
    let mut catalogue = app.known_catalogue().await?;
    let booked_for = booked_for(app, new).await?;
    for _ in 0..CATALOGUE_TRIES {
        let known = &catalogue;
        let plan = match plan::plan(app, known, actor, person, booked_for.as_ref(), new) {
            Ok(plan) => plan,
            Err(error) => {
                // A rule may be broken now that was not when the same request came first.
                let now = app.clock.now();
                if let Some(kept) = once.replay(app.db.read(), person.id, now).await? {
                    return Ok(Outcome::Replayed(kept));
                }
                // What was kept may be older than what the asker saw.
                let fresh = app.catalogue().await?;
                if fresh.revision == known.revision {
                    return Err(error);
                }
                catalogue = fresh;
                continue;
            }
        };
        let plan = &plan;
        let mut done = None;
        if plan.row.claims() && plan.waives_quota.is_none() && plan.replacing.is_empty() {
            done = app
                .db
                .write_if(|tx| async move { at_once(&tx, app, known, person, plan, once).await })
                .await?;
        }
        if done.is_none() {
            let looked = app
                .db
                .write_if(
                    |tx| async move { after_a_look(&tx, app, known, person, plan, once).await },
                )
                .await;
            done = match looked {
                Err(Error::Conflict { conflicts, .. }) => {
                    return Err(with_alternatives(app, known, plan, conflicts).await?);
                }
                other => other?,
            };
        }
        match done {
            Some(outcome) => {
                app.mail_wake.notify_one();
                return Ok(outcome);
            }
            None => catalogue = app.catalogue().await?,
        }
    }
    Err(Error::Busy)
}

/// The account of whom a manager books for, if it is known.
pub async fn booked_for(app: &App, new: &NewBooking) -> Result<Option<Person>, Error> {
    let email = new
        .on_behalf
        .as_ref()
        .and_then(|other| other.email.as_deref());
    let Some(Ok(email)) = email.map(Email::parse) else {
        return Ok(None);
    };
    Ok(account::store::by_email(app.db.read(), &String::from(email)).await?)
}

/// The common case in as few round trips as can be: lock, claim if every condition holds, write. None when anything is in
/// the way, whatever it is.
async fn at_once(
    tx: &Tx,
    app: &App,
    catalogue: &Catalogue,
    person: &Person,
    plan: &Plan<'_>,
    once: &Once,
) -> Result<Option<Outcome>, Error> {
    if let Some(kept) = once.begin_in(tx, person.id, plan.now).await? {
        return Ok(Some(Outcome::Replayed(kept)));
    }
    plan.lock_in(tx, plan.locks(&plan.pools(), &[])).await?;
    if !plan.claim_in(tx, &app.ids).await? {
        return Ok(None);
    }
    let writes = writes_in(tx, app, catalogue, plan, &plan.row, once, &[]).await?;
    match written_in(tx, plan, writes).await? {
        Some(exceeded) if exceeded.is_empty() => Ok(Some(done(&plan.row))),
        _ => Ok(None),
    }
}

/// The careful case: finds out what is in the way, and clears away holds whose answer time is over. None when the
/// catalogue is no longer the one that the rules were read from.
async fn after_a_look(
    tx: &Tx,
    app: &App,
    catalogue: &Catalogue,
    person: &Person,
    plan: &Plan<'_>,
    once: &Once,
) -> Result<Option<Outcome>, Error> {
    if let Some(kept) = once.begin_in(tx, person.id, plan.now).await? {
        return Ok(Some(Outcome::Replayed(kept)));
    }
    // Who claims nothing clears nothing away.
    let overdue = if plan.row.claims() {
        overdue::in_the_way(
            tx,
            &plan.space.units,
            &plan.pools(),
            plan.proposal.slot,
            plan.now,
        )
        .await?
    } else {
        Vec::new()
    };
    let (mut pools, mut locked) = (plan.pools(), overdue.clone());
    let (venue, replacing) = (plan.venue.row.id, plan.replacing);
    let named = named::named_in(tx, catalogue, venue, replacing, plan.now).await?;
    locked.extend(named.locked());
    pools.extend(&named.pools);
    let spaces = [&[plan.space.row.id], &*named.spaces].concat();
    let all = Locks {
        spaces: &spaces,
        ..plan.locks(&pools, &locked)
    };
    plan.lock_in(tx, all).await?;
    let quota = plan.conditions.quota.as_ref();
    let around = availability::around(plan.proposal.slot);
    let mut standing = claims::standing_in(tx, quota, &plan.space.units, around).await?;
    if standing.revision != catalogue.revision || !named.still_hold_in(tx).await? {
        return Ok(None);
    }
    let mut broken: Vec<Broken> = quota
        .map(|quota| open_requests::check(standing.used, quota.limits))
        .unwrap_or_default();
    overdue::expire_in(tx, app, catalogue, &overdue).await?;
    let step = Step {
        app,
        catalogue,
        now: plan.now,
        action: Action::Request,
        role: plan.role,
        person: Some(person.id),
    };
    let why = &plan.replace_reason;
    let displaced = named.make_room_in(tx, &step, &plan.row, why).await?;
    let made_room = |owner: Owner| displaced.before.iter().any(|one| one.id == owner.id);
    let taken = &mut standing.taken;
    taken.retain(|unit| !unit.booking.is_some_and(made_room));
    let conflicts = availability::in_the_way(
        catalogue,
        plan.venue,
        plan.space,
        &plan.proposal,
        &standing.taken,
        &pools::on_pools(tx.conn(), &plan.pools(), plan.proposal.slot).await?,
        plan.now,
    );
    let mut row = plan.row.clone();
    // What passes is held against the quotas while it is written; a refusal or an exception has to know before.
    let looks = !broken.is_empty() || !conflicts.is_empty() || plan.waives_quota.is_some();
    if looks {
        broken.extend(plan.exceeded_in(tx).await?);
        plan.waive_quota(&mut row, &mut broken);
    }
    if !broken.is_empty() {
        return Err(Error::Rules(broken));
    }
    if !conflicts.is_empty() {
        return Err(Error::Conflict {
            conflicts,
            alternatives: Vec::new(),
        });
    }
    if row.claims() && !plan.claim_in(tx, &app.ids).await? {
        return Err(Error::Busy);
    }
    let gave_way = &displaced.before;
    let writes = writes_in(tx, app, catalogue, plan, &row, once, gave_way).await?;
    match written_in(tx, plan, writes).await? {
        Some(exceeded) if exceeded.is_empty() || looks => {}
        Some(exceeded) => return Err(Error::Rules(exceeded)),
        None => return Ok(None),
    }
    named::tell_in(tx, &step, &displaced, why).await?;
    Ok(Some(done(&row)))
}

fn done(row: &Booking) -> Outcome {
    Outcome::Done(Box::new(row.clone()))
}

async fn writes_in(
    tx: &Tx,
    app: &App,
    catalogue: &Catalogue,
    plan: &Plan<'_>,
    row: &Booking,
    once: &Once,
    gave_way: &[Booking],
) -> Result<Vec<Write>, Error> {
    let mut writes = vec![
        store::insert(row.clone()),
        store::note(audit::Model {
            id: AuditId(app.ids.uuid(plan.now)),
            booking_id: row.id,
            at: plan.now,
            role: plan.role,
            person_id: Some(row.requested_by),
            action: Action::Request,
            status: row.status,
            reason_code: None,
            reason_text: None,
        }),
        store::touch(&plan.space.units),
    ];
    let news = News {
        app,
        catalogue,
        venue: plan.venue,
        space: plan.space,
        now: plan.now,
    };
    writes.extend(news.requested(row));
    writes.extend(plan.remembered.clone());
    if row.status == Status::Approved && plan.has_competitors() {
        writes.extend(rivals::told_in(tx, &news, row, gave_way).await?);
    }
    writes.extend(once.keep(row.requested_by, row, catalogue));
    Ok(writes)
}

/// What it exceeds of the venue's quotas. None when another booking has the code that was drawn for this one; the next
/// plan draws another.
async fn written_in(
    tx: &Tx,
    plan: &Plan<'_>,
    writes: Vec<Write>,
) -> Result<Option<Vec<Broken>>, Error> {
    let written = match &plan.counted {
        Some(counted) => {
            let wanted = plan.proposal.slot;
            let held = usage::held_before(tx, writes, counted.scope(wanted)).await;
            held.map(|held| counted.exceeded(&held, wanted))
        }
        None => tx.run_all(writes).await.map(|()| Vec::new()),
    };
    match written {
        Ok(exceeded) => Ok(Some(plan.offered(exceeded))),
        Err(error) if violation(&error) == Some(Violation::Unique) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
