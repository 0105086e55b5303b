//! Series: bookings made together by one rule, decided on, moved and cancelled together. Each date is a booking of its own
//! and keeps every rule; the dates that could not be had stay on the series' card and can be added when they come free.

pub use add::add;
pub use alter::{
    NewTimes, amend,
    answer::{accept_move, decline_move, lapse, lapse_in, take_back_move},
    move_to,
};
pub use create::request;
pub use decide::{approve, by_itself, cancel, overdue::expire_in, reject};
pub use look::{Act, Card, Waiting, by_code, by_id, last_act, waiting};
pub use weigh::{check, weigh};

pub(crate) mod add;
pub(crate) mod alter;
pub(crate) mod clock;
pub(crate) mod create;
pub(crate) mod decide;
pub(crate) mod floor;
pub(crate) mod look;
pub(crate) mod weigh;

use entity::series;

use crate::{booking::NewBooking, recurrence::SaidRule, refusal::dates::Dated};
use entity::Booking;

/// What somebody asks for, as they said it. Nothing of it is trusted yet.
#[derive(Clone, Debug)]
pub struct NewSeries {
    /// All but the times.
    pub booking: NewBooking,
    pub rule: SaidRule,
    pub on_conflict: OnConflict,
}

/// What becomes of a series when some of its dates cannot be had.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnConflict {
    /// All dates or none.
    #[default]
    Refuse,
    /// Those that can be had.
    Skip,
}

/// A series with every date that it wants.
#[derive(Clone, Debug)]
pub struct Series {
    pub row: series::Model,
    /// Ascending.
    pub dates: Vec<Dated>,
}

impl Series {
    /// By date.
    pub fn bookings(&self) -> impl Iterator<Item = &Booking> {
        self.dates.iter().filter_map(|date| date.fate.booking())
    }
}
