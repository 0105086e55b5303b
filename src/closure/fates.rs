//! What becomes of each booking in the way: whether it may, and doing it.

use std::collections::BTreeMap;

use entity::{
    BookingId, HitId, Instant,
    audit::Action,
    booking::Status,
    closure_hit::{self, Outcome as Became},
};

use super::{
    apply::Work,
    hits,
    said::{Resolve, Way},
};
use crate::{
    booking::alter::{make_way, place::Place},
    db::Tx,
    error::Error,
    ledger::store,
    refusal::rule::Flaw,
    rules::{area::Area, permit},
    slot::Slot,
    zone::parse_wall,
};

use entity::Booking;

#[derive(Clone, Debug)]
pub enum Fate {
    Move(Place),
    /// It runs, and ends in the minute in which it closes.
    Cut(Instant),
    End,
}

impl Work<'_> {
    /// One for each of these bookings, and none for another.
    pub fn fates(
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

    /// Whether it keeps the floor on which it stands; an error when it may not go that way.
    pub fn keeps_floor(&self, area: &Area, booking: &Booking, fate: &Fate) -> Result<bool, Error> {
        match fate {
            Fate::Move(place) => {
                let (app, catalogue) = (self.app, self.catalogue);
                let (after, shortens) =
                    make_way::check_move(app, catalogue, self.actor, booking, place)?;
                let stays = shortens
                    && catalogue
                        .space_of(after.space_id)
                        .is_some_and(|space| area.meets(space, Slot::of(&after)));
                if stays {
                    // Cut short too late it would still be in the way.
                    return Err(Error::invalid("resolve", Flaw::Unknown));
                }
                Ok(shortens)
            }
            Fate::Cut(_) => {
                permit::allowed(self.actor, booking, Action::Shorten, self.now).map(|_| true)
            }
            Fate::End => {
                let (action, _) = self.ending(area, booking);
                self.allowed(booking, action).map(|_| false)
            }
        }
    }

    /// It goes elsewhere, or ends where it closes. It is read anew: what was written for the one before may have changed it.
    pub async fn moved_in(
        &self,
        tx: &Tx,
        before: &Booking,
        fate: &Fate,
    ) -> Result<closure_hit::Model, Error> {
        let booking = store::locked_in(tx, before.id).await?;
        let booking = &booking.ok_or(Error::NotFound)?;
        let (app, catalogue, actor) = (self.app, self.catalogue, self.actor);
        let reason = &self.reason();
        match fate {
            Fate::Move(place) => {
                make_way::moved_in(tx, app, catalogue, actor, booking, place, reason).await?;
            }
            Fate::Cut(at) => {
                make_way::cut_in(tx, app, catalogue, actor, booking, *at, reason).await?;
            }
            Fate::End => return Err(Error::internal("what ends goes nowhere")),
        }
        Ok(self.hit(before, Became::Moved))
    }

    pub fn hit(&self, before: &Booking, outcome: Became) -> closure_hit::Model {
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
