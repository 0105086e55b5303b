//! What a closure gives back within two days of taking it goes to those who had to make way for it, before anybody else can
//! have it: a booking is held for its group, a request waits again.

use entity::{
    BookingId, PoolId, SpaceId,
    audit::{Action, Role},
    booking::Status,
    closure_hit,
};

use super::{
    apply::Work,
    area::{Area, Floor},
    store as closures,
};
use crate::{
    booking::{
        Booking, counts, first_choice, lifecycle, news::News, offers::Offer, overdue,
        reason::Reason, slot::Slot, step::Step, store,
    },
    db::Tx,
    error::Error,
};

const HOURS: i64 = 48;

/// A booking that made way, and where it was.
pub struct Owed {
    pub booking: Booking,
    pub hit: closure_hit::Model,
    /// Holds there whose time is over.
    over: Vec<BookingId>,
}

impl Work<'_> {
    /// Those whose time would be free again. Read before locking, to know what else is to be locked.
    pub(super) async fn owed_in(&self, tx: &Tx) -> Result<Vec<Owed>, Error> {
        let Some(before) = self.before else {
            return Ok(Vec::new());
        };
        let still_closed = Area {
            floor: Floor::of(&self.spaces_of(self.after)),
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
            if again && open && hit.outcome != closure_hit::Outcome::Declined {
                let pools = self.pools_of(&told.booking, hit.space_id);
                let units = space.map_or(&[][..], |space| &space.units);
                owed.push(Owed {
                    over: overdue::in_the_way(tx, units, &pools, slot, self.now).await?,
                    booking: told.booking,
                    hit,
                });
            }
        }
        Ok(owed)
    }

    /// What [`Work::give_back_in`] claims.
    pub(super) fn floor_of(&self, owed: &[Owed]) -> (Vec<SpaceId>, Vec<PoolId>, Vec<BookingId>) {
        let pools = owed.iter();
        let pools = pools.flat_map(|owed| self.pools_of(&owed.booking, owed.hit.space_id));
        let spaces = owed.iter().map(|owed| owed.hit.space_id).collect();
        let bookings = owed.iter();
        let bookings = bookings.flat_map(|owed| owed.over.iter().copied().chain([owed.booking.id]));
        (spaces, pools.collect(), bookings.collect())
    }

    /// What it takes by count there.
    fn pools_of(&self, booking: &Booking, space: SpaceId) -> Vec<PoolId> {
        let space = self.catalogue.space_of(space);
        let counts = space.map_or_else(Vec::new, |space| {
            counts::taken_by(self.venue, space, booking.attendees, &booking.stock)
        });
        counts.into_iter().map(|count| count.pool).collect()
    }

    /// In the order in which they made way. What is no longer free is passed over.
    pub(super) async fn give_back_in(&self, tx: &Tx, owed: &[Owed]) -> Result<(), Error> {
        let step = Step {
            app: self.app,
            catalogue: self.catalogue,
            now: self.now,
            action: Action::Offer,
            role: Role::Venue,
            person: self.actor.who().map(|person| person.id),
        };
        for owed in owed {
            overdue::expire_in(tx, self.app, self.catalogue, &owed.over).await?;
            let booking = store::locked_in(tx, owed.booking.id).await?;
            let booking = booking.ok_or(Error::NotFound)?;
            let cancelled = owed.hit.outcome == closure_hit::Outcome::Cancelled;
            if booking.status == Status::Rejected && cancelled {
                self.wait_again_in(tx, step, booking).await?;
            } else if booking.claims() || booking.status == Status::Cancelled {
                self.hold_in(tx, &step, &booking, &owed.hit).await?;
            }
        }
        Ok(())
    }

    /// A request that was rejected for the closure.
    async fn wait_again_in(&self, tx: &Tx, step: Step<'_>, booking: Booking) -> Result<(), Error> {
        let step = Step {
            action: Action::Reopen,
            ..step
        };
        let Ok(status) = lifecycle::next_of(&booking, step.action, step.role, self.now) else {
            return Ok(());
        };
        match step.take_in(tx, booking, status, &Reason::default()).await {
            Ok((_, writes)) => Ok(tx.run_all(writes).await?),
            Err(Error::Conflict { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    async fn hold_in(
        &self,
        tx: &Tx,
        step: &Step<'_>,
        booking: &Booking,
        hit: &closure_hit::Model,
    ) -> Result<(), Error> {
        let held = store::offers_of(tx.conn(), booking.choice_of()).await?;
        let same = |offer: &Booking| {
            (offer.space_id, Slot::of(offer).starts_at) == (hit.space_id, hit.starts_at)
        };
        let stands = booking.claims() && same(booking);
        let Some(space) = self.catalogue.space_of(hit.space_id) else {
            return Ok(());
        };
        if stands || held.iter().any(same) {
            return Ok(());
        }
        let place = Offer {
            space: space.path(),
            starts: self.venue.zone.local(hit.starts_at),
            ends: self.venue.zone.local(hit.ends_at),
        };
        let Some(offer) = first_choice::keep_in(tx, step, booking, &place).await? else {
            return Ok(());
        };
        let news = News {
            app: self.app,
            catalogue: self.catalogue,
            venue: self.venue,
            space,
            now: self.now,
        };
        let told = news.free_again(&offer);
        tx.run_all(told.into_iter().collect()).await?;
        Ok(())
    }
}
