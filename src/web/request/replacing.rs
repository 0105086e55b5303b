//! What a manager may put the request in place of where the time is taken.

use super::{
    faults::Said,
    form::Form,
    view::{Field, Input},
};
use crate::{
    booking::Replacing,
    rules::reason::Reason,
    web::in_place::{self, BookingBox},
};

pub struct InPlace {
    pub boxes: Vec<BookingBox>,
    pub reason: Field,
}

impl Form<'_> {
    /// What a manager has ticked.
    pub fn replacing(&self) -> Replacing {
        let bookings = in_place::ticked(&self.typed);
        if bookings.is_empty() || !self.is_managers() {
            return Replacing::default();
        }
        let text = self.typed.some("replace_reason").map(str::to_owned);
        Replacing {
            bookings,
            reason: Reason { code: None, text },
        }
    }

    pub fn in_place(&self, said: &Said) -> Option<InPlace> {
        let t = self.visitor.t();
        let boxes = in_place::boxes(t, self.catalogue, &self.could_make_room, &self.typed);
        (!boxes.is_empty()).then(|| InPlace {
            boxes,
            reason: self.field(t, "replace_reason", Input::Lines, said),
        })
    }
}
