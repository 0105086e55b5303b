//! What a manager may put the request in place of where the time is taken.

use super::{faults::FieldTexts, form::RequestForm};
use crate::{
    booking::Replacing,
    rules::reason::Reason,
    web::{
        field::{Field, Input},
        in_place::{self, BookingBox},
    },
};

/// The fields with which a manager puts a request in place of other bookings.
pub struct InPlaceFields {
    pub boxes: Vec<BookingBox>,
    pub reason: Field,
}

/// What a manager has ticked.
pub fn replacing(form: &RequestForm<'_>) -> Replacing {
    let bookings = in_place::ticked(&form.typed);
    if bookings.is_empty() || !form.is_managers() {
        return Replacing::default();
    }
    let text = form.typed.some("replace_reason").map(str::to_owned);
    Replacing {
        bookings,
        reason: Reason { code: None, text },
    }
}

/// None where nothing could make room.
pub fn in_place(form: &RequestForm<'_>, said: &FieldTexts) -> Option<InPlaceFields> {
    let t = form.visitor.t();
    let boxes = in_place::boxes(t, form.catalogue, &form.could_make_room, &form.typed);
    (!boxes.is_empty()).then(|| InPlaceFields {
        boxes,
        reason: form.field(t, "replace_reason", Input::Lines, said),
    })
}
