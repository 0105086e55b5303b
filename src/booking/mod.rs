//! One booking, from the request to the day: asking, deciding, changing, replacing, who came, and what both sides write.

pub mod alter;
pub mod attendance;
pub mod decide;
pub mod look;
pub mod messages;
pub mod possible;
pub mod replace;
pub mod request;

pub use crate::ledger::store::list::Order;
pub use alter::{amend, details::Details, move_to, place::Place, proposal::take_back};
pub use attendance::{check_in, moment, no_show, uncounted};
pub use decide::{approve, approve_in_place, approve_knowing, cancel, reject, reopen};
pub use look::{
    Filter, Page, Seen, by_code, by_id, instead, is_given, list, outlooks, queue, standings,
    waiting_for,
};
pub use messages::{Message, Messages, NewMessage, messages, write};
pub use possible::{Possible, is_late, possible};
pub use replace::{Replacing, could_make_room};
pub use request::{
    NewBooking, OnBehalf,
    look::{check, could_make_room as could_make_room_for, look_for_room},
    request,
};
