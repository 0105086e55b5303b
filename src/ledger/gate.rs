//! The one way in which bookings are written.
//!
//! An operation says what it may touch; the gate locks that, in the one order, reads it anew, lets holds expire whose time is
//! over, and lets the operation decide. The gate works out what is claimed from both sides of every change, and writes claims,
//! rows, histories, mails and the kept answer in one transaction. What has changed between the first look and the locks
//! sends everything back to the first look.

use std::collections::{BTreeSet, HashSet};

use entity::{Booking, BookingId, SeriesId};

use super::{
    alternatives,
    change::{Change, ChangeSet},
    consequences::{self, Consequences},
    delta::Delta,
    expire::{self, Unheard},
    letters,
    operation::{Footprint, Ground, Losing, Operation, Picture, World},
    record,
    store::{self, Locks, apply, list, losing, occupancy, picture, series, unanswered, usage},
};
use crate::{
    account::Actor,
    app::App,
    db::{Ended, Tx, Violation, violation},
    error::Error,
    idempotency::{Once, Outcome},
    rules::{
        losing::{Asked, Field},
        proposal::proposal_of,
    },
    venue::Catalogue,
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
    once: Once<O::Done>,
    operation: O,
) -> Result<Outcome<O::Done>, Error>
where
    O: Operation + 'static,
    O::Done: 'static,
{
    let (work, actor) = (app.clone(), actor.clone());
    app.detached(async move { tried(&work, &actor, &once, &operation).await })
        .await
}

