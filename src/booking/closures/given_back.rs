//! What a closure gives back within two days of taking it goes to those who had to make way for it, before anybody else can
//! have it: what was approved is held for its group, a request waits again.

use entity::{
    BookingId, Instant, PoolId, SpaceId,
    audit::{Action, Role},
    booking::Status,
    closure_hit::{self, Outcome},
};

use super::{
    Way,
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
    zone::parse_wall,
};

const HOURS: i64 = 48;

/// A booking that made way, and where it was.
pub struct Owed {
    pub booking: Booking,
    pub hit: closure_hit::Model,
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
    pub(super) async fn overdue_in(&self, tx: &Tx, owed: &[Owed]) -> Result<Vec<BookingId>, Error> {
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
    pub(super) fn floor_of(&self, owed: &[Owed]) -> (Vec<SpaceId>, Vec<PoolId>, Vec<BookingId>) {
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
            let booking = store::locked_in(tx, owed.booking.id).await?;
            let booking = booking.ok_or(Error::NotFound)?;
            match (owed.hit.outcome, booking.status) {
                (Outcome::Cancelled, Status::Rejected) => {
                    self.wait_again_in(tx, step, booking).await?;
                }
                // Nobody holds for a group what no manager ever approved of.
                (Outcome::Cancelled, Status::Cancelled) => {
                    let until = owed.hit.starts_at;
                    self.hold_in(tx, &step, &booking, &owed.hit, until).await?;
                }
                // Once it begins elsewhere its group has chosen.
                (Outcome::Moved, Status::Approved) if booking.starts_at > self.now => {
                    let until = booking.starts_at;
                    self.hold_in(tx, &step, &booking, &owed.hit, until).await?;
                }
                _ => {}
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
        until: Instant,
    ) -> Result<(), Error> {
        let stands = booking.claims()
            && (booking.space_id, booking.starts_at) == (hit.space_id, hit.starts_at);
        let Some(space) = self.catalogue.space_of(hit.space_id) else {
            return Ok(());
        };
        // Who has had the choice is not asked again, however often the closure changes.
        let offered = store::was_offered(tx.conn(), booking.id, hit.space_id, hit.starts_at);
        if stands || offered.await? {
            return Ok(());
        }
        let place = Offer {
            space: space.path(),
            starts: self.venue.zone.local(hit.starts_at),
            ends: self.venue.zone.local(hit.ends_at),
        };
        let Some(offer) = first_choice::keep_in(tx, step, booking, &place, until).await? else {
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
