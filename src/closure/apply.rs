//! One transaction over one picture: what is in the way makes way, the floor is closed, everyone is told.

use entity::{BookingId, ClosureId, Instant, PoolId, SpaceId};

use super::{
    fates::Fate,
    given_back::Owed,
    hits::{self, Found},
    plan::this_minute,
    said::{Say, Way},
    store as closures,
};
use crate::{
    account::Actor,
    app::App,
    db::Tx,
    error::Error,
    idempotency::{Once, Outcome},
    ledger::{
        overdue,
        store::{self, Locks, claims, closed},
    },
    refusal::closure::{On, Preview},
    rules::{
        area::{self, Area, Floor},
        closure::Closure,
        counts,
    },
    slot::Slot,
    venue::{self, Catalogue, Space, Venue},
};

use entity::Booking;

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
    /// None when the closure, the catalogue or the bookings in the way are no longer those that were read; [`Error::Stale`] when
    /// they are not those that were decided on.
    pub async fn inside(&self, tx: &Tx) -> Result<Option<Outcome<Closure>>, Error> {
        let person = self.actor.signed_in()?.id;
        if let Some(kept) = self.once.begin_in(tx, person, self.now).await? {
            return Ok(Some(Outcome::Replayed(kept)));
        }
        let area = &self.area();
        let seen = hits::find_in(tx, area, self.now).await?;
        let owed = self.owed_in(tx).await?;
        let overdue = self.overdue_in(tx, &owed).await?;
        self.lock_in(tx, &seen, &owed, &overdue).await?;
        if !self.still_holds_in(tx).await? {
            return Ok(None);
        }
        let found = hits::find_in(tx, area, self.now).await?;
        let locked = |id: &BookingId| seen.hits.contains(id) || seen.overdue.contains(id);
        if !found.hits.iter().chain(&found.overdue).all(locked) {
            return Ok(None);
        }
        let bookings = store::all_locked_in(tx, &found.hits).await?;
        let nothing_new = match &self.say.seen {
            Some(seen) => *seen == hits::fingerprint(&bookings),
            None => bookings.is_empty(),
        };
        if !nothing_new {
            return Err(Error::Stale);
        }
        let overdue = [found.overdue, overdue].concat();
        overdue::expire_in(tx, self.app, self.catalogue, &overdue).await?;
        let fates = self.fates(area, &bookings)?;
        let (mut cut, mut rest) = (Vec::new(), Vec::new());
        for booking in &bookings {
            if self.keeps_floor(area, booking, &fates[&booking.id])? {
                cut.push(booking);
            } else {
                rest.push(booking);
            }
        }
        let goes = |booking: &Booking| matches!(fates[&booking.id], Fate::Move(_));
        self.release_in(tx, area, &rest, goes).await?;
        let mut written = Vec::new();
        for before in cut {
            written.push(self.moved_in(tx, before, &fates[&before.id]).await?);
        }
        self.claim_in(tx).await?;
        // Who goes elsewhere takes the place first: then those who are told of free places are told of free ones.
        let (moving, ending): (Vec<_>, Vec<_>) = rest.into_iter().partition(|one| goes(one));
        for before in moving {
            written.push(self.moved_in(tx, before, &fates[&before.id]).await?);
        }
        written.extend(self.end_all_in(tx, area, &ending).await?);
        closures::put_in(tx, self.before, self.after).await?;
        self.give_back_in(tx, &owed).await?;
        let units: Vec<_> = self.floors().flat_map(|floor| floor.asked_for).collect();
        let mut writes = vec![store::touch(&units)];
        writes.extend(closures::notes(written));
        writes.extend(self.once.keep(person, self.after, self.catalogue));
        tx.run_all(writes).await?;
        Ok(Some(Outcome::Done(Box::new(self.after.clone()))))
    }

    /// What it would hit, over one picture and without a lock: what is shown is what would happen. None when the closure or the
    /// catalogue are no longer those that were read.
    pub async fn preview(&self) -> Result<Option<Preview>, Error> {
        let picture = &self.app.db.snapshot().await?;
        if !self.still_holds_in(picture).await? {
            return Ok(None);
        }
        let area = &self.area();
        let found = hits::find_in(picture, area, self.now).await?;
        let bookings = store::find_all(picture.conn(), &found.hits).await?;
        let others = match self.before {
            Some(_) => Some(self.closed_by_others_in(picture).await?),
            None => None,
        };
        let look = self.look(area);
        let preview = look.preview_in(picture, bookings, &found.overdue, others.as_deref());
        Ok(Some(preview.await?))
    }

    /// What stays closed of the venue from now on, whatever becomes of this closure.
    async fn closed_by_others_in(&self, tx: &Tx) -> Result<Vec<Area>, Error> {
        let from_now_on = Slot {
            starts_at: this_minute(self.now),
            ends_at: Instant(i64::MAX),
        };
        let (venue, own) = (self.venue.row.id, self.after.row.id);
        let others = closures::near(tx.conn(), venue, from_now_on, Some(own)).await?;
        let areas = others.into_iter().map(|other| Area {
            floor: Floor::of(&self.spaces_of(&other)),
            times: other.times,
        });
        Ok(areas.collect())
    }

    async fn still_holds_in(&self, tx: &Tx) -> Result<bool, Error> {
        if venue::store::revision(tx.conn()).await? != self.catalogue.revision {
            return Ok(false);
        }
        Ok(match self.before {
            Some(before) => {
                closures::find(tx.conn(), before.row.id).await?.as_ref() == Some(before)
            }
            None => true,
        })
    }

    /// What is closed of it from now on.
    fn area(&self) -> Area {
        let (_, times) = area::split(&self.after.times, this_minute(self.now));
        Area {
            floor: Floor::of(&self.spaces_of(self.after)),
            times,
        }
    }

    pub fn spaces_of(&self, closure: &Closure) -> Vec<&Space> {
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
    async fn lock_in(
        &self,
        tx: &Tx,
        found: &Found,
        owed: &[Owed],
        overdue: &[BookingId],
    ) -> Result<(), Error> {
        let (back_in, back_of, owed) = self.floor_of(owed);
        let found = found.hits.iter().chain(&found.overdue).copied();
        let mut ids: Vec<BookingId> = found.chain(owed).chain(overdue.iter().copied()).collect();
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

    pub fn look<'a>(&'a self, area: &'a Area) -> hits::Look<'a> {
        hits::Look {
            catalogue: self.catalogue,
            venue: self.venue,
            area,
            now: self.now,
        }
    }

    /// Gives back what is in the way, so that others may have it: what each gets is claimed later. Of a booking of which only
    /// the asked-for move is hit all, when it `goes` elsewhere.
    async fn release_in(
        &self,
        tx: &Tx,
        area: &Area,
        bookings: &[&Booking],
        goes: impl Fn(&Booking) -> bool,
    ) -> Result<(), Error> {
        let stays = |booking: &&&Booking| {
            hits::on(self.catalogue, area, booking) == On::AskedMove && !goes(booking)
        };
        let (stay, make_way): (Vec<_>, Vec<_>) = bookings.iter().partition(stays);
        let ids = |of: Vec<&Booking>| of.iter().map(|one| one.id).collect::<Vec<_>>();
        claims::release_all_proposed_in(tx, &ids(stay)).await?;
        claims::release_all_in(tx, &ids(make_way)).await?;
        Ok(())
    }

    /// Claims what no other closure claims. What was claimed and is no longer closed goes to those that close it too: not what
    /// has passed, on floor that may be another now. Only closures that share floor with this one are looked at, and only
    /// that floor: it is locked, so none of them ends meanwhile.
    async fn claim_in(&self, tx: &Tx) -> Result<(), Error> {
        let whole = [self.before, Some(self.after)].into_iter().flatten();
        let whole = area::joined(whole.flat_map(|closure| closure.times.clone()).collect());
        let Some(whole) = area::hull(&whole) else {
            return Ok(());
        };
        let own = Area {
            floor: Floor::of(&self.spaces_of(self.after)),
            times: self.after.times.clone(),
        };
        let had = self.before.map_or(&[][..], |before| &before.times);
        let (_, to_come) = area::split(had, this_minute(self.now));
        let (venue, id) = (self.venue.row.id, self.after.row.id);
        let near = closures::near(tx.conn(), venue, whole, Some(id)).await?;
        let others = near.iter().filter_map(|other| {
            let floor = Floor::of(&self.spaces_of(other)).within(&own.floor)?;
            let times = area::common(&other.times, &to_come);
            Some((other.row.id, Area { floor, times }))
        });
        let others: Vec<(ClosureId, Area)> = others.collect();
        closed::release_in(tx, id).await?;
        let mut taken = closed::taken_in(tx, &own.floor, whole).await?;
        let mut claimed = closed::Claims::default();
        for (other, area) in others.iter().chain([&(id, own)]) {
            claimed.extend(taken.add(*other, area));
        }
        if closed::claim_in(tx, &self.app.ids, self.now, claimed).await? {
            return Ok(());
        }
        Err(Error::Busy)
    }
}
