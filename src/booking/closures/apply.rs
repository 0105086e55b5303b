//! One transaction over one picture: what is in the way makes way, the floor is closed, everyone is told.

use std::collections::BTreeMap;

use entity::{
    BookingId, HitId, Instant, PoolId, SpaceId,
    audit::Action,
    booking::Status,
    closure_hit::{self, Outcome as Became},
};

use super::{
    Closure, On, Preview, Resolve, Say, Way,
    area::{self, Area, Floor},
    given_back::Owed,
    hits::{self, Found},
    plan::this_minute,
    store as closures,
};
use crate::{
    account::Actor,
    app::App,
    booking::{
        Booking, alter,
        broken::Flaw,
        change, counts, offers, overdue,
        reason::Reason,
        rivals::proposal_of,
        slot::Slot,
        step::{Along, Step},
        store::{self, Locks, claims, closed},
    },
    db::Tx,
    error::Error,
    http::idempotency::{Once, Outcome},
    venue::{self, Catalogue, Space, Venue},
};

/// What is to be done, of which nothing is written yet.
pub struct Work<'a> {
    pub app: &'a App,
    pub catalogue: &'a Catalogue,
    pub venue: &'a Venue,
    pub actor: &'a Actor,
    /// None for a new one.
    pub before: Option<&'a Closure>,
    pub after: &'a Closure,
    pub say: &'a Say,
    pub once: &'a Once<Closure>,
    pub now: Instant,
}

