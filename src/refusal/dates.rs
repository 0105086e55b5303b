//! What becomes of each date of a series.

use serde::Serialize;
use time::PrimitiveDateTime;

use super::{
    conflict::{InTheWay, Offer},
    rule::{Broken, Code},
};
use entity::booking::Model as Booking;

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