async fn tried<O: Operation>(
    app: &App,
    actor: &Actor,
    once: &Once<O::Done>,
    operation: &O,
) -> Result<Outcome<O::Done>, Error> {
    let (mut catalogue, host) = (app.known_catalogue().await?, app.config.host());
    let mut also = BTreeSet::new();
    for _ in 0..TRIES {
        let known = &catalogue;
        let ground = ground(app, actor, known, &host);
        let names = operation.names();
        let seen = picture::read(app.db.read(), &names).await?;
        let foot = match operation.footprint(&seen, &ground) {
            Ok(foot) => foot,
            Err(refused) => {
                // What was done already is refused now; who repeats a request is told what was answered then.
                if let Some(person) = actor.who()
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
        let attempt = &Attempt {
            app,
            ground,
            once,
            operation,
            seen: &seen,
            foot,
            also: &also,
        };
        let ended = app
            .db
            .write_or_undo(|tx| async move { attempt.run_tx(&tx).await })
            .await;
        match ended {
            Ok(Ended::Commit(outcome)) => {
                app.mail_wake.notify_one();
                return Ok(outcome);
            }
            Ok(Ended::Undo(more)) => {
                also.extend(more);
                catalogue = app.catalogue().await?;
            }
            Err(Error::Conflict { conflicts, .. }) => {
                let wanted = operation.wanted(&seen, &ground);
                let alternatives = match wanted.first() {
                    Some(wanted) => elsewhere(app, &ground, wanted).await?,
                    None => Vec::new(),
                };
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

fn ground<'a>(
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

/// Looked up without a lock: where everything could go takes time, and all writers would wait.
async fn elsewhere(
    app: &App,
    ground: &Ground<'_>,
    wanted: &Booking,
) -> Result<Vec<crate::refusal::conflict::Offer>, Error> {
    let (venue, space) = ground.place_of(wanted)?;
    let (conn, proposal) = (app.db.read(), proposal_of(wanted, venue));
    let (catalogue, now) = (ground.catalogue, ground.now);
    Ok(alternatives::alternatives(conn, catalogue, venue, space, &proposal, now).await?)
}

/// One transaction of an operation.
struct Attempt<'a, O: Operation> {
    app: &'a App,
    ground: Ground<'a>,
    once: &'a Once<O::Done>,
    operation: &'a O,
    seen: &'a Picture,
    foot: Footprint,
    /// Bookings that were found in the way by an attempt before this one: they are locked too.
    also: &'a BTreeSet<BookingId>,
}

impl<O: Operation> Attempt<'_, O> {
    /// Undone where something is no longer as it was seen, with the bookings that have to be locked too.
    async fn run_tx(&self, tx: &Tx) -> Result<Ended<Outcome<O::Done>, BTreeSet<BookingId>>, Error> {
        let ground = &self.ground;
        let person = ground.actor.who().map(|person| person.id);
        if let Some(person) = person
            && let Some(kept) = self.once.begin_in(tx, person, ground.now).await?
        {
            return Ok(Ended::Commit(Outcome::Replayed(kept)));
        }
        self.lock_tx(tx).await?;
        if let Some(pace) = &self.foot.pace {
            pace.one_more_in(tx, ground.now).await?;
        }
        let locked: BTreeSet<BookingId> = self.foot.bookings.union(self.also).copied().collect();
        let names = self.operation.names();
        let (revision, picture) = picture::read_tx(tx, &names, &locked).await?;
        if revision != ground.catalogue.revision || !picture.is_still(self.seen) {
            return Ok(Ended::Undo(BTreeSet::new()));
        }
        let (catalogue, foot) = (ground.catalogue, &self.foot);
        let mut occupancy = occupancy::near_tx(tx, catalogue, &foot.wants, &foot.pools).await?;
        let mut overdue = occupancy.overdue(catalogue, &foot.wants, ground.now);
        overdue.retain(|id| !names.bookings.contains(id));
        if !overdue.is_subset(&locked) {
            let together: Vec<BookingId> = overdue.iter().copied().collect();
            let together = series::overdue_with(tx.conn(), &together, ground.now).await?;
            overdue.extend(together);
            return Ok(Ended::Undo(overdue));
        }
        let (given, escalated) = self.unheard_tx(tx, &picture).await?;
        let (expired, mut letters) = self.expired_tx(tx, &picture, &given, &escalated).await?;
        occupancy.leave(&expired.iter().map(|one| one.after.id).collect());
        let world = World {
            ground: *ground,
            field: match &foot.losing {
                Some(losing) => Some(self.field_tx(tx, &picture, losing).await?),
                None => None,
            },
            held: match &foot.usage {
                Some(usage) => usage::held(tx.conn(), usage.scope()).await?,
                None => Vec::new(),
            },
            picture,
            occupancy,
            given,
            escalated,
        };
        let ChangeSet {
            changes: decided,
            letters: told,
            rows,
            done,
        } = self.operation.decide(&world)?;
        let mut changes: Vec<Change> = expired.into_iter().chain(decided).collect();
        letters.extend(told);
        self.claim_tx(tx, &changes).await?;
        let follows = consequences::follow_tx(tx, ground, &changes).await?;
        self.claim_tx(tx, &follows.changes).await?;
        let Consequences {
            changes: more,
            letters: told,
        } = follows;
        changes.extend(more);
        letters.extend(told);
        let mut writes = record::writes(ground, &changes, rows);
        writes.extend(letters::posted(self.app, ground, &letters)?);
        if let Some(person) = person {
            writes.extend(self.once.keep(person, &done, catalogue));
        }
        match tx.run_all(writes).await {
            Ok(()) => Ok(Ended::Commit(Outcome::Done(Box::new(done)))),
            // Something else has one of the codes that were drawn; the next attempt draws others.
            Err(error) if violation(&error) == Some(Violation::Unique) => {
                Ok(Ended::Undo(BTreeSet::new()))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Locks everything that may be touched, in the order that everybody keeps.
    async fn lock_tx(&self, tx: &Tx) -> Result<(), Error> {
        let foot = &self.foot;
        if let Some(mailbox) = &foot.mailbox {
            usage::lock_mailbox_in(tx, mailbox).await?;
        }
        let bookings: Vec<BookingId> = foot.bookings.union(self.also).copied().collect();
        let locks = Locks {
            booker: foot.booker,
            spaces: &foot.spaces,
            pools: &foot.pools,
            bookings: &bookings,
        };
        Ok(store::lock_in(tx, locks).await?)
    }

    /// Writes the difference between what was claimed and what is. [`Error::Busy`] where somebody claims something that
    /// nobody saw: no path of the service does.
    async fn claim_tx(&self, tx: &Tx, changes: &[Change]) -> Result<(), Error> {
        let ground = &self.ground;
        let mut delta = Delta::default();
        for change in changes {
            let before = change.before.as_ref();
            delta.add(ground.catalogue, before, &change.after, ground.now);
        }
        if apply::apply_tx(tx, &self.app.ids, ground.now, &delta).await? {
            return Ok(());
        }
        Err(Error::Busy)
    }

    /// Of what waits: whose time was given to another group, and of whom the administrators know.
    async fn unheard_tx(
        &self,
        tx: &Tx,
        picture: &Picture,
    ) -> Result<(BTreeSet<BookingId>, BTreeSet<BookingId>), Error> {
        let waiting = self.also.iter().chain(&self.foot.waiting);
        let waiting = waiting.filter_map(|id| picture.bookings.get(id));
        let waiting: Vec<Booking> = waiting.cloned().collect();
        let given = list::given(tx.conn(), &waiting).await?;
        let stay = waiting.iter().filter(|one| {
            let space = self.ground.catalogue.space_of(one.space_id);
            space.is_some_and(|space| space.row.unanswered == entity::space::Unanswered::Stay)
        });
        let stay: Vec<&Booking> = stay.collect();
        let escalated = unanswered::escalated_tx(tx, &stay).await?;
        Ok((given.into_iter().collect(), escalated))
    }

    async fn expired_tx(
        &self,
        tx: &Tx,
        picture: &Picture,
        given: &BTreeSet<BookingId>,
        escalated: &BTreeSet<BookingId>,
    ) -> Result<(Vec<Change>, Vec<super::change::Letter>), Error> {
        let also = self.also.iter().filter_map(|id| picture.bookings.get(id));
        let also: Vec<&Booking> = also.collect();
        let ids = also.iter().filter_map(|one| one.series_id);
        let ids: HashSet<SeriesId> = ids.collect();
        let unheard = Unheard {
            given,
            escalated,
            series: &series::all(tx.conn(), &ids).await?,
        };
        expire::expired(&self.ground, also.into_iter(), &unheard)
    }

    async fn field_tx(&self, tx: &Tx, picture: &Picture, losing: &Losing) -> Result<Field, Error> {
        let rows = |ids: &[BookingId]| -> Vec<Booking> {
            let rows = ids.iter().filter_map(|id| picture.bookings.get(id));
            rows.cloned().collect()
        };
        let (dates, instead_of) = (rows(&losing.dates), rows(&losing.instead_of));
        let Some(venue) = dates
            .first()
            .and_then(|one| self.ground.catalogue.venue_of(one.venue_id))
        else {
            return Ok(Field::default());
        };
        let asked = Asked {
            dates: &dates,
            moves: losing.moves,
            instead_of: &instead_of,
        };
        let (catalogue, asked) = (self.ground.catalogue, std::slice::from_ref(&asked));
        Ok(losing::field(tx.conn(), catalogue, venue, asked).await?)
    }
}
