//! Looking at what a closure would hit: over one picture of the house and without a lock, so that nobody waits. Applying finds
//! what it hits in the same way under its locks.

use std::collections::{BTreeSet, HashMap};

use entity::{Booking, BookingId, Instant, booking::Status};

use super::{close::Close, hits, planned::areas_of};
use crate::{
    account::Actor,
    app::App,
    db::Tx,
    error::Error,
    ledger::{
        alternatives, gate,
        occupancy::{Occupancy, Placement},
        operation::{Ground, Operation},
        store::{self, closures, hits as stored, picture, pools, taken},
    },
    refusal::{
        closure::{Hit, HitPart, Preview},
        conflict::Alternative,
    },
    rules::{
        area::Area,
        as_if::AsIf,
        availability, counts,
        proposal::{self, proposal_of},
    },
    slot::{Slot, Windows},
    venue::{self, Space, Venue},
};

/// How often a preview starts anew because the catalogue changed under it.
const TRIES: u32 = 8;

/// What a closure would hit, with places that are free once it is closed and all hits have made way: as many queries as for one
/// hit. Nothing is written. [`Error::Busy`] where the catalogue changes faster than it can be read.
pub async fn preview(app: &App, actor: &Actor, close: &Close) -> Result<Preview, Error> {
    let host = app.config.host();
    for _ in 0..TRIES {
        let catalogue = app.catalogue().await?;
        let ground = gate::ground(app, actor, &catalogue, &host);
        if let Some(snapshot) = HitSnapshot::read(app, ground, close).await? {
            let mut hits = snapshot.hits().await?;
            hits.sort_by_key(|hit| (hit.booking.starts_at, hit.booking.id));
            let seen = hits::fingerprint(&snapshot.bookings);
            return Ok(Preview { hits, seen });
        }
    }
    Err(Error::Busy)
}

/// What is free instead of the first place that was chosen for a hit and is taken.
pub async fn instead_of_taken(
    app: &App,
    actor: &Actor,
    close: &Close,
) -> Result<Vec<Alternative>, Error> {
    let host = app.config.host();
    for _ in 0..TRIES {
        let catalogue = app.catalogue().await?;
        let ground = gate::ground(app, actor, &catalogue, &host);
        if let Some(snapshot) = HitSnapshot::read(app, ground, close).await? {
            let wanted = close.moved_to(&ground, &snapshot.bookings)?;
            return snapshot.instead_of_taken(&wanted).await;
        }
    }
    Err(Error::Busy)
}

/// What a closure would hit, read in one snapshot.
struct HitSnapshot<'a> {
    ground: Ground<'a>,
    tx: Tx,
    venue: &'a Venue,
    area: Area,
    /// Those that are hit, by id.
    bookings: Vec<Booking>,
    /// What is in the area and in nobody's way, because its answer time is over.
    overdue: Vec<BookingId>,
    /// What the other closures close, where a closure changes: with its new area that is all that is closed then, whatever
    /// closures claim now.
    instead: Option<Vec<Area>>,
}

impl<'a> HitSnapshot<'a> {
    /// None when the catalogue is another by now.
    async fn read(app: &App, ground: Ground<'a>, close: &Close) -> Result<Option<Self>, Error> {
        let tx = app.db.snapshot().await?;
        let conn = tx.conn();
        if venue::store::revision(conn).await? != ground.catalogue.revision {
            return Ok(None);
        }
        let rows = picture::read(conn, &close.names(), &BTreeSet::new()).await?;
        let planned = close.planned(&rows, &ground)?;
        let found = stored::find(conn, &planned.area, ground.now).await?;
        let bookings = store::find_all(conn, &found.hits).await?;
        let own = planned.before.as_ref().map(|before| before.row.id);
        let instead = match own {
            Some(_) => {
                let (venue, window) = (planned.venue.row.id, planned.window);
                let others = closures::near(conn, venue, window, own).await?;
                Some(areas_of(&others, &ground))
            }
            None => None,
        };
        Ok(Some(Self {
            ground,
            venue: planned.venue,
            area: planned.area,
            bookings,
            overdue: found.overdue,
            instead,
            tx,
        }))
    }

    fn on(&self, booking: &Booking) -> HitPart {
        hits::on(self.ground.catalogue, &self.area, booking)
    }

