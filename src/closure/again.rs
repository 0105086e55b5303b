//! What somebody has again who made way for a closure, and who is to have nothing.

use std::collections::{BTreeMap, HashMap};

use entity::{AuditId, BookingId, audit::Action, booking::Status, closure_hit};

use super::given_back::Owed;
use crate::{
    db::{Tx, Write},
    error::Error,
    ledger::{occupancy::Wanted, step::Step, store},
    rules::reason::Reason,
    venue::Space,
};

use entity::Booking;

/// A request that waits again, or what is held for a group.
pub struct Again<'a> {
    /// None of what is held.
    pub before: Option<&'a Booking>,
    pub after: Booking,
    pub space: &'a Space,
}

impl Again<'_> {
    pub fn wanted(&self) -> Wanted<'_> {
        Wanted {
            booking: &self.after,
            space: self.space,
            floor: true,
        }
    }

    pub fn action(&self) -> Action {
        match self.before {
            Some(_) => Action::Reopen,
            None => Action::Offer,
        }
    }

    /// A booking may have been moved away from one place twice.
    pub fn is_the_same(&self, other: &Self) -> bool {
        let place = |one: &Self| (one.after.offer_of, one.after.space_id, one.after.starts_at);
        self.before.is_none() && place(self) == place(other)
    }

    /// What it claims is claimed.
    pub fn writes(&self, step: &Step<'_>) -> Result<Vec<Write>, Error> {
        let (after, reason) = (&self.after, &Reason::default());
        let news = step.news(after)?;
        let mut writes = vec![
            match self.before {
                Some(before) => store::update(before, after.clone()),
                None => store::insert(after.clone()),
            },
            store::note(step.line(after, reason)),
            store::touch(&self.space.units),
        ];
        match self.before {
            Some(before) => {
                writes.extend(news.changed(step.action, step.role, before, after, reason));
            }
            None => writes.extend(news.free_again(after)),
        }
        Ok(writes)
    }
}

/// What became of those who made way since then. They are locked.
pub struct Known {
    pub bookings: HashMap<BookingId, Booking>,
    /// When each was reopened last.
    reopened: BTreeMap<BookingId, AuditId>,
    /// All that was ever held for their groups.
    offers: Vec<Booking>,
}

impl Known {
    pub async fn read_in(tx: &Tx, owed: &[Owed]) -> Result<Self, Error> {
        let mut ids: Vec<BookingId> = owed.iter().map(|owed| owed.booking.id).collect();
        ids.sort_unstable();
        ids.dedup();
        let bookings = store::all_locked_in(tx, &ids).await?.into_iter();
        Ok(Self {
            bookings: bookings.map(|one| (one.id, one)).collect(),
            reopened: store::reopened(tx.conn(), &ids).await?,
            offers: store::ever_offered(tx.conn(), &ids).await?,
        })
    }

    /// Whether it had its place back after it made way: what it lost it to since then was no closure, or is another hit.
    pub fn was_decided_anew(&self, hit: &closure_hit::Model) -> bool {
        let reopened = self.reopened.get(&hit.booking_id);
        reopened.is_some_and(|line| line.0 > hit.id.0)
    }

    /// Who has had the choice is not asked again, however often the closure changes, nor who has taken something else.
    pub fn has_had_the_choice(&self, hit: &closure_hit::Model) -> bool {
        let mut offers = self.offers.iter();
        offers.any(|one| {
            let here = (one.space_id, one.starts_at) == (hit.space_id, hit.starts_at);
            let taken = match one.status {
                Status::Approved | Status::CheckedIn | Status::NoShow | Status::Completed => true,
                Status::Pending
                | Status::Rejected
                | Status::Withdrawn
                | Status::Cancelled
                | Status::Expired => false,
            };
            one.offer_of == Some(hit.booking_id) && (here || taken)
        })
    }
}
