//! What becomes of each date of a series.

use serde::Serialize;
use time::PrimitiveDateTime;

use super::{
    conflict::{Alternative, Conflict},
    rule::{Code, Violation},
};
use entity::booking::Model as Booking;

/// One date of a series.
#[derive(Clone, Debug)]
pub struct Dated {
    /// Wall times of the venue.
    pub starts: PrimitiveDateTime,
    pub ends: PrimitiveDateTime,
    pub outcome: DateOutcome,
}

#[derive(Clone, Debug)]
pub enum DateOutcome {
    /// Whatever has become of the booking since.
    Booked(Box<Booking>),
    Free,
    Taken {
        /// Nobody is named.
        conflicts: Vec<Conflict>,
        alternatives: Vec<Alternative>,
    },
    /// Every rule that this date breaks.
    Broken(Vec<Violation>),
}

/// As the contract names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DateVerdict {
    Booked,
    Free,
    Taken,
    /// Outside the opening hours.
    Closed,
    Holiday,
    /// Any other rule.
    Rule,
}

impl DateOutcome {
    #[must_use]
    pub fn verdict(&self) -> DateVerdict {
        match self {
            Self::Booked(_) => DateVerdict::Booked,
            Self::Free => DateVerdict::Free,
            Self::Taken { .. } => DateVerdict::Taken,
            Self::Broken(broken) => {
                let all = |codes: &[Code]| broken.iter().all(|one| codes.contains(&one.code()));
                if all(&[Code::OutsideHours]) {
                    DateVerdict::Closed
                } else if all(&[Code::OutsideHours, Code::Holiday]) {
                    DateVerdict::Holiday
                } else {
                    DateVerdict::Rule
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
