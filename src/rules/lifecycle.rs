//! The life of a booking: one table of who may do what in which state.

use entity::{
    Booking, Instant,
    audit::{Action, Role},
    booking::Status,
    space::Approval,
};

use time::Date;

use crate::{refusal::state::StateRefusal, slot::Slot, zone::Zone};

/// Groups come, and are let in, this long before their time.
const DOORS_OPEN_HOURS: i64 = 1;

/// What the life cycle knows of the clock and the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    pub now: Instant,
    /// What began before belongs to a month that is closed: who came to it is not corrected any more.
    pub counted_since: Instant,
}

impl Moment {
    /// At a venue in `zone`, where a month is closed when this day of the next one (1 to 28) is over.
    #[must_use]
    pub fn of(now: Instant, zone: &Zone, closes_on_day: u8) -> Self {
        let today = zone.local(now).date();
        let first_of = |date: Date| date.replace_day(1).unwrap_or(date);
        let this_month = first_of(today);
        let open = if today.day() > closes_on_day {
            this_month
        } else {
            this_month.previous_day().map_or(this_month, first_of)
        };
        Self {
            now,
            counted_since: zone.midnight(open),
        }
    }
}

/// Where it does not matter which months are closed.
impl From<Instant> for Moment {
    fn from(now: Instant) -> Self {
        Self {
            now,
            counted_since: Instant(i64::MIN),
        }
    }
}

/// Until or from when a row of the table holds.
#[derive(Clone, Copy)]
enum Time {
    Any,
    BeforeStart,
    BeforeEnd,
    /// From when the doors open until the month is closed. Who is said to be there after the end has come and gone.
    FromTheDoorOn,
    /// From the start until the month is closed.
    AfterStart,
    AfterEnd,
}

/// The state of a new booking.
#[must_use]
pub fn first(approval: Approval, role: Role) -> Status {
    match (approval, role) {
        (Approval::Automatic, _) | (_, Role::Venue) => Status::Approved,
        (Approval::Manager, _) => Status::Pending,
    }
}

/// As [`next`], for one booking as it stands: what is held for a group that had to make room has a table of its own.
pub fn next_of(
    booking: &Booking,
    action: Action,
    role: Role,
    when: impl Into<Moment>,
) -> Result<Status, StateRefusal> {
    let status = booking.status;
    let when = when.into();
    if booking.is_held_offer() {
        let over = booking.answer_by.is_none_or(|by| by <= when.now);
        return of_offer(action, role, over);
    }
    match (booking.offer_of, action, role, status) {
        (Some(_), Action::Approve, Role::Booker, Status::Withdrawn | Status::Expired) => {
            Err(StateRefusal::OfferOver)
        }
        (Some(_), Action::Approve, Role::Booker, _) => Err(StateRefusal::NotPending(status)),
        (Some(_), Action::Reopen, _, Status::Expired) => Err(StateRefusal::NotReopenable(status)),
        _ => next(status, action, role, Slot::of(booking), when),
    }
}

/// The state of a group that is there already when a closure leaves nothing of its time: nobody else cancels that. None for
/// others.
pub fn closed_over(booking: &Booking, now: Instant) -> Result<Option<Status>, StateRefusal> {
    match booking.status {
        Status::CheckedIn if now >= booking.ends_at => Err(StateRefusal::HasEnded),
        Status::CheckedIn => Ok(Some(Status::Cancelled)),
        _ => Ok(None),
    }
}

/// `over`: whether the time to take it is.
#[rustfmt::skip]
fn of_offer(action: Action, role: Role, over: bool) -> Result<Status, StateRefusal> {
    use {Action as A, Role as R, Status as S};

    match (action, role) {
        // The venue for a group that says so by telephone.
        (A::Approve, R::Booker | R::Venue) if over => Err(StateRefusal::OfferOver),
        (A::Approve, R::Booker | R::Venue) => Ok(S::Approved),
        (A::Cancel, R::Booker) | (A::Cancel | A::Replace, R::Venue) => Ok(S::Withdrawn),
        (A::Expire, R::System) => Ok(S::Expired),
        _ => Err(StateRefusal::Offered),
    }
}

