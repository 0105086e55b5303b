//! Replacing, as a manager does: looks at what could make room, and names it. And what is held for those who made room.

use entity::Booking;
use entity::{BookingId, Instant, booking};
use jastar::booking::{could_make_room, could_make_room_for};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{
    super::operation::{Instead, Operation, Span},
    Outcome, Service, target, told,
};
use crate::it::support::facts::in_place;

impl Service {
    /// Who is to make room, as things stand.
    pub async fn named(&self, asked: &Operation, instead: Instead) -> Vec<BookingId> {
        let app = &self.test.app;
        let could = if let Operation::Request { .. } = asked {
            let (who, new) = self.wanted(asked);
            // Where a rule is broken nobody looks further.
            let could = could_make_room_for(app, &self.actors[who], &new).await;
            could.unwrap_or_default()
        } else {
            let Some((actor, id)) = self.addressed(asked).await else {
                return Vec::new();
            };
            let waiting = self.test.stored(id).await;
            could_make_room(app, actor, &waiting).await.unwrap()
        };
        let mut named: Vec<BookingId> = could.iter().map(|one| one.id).collect();
        let known = self.known();
        match instead {
            Instead::All => {}
            Instead::AllButOne => drop(named.pop()),
            Instead::AllAnd(_) if known.is_empty() => {}
            Instead::AllAnd(which) => named.push(known[which % known.len()]),
        }
        named
    }

    pub async fn in_place_of(
        &self,
        named: &[BookingId],
        asked: &Operation,
    ) -> (Outcome, Vec<Booking>) {
        let answer = if let Operation::Request { .. } = asked {
            let (who, new) = self.wanted(asked);
            let new = in_place(new, named);
            let answer = self.test.request(&self.actors[who], new).await;
            if let Ok(booking) = &answer {
                self.known.lock().unwrap().push(booking.id);
            }
            answer
        } else {
            let Some((actor, id)) = self.addressed(asked).await else {
                return (Outcome::Nothing, Vec::new());
            };
            self.test.approve_in_place(actor, id, named).await
        };
        self.learn_of_offers().await;
        told(answer)
    }

    /// Takes or leaves one of all that are held.
    pub(super) async fn choose(&self, operation: &Operation) -> (Outcome, Vec<Booking>) {
        let held = self.held().await;
        if held.is_empty() {
            return (Outcome::Nothing, Vec::new());
        }
        let (who, which) = target(operation);
        let which = held[which % held.len()];
        let chosen = match operation {
            Operation::TakeOffer { .. } => Operation::Approve { who, which },
            _ => Operation::Cancel { who, which },
        };
        self.perform_on(&chosen).await
    }

    /// What is held now, counted among all bookings.
    pub async fn held(&self) -> Vec<usize> {
        let mut offers = self.offers().await;
        offers.retain(Booking::is_held_offer);
        let known = self.known();
        let is_held = |at: &usize| offers.iter().any(|offer| offer.id == known[*at]);
        (0..known.len()).filter(is_held).collect()
    }

    /// When a booking is.
    pub async fn span_of(&self, which: usize) -> Span {
        let stored = self.test.stored(self.known()[which]).await;
        let half_hours = |from: Instant, to: Instant| to.since(from).whole_minutes() / 30;
        Span {
            from: half_hours(self.begun(), stored.starts_at),
            length: half_hours(stored.starts_at, stored.ends_at),
        }
    }

    /// All that is or was held, in the order in which it was.
    async fn offers(&self) -> Vec<Booking> {
        let offers = booking::Entity::find()
            .filter(booking::COLUMN.offer_of.is_not_null())
            .order_by_asc(booking::Column::Id)
            .all(self.test.app.db.read());
        offers.await.unwrap()
    }

    /// What is held from now on for those who had to make way.
    pub(super) async fn learn_of_offers(&self) {
        let offers = self.offers().await;
        let mut known = self.known.lock().unwrap();
        for offer in offers {
            if !known.contains(&offer.id) {
                known.push(offer.id);
            }
        }
    }
}