impl Work<'_> {
    /// None when the closure, the catalogue or the bookings in the way are no longer those that were read.
    pub async fn inside(&self, tx: &Tx) -> Result<Option<Outcome<Closure>>, Error> {
        let person = self.actor.signed_in()?.id;
        if !self.say.dry_run
            && let Some(kept) = self.once.begin_in(tx, person, self.now).await?
        {
            return Ok(Some(Outcome::Replayed(kept)));
        }
        let area = &self.area();
        let seen = hits::find_in(tx, area, self.now).await?;
        let owed = self.owed_in(tx).await?;
        self.lock_in(tx, &seen, &owed).await?;
        if venue::store::revision(tx.conn()).await? != self.catalogue.revision {
            return Ok(None);
        }
        if let Some(before) = self.before
            && closures::find(tx.conn(), before.row.id).await?.as_ref() != Some(before)
        {
            return Ok(None);
        }
        let found = hits::find_in(tx, area, self.now).await?;
        let locked = |id: &BookingId| seen.hits.contains(id) || seen.overdue.contains(id);
        if !found.hits.iter().chain(&found.overdue).all(locked) {
            return Ok(None);
        }
        let mut bookings = Vec::new();
        for id in &found.hits {
            let booking = store::locked_in(tx, *id).await?;
            bookings.push(booking.ok_or(Error::NotFound)?);
        }
        overdue::expire_in(tx, self.app, self.catalogue, &found.overdue).await?;
        let fingerprint = hits::fingerprint(&bookings);
        let nothing_new = match &self.say.seen {
            Some(seen) => *seen == fingerprint,
            None => bookings.is_empty(),
        };
        if self.say.dry_run || !nothing_new {
            let preview = self.preview_in(tx, area, bookings, fingerprint).await?;
            return Err(Error::Changed(Box::new(preview)));
        }
        let ways = self.ways(&bookings)?;
        for booking in &bookings {
            self.check(area, booking, &ways[&booking.id])?;
        }
        let (cut, rest): (Vec<_>, Vec<_>) = bookings
            .iter()
            .partition(|booking| self.shortens(booking, &ways[&booking.id]));
        for booking in &rest {
            let way = Some(&ways[&booking.id]);
            self.release_in(tx, area, booking, way).await?;
        }
        let mut written = Vec::new();
        for before in cut {
            let way = &ways[&before.id];
            let became = self.make_way_in(tx, area, before.id, way).await?;
            written.push(self.hit(before, became));
        }
        self.claim_in(tx).await?;
        // Who goes elsewhere takes the place first: then those who are told of free places are told of free ones.
        let (moving, ending): (Vec<_>, Vec<_>) = rest
            .into_iter()
            .partition(|booking| matches!(ways[&booking.id], Way::Move(_)));
        for before in moving.into_iter().chain(ending) {
            let way = &ways[&before.id];
            let became = self.make_way_in(tx, area, before.id, way).await?;
            written.push(self.hit(before, became));
        }
        closures::put_in(tx, self.before, self.after).await?;
        self.give_back_in(tx, &owed).await?;
        let units: Vec<_> = self.floors().flat_map(|floor| floor.asked_for).collect();
        let mut writes = vec![store::touch(&units)];
        writes.extend(written.into_iter().map(closures::note));
        writes.extend(self.once.keep(person, self.after, self.catalogue));
        tx.run_all(writes).await?;
        Ok(Some(Outcome::Done(Box::new(self.after.clone()))))
    }

    /// What is closed of it from now on.
    fn area(&self) -> Area {
        let (_, times) = area::split(&self.after.times, this_minute(self.now));
        Area {
            floor: Floor::of(&self.spaces_of(self.after)),
            times,
        }
    }

    pub(super) fn spaces_of(&self, closure: &Closure) -> Vec<&Space> {
        let spaces = closure.spaces.iter();
        let spaces = spaces.filter_map(|id| self.catalogue.space_of(*id));
        spaces.map(AsRef::as_ref).collect()
    }

    /// Of the closure as it was and as it is to be.
    fn floors(&self) -> impl Iterator<Item = Floor> {
        let both = self.before.into_iter().chain([self.after]);
        both.map(|closure| Floor::of(&self.spaces_of(closure)))
    }

    /// Everything that is closed, held by a booking in the way, or to be held by it.
    async fn lock_in(&self, tx: &Tx, found: &Found, owed: &[Owed]) -> Result<(), Error> {
        let (back_in, back_of, owed) = self.floor_of(owed);
        let found = found.hits.iter().chain(&found.overdue).copied();
        let mut ids: Vec<BookingId> = found.chain(owed).collect();
        ids.sort_unstable();
        ids.dedup();
        let bookings = store::find_all(tx.conn(), &ids).await?;
        let targets = self.say.resolve.iter().filter_map(|one| match &one.way {
            Way::Move(place) => {
                let path = place.space.as_deref()?;
                Some(self.catalogue.space(path)?.1.row.id)
            }
            Way::Cancel => None,
        });
        let stand = bookings
            .iter()
            .flat_map(|booking| [Some(booking.space_id), booking.move_space_id]);
        let mut spaces: Vec<SpaceId> = self.after.spaces.clone();
        spaces.extend(targets.chain(stand.flatten()).chain(back_in));
        spaces.sort_unstable();
        spaces.dedup();
        let known = spaces.iter().filter_map(|id| self.catalogue.space_of(*id));
        let seats = known.filter_map(|space| space.seats());
        let mut pools: Vec<PoolId> = seats.chain(back_of).collect();
        for booking in &bookings {
            if let Some(space) = self.catalogue.space_of(booking.space_id) {
                let counts = counts::taken_by(self.venue, space, booking.attendees, &booking.stock);
                pools.extend(counts.iter().map(|count| count.pool));
            }
        }
        pools.sort_unstable();
        pools.dedup();
        let locks = Locks {
            booker: None,
            spaces: &spaces,
            pools: &pools,
            bookings: &ids,
        };
        Ok(store::lock_in(tx, locks).await?)
    }

    async fn preview_in(
        &self,
        tx: &Tx,
        area: &Area,
        bookings: Vec<Booking>,
        seen: String,
    ) -> Result<Preview, Error> {
        for booking in &bookings {
            self.release_in(tx, area, booking, None).await?;
        }
        self.claim_in(tx).await?;
        let mut hits = Vec::new();
        for booking in bookings {
            let (catalogue, venue) = (self.catalogue, self.venue);
            hits.push(hits::shown_in(tx, catalogue, venue, area, booking, self.now).await?);
        }
        hits.sort_by_key(|hit| (hit.booking.starts_at, hit.booking.id));
        Ok(Preview { hits, seen })
    }

    /// One for each of these bookings, and none for another.
    fn ways(&self, bookings: &[Booking]) -> Result<BTreeMap<BookingId, Way>, Error> {
        let mut ways = BTreeMap::new();
        for Resolve { booking, way } in &self.say.resolve {
            if !bookings.iter().any(|hit| hit.id == *booking) {
                return Err(Error::invalid("resolve", Flaw::Unknown));
            }
            if ways.insert(*booking, way.clone()).is_some() {
                return Err(Error::invalid("resolve", Flaw::Twice));
            }
        }
        if ways.len() < bookings.len() {
            return Err(Error::invalid("resolve", Flaw::Missing));
        }
        Ok(ways)
    }

    fn shortens(&self, booking: &Booking, way: &Way) -> bool {
        let Way::Move(place) = way else { return false };
        alter::shortens(self.app, self.catalogue, self.actor, booking, place)
    }

    fn check(&self, area: &Area, booking: &Booking, way: &Way) -> Result<(), Error> {
        match way {
            Way::Move(place) => {
                let (app, catalogue) = (self.app, self.catalogue);
                let after = alter::check_move(app, catalogue, self.actor, booking, place)?;
                let stays = self.shortens(booking, way)
                    && catalogue
                        .space_of(after.space_id)
                        .is_some_and(|space| area.meets(space, Slot::of(&after)));
                if stays {
                    // Cut short too late it would still be in the way.
                    return Err(Error::invalid("resolve", Flaw::Unknown));
                }
                Ok(())
            }
            Way::Cancel => {
                let (action, _) = self.ending(area, booking);
                change::allowed(self.actor, booking, action, self.now).map(|_| ())
            }
        }
    }

    fn ending(&self, area: &Area, booking: &Booking) -> (Action, Became) {
        match (hits::on(self.catalogue, area, booking), booking.status) {
            (On::AskedMove, _) => (Action::DeclineMove, Became::Declined),
            (On::Booking, _) if booking.is_offer() => (Action::Cancel, Became::Cancelled),
            (On::Booking, Status::Pending) => (Action::Reject, Became::Cancelled),
            (On::Booking, _) => (Action::Cancel, Became::Cancelled),
        }
    }

    /// Gives back what is in the way, so that others may have it: what each gets is claimed later.
    async fn release_in(
        &self,
        tx: &Tx,
        area: &Area,
        booking: &Booking,
        way: Option<&Way>,
    ) -> Result<(), Error> {
        let asked_only = hits::on(self.catalogue, area, booking) == On::AskedMove;
        if asked_only && !matches!(way, Some(Way::Move(_))) {
            claims::release_proposed_in(tx, booking.id).await?;
        } else {
            claims::release_in(tx, booking.id).await?;
        }
        Ok(())
    }

    /// Claims what no other closure claims. What was claimed and is no longer closed goes to those that close it too: not what
    /// has passed, on floor that may be another now.
    async fn claim_in(&self, tx: &Tx) -> Result<(), Error> {
        let whole = [self.before, Some(self.after)].into_iter().flatten();
        let whole = area::joined(whole.flat_map(|closure| closure.times.clone()).collect());
        let Some(whole) = area::hull(&whole) else {
            return Ok(());
        };
        let venue = self.venue.row.id;
        let others = closures::near_in(tx, venue, whole, self.after.row.id).await?;
        closed::release_in(tx, self.after.row.id).await?;
        let ids: Vec<_> = others.iter().map(|other| other.row.id).collect();
        let mut taken = closed::of_in(tx, &ids).await?;
        let mut claimed = closed::Claims::default();
        for other in &others {
            let had = self.before.map_or(&[][..], |before| &before.times);
            let (_, to_come) = area::split(had, this_minute(self.now));
            let area = Area {
                floor: Floor::of(&self.spaces_of(other)),
                times: area::common(&other.times, &to_come),
            };
            claimed.extend(taken.add(other.row.id, &area));
        }
        let area = Area {
            floor: Floor::of(&self.spaces_of(self.after)),
            times: self.after.times.clone(),
        };
        claimed.extend(taken.add(self.after.row.id, &area));
        if closed::claim_in(tx, &self.app.ids, self.now, claimed).await? {
            return Ok(());
        }
        Err(Error::Busy)
    }

    /// It is read anew: what was written for the one before may have changed it.
    async fn make_way_in(
        &self,
        tx: &Tx,
        area: &Area,
        id: BookingId,
        way: &Way,
    ) -> Result<Became, Error> {
        let booking = store::locked_in(tx, id).await?.ok_or(Error::NotFound)?;
        let (app, catalogue, actor) = (self.app, self.catalogue, self.actor);
        let reason = &Reason {
            code: self.after.row.reason_code.clone(),
            text: self.after.row.reason_text.clone(),
        };
        let (action, became) = match way {
            Way::Move(place) => {
                alter::moved_in(tx, app, catalogue, actor, &booking, place, reason).await?;
                return Ok(Became::Moved);
            }
            Way::Cancel => self.ending(area, &booking),
        };
        if became == Became::Declined {
            alter::declined_in(tx, app, catalogue, actor, &booking, reason).await?;
            return Ok(became);
        }
        let (role, status) = change::allowed(actor, &booking, action, self.now)?;
        let step = Step {
            app,
            catalogue,
            now: self.now,
            action,
            role,
            person: actor.who().map(|person| person.id),
        };
        let (after, mut writes) = step
            .quietly_in(tx, &booking, status, reason, Along::default())
            .await?;
        let news = step.news(&booking)?;
        let free = if booking.starts_at > self.now {
            let (conn, space) = (tx.conn(), news.space);
            let proposal = proposal_of(&booking, self.venue);
            offers::alternatives(conn, catalogue, self.venue, space, &proposal, self.now).await?
        } else {
            Vec::new()
        };
        writes.extend(news.made_room(action, role, &booking, &after, reason, &[], &free));
        tx.run_all(writes).await?;
        Ok(became)
    }

    fn hit(&self, before: &Booking, outcome: Became) -> closure_hit::Model {
        closure_hit::Model {
            id: HitId(self.app.ids.uuid(self.now)),
            closure_id: self.after.row.id,
            booking_id: before.id,
            at: self.now,
            space_id: before.space_id,
            starts_at: before.starts_at,
            ends_at: before.ends_at,
            outcome,
            told_at: None,
            told_by: None,
        }
    }
}
