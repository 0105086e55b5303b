//! What a manager says about a closure. Nothing of it is trusted yet.

use entity::{BookingId, Every, Nth};

use crate::{booking::NewPlace, rules::reason::Reason};

/// As a manager said it. Nothing of it is trusted yet.
#[derive(Clone, Debug, Default)]
pub struct NewClosure {
    /// Slug.
    pub venue: String,
    /// Slugs; the whole venue when missing.
    pub spaces: Option<Vec<String>>,
    /// Wall times of the venue, `2026-12-05T16:00`.
    pub starts: String,
    pub ends: String,
    pub reason: Reason,
    pub again: Option<Again>,
}

/// How it comes again, as in a series: see [`crate::recurrence::RuleInput`].
#[derive(Clone, Debug)]
pub struct Again {
    pub every: Every,
    pub nth: Option<Nth>,
    pub until: Option<String>,
    pub count: Option<i32>,
}

/// When it is to begin or end instead: the time that runs or comes next. Those after it change by as much.
#[derive(Clone, Debug, Default)]
pub struct ClosureTimes {
    pub starts: Option<String>,
    pub ends: Option<String>,
}

/// What a manager decides along with it.
#[derive(Clone, Debug, Default)]
pub struct Say {
    /// Only to be told what it would hit.
    pub dry_run: bool,
    /// The picture that was decided on: [`crate::refusal::closure::Preview::seen`].
    pub seen: Option<String>,
    /// One for every hit.
    pub resolve: Vec<Resolve>,
}

#[derive(Clone, Debug)]
pub struct Resolve {
    pub booking: BookingId,
    pub way: ResolveWay,
}

#[derive(Clone, Debug)]
pub enum ResolveWay {
    /// To another place; or the same start and an earlier end.
    Move(NewPlace),
    /// What waits is rejected, a move that is only asked for is declined; a group that is there stays until it closes.
    Cancel,
}