/// The state that `action` leads to. When the answer time of a request ends is not looked at: `Expire` and `Approve` by the
/// system are the caller's to call in time.
pub fn next(
    status: Status,
    action: Action,
    role: Role,
    slot: Slot,
    when: impl Into<Moment>,
) -> Result<Status, StateRefusal> {
    let (status, time) = row(status, action, role)?;
    let Moment { now, counted_since } = when.into();
    let closed = slot.starts_at < counted_since;
    match time {
        Time::BeforeStart if now >= slot.starts_at => Err(StateRefusal::HasBegun),
        Time::BeforeEnd if now >= slot.ends_at => Err(StateRefusal::HasEnded),
        Time::FromTheDoorOn if now < slot.starts_at.plus_hours(-DOORS_OPEN_HOURS) => {
            Err(StateRefusal::TooEarly)
        }
        Time::AfterStart if now < slot.starts_at => Err(StateRefusal::NotYetBegun),
        Time::AfterEnd if now < slot.ends_at => Err(StateRefusal::NotYetEnded),
        Time::FromTheDoorOn | Time::AfterStart if closed => Err(StateRefusal::MonthClosed),
        Time::FromTheDoorOn if now >= slot.ends_at => Ok(Status::Completed),
        _ => Ok(status),
    }
}

