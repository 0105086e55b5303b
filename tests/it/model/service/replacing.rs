//! Replacing, as a manager does: looks at what could make room, and names it. And what is held for those who made room.

use entity::{BookingId, booking};
use jastar::booking::{Booking, could_make_room, could_make_room_for};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{
    super::operation::{Instead, Operation},
    Outcome, Service, target, told,
};
use crate::it::support::facts::in_place;

impl Service {
    pub(super) async fn in_place(
        &self,
        asked: &Operation,
        instead: Instead,
    ) -> (Outcome, Vec<Booking>) {
        let (test, app) = (&self.test, &self.test.app);
        let answer = if let Operation::Request { .. } = asked {
            let (who, new) = self.wanted(asked);
            let actor = &self.actors[who];
            // Where a rule is broken nobody looks further.
            let could = could_make_room_for(app, actor, &new).await;
            let named = self.named(&could.unwrap_or_default(), instead);
            let answer = test.request(actor, in_place(new, &named)).await;
            if let Ok(booking) = &answer {
                self.known.lock().unwrap().push(booking.id);
            }
            answer
        } else {
            let Some((actor, id)) = self.addressed(asked).await else {
                return (Outcome::Nothing, Vec::new());
            };
            let waiting = test.stored(id).await;
            let could = could_make_room(app, actor, &waiting).await.unwrap();
            let named = self.named(&could, instead);
            test.approve_in_place(actor, id, &named).await
        };
        self.learn_of_offers().await;
        told(answer)
    }

    fn named(&self, could: &[Booking], instead: Instead) -> Vec<BookingId> {
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

    /// Takes or leaves one of all that are held.
    pub(super) async fn choose(&self, operation: &Operation) -> (Outcome, Vec<Booking>) {
        let offers = self.offers().await;
        let offers = offers.iter().filter(|one| one.is_offer());
        let offers: Vec<BookingId> = offers.map(|one| one.id).collect();
        let known = self.known();
        let held = (0..known.len()).filter(|at| offers.contains(&known[*at]));
        let held: Vec<usize> = held.collect();
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
