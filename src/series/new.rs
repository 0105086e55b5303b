//! A series as somebody asks for it.

use crate::{booking::NewBooking, recurrence::RuleInput};

/// What somebody asks for, as they said it. Nothing of it is trusted yet.
#[derive(Clone, Debug)]
pub struct NewSeries {
    /// All but the times.
    pub booking: NewBooking,
    pub rule: RuleInput,
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
