//! What a test asks for and what it then finds in the database.

use entity::Booking;
use entity::{BookingId, audit, booking, claim, outbox};
use jastar::{
    account::Actor,
    booking::{
        self as bookings, Details, Message, NewBooking, NewMessage, NewPlace, OnBehalf, Replacing,
    },
    error::Error,
    idempotency::{Idempotent, Outcome},
    mail::Mail,
    rules::reason::Reason,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};

use super::{TestApp, done, patiently};

/// A reason of one's own words.
pub fn because(text: &str) -> Reason {
    Reason {
        code: None,
        text: Some(text.to_owned()),
    }
}

/// In the space where it is.
pub fn at(starts: &str, ends: &str) -> NewPlace {
    NewPlace {
        starts: starts.to_owned(),
        ends: ends.to_owned(),
        ..NewPlace::default()
    }
}

pub fn in_space(space: &str, starts: &str, ends: &str) -> NewPlace {
    NewPlace {
        space: Some(space.to_owned()),
        ..at(starts, ends)
    }
}

/// A booking made by a manager for somebody without an account.
pub fn on_behalf(wanted: NewBooking, email: &str) -> NewBooking {
    let other = OnBehalf {
        name: "Айдана".to_owned(),
        email: Some(email.to_owned()),
        ..OnBehalf::default()
    };
    NewBooking {
        on_behalf: Some(other),
        ..wanted
    }
}

/// With no reason but the other booking.
pub fn replacing(bookings: &[BookingId]) -> Replacing {
    Replacing {
        bookings: bookings.to_vec(),
        ..Replacing::default()
    }
}

pub fn in_place(wanted: NewBooking, of: &[BookingId]) -> NewBooking {
    NewBooking {
        replacing: replacing(of),
        ..wanted
    }
}

impl TestApp {
    pub async fn approve(&self, actor: &Actor, id: BookingId) -> Result<Booking, Error> {
        let ask = || bookings::approve(&self.app, actor, id, None, Idempotent::unkeyed());
        done(patiently(ask).await)
    }

    pub async fn approve_in_place(
        &self,
        actor: &Actor,
        id: BookingId,
        of: &[BookingId],
    ) -> Result<Booking, Error> {
        let once = Idempotent::unkeyed();
        let of = replacing(of);
        done(bookings::approve_in_place(&self.app, actor, id, None, of, None, once).await)
    }

    /// What is or was held for the group of a booking that had to make room, in the order in which it was.
    pub async fn offers(&self, displaced: BookingId) -> Vec<Booking> {
        booking::Entity::find()
            .filter(booking::COLUMN.offer_of.eq(displaced))
            .order_by_asc(booking::Column::Id)
            .all(self.app.db.read())
            .await
            .expect("offers")
    }

    pub async fn reject(&self, actor: &Actor, id: BookingId) -> Result<Booking, Error> {
        let why = because("Зал жөнделуде.");
        done(bookings::reject(&self.app, actor, id, why, Idempotent::unkeyed()).await)
    }

    /// By the venue with a reason, or by the group: who says why is told apart by the actor.
    pub async fn cancel(&self, actor: &Actor, id: BookingId) -> Result<Booking, Error> {
        let why = because("Жоспар өзгерді.");
        let ask = || bookings::cancel(&self.app, actor, id, why.clone(), Idempotent::unkeyed());
        done(patiently(ask).await)
    }

    pub async fn reopen(&self, actor: &Actor, id: BookingId) -> Result<Booking, Error> {
        let why = because("Қателестік.");
        done(bookings::reopen(&self.app, actor, id, why, Idempotent::unkeyed()).await)
    }

    pub async fn amend(
        &self,
        actor: &Actor,
        seen: &Booking,
        details: Details,
    ) -> Result<Booking, Error> {
        let version = Some(seen.version);
        done(bookings::amend(&self.app, actor, seen.id, version, details).await)
    }

    pub async fn move_to(
        &self,
        actor: &Actor,
        id: BookingId,
        place: NewPlace,
    ) -> Result<Booking, Error> {
        done(bookings::move_to(&self.app, actor, id, place, Idempotent::unkeyed()).await)
    }

    /// To the other side, or only for the venue.
    pub async fn write(
        &self,
        actor: &Actor,
        id: BookingId,
        text: &str,
        internal: bool,
    ) -> Result<Message, Error> {
        let new = NewMessage {
            text: text.to_owned(),
            internal,
        };
        let outcome = bookings::write(&self.app, actor, id, new, Idempotent::unkeyed()).await;
        outcome.map(|outcome| match outcome {
            Outcome::Done(message) => *message,
            Outcome::Replayed(kept) => panic!("replayed: {kept:?}"),
        })
    }

    pub async fn stored(&self, id: BookingId) -> Booking {
        booking::Entity::find_by_id(id)
            .one(self.app.db.read())
            .await
            .expect("an answer")
            .expect("a booking")
    }

    pub async fn claims(&self, id: BookingId) -> Vec<claim::Model> {
        claim::Entity::find()
            .filter(claim::COLUMN.booking_id.eq(id))
            .all(self.app.db.read())
            .await
            .expect("claims")
    }

    pub async fn history(&self, id: BookingId) -> Vec<audit::Model> {
        audit::Entity::find()
            .filter(audit::COLUMN.booking_id.eq(id))
            .order_by_asc(Expr::cust("seq"))
            .order_by_asc(audit::Column::Id)
            .all(self.app.db.read())
            .await
            .expect("a history")
    }

    /// What is to be told by telephone about a booking or has been, oldest first.
    pub async fn to_tell(&self, id: BookingId) -> Vec<outbox::Model> {
        outbox::Entity::find()
            .filter(outbox::COLUMN.booking_id.eq(id))
            .filter(outbox::COLUMN.channel.eq("call"))
            .order_by_asc(Expr::cust("seq"))
            .all(self.app.db.read())
            .await
            .expect("an outbox")
    }

    /// All mails.
    pub async fn outbox(&self) -> Vec<outbox::Model> {
        outbox::Entity::find()
            .filter(outbox::COLUMN.channel.eq("mail"))
            .order_by_asc(Expr::cust("seq"))
            .order_by_asc(outbox::Column::Id)
            .all(self.app.db.read())
            .await
            .expect("an outbox")
    }

    /// What was queued about a booking, oldest first: the kind and to whom.
    pub async fn mails(&self, id: BookingId) -> Vec<(String, String)> {
        let all = self.outbox().await;
        all.into_iter()
            .filter(|mail| mail.booking_id == Some(id))
            .map(|mail| (mail.kind, mail.recipient))
            .collect()
    }

    /// The newest mail about a booking of that kind, as data.
    pub async fn mail(&self, id: BookingId, kind: &str) -> Mail {
        let mut all = self.outbox().await;
        all.retain(|mail| mail.booking_id == Some(id) && mail.kind == kind);
        let last = all.pop().unwrap_or_else(|| panic!("no mail {kind}"));
        serde_json::from_value(last.payload).expect("a mail")
    }
}
