//! One booking, from the request to the day: asking, deciding, changing, replacing, who came, and what both sides write.

pub(crate) mod alter;
pub(crate) mod alterations;
pub(crate) mod attendance;
pub(crate) mod decide;
pub(crate) mod decisions;
pub(crate) mod look;
pub(crate) mod making_room;
pub(crate) mod message;
pub(crate) mod messages;
pub(crate) mod possible;
pub(crate) mod replace;
pub(crate) mod request;

pub use crate::ledger::store::list::Order;
pub use alter::{details::Details, place::NewPlace};
pub use alterations::{amend, lapse, move_to, take_back};
pub use attendance::{moment, uncounted};
pub use decisions::{
    approve, approve_in_place, approve_knowing, by_itself, cancel, check_in, no_show, reject,
    reopen,
};
pub use look::{
    Filter, Page, SeenBooking, by_code, by_id, instead, is_given, list, outlooks, queue, standings,
    waiting_for,
};
pub use making_room::could_make_room;
pub use message::{Message, NewMessage};
pub use messages::{Messages, messages, write};
pub use possible::{Possible, is_late, possible};
pub use replace::Replacing;
pub use request::{
    look::{check, could_make_room as could_make_room_for, look_for_room},
    new::{NewBooking, OnBehalf},
    request,
};

#[cfg(test)]
mod tests;
