//! Series: bookings made together by one rule, decided on, moved and cancelled together. Each date is a booking of its own
//! and keeps every rule; the dates that could not be had stay on the series' card and can be added when they come free.

mod add;
mod alter;
mod clock;
mod create;
mod decide;
mod floor;
mod look;
mod news;
mod weigh;

pub use add::add;
pub use alter::{NewTimes, accept_move, amend, decline_move, move_to, take_back_move};
pub(super) use alter::{lapse, lapse_in};
pub use create::request;
pub use decide::{approve, cancel, reject};
pub(super) use decide::{by_itself, expire_in};
pub use look::{Act, Card, Waiting, by_code, by_id, last_act, waiting};
pub(super) use news::time_given;
pub use weigh::{check, weigh};

use entity::series;
use serde::Serialize;
use time::PrimitiveDateTime;

use super::{
    Booking, NewBooking,
    broken::{Broken, Code},
    offers::{InTheWay, Offer},
    recurrence::SaidRule,
};

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

/// One date of a series.
#[derive(Clone, Debug)]
pub struct Dated {
    /// Wall times of the venue.
    pub starts: PrimitiveDateTime,
    pub ends: PrimitiveDateTime,
    pub fate: Fate,
}

#[derive(Clone, Debug)]
pub enum Fate {
    /// Whatever has become of the booking since.
    Booked(Box<Booking>),
    Free,
    Taken {
        /// Nobody is named.
        conflicts: Vec<InTheWay>,
        alternatives: Vec<Offer>,
    },
    /// Every rule that this date breaks.
    Broken(Vec<Broken>),
}

/// As the contract names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Booked,
    Free,
    Taken,
    /// Outside the opening hours.
    Closed,
    Holiday,
    /// Any other rule.
    Rule,
}

impl Fate {
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match self {
            Self::Booked(_) => Verdict::Booked,
            Self::Free => Verdict::Free,
            Self::Taken { .. } => Verdict::Taken,
            Self::Broken(broken) => {
                let all = |codes: &[Code]| broken.iter().all(|one| codes.contains(&one.code()));
                if all(&[Code::OutsideHours]) {
                    Verdict::Closed
                } else if all(&[Code::OutsideHours, Code::Holiday]) {
                    Verdict::Holiday
                } else {
                    Verdict::Rule
                }
            }
        }
    }

    #[must_use]
    pub fn booking(&self) -> Option<&Booking> {
        match self {
            Self::Booked(booking) => Some(booking),
            Self::Free | Self::Taken { .. } | Self::Broken(_) => None,
        }
    }
}

impl Series {
    /// By date.
    pub fn bookings(&self) -> impl Iterator<Item = &Booking> {
        self.dates.iter().filter_map(|date| date.fate.booking())
    }
}
