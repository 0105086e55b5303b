//! One transaction of an operation, from the idempotency key to the kept answer.

use std::collections::{BTreeSet, HashSet};

use entity::{Booking, BookingId, PersonId, SeriesId, SpaceId, booking::Status};

use super::{
    change::{Change, ChangeSet, Letter, OwnRow},
    closed::{Closed, Closes},
    consequences::{self, Consequences},
    delta::Delta,
    expire::{self, Unheard},
    letters,
    occupancy::{self, Occupancy, Placement},
    operation::{FastPath, Footprint, Ground, Losing, Names, Operation, Picture, World},
    record,
    store::{
        self, Locks, claims, closed, closures,
        conditions::Conditions,
        escalation, hits, list,
        locked::{self, Locked},
        losing, pools, series, usage,
    },
};
use crate::{
    app::App,
    db::{DbFault, Ended, Tx, Write, fault_of},
    error::Error,
    idempotency::{Idempotent, Outcome},
    quota::open_requests,
    rules::{
        availability,
        losing::{Awaited, WaitingAtVenue},
    },
    slot::Slot,
};

/// An operation that is to be carried out now, once.
pub struct Attempt<'a, O: Operation> {
    pub app: &'a App,
    pub ground: Ground<'a>,
    pub once: &'a Idempotent<O::Done>,
    pub operation: &'a O,
    pub seen: &'a Picture,
    pub foot: Footprint,
    /// Bookings that were found before this attempt: in the way, hit by a closure, or owed their place by one. They are
    /// locked too.
    pub also: &'a BTreeSet<BookingId>,
}

/// Why nothing was done.
pub enum Retry {
    /// Something is in the way of what was decided without a look.
    ToLook,
    /// Something is no longer as it was seen, or these bookings are in the way and have to be locked too.
    ToSeeAnew(BTreeSet<BookingId>),
}

type Done<D> = Result<Ended<Outcome<D>, Retry>, Error>;

