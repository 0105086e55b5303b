//! What a closure gives back within two days of taking it goes to those who had to make way for it, before anybody else can
//! have it: what was approved is held for its group, a request waits again.

use entity::{
    BookingId, PoolId, SpaceId,
    audit::{Action, Role},
    booking::Status,
    closure_hit::{self, Outcome},
};

use super::{
    again::{Again, Known},
    apply::Work,
    ending::AT_ONCE,
    said::Way,
    store as closures,
};
use crate::{
    db::Tx,
    error::Error,
    ledger::{first_choice, occupancy::Wanted, overdue, store::claims},
    refusal::conflict::Offer,
    rules::{
        area::{Area, Floor as Closed},
        counts, lifecycle,
        reason::Reason,
    },
    slot::Slot,
    zone::parse_wall,
};

use entity::Booking;

const HOURS: i64 = 48;

/// A booking that made way, and where it was.
pub struct Owed {
    pub booking: Booking,
    pub hit: closure_hit::Model,
}

impl Work<'_> {
    /// Those whose time would be free again. Read before locking, to know what else is to be locked.
    pub async fn owed_in(&self, tx: &Tx) -> Result<Vec<Owed>, Error> {
        let Some(before) = self.before else {
            return Ok(Vec::new());
        };
        let still_closed = Area {
            floor: Closed::of(&self.spaces_of(self.after)),
            times: self.after.times.clone(),
        };
        let mut owed = Vec::new();
        for told in closures::hits(tx.conn(), before.row.id).await? {
            let hit = told.hit;
            let slot = Slot {
                starts_at: hit.starts_at,
                ends_at: hit.ends_at,
            };
            let again = hit.at.plus_hours(HOURS) > self.now && slot.starts_at > self.now;
            let space = self.catalogue.space_of(hit.space_id);
            let open = space.is_some_and(|space| !still_closed.meets(space, slot));
            if again && open && hit.outcome != Outcome::Declined {
                owed.push(Owed {
                    booking: told.booking,
                    hit,
                });
            }
        }
        Ok(owed)
    }

    /// Holds whose time is over, where somebody is to go or is to have something back. Read before locking, too.
    pub async fn overdue_in(&self, tx: &Tx, owed: &[Owed]) -> Result<Vec<BookingId>, Error> {
        let instant = |said: &str| self.venue.zone.instant(parse_wall(said)?);
        let goes = self.say.resolve.iter().filter_map(|one| match &one.way {
            Way::Move(place) => {
                let (_, space) = self.catalogue.space(place.space.as_deref()?)?;
                Some((
                    space,
                    Slot::new(instant(&place.starts)?, instant(&place.ends)?)?,
                ))
            }
            Way::Cancel => None,
        });
        let back = owed.iter().filter_map(|owed| {
            let slot = Slot::new(owed.hit.starts_at, owed.hit.ends_at)?;
            Some((self.catalogue.space_of(owed.hit.space_id)?, slot))
        });
        let (spaces, mut times): (Vec<_>, Vec<_>) = goes.chain(back).unzip();
        times.sort_unstable();
        let Some(first) = times.first() else {
            return Ok(Vec::new());
        };
        let ends_at = times.iter().map(|time| time.ends_at).max();
        let whole = Slot {
            starts_at: first.starts_at,
            ends_at: ends_at.unwrap_or(first.ends_at),
        };
        let units: Vec<_> = spaces
            .iter()
            .flat_map(|space| space.units.clone())
            .collect();
        let seats = spaces.iter().filter_map(|space| space.seats());
        let lent = self.venue.stock.iter().map(|item| item.row.id);
        let pools: Vec<_> = seats.chain(lent).collect();
        overdue::in_the_way(tx, &units, &pools, whole, self.now).await
    }

    /// What [`Work::give_back_in`] claims.
    pub fn floor_of(&self, owed: &[Owed]) -> (Vec<SpaceId>, Vec<PoolId>, Vec<BookingId>) {
        let pools = owed.iter().filter_map(|owed| {
            let space = self.catalogue.space_of(owed.hit.space_id)?;
            let (attendees, stock) = (owed.booking.attendees, &owed.booking.stock);
            Some(counts::taken_by(self.venue, space, attendees, stock))
        });
        let pools = pools.flatten().map(|count| count.pool).collect();
        let spaces = owed.iter().map(|owed| owed.hit.space_id).collect();
        (
            spaces,
            pools,
            owed.iter().map(|owed| owed.booking.id).collect(),
        )
    }

    /// In the order in which they made way: as many queries as for one, but for the mails. What is no longer free is passed
    /// over.
    pub async fn give_back_in(&self, tx: &Tx, owed: &[Owed]) -> Result<(), Error> {
        if owed.is_empty() {
            return Ok(());
        }
        let known = &Known::read_in(tx, owed).await?;
        let mut again = Vec::new();
        for owed in owed {
            let one = self.again(known, &owed.hit)?;
            again.extend(one.filter(|one| !again.iter().any(|other| one.is_the_same(other))));
        }
        let wanted: Vec<Wanted<'_>> = again.iter().map(Again::wanted).collect();
        let (catalogue, venue, now) = (self.catalogue, self.venue, self.now);
        let mut floor = crate::ledger::store::occupancy::around_tx(tx, venue, &wanted).await?;
        let is_free = |one: &&Again<'_>| {
            let way = floor.take_if_free(catalogue, venue, one.wanted(), now);
            way.is_empty()
        };
        let again: Vec<&Again<'_>> = again.iter().filter(is_free).collect();
        let claiming = again.iter().filter(|one| one.after.claims());
        let claiming: Vec<_> = claiming.map(|one| (&one.after, one.space)).collect();
        if !claims::claim_all_in(tx, &self.app.ids, venue, &claiming).await? {
            return Err(Error::Busy);
        }
        for again in again.chunks(AT_ONCE) {
            let mut writes = Vec::new();
            for one in again {
                writes.extend(one.writes(&self.step(one.action(), Role::Venue))?);
            }
            tx.run_all(writes).await?;
        }
        Ok(())
    }

    /// What was approved is held for its group, a request waits again. Nothing for who is to have nothing back.
    fn again<'a>(
        &'a self,
        known: &'a Known,
        hit: &closure_hit::Model,
    ) -> Result<Option<Again<'a>>, Error> {
        let before = known.bookings.get(&hit.booking_id).ok_or(Error::NotFound)?;
        let Some(space) = self.catalogue.space_of(hit.space_id) else {
            return Ok(None);
        };
        let until = match (hit.outcome, before.status) {
            (Outcome::Cancelled, _) if known.was_decided_anew(hit) => return Ok(None),
            (Outcome::Cancelled, Status::Rejected) => {
                let step = self.step(Action::Reopen, Role::Venue);
                let status = lifecycle::next_of(before, step.action, step.role, self.now);
                return Ok(status.ok().map(|status| Again {
                    after: step.after(before, status, &Reason::default(), self.venue, space),
                    before: Some(before),
                    space,
                }));
            }
            // Nobody holds for a group what no manager ever approved of.
            (Outcome::Cancelled, Status::Cancelled) => hit.starts_at,
            // Once it begins elsewhere its group has chosen.
            (Outcome::Moved, Status::Approved) if before.starts_at > self.now => before.starts_at,
            _ => return Ok(None),
        };
        let stands =
            before.claims() && (before.space_id, before.starts_at) == (hit.space_id, hit.starts_at);
        if stands || known.has_had_the_choice(hit) {
            return Ok(None);
        }
        let place = Offer {
            space: space.path(),
            starts: self.venue.zone.local(hit.starts_at),
            ends: self.venue.zone.local(hit.ends_at),
        };
        let step = self.step(Action::Offer, Role::Venue);
        let offer = first_choice::drawn_up(&step, before, &place, until);
        Ok(offer.map(|(_, space, after)| Again {
            before: None,
            after,
            space,
        }))
    }
}
