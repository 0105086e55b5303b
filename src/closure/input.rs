//! What a manager says about a closure. Nothing here is trusted yet.

use entity::{BookingId, Every, Nth};

use crate::{booking::NewPlace, rules::reason::Reason};

/// A closure as a manager asks for it. Nothing here is trusted yet.
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

/// How a closure comes again, as in a series: see [`crate::recurrence::RuleInput`].
#[derive(Clone, Debug)]
pub struct Again {
    pub every: Every,
    pub nth: Option<Nth>,
    pub until: Option<String>,
    pub count: Option<i32>,
}

/// When a closure is to begin or end instead: the time of the closure that runs or comes next. The times after that one
/// change by as much.
#[derive(Clone, Debug, Default)]
pub struct ClosureTimes {
    pub starts: Option<String>,
    pub ends: Option<String>,
}

/// What a manager decides along with a closure.
#[derive(Clone, Debug, Default)]
pub struct Say {
    /// Only to be told what the closure would hit.
    pub dry_run: bool,
    /// The picture that was decided on: [`crate::refusal::closure::Preview::seen`].
    pub seen: Option<String>,
    /// One for every hit.
    pub resolve: Vec<Resolve>,
}

/// What a manager decides about one booking that the closure hits.
#[derive(Clone, Debug)]
pub struct Resolve {
    pub booking: BookingId,
    pub way: ResolveWay,
}

/// What becomes of a booking that a closure hits.
#[derive(Clone, Debug)]
pub enum ResolveWay {
    /// To another place; or the same start and an earlier end.
    Move(NewPlace),
    /// What waits is rejected, a move that is only asked for is declined; a group that is there stays until it closes.
    Cancel,
}
