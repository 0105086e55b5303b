//! Which dates of a series a decision is about, and what it does to each.

use entity::{
    Booking, BookingId, Instant,
    audit::{Action, Role},
    booking::Status,
};
use time::{Date, PrimitiveDateTime};

use crate::{
    account::Actor,
    error::Error,
    refusal::{
        rule::{InvalidInput, Violation},
        state::StateRefusal,
    },
    rules::{losing::KnownLosers, permit},
    zone::parse_wall,
};

/// What is decided on a series.
#[derive(Clone, Debug)]
pub enum SeriesDecision {
    /// Yes to all dates that wait, but for those on the dates of `except`, which are rejected with it; by somebody who knows
    /// that these lose by it, or who need not have looked.
    Approve {
        except: Vec<Date>,
        known: Option<KnownLosers>,
    },
    Reject,
    /// Every date that has not begun, or those from a date on.
    Cancel {
        from: Option<Date>,
    },
    /// What the service does itself with dates that nobody has answered in time.
    ByItself {
        action: Action,
        due: Vec<BookingId>,
    },
}

/// What is done to one of the bookings.
pub struct DateDecision {
    pub before: Booking,
    pub action: Action,
    pub role: Role,
    /// What the booking becomes.
    pub status: Status,
}

impl DateDecision {
    /// Whether the booking takes by it what it does not have.
    pub fn takes(&self) -> bool {
        self.action == Action::Approve && !self.before.claims()
    }
}

impl SeriesDecision {
    /// The act that the decision counts as where a reason may be asked for.
    pub fn action(&self) -> Action {
        match self {
            SeriesDecision::Approve { .. } => Action::Approve,
            SeriesDecision::Reject => Action::Reject,
            SeriesDecision::Cancel { .. } => Action::Cancel,
            SeriesDecision::ByItself { action, .. } => *action,
        }
    }

    /// What is to be done to which of the `bookings`, in their order. With `by_group` a manager whose own series it is acts
    /// as its group. [`Error::State`] or [`Error::Rules`] when there is nothing to do.
    pub fn chosen(
        &self,
        by_group: bool,
        actor: &Actor,
        bookings: &[Booking],
        now: Instant,
    ) -> Result<Vec<DateDecision>, Error> {
        if let SeriesDecision::Approve { except, .. } = self {
            let waits = |date: &Date| {
                let here = |one: &&Booking| date_of(one) == Some(*date);
                let mut here = bookings.iter().filter(here);
                here.any(|one| one.status == Status::Pending)
            };
            if !except.iter().all(waits) {
                return Err(Error::Rules(vec![Violation::invalid(
                    "except",
                    InvalidInput::Unknown,
                )]));
            }
        }
        let mut chosen = Vec::new();
        let mut refusal = None;
        for booking in bookings {
            let mut roles = actor.roles(booking);
            if by_group && roles.contains(&Role::Booker) {
                roles.retain(|role| *role == Role::Booker);
            }
            let Some(action) = self.on_date(booking, &roles, now) else {
                continue;
            };
            if matches!(self, SeriesDecision::Cancel { .. }) && booking.starts_at <= now {
                refusal = Some(StateRefusal::HasBegun);
                continue;
            }
            match permit::allowed_as(actor, roles, booking, action, now) {
                Ok((role, status)) => chosen.push(DateDecision {
                    before: booking.clone(),
                    action,
                    role,
                    status,
                }),
                Err(Error::State(why)) => refusal = Some(why),
                Err(refused) => return Err(refused),
            }
        }
        if chosen.iter().any(|one| !self.leaves_out(one.action)) {
            return Ok(chosen);
        }
        if !chosen.is_empty() {
            return Err(Error::invalid("except", InvalidInput::NothingLeft));
        }
        let last = bookings.last().map_or(Status::Expired, |last| last.status);
        Err(Error::State(refusal.unwrap_or(match self {
            SeriesDecision::Cancel { .. } => StateRefusal::NotCancellable(last),
            _ => StateRefusal::NotPending(last),
        })))
    }

    /// Whether what is done to a date is that it is not approved with the others.
    pub fn leaves_out(&self, action: Action) -> bool {
        action == Action::Reject && matches!(self, SeriesDecision::Approve { .. })
    }

    /// What the decision does to one of the bookings, by somebody in these roles. None when the decision is not about it.
    fn on_date(&self, booking: &Booking, roles: &[Role], now: Instant) -> Option<Action> {
        let waits = booking.status == Status::Pending;
        match self {
            SeriesDecision::Approve { except, .. } if waits => {
                let excepted = date_of(booking).is_some_and(|date| except.contains(&date));
                Some(if excepted {
                    Action::Reject
                } else {
                    Action::Approve
                })
            }
            SeriesDecision::Reject if waits => Some(Action::Reject),
            SeriesDecision::Cancel { from } => {
                let follows = from.is_none_or(|from| date_of(booking).is_some_and(|at| at >= from));
                let stands = waits || booking.status == Status::Approved;
                let by_venue = waits && !roles.contains(&Role::Booker);
                (follows && stands).then_some(if by_venue {
                    Action::Reject
                } else {
                    Action::Cancel
                })
            }
            SeriesDecision::ByItself { action, due } => {
                // Where requests stay, what has begun is over, though the series has time for its other dates.
                let over =
                    booking.starts_at <= now || booking.answer_by.is_some_and(|by| by <= now);
                (waits && over && due.contains(&booking.id)).then_some(*action)
            }
            SeriesDecision::Approve { .. } | SeriesDecision::Reject => None,
        }
    }
}

fn date_of(booking: &Booking) -> Option<Date> {
    parse_wall(&booking.starts).map(PrimitiveDateTime::date)
}
