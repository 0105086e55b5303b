//! A call to a booking, and how it is answered.

use entity::{Booking, BookingId};

use super::{
    act::ActOn, answer::Answerable, booking_out::BookingOut, caller::Caller, reply::written,
};
use crate::{booking, urls, venue::Catalogue};

/// A call that does something to a booking.
pub type BookingCall<Said> = ActOn<BookingId, Said, Booking>;

impl Answerable for Booking {
    /// An act never leaves its own booking displaced.
    fn json(&self, to: &Caller, catalogue: &Catalogue) -> String {
        written(&BookingOut::of(self, false, catalogue, &to.actor))
    }

    fn location(&self) -> String {
        urls::api_booking(self)
    }

    async fn json_changed(&self, to: &Caller, catalogue: &Catalogue) -> String {
        // It is done by now, whether we can look or not.
        let given = booking::is_given(&to.app, self).await.unwrap_or(false);
        written(&BookingOut::of(self, given, catalogue, &to.actor))
    }
}
