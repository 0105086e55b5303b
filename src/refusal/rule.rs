//! What is wrong with a request, told so that the reader knows what would pass.

use std::fmt;

use entity::{Opening, Words, space::Who};
use serde::{Deserialize, Serialize};
use time::{Date, PrimitiveDateTime};

/// One broken rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The field of the request that has to change.
    pub field: &'static str,
    pub facts: Detail,
    /// Whether who asked may waive it.
    pub waivable: bool,
}

/// Which rule, and what would have passed. Times are wall times of the venue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Detail {
    /// The openings that begin on that date; none when the venue is closed.
    OutsideHours {
        date: Date,
        openings: Vec<Opening>,
    },
    Holiday {
        date: Date,
        name: Words,
    },
    TooShort {
        min_minutes: i64,
    },
    TooLong {
        max_minutes: i64,
    },
    /// The first start that is on the grid and leaves the notice.
    TooSoon {
        earliest: PrimitiveDateTime,
    },
    TooFar {
        latest: Date,
    },
    InThePast,
    /// The times of the grid on both sides.
    OffGrid {
        before: PrimitiveDateTime,
        after: PrimitiveDateTime,
    },
    TooManyPeople {
        capacity: i32,
    },
    /// Slugs of the layouts to choose from.
    UnknownLayout {
        allowed: Vec<String>,
    },
    NotEntitled {
        who: Who,
    },
    Quota(Quota),
    Invalid(InvalidInput),
}

/// What makes a value unusable before any rule looks at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidInput {
    Missing,
    /// In characters.
    TooLong {
        max: usize,
    },
    /// Line breaks in a line, other control characters, or marks that turn the direction of writing.
    Characters,
    Phone,
    Email,
    LessThanOne,
    /// The clocks skip that wall time.
    NoSuchTime,
    EndsBeforeStart,
    /// In days.
    TooFarApart {
        max: u16,
    },
    /// Of something counted.
    AtMost {
        max: i32,
    },
    /// A number from one to the other, both included.
    Between {
        least: i32,
        most: i32,
    },
    /// The same thing stands twice.
    Twice,
    /// It names something that is not there.
    Unknown,
    /// A booking that is to make room is not in the way, or has begun or ended.
    NotInTheWay,
    /// The first date of a series is not the day of the month that its rule names.
    OtherDayOfMonth,
    /// Of a series: none, or more than that many.
    Dates {
        max: usize,
    },
    /// A last date and a number of dates, where one says it all.
    TwoEnds,
    /// Every date is left out of an approval.
    NothingLeft,
    /// A rule that holds for managers too.
    CannotBeWaived,
    /// Of the wrong type.
    Malformed,
}

/// The codes of the API's contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    OutsideHours,
    Holiday,
    TooShort,
    TooLong,
    TooSoon,
    TooFar,
    InThePast,
    OffGrid,
    TooManyPeople,
    UnknownLayout,
    NotEntitled,
    Quota,
    Invalid,
}

impl Violation {
    #[must_use]
    pub fn new(field: &'static str, facts: Detail) -> Self {
        Self {
            field,
            facts,
            waivable: false,
        }
    }

    #[must_use]
    pub fn not_a_manager(field: &'static str) -> Self {
        Self::new(field, Detail::NotEntitled { who: Who::Verified })
    }

    #[must_use]
    pub fn invalid(field: &'static str, flaw: InvalidInput) -> Self {
        Self::new(field, Detail::Invalid(flaw))
    }

    #[must_use]
    pub fn code(&self) -> Code {
        match self.facts {
            Detail::OutsideHours { .. } => Code::OutsideHours,
            Detail::Holiday { .. } => Code::Holiday,
            Detail::TooShort { .. } => Code::TooShort,
            Detail::TooLong { .. } => Code::TooLong,
            Detail::TooSoon { .. } => Code::TooSoon,
            Detail::TooFar { .. } => Code::TooFar,
            Detail::InThePast => Code::InThePast,
            Detail::OffGrid { .. } => Code::OffGrid,
            Detail::TooManyPeople { .. } => Code::TooManyPeople,
            Detail::UnknownLayout { .. } => Code::UnknownLayout,
            Detail::NotEntitled { .. } => Code::NotEntitled,
            Detail::Quota(_) => Code::Quota,
            Detail::Invalid(_) => Code::Invalid,
        }
    }
}

impl From<InvalidInput> for Detail {
    fn from(flaw: InvalidInput) -> Self {
        Self::Invalid(flaw)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    OpenRequestsPerVenue,
    OpenRequests,
    /// To come in one space, where nobody has to approve and the managers have set no quota.
    AutomaticPerSpace,
    /// Of all such spaces of a venue.
    AutomaticHoursPerWeek,
    /// At one venue; so below. See [`crate::rules::allowance`].
    HoursPerWeek,
    HoursPerMonth,
    BookingsPerWeek,
    BookingsPerMonth,
    PrimeHoursPerWeek,
    PrimeHoursPerMonth,
}

impl Limit {
    /// Then amounts are in minutes.
    #[must_use]
    pub fn counts_hours(self) -> bool {
        match self {
            Self::AutomaticHoursPerWeek
            | Self::HoursPerWeek
            | Self::HoursPerMonth
            | Self::PrimeHoursPerWeek
            | Self::PrimeHoursPerMonth => true,
            Self::OpenRequestsPerVenue
            | Self::OpenRequests
            | Self::AutomaticPerSpace
            | Self::BookingsPerWeek
            | Self::BookingsPerMonth => false,
        }
    }
}

/// A limit and how far it is used up: in minutes where it counts hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    pub quota: Limit,
    pub limit: u32,
    pub used: u32,
    pub left: u32,
}

#[cfg(test)]
mod tests {
    use super::Code;

    #[test]
    fn a_code_is_written_the_same_for_people_and_programs() {
        assert_eq!(Code::TooManyPeople.to_string(), "too_many_people");
        assert_eq!(
            serde_json::to_value(Code::InThePast).unwrap(),
            "in_the_past"
        );
    }
}