#[rustfmt::skip]
#[expect(clippy::match_same_arms, reason = "each line is a row of the table")]
fn row(status: Status, action: Action, role: Role) -> Result<(Status, Time), StateRefusal> {
    use {Action as A, Role as R, Status as S};

    match (action, role, status) {
        (A::Request | A::Offer, _, _) => Err(StateRefusal::AlreadyRequested),

        (A::Approve | A::Reject | A::Reopen, R::Booker, _) => Err(StateRefusal::OnlyVenue),
        (A::Reject | A::Reopen | A::Cancel, R::System, _) => Err(StateRefusal::OnlyVenue),
        (A::Change | A::Shorten | A::Move, R::System, _) => Err(StateRefusal::OnlyVenue),
        (A::Replace, R::Booker | R::System, _) => Err(StateRefusal::OnlyVenue),
        (A::Expire | A::Complete, R::Booker | R::Venue, _) => Err(StateRefusal::OnlySystem),

        (A::CheckIn | A::NoShow | A::Classify, R::Booker | R::System, _) => Err(StateRefusal::OnlyVenue),

        (A::Approve, _, S::Pending)  => Ok((S::Approved, Time::BeforeStart)),
        (A::Reject,  _, S::Pending)  => Ok((S::Rejected, Time::Any)),
        (A::Expire,  _, S::Pending)  => Ok((S::Expired, Time::Any)),
        (A::Approve | A::Reject | A::Expire, _, other) => Err(StateRefusal::NotPending(other)),

        (A::Cancel, R::Booker, S::Pending)  => Ok((S::Withdrawn, Time::Any)),
        (A::Cancel, R::Venue,  S::Pending)  => Err(StateRefusal::RejectInstead),
        (A::Cancel, R::Booker, S::Approved) => Ok((S::Cancelled, Time::BeforeStart)),
        (A::Cancel, R::Venue,  S::Approved) => Ok((S::Cancelled, Time::BeforeEnd)),
        (A::Cancel, _, other) => Err(StateRefusal::NotCancellable(other)),

        (A::Replace, _, S::Pending)  => Ok((S::Rejected, Time::BeforeStart)),
        (A::Replace, _, S::Approved) => Ok((S::Cancelled, Time::BeforeStart)),
        (A::Replace, _, other) => Err(StateRefusal::NotCancellable(other)),

        (A::ProposeMove | A::TakeBackMove, R::Venue | R::System, _) => Err(StateRefusal::OnlyGroup),
        (A::AcceptMove | A::DeclineMove, R::Booker | R::System, _) => Err(StateRefusal::OnlyVenue),
        (A::LapseMove, R::Booker | R::Venue, _) => Err(StateRefusal::OnlySystem),
        (A::ProposeMove | A::AcceptMove, _, S::Approved) => Ok((status, Time::BeforeStart)),
        (A::DeclineMove | A::TakeBackMove | A::LapseMove, _, S::Approved) => Ok((status, Time::Any)),
        (A::ProposeMove, _, other) => Err(StateRefusal::NotChangeable(other)),
        (A::AcceptMove | A::DeclineMove | A::TakeBackMove | A::LapseMove, _, _) => Err(StateRefusal::NothingProposed),

        (A::Change | A::Move, _, S::Pending | S::Approved) => Ok((status, Time::BeforeStart)),
        (A::Shorten, _, S::Pending | S::Approved | S::CheckedIn) => Ok((status, Time::BeforeEnd)),
        (A::Change | A::Shorten | A::Move, _, other) => Err(StateRefusal::NotChangeable(other)),

        // Who keeps the door may look at the list after everybody has gone, and may have been wrong.
        (A::NoShow,  _, S::Approved | S::CheckedIn | S::Completed) => Ok((S::NoShow, Time::AfterStart)),
        (A::CheckIn, _, S::Approved | S::CheckedIn | S::Completed | S::NoShow) => Ok((S::CheckedIn, Time::FromTheDoorOn)),
        (A::Classify, _, S::Approved | S::CheckedIn | S::Completed | S::NoShow) => Ok((status, Time::AfterStart)),
        (A::Classify, _, other) => Err(StateRefusal::NotChangeable(other)),
        (A::CheckIn | A::NoShow, _, other) => Err(StateRefusal::NotExpected(other)),
        (A::Ask, R::Booker | R::System, _) => Err(StateRefusal::OnlyVenue),
        (A::Answer, R::Venue | R::System, _) => Err(StateRefusal::OnlyGroup),
        (A::Escalate, R::Booker | R::Venue, _) => Err(StateRefusal::OnlySystem),
        (A::Ask | A::Answer, _, S::Pending) => Ok((status, Time::BeforeStart)),
        (A::Escalate, _, S::Pending) => Ok((status, Time::Any)),
        (A::Ask | A::Answer | A::Escalate, _, other) => Err(StateRefusal::NotPending(other)),

        (A::Complete, _, S::Approved | S::CheckedIn) => Ok((S::Completed, Time::AfterEnd)),
        (A::Complete, _, other) => Err(StateRefusal::NotApproved(other)),

        (A::Reopen, _, S::Rejected | S::Expired) => Ok((S::Pending, Time::BeforeStart)),
        (A::Reopen, _, S::Cancelled | S::NoShow | S::CheckedIn) => Ok((S::Approved, Time::BeforeEnd)),
        // By a clock that was wrong: it is not over yet.
        (A::Reopen, _, S::Completed) => Ok((S::Approved, Time::BeforeEnd)),
        (A::Reopen, _, other) => Err(StateRefusal::NotReopenable(other)),
    }
}

/// Whether a move is only asked for: the venue has approved of the old time, and has to approve of the new one.
#[must_use]
pub fn moves_by_proposal(status: Status, action: Action, role: Role, approval: Approval) -> bool {
    let asks = (status, action, role) == (Status::Approved, Action::Move, Role::Booker);
    asks && approval == Approval::Manager
}

/// Whether the group's own cancellation comes later than the space asks for: allowed, but noted.
#[must_use]
pub fn is_late(starts_at: Instant, cancel_hours: i32, cancelled_at: Instant) -> bool {
    cancelled_at > starts_at.plus_hours(-i64::from(cancel_hours))
}

/// Whether who does it has to say why.
#[must_use]
pub fn needs_reason(action: Action, role: Role) -> bool {
    role == Role::Venue
        && matches!(
            action,
            Action::Reject | Action::Cancel | Action::Reopen | Action::DeclineMove
        )
}