    /// As if the area were closed and all hits had made way.
    fn as_if(&self) -> AsIf<'_> {
        let asks = |one: &&Booking| self.on(one) == HitPart::AskedMove;
        let (only_asked, whole): (Vec<&Booking>, Vec<&Booking>) =
            self.bookings.iter().partition(asks);
        let whole = whole.into_iter().map(|one| one.id);
        AsIf {
            gone: whole.collect(),
            asked_no_longer: only_asked.into_iter().map(|one| one.id).collect(),
            waits_no_longer: self.overdue.iter().copied().collect(),
            closed: self.instead.iter().flatten().chain([&self.area]).collect(),
            nothing_else: self.instead.is_some(),
        }
    }

    async fn hits(&self) -> Result<Vec<Hit>, Error> {
        let (bookings, now) = (&self.bookings, self.ground.now);
        let looked_for: Vec<(HitPart, Booking)> = bookings
            .iter()
            .map(|booking| {
                let on = self.on(booking);
                match (on, booking.proposed_move()) {
                    (HitPart::AskedMove, Some(asks)) => {
                        (on, proposal::as_asked(booking, &asks, self.venue))
                    }
                    _ => (on, booking.clone()),
                }
            })
            .collect();
        let goes = |booking: &Booking| {
            let begins = booking.starts_at > now && booking.status != Status::CheckedIn;
            begins && !booking.is_held_offer()
        };
        let both = bookings.iter().zip(&looked_for);
        let going = both.filter(|(booking, _)| goes(booking));
        let going: Vec<&Booking> = going.map(|(_, (_, wanted))| wanted).collect();
        let mut places = self.places(&going).await?;
        let hits = bookings.iter().cloned().zip(looked_for);
        let hits = hits.map(|(booking, (on, wanted))| {
            let mut alternatives = places.remove(&booking.id).unwrap_or_default();
            let space = self.ground.catalogue.space_of(wanted.space_id);
            if let Some(space) = space.filter(|_| on == HitPart::Booking) {
                alternatives.extend(self.cut_short(space, &booking));
            }
            Hit {
                booking,
                on,
                alternatives,
            }
        });
        Ok(hits.collect())
    }

    /// What is free instead for each of these.
    async fn places(
        &self,
        wanted: &[&Booking],
    ) -> Result<HashMap<BookingId, Vec<Alternative>>, Error> {
        let (catalogue, venue, now) = (self.ground.catalogue, self.venue, self.ground.now);
        let known = wanted.iter().filter_map(|booking| {
            let space = catalogue.space_of(booking.space_id)?;
            Some((booking.id, (space.as_ref(), proposal_of(booking, venue))))
        });
        let (ids, wanted): (Vec<_>, Vec<_>) = known.unzip();
        let (conn, as_if) = (self.tx.conn(), self.as_if());
        let found = alternatives::alternatives_as_if(conn, catalogue, venue, &wanted, now, &as_if);
        Ok(ids.into_iter().zip(found.await?).collect())
    }

    /// What is free instead of the first of these places that is taken: no place where none is.
    async fn instead_of_taken(&self, wanted: &[Booking]) -> Result<Vec<Alternative>, Error> {
        let (conn, as_if) = (self.tx.conn(), self.as_if());
        let (catalogue, venue, now) = (self.ground.catalogue, self.venue, self.ground.now);
        let slots = wanted.iter().map(Slot::of);
        let Some(window) = slots.reduce(Slot::and_between) else {
            return Ok(Vec::new());
        };
        let (mut windows, mut units) = (Windows::default(), BTreeSet::new());
        for one in wanted {
            if let Some(space) = catalogue.space_of(one.space_id) {
                let near = availability::with_turnaround(Slot::of(one));
                windows.add(space.units.iter().copied(), near);
                units.extend(&space.units);
            }
        }
        let units: Vec<_> = units.into_iter().collect();
        let pools = wanted
            .iter()
            .flat_map(|one| counts::pools_in(catalogue, one));
        let mut pools: Vec<_> = pools.collect();
        pools.sort_unstable();
        pools.dedup();
        let taken = taken::on_units(conn, &windows).await?;
        let counts = pools::on_pools(conn, &pools, window).await?;
        let mut occupancy = Occupancy {
            taken: as_if.taken_on(&units, taken),
            counts: as_if.counts(&pools, counts),
        };
        let mut is_taken = |one: &&Booking| {
            let Some(space) = catalogue.space_of(one.space_id) else {
                return false;
            };
            let place = Placement {
                booking: one,
                space,
                floor: true,
            };
            let way = occupancy.take_if_free(catalogue, venue, place, now);
            !way.is_empty()
        };
        let Some(taken) = wanted.iter().find(|one| is_taken(one)) else {
            return Ok(Vec::new());
        };
        let mut places = self.places(&[taken]).await?;
        Ok(places.remove(&taken.id).unwrap_or_default())
    }

    /// The booking where it is with an earlier end: one that runs when it closes, one that is to come at the last time of the
    /// grid before. None where nothing would be left of it.
    fn cut_short(&self, space: &Space, booking: &Booking) -> Option<Alternative> {
        let own = Slot::of(booking);
        let ends_at = if own.starts_at <= self.ground.now {
            hits::cut_at(self.ground.catalogue, &self.area, booking, self.ground.now)?
        } else {
            let closes = hits::closes_at(&self.area, own)?;
            let step = i64::from(space.row.step_minutes.max(1)) * 60;
            let whole = closes.since(own.starts_at).whole_seconds() / step * step;
            Instant(own.starts_at.0 + whole)
        };
        (ends_at > own.starts_at).then(|| Alternative {
            space: space.path(),
            starts: self.venue.zone.local(own.starts_at),
            ends: self.venue.zone.local(ends_at),
        })
    }
}
