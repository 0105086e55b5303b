//! What becomes of each booking in the way: whether it may, and doing it.

use std::collections::BTreeMap;

use entity::{
    BookingId, HitId, Instant,
    audit::{Action, Role},
    booking::Status,
    closure_hit::{self, Outcome as Became},
};

use super::{On, Resolve, Way, apply::Work, area::Area, hits};
use crate::{
    booking::{
        Booking,
        alter::{self, Place},
        broken::Flaw,
        change, lifecycle, offers,
        reason::Reason,
        rivals::proposal_of,
        slot::Slot,
        step::{Along, Step},
        store,
    },
    db::Tx,
    error::Error,
    zone::parse_wall,
};

#[derive(Clone, Debug)]
pub(super) enum Fate {
    Move(Place),
    /// It runs, and ends in the minute in which it closes.
    Cut(Instant),
    End,
}

impl Work<'_> {
    /// One for each of these bookings, and none for another.
    pub(super) fn fates(
        &self,
        area: &Area,
        bookings: &[Booking],
    ) -> Result<BTreeMap<BookingId, Fate>, Error> {
        let mut fates = BTreeMap::new();
        for Resolve { booking, way } in &self.say.resolve {
            let Some(hit) = bookings.iter().find(|hit| hit.id == *booking) else {
                return Err(Error::invalid("resolve", Flaw::Unknown));
            };
            if fates.insert(*booking, self.fate(area, hit, way)).is_some() {
                return Err(Error::invalid("resolve", Flaw::Twice));
            }
        }
        if fates.len() < bookings.len() {
            return Err(Error::invalid("resolve", Flaw::Missing));
        }
        Ok(fates)
    }

    fn fate(&self, area: &Area, booking: &Booking, way: &Way) -> Fate {
        let cut = hits::cut_at(self.catalogue, area, booking, self.now);
        match (way, cut) {
            // Who is there already has been there.
            (Way::Cancel, Some(at)) if booking.status == Status::CheckedIn => Fate::Cut(at),
            (Way::Cancel, _) => Fate::End,
            (Way::Move(place), Some(at)) if self.is_cut(booking, place, at) => Fate::Cut(at),
            (Way::Move(place), _) => Fate::Move(place.clone()),
        }
    }

    /// Until then; or until a minute that has passed since somebody looked.
    fn is_cut(&self, booking: &Booking, place: &Place, at: Instant) -> bool {
        let space = self.catalogue.space_of(booking.space_id);
        let here = match (&place.space, space) {
            (Some(path), Some(space)) => *path == space.path(),
            (named, _) => named.is_none(),
        };
        let instant = |said: &str| self.venue.zone.instant(parse_wall(said)?);
        let ends_at = instant(&place.ends);
        let ends = ends_at.is_some_and(|ends| ends == at || ends < self.now && ends < at);
        here && ends && instant(&place.starts) == Some(booking.starts_at)
    }

    /// Whether it keeps the floor on which it stands.
    pub(super) fn shortens(&self, booking: &Booking, fate: &Fate) -> bool {
        match fate {
            Fate::Move(place) => {
                alter::shortens(self.app, self.catalogue, self.actor, booking, place)
            }
            Fate::Cut(_) => true,
            Fate::End => false,
        }
    }

    pub(super) fn check(&self, area: &Area, booking: &Booking, fate: &Fate) -> Result<(), Error> {
        match fate {
            Fate::Move(place) => {
                let (app, catalogue) = (self.app, self.catalogue);
                let after = alter::check_move(app, catalogue, self.actor, booking, place)?;
                let stays = self.shortens(booking, fate)
                    && catalogue
                        .space_of(after.space_id)
                        .is_some_and(|space| area.meets(space, Slot::of(&after)));
                if stays {
                    // Cut short too late it would still be in the way.
                    return Err(Error::invalid("resolve", Flaw::Unknown));
                }
                Ok(())
            }
            Fate::Cut(_) => {
                change::allowed(self.actor, booking, Action::Shorten, self.now).map(|_| ())
            }
            Fate::End => {
                let (action, _) = self.ending(area, booking);
                self.allowed(booking, action).map(|_| ())
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

    fn allowed(&self, booking: &Booking, action: Action) -> Result<(Role, Status), Error> {
        if action == Action::Cancel && self.actor.manages(booking.venue_id) {
            let closed = lifecycle::closed_over(booking, self.now).map_err(Error::State)?;
            if let Some(status) = closed {
                return Ok((Role::Venue, status));
            }
        }
        change::allowed(self.actor, booking, action, self.now)
    }

    /// It is read anew: what was written for the one before may have changed it. `places`: whether its group is told what is
    /// free instead.
    pub(super) async fn make_way_in(
        &self,
        tx: &Tx,
        area: &Area,
        id: BookingId,
        fate: &Fate,
        places: bool,
    ) -> Result<Became, Error> {
        let booking = store::locked_in(tx, id).await?.ok_or(Error::NotFound)?;
        let (app, catalogue, actor) = (self.app, self.catalogue, self.actor);
        let reason = &Reason {
            code: self.after.row.reason_code.clone(),
            text: self.after.row.reason_text.clone(),
        };
        let (action, became) = match fate {
            Fate::Move(place) => {
                alter::moved_in(tx, app, catalogue, actor, &booking, place, reason).await?;
                return Ok(Became::Moved);
            }
            Fate::Cut(at) => {
                alter::cut_in(tx, app, catalogue, actor, &booking, *at, reason).await?;
                return Ok(Became::Moved);
            }
            Fate::End => self.ending(area, &booking),
        };
        if became == Became::Declined {
            alter::declined_in(tx, app, catalogue, actor, &booking, reason).await?;
            return Ok(became);
        }
        let (role, status) = self.allowed(&booking, action)?;
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
        let free = if places && booking.starts_at > self.now {
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

    pub(super) fn hit(&self, before: &Booking, outcome: Became) -> closure_hit::Model {
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