impl<O: Operation> Attempt<'_, O> {
    /// Takes the key, locks, and decides: as `fast_path` says where nothing is in its way, or from the world as it is read.
    pub async fn run_tx(
        &self,
        tx: &Tx,
        fast_path: Option<&FastPath<'_, O::Done>>,
    ) -> Done<O::Done> {
        let now = self.ground.now;
        if let Some(person) = self.person()
            && let Some(kept) = self.once.begin_tx(tx, person, now).await?
        {
            return Ok(Ended::Commit(Outcome::Replayed(kept)));
        }
        self.lock_tx(tx).await?;
        if let Some(pace) = &self.foot.pace {
            pace.one_more_tx(tx, now).await?;
        }
        match fast_path {
            Some(fast_path) => Box::pin(self.fast_path_tx(tx, fast_path)).await,
            None => Box::pin(self.locked_path_tx(tx)).await,
        }
    }

    fn person(&self) -> Option<PersonId> {
        self.ground.actor.who().map(|person| person.id)
    }

    /// In as few round trips as can be: claims if every condition holds, and writes. What the booker has of the venue is read
    /// on the way of the writes.
    async fn fast_path_tx(&self, tx: &Tx, fast_path: &FastPath<'_, O::Done>) -> Done<O::Done> {
        let ground = &self.ground;
        let ChangeSet {
            mut changes,
            mut letters,
            rows,
            closes,
            done,
        } = fast_path.set.clone();
        if !self.claimed_if_free_tx(tx, &changes).await? {
            return Ok(Ended::Undo(Retry::ToLook));
        }
        let felt = consequences::felt_at(ground, &changes);
        let competitors = locked::competitors_tx(tx, &felt).await?;
        let follows = consequences::follow_tx(tx, ground, &changes, competitors);
        let follows = Box::pin(follows).await?;
        self.claim_tx(tx, &follows.changes, None).await?;
        changes.extend(follows.changes);
        letters.extend(follows.letters);
        let writes = self.writes(&changes, &letters, rows, closes.as_deref(), &done)?;
        let exceeded = match &fast_path.counted {
            Some((counted, wanted)) => {
                let held = usage::held_before(tx, writes, counted.scope(*wanted)).await;
                held.map(|held| !counted.exceeded(&held, *wanted).is_empty())
            }
            None => tx.run_all(writes).await.map(|()| false),
        };
        match exceeded {
            Ok(true) => Ok(Ended::Undo(Retry::ToLook)),
            Ok(false) => Ok(Ended::Commit(Outcome::Done(Box::new(done)))),
            Err(error) if fault_of(&error) == Some(DbFault::Unique) => Ok(drawn_anew()),
            Err(error) => Err(error.into()),
        }
    }

    /// Claims what the changes take. False where the catalogue is another by now, where the booker has asked for enough, or
    /// where anything is in the way of one of the bookings, whether it claims or not.
    async fn claimed_if_free_tx(&self, tx: &Tx, changes: &[Change]) -> Result<bool, Error> {
        let (ground, foot) = (&self.ground, &self.foot);
        let conditions = Conditions {
            revision: ground.catalogue.revision,
            quota: foot.open_requests,
        };
        let delta = self.delta(changes);
        if !delta.is_nothing() {
            let (ids, now) = (&self.app.ids, ground.now);
            return Ok(claims::apply_if_tx(tx, ids, now, &delta, &conditions).await?);
        }
        let (locked, mut occupancy) = self.locked_tx(tx, &Names::default(), &[]).await?;
        if locked.revision != ground.catalogue.revision {
            return Ok(false);
        }
        let used = locked.used;
        if !open_requests::exceeded(used, foot.open_requests.as_ref()).is_empty() {
            return Ok(false);
        }
        for change in changes {
            let booking = &change.after;
            let (venue, space) = ground.venue_and_space(booking)?;
            let wanted = Placement {
                booking,
                space,
                floor: true,
            };
            let way = occupancy.take_if_free(ground.catalogue, venue, wanted, ground.now);
            if !way.is_empty() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    async fn locked_path_tx(&self, tx: &Tx) -> Done<O::Done> {
        let ground = &self.ground;
        let (catalogue, foot) = (ground.catalogue, &self.foot);
        let (names, near) = (self.operation.names(), self.near());
        let (locked, mut occupancy) = self.locked_tx(tx, &names, &near).await?;
        let Locked {
            revision,
            mut picture,
            competitors,
            mut used,
            ..
        } = locked;
        if revision != catalogue.revision || !picture.is_still(self.seen) {
            return Ok(Ended::Undo(Retry::ToSeeAnew(BTreeSet::new())));
        }
        let mut overdue = occupancy.overdue(catalogue, &foot.wants, ground.now);
        overdue.retain(|id| !self.is_own(*id));
        if !overdue.is_subset(self.also) {
            let together: Vec<BookingId> = overdue.iter().copied().collect();
            let together = series::overdue_with(tx.conn(), &together, ground.now).await?;
            overdue.extend(together);
            return Ok(Ended::Undo(Retry::ToSeeAnew(overdue)));
        }
        let closed = match self.closed_tx(tx, &picture).await? {
            Ok((closed, there)) => {
                overdue.extend(there);
                closed
            }
            Err(more) => return Ok(Ended::Undo(Retry::ToSeeAnew(more))),
        };
        let (given, escalated) = self.unheard_tx(tx, &picture).await?;
        let unheard = (&given, &escalated);
        let (expired, mut letters) = self.expired_tx(tx, &picture, &overdue, unheard).await?;
        if !expired.is_empty() {
            // A request whose time is taken counts for nobody: so what expires has to be gone before anything is counted.
            self.claim_tx(tx, &expired, None).await?;
            if let Some(quota) = &foot.open_requests {
                used = locked::used_tx(tx, quota).await?;
            }
        }
        occupancy.give_back(&self.delta(&expired));
        let lapses = |one: &&Change| one.after.status == Status::Expired;
        let gone: BTreeSet<BookingId> = expired
            .iter()
            .filter(lapses)
            .map(|one| one.after.id)
            .collect();
        for one in &expired {
            picture.bookings.insert(one.after.id, one.after.clone());
        }
        let world = World {
            ground: *ground,
            field: match &foot.losing {
                Some(losing) => Some(self.field_tx(tx, &picture, losing).await?),
                None => None,
            },
            held: match &foot.usage {
                Some(usage) => {
                    let mut held = usage::held(tx.conn(), usage.scope()).await?;
                    held.retain(|one| !gone.contains(&one.id));
                    held
                }
                None => Vec::new(),
            },
            used,
            picture,
            occupancy,
            given,
            escalated,
            closed,
        };
        let ChangeSet {
            changes: decided,
            letters: told,
            rows,
            closes,
            done,
        } = self.operation.decide(&world)?;
        self.claim_tx(tx, &decided, closes.as_deref()).await?;
        let mut changes = merged(expired, decided);
        letters.extend(told);
        let felt = consequences::felt_at(ground, &changes);
        if felt.iter().any(|place| !near.contains(place)) {
            return Err(Error::internal("a change is felt outside its footprint"));
        }
        let follows = consequences::follow_tx(tx, ground, &changes, competitors);
        let follows = Box::pin(follows).await?;
        self.claim_tx(tx, &follows.changes, None).await?;
        let Consequences {
            changes: more,
            letters: told,
        } = follows;
        changes.extend(more);
        letters.extend(told);
        let writes = self.writes(&changes, &letters, rows, closes.as_deref(), &done)?;
        match tx.run_all(writes).await {
            Ok(()) => Ok(Ended::Commit(Outcome::Done(Box::new(done)))),
            Err(error) if fault_of(&error) == Some(DbFault::Unique) => Ok(drawn_anew()),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether the operation itself is about a booking: then the booking does not run out under its hands.
    fn is_own(&self, id: BookingId) -> bool {
        self.foot.bookings.contains(&id) || self.operation.names().bookings.contains(&id)
    }

    /// Every booking that may change.
    fn touched(&self) -> BTreeSet<BookingId> {
        self.foot.bookings.union(self.also).copied().collect()
    }

    /// Where a change may be felt by those who wait and hold nothing: where the bookings stand that may change, and the places
    /// that somebody may be given.
    fn near(&self) -> Vec<(SpaceId, Slot)> {
        let touched = self.touched();
        let seen = self.seen.bookings.values().chain(&self.seen.held);
        let standing = seen.filter(|one| touched.contains(&one.id));
        let wanted = self.foot.wants.iter().filter(|want| want.gives);
        let wanted = wanted.map(|want| (want.space, availability::with_turnaround(want.slot)));
        standing
            .map(consequences::felt_around)
            .chain(wanted)
            .collect()
    }

    /// The rows that are named, those who wait `near`, how many requests of the booker wait, and what is taken at the places
    /// that are wanted: as many queries as [`locked::read_tx`], and one more where something is wanted by count.
    async fn locked_tx(
        &self,
        tx: &Tx,
        names: &Names,
        near: &[(SpaceId, Slot)],
    ) -> Result<(Locked, Occupancy), Error> {
        let (catalogue, foot) = (self.ground.catalogue, &self.foot);
        let wanted = locked::LockedQuery {
            names,
            also: &self.touched(),
            near,
            quota: foot.open_requests.as_ref(),
            floor: &occupancy::reach(catalogue, &foot.wants),
        };
        let mut locked = locked::read_tx(tx, &wanted).await?;
        let slots = foot.wants.iter().map(|want| want.slot);
        let occupancy = Occupancy {
            taken: std::mem::take(&mut locked.taken),
            counts: match slots.reduce(Slot::and_between) {
                Some(hull) => pools::on_pools(tx.conn(), &foot.pools, hull).await?,
                None => Vec::new(),
            },
        };
        Ok((locked, occupancy))
    }

    /// What stands where spaces are closed or opened, and the holds there whose time is over; or, as Err, the bookings that
    /// hold or await something there and have to be locked first.
    async fn closed_tx(
        &self,
        tx: &Tx,
        picture: &Picture,
    ) -> Result<Result<(Closed, Vec<BookingId>), BTreeSet<BookingId>>, Error> {
        let Some(closing) = &self.foot.closing else {
            return Ok(Ok(<_>::default()));
        };
        let (conn, now) = (tx.conn(), self.ground.now);
        let found = hits::find(conn, &closing.area, now).await?;
        let near: BTreeSet<BookingId> = found.hits.iter().chain(&found.overdue).copied().collect();
        if !near.is_subset(self.also) {
            return Ok(Err(near));
        }
        let owed: Vec<BookingId> = closing.owed.iter().copied().collect();
        let (venue, own) = (closing.venue, closing.id);
        let hits = found.hits.iter();
        let hits = hits.filter_map(|id| picture.bookings.get(id)).cloned();
        let mut closed = Closed {
            hits: hits.collect(),
            others: closures::near(conn, venue, closing.window, own).await?,
            shut: closed::shut_tx(tx, &closing.floor, closing.window, own).await?,
            ..Closed::default()
        };
        if !owed.is_empty() {
            closed.reopened = store::reopened(conn, &owed).await?;
            closed.offers = store::ever_offered(conn, &owed).await?;
        }
        Ok(Ok((closed, found.overdue)))
    }

    /// All that is left to write once the claims are.
    fn writes(
        &self,
        changes: &[Change],
        letters: &[Letter],
        rows: Vec<OwnRow>,
        closes: Option<&Closes>,
        done: &O::Done,
    ) -> Result<Vec<Write>, Error> {
        let ground = &self.ground;
        let mut writes = record::writes(ground, changes, rows, closes);
        writes.extend(letters::posted(self.app, ground, letters)?);
        if let Some(person) = self.person() {
            writes.extend(self.once.keep(person, done, ground.catalogue));
        }
        Ok(writes)
    }

    /// Locks everything that may be touched, in the order that everybody keeps.
    async fn lock_tx(&self, tx: &Tx) -> Result<(), Error> {
        let foot = &self.foot;
        if let Some(mailbox) = &foot.mailbox {
            usage::lock_mailbox_tx(tx, mailbox).await?;
        }
        let bookings: Vec<BookingId> = self.touched().into_iter().collect();
        let locks = Locks {
            booker: foot.booker,
            spaces: &foot.spaces,
            pools: &foot.pools,
            bookings: &bookings,
        };
        Ok(store::lock_tx(tx, locks).await?)
    }

    /// Writes the difference between what was claimed and what is, and the closure itself where one is put. [`Error::Busy`]
    /// where somebody claims something that nobody saw: no path of the service does.
    async fn claim_tx(
        &self,
        tx: &Tx,
        changes: &[Change],
        closes: Option<&Closes>,
    ) -> Result<(), Error> {
        let mut delta = self.delta(changes);
        if let Some(closes) = closes {
            delta.close(closes);
            closures::put_tx(tx, closes.before.as_ref(), &closes.after).await?;
        }
        if claims::apply_tx(tx, &self.app.ids, self.ground.now, &delta).await? {
            return Ok(());
        }
        Err(Error::Busy)
    }

    fn delta(&self, changes: &[Change]) -> Delta {
        Delta::of(self.ground.catalogue, changes, self.ground.now)
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
        let escalated = escalation::escalated_tx(tx, &stay).await?;
        Ok((given.into_iter().collect(), escalated))
    }

    /// What becomes of the `overdue`, with the dates of a series that are asked to be moved together with one of them.
    async fn expired_tx(
        &self,
        tx: &Tx,
        picture: &Picture,
        overdue: &BTreeSet<BookingId>,
        (given, escalated): (&BTreeSet<BookingId>, &BTreeSet<BookingId>),
    ) -> Result<(Vec<Change>, Vec<Letter>), Error> {
        let rows = overdue.iter().filter_map(|id| picture.bookings.get(id));
        let moves = rows.filter(|one| one.move_of_series);
        let moves: BTreeSet<SeriesId> = moves.filter_map(|one| one.series_id).collect();
        let together = |one: &&Booking| {
            let of_series = one.series_id.is_some_and(|id| moves.contains(&id));
            overdue.contains(&one.id) || (one.move_of_series && of_series)
        };
        let also = self.also.iter().filter(|id| !self.is_own(**id));
        let also = also.filter_map(|id| picture.bookings.get(id));
        let also: Vec<&Booking> = also.filter(together).collect();
        let ids = also.iter().filter_map(|one| one.series_id);
        let ids: HashSet<SeriesId> = ids.collect();
        let unheard = Unheard {
            given,
            escalated,
            series: &series::all(tx.conn(), &ids).await?,
        };
        expire::expired(&self.ground, also.into_iter(), &unheard)
    }

    async fn field_tx(
        &self,
        tx: &Tx,
        picture: &Picture,
        losing: &Losing,
    ) -> Result<WaitingAtVenue, Error> {
        let rows = |ids: &[BookingId]| -> Vec<Booking> {
            let rows = ids.iter().filter_map(|id| picture.bookings.get(id));
            rows.cloned().collect()
        };
        let (dates, instead_of) = (rows(&losing.dates), rows(&losing.instead_of));
        let Some(venue) = dates
            .first()
            .and_then(|one| self.ground.catalogue.venue_of(one.venue_id))
        else {
            return Ok(WaitingAtVenue::default());
        };
        let asked = Awaited {
            dates: &dates,
            moves: losing.moves,
            instead_of: &instead_of,
        };
        let (catalogue, asked) = (self.ground.catalogue, std::slice::from_ref(&asked));
        Ok(losing::field(tx.conn(), catalogue, venue, asked).await?)
    }
}

/// One change for each booking: what expired, and what was decided on after that.
fn merged(expired: Vec<Change>, decided: Vec<Change>) -> Vec<Change> {
    let mut changes = expired;
    for change in decided {
        let before = changes
            .iter()
            .position(|one| one.after.id == change.after.id);
        match before {
            Some(at) => changes[at] = changes[at].clone().and_then(change),
            None => changes.push(change),
        }
    }
    changes
}

/// Something else has one of the codes that were drawn; the next attempt draws others.
fn drawn_anew<D>() -> Ended<D, Retry> {
    Ended::Undo(Retry::ToSeeAnew(BTreeSet::new()))
}
