//! Bookings: the rules they follow and the life they lead.
//!
//! Pure: [`slot`], [`closed_over`], [`rules`], [`waiver`], [`quota`], [`allowance`], [`period`], [`deadline`], [`lifecycle`],
//! `permit`, [`conflict`], [`counts`], [`turnaround`], [`recurrence`], [`standing`], [`losing`], [`suggest`], [`fit`], [`text`],
//! [`broken`]. The use cases stand in `request`, `change`, `replace`, `alter`, [`series`], [`closures`], `attendance`,
//! `messages`, `look`, [`calls`], [`calendar`] and [`search`]; each takes an [`crate::account::Actor`] and owns its transaction.
//! `due`, with `unanswered`, and [`repair`] act for nobody; `rebuilt` works in the transaction of a new catalogue. Claims are
//! written by `store` alone.

pub mod allowance;
mod alter;
mod attendance;
pub mod broken;
pub mod calendar;
pub mod calls;
mod change;
pub mod closed_over;
pub mod closures;
pub mod conflict;
pub mod counts;
pub mod deadline;
mod due;
mod first_choice;
pub mod fit;
mod floor;
pub mod lifecycle;
mod look;
pub mod losing;
mod messages;
mod news;
pub mod offers;
mod overdue;
mod pace;
pub mod period;
mod permit;
pub mod quota;
mod reason;
pub(crate) mod rebuilt;
pub mod recurrence;
pub mod repair;
mod replace;
mod request;
mod rivals;
pub mod rules;
pub mod search;
pub mod series;
pub mod slot;
pub mod standing;
mod step;
pub(crate) mod store;
pub mod suggest;
pub mod text;
pub mod turnaround;
mod unanswered;
mod usage;
pub mod waiver;

#[cfg(test)]
mod tests;

pub use alter::{Details, Place, amend, move_to, take_back};
pub use attendance::{check_in, moment, no_show, uncounted};
pub use change::{approve, approve_in_place, approve_knowing, cancel, reject, reopen};
pub use due::do_what_is_due;
pub use entity::booking::{Model as Booking, WaitsFor};
pub use look::{
    Filter, Page, Seen, by_code, by_id, instead, is_given, list, outlooks, queue, standings,
    waiting_for,
};
pub use losing::{Asked, Known, Loser, Lost, Outlook};
pub use messages::{Message, Messages, NewMessage, messages, write};
pub use reason::Reason;
pub use replace::{Replacing, could_make_room};
pub use request::{
    NewBooking, OnBehalf, check, could_make_room as could_make_room_for, look_for_room, request,
};
pub use store::list::Order;
