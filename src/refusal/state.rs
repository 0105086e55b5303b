//! Why the life cycle of a booking forbids something.

use entity::booking::Status;

/// Why the life cycle forbids an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StateRefusal {
    OnlyVenue,
    OnlySystem,
    AlreadyRequested,
    /// Approve, reject and expire answer what is waiting; this is not.
    NotPending(Status),
    /// The venue answers a waiting request by rejecting it.
    RejectInstead,
    NotCancellable(Status),
    /// What is over, or was never to be, stays as it is.
    NotChangeable(Status),
    /// Only the group asks for a move and takes that back.
    OnlyGroup,
    /// The series has another booking for that date by now.
    HadAgain,
    /// There is no move to answer.
    NothingProposed,
    NotReopenable(Status),
    /// Only what was approved can be completed.
    NotApproved(Status),
    HasBegun,
    HasEnded,
    NotYetEnded,
    /// It is held for a group that had to make room: the group takes it or not, the venue takes it back.
    Offered,
    /// The time to take what was held is over.
    OfferOver,
    /// Only who was promised the place is waited for.
    NotExpected(Status),
    TooEarly,
    NotYetBegun,
    /// Who came in that month is counted for good.
    MonthClosed,
}

impl StateRefusal {
    /// Whether somebody else might do it.
    #[must_use]
    pub fn is_of_role(self) -> bool {
        matches!(self, Self::OnlyVenue | Self::OnlySystem | Self::OnlyGroup)
    }
}
