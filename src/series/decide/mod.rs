//! Answering and cancelling a series: one decision, one mail, each date by its own life cycle.

pub mod overdue;
pub mod work;

use entity::{
    BookingId, Instant, SeriesId,
    audit::{Action, Role},
    booking::Status,
};
use time::{Date, PrimitiveDateTime};

use super::{Series, alter, look, weigh};
use crate::{
    account::Actor,
    app::App,
    booking::alter::proposal::Answer,
    error::Error,
    idempotency::{Once, Outcome},
    mail::SeriesNews,
    refusal::{
        rule::{Broken, Flaw},
        state::Refusal,
    },
    rules::{
        losing::Known,
        permit,
        proposal::proposal_of,
        reason::{self, Reason},
    },
    venue::Catalogue,
    zone::parse_wall,
};
use work::Work;

use entity::Booking;

/// How often it starts anew because the catalogue or one of the bookings changed under it.
const TRIES: u32 = 8;

/// Says yes to all dates that wait, but for those on the dates of `except`, which are rejected with it. Only managers of
/// the venue. [`Error::NotAllDates`] when one of them cannot be had any more and is not excepted, [`Error::Losing`] when
/// somebody loses by it who is not `known` to; none who need not have looked.
pub async fn approve(
    app: &App,
    actor: &Actor,
    id: SeriesId,
    note: Option<String>,
    except: Vec<Date>,
    known: Option<Known>,
    once: Once<Series>,
) -> Result<Outcome<Series>, Error> {
    let reason = Reason::word(note);
    decide(
        app,
        actor,
        Decision {
            id,
            deed: Deed::Approve { except, known },
            reason,
            once,
        },
    )
    .await
}

/// Says no to all dates that wait, with a reason. Only managers of the venue.
pub async fn reject(
    app: &App,
    actor: &Actor,
    id: SeriesId,
    reason: Reason,
    once: Once<Series>,
) -> Result<Outcome<Series>, Error> {
    decide(
        app,
        actor,
        Decision {
            id,
            deed: Deed::Reject,
            reason,
            once,
        },
    )
    .await
}

/// Every date that has not begun, or those from a date on: by the group, which need not say why and withdraws what still
/// waits; or by the venue with a reason, which rejects what still waits.
pub async fn cancel(
    app: &App,
    actor: &Actor,
    id: SeriesId,
    from: Option<Date>,
    reason: Reason,
    once: Once<Series>,
) -> Result<Outcome<Series>, Error> {
    decide(
        app,
        actor,
        Decision {
            id,
            deed: Deed::Cancel { from },
            reason,
            once,
        },
    )
    .await
}

/// What the service does itself with dates that nobody has answered in time. False when it is no longer to be done.
pub async fn by_itself(
    app: &App,
    id: SeriesId,
    action: Action,
    due: Vec<BookingId>,
) -> Result<bool, Error> {
    let deed = Deed::ByItself { action, due };
    let (reason, once) = (Reason::default(), Once::unkeyed());
    match decide(
        app,
        &Actor::system(),
        Decision {
            id,
            deed,
            reason,
            once,
        },
    )
    .await
    {
        Ok(_) => Ok(true),
        Err(Error::State(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

pub struct Decision {
    id: SeriesId,
    deed: Deed,
    reason: Reason,
    once: Once<Series>,
}

pub enum Deed {
    Approve {
        except: Vec<Date>,
        known: Option<Known>,
    },
    Reject,
    Cancel {
        from: Option<Date>,
    },
    ByItself {
        action: Action,
        due: Vec<BookingId>,
    },
}

/// What is done to one of the bookings.
pub struct Chosen {
    before: Booking,
    action: Action,
    role: Role,
    status: Status,
}

async fn decide(app: &App, actor: &Actor, decision: Decision) -> Result<Outcome<Series>, Error> {
    let (work, actor) = (app.clone(), actor.clone());
    app.detached(async move { whole(&work, &actor, &decision).await })
        .await
}

async fn whole(app: &App, actor: &Actor, decision: &Decision) -> Result<Outcome<Series>, Error> {
    for _ in 0..TRIES {
        let catalogue = &app.catalogue().await?;
        let seen = &look::seen(app, actor, catalogue, decision.id).await?;
        let venue = catalogue
            .venue_of(seen.row.venue_id)
            .ok_or(Error::NotFound)?;
        if let Some(answer) = decision.answer_to_move(&seen.bookings) {
            return alter::answer(app, actor, decision.id, answer, decision.once.clone()).await;
        }
        // Refused here, a decision that nobody may make locks nobody out.
        let chosen = &match decision.chosen(actor, &seen.bookings, app.clock.now()) {
            Ok(chosen) => chosen,
            Err(refused) => return done_before(app, actor, decision, refused).await,
        };
        let reason = &decision.checked(catalogue, chosen)?;
        let done = app
            .db
            .write_if(|tx| async move {
                let work = Work {
                    app,
                    catalogue,
                    venue,
                    actor,
                    row: &seen.row,
                    decision,
                    reason,
                };
                work.inside(&tx, seen, chosen).await
            })
            .await;
        match done {
            Ok(Some(outcome)) => {
                app.mail_wake.notify_one();
                return Ok(outcome);
            }
            Ok(None) => {}
            Err(Error::NotAllDates(mut dates)) => {
                let space = catalogue
                    .space_of(seen.row.space_id)
                    .ok_or(Error::NotFound)?;
                let proposals: Vec<_> = chosen
                    .iter()
                    .map(|one| proposal_of(&one.before, venue))
                    .collect();
                weigh::offer(app, catalogue, venue, space, &proposals, &mut dates).await?;
                return Err(Error::NotAllDates(dates));
            }
            Err(error) => return Err(error),
        }
    }
    Err(Error::Busy)
}

/// Who repeats a request is told what was answered then.
async fn done_before(
    app: &App,
    actor: &Actor,
    decision: &Decision,
    refused: Error,
) -> Result<Outcome<Series>, Error> {
    if let Some(person) = actor.who()
        && let Some(kept) = decision
            .once
            .replay(app.db.read(), person.id, app.clock.now())
            .await?
    {
        return Ok(Outcome::Replayed(kept));
    }
    Err(refused)
}

impl Decision {
    /// Yes and no answer what waits of a series: the request, or else the move that is asked for.
    fn answer_to_move(&self, bookings: &[Booking]) -> Option<Answer> {
        let waits = |one: &Booking| one.status == Status::Pending;
        let asks = |one: &Booking| one.proposed_move().is_some_and(|asks| asks.of_series);
        if bookings.iter().any(waits) || !bookings.iter().any(asks) {
            return None;
        }
        match &self.deed {
            Deed::Approve { except, known } if except.is_empty() => {
                Some(Answer::Accept(self.reason.clone(), known.clone()))
            }
            Deed::Reject => Some(Answer::Decline(self.reason.clone())),
            _ => None,
        }
    }

    /// What is to be done to which booking. A refusal when there is nothing to do.
    fn chosen(
        &self,
        actor: &Actor,
        bookings: &[Booking],
        now: Instant,
    ) -> Result<Vec<Chosen>, Error> {
        if let Deed::Approve { except, .. } = &self.deed {
            let waits = |date: &Date| {
                let here = |one: &&Booking| date_of(one) == Some(*date);
                let mut here = bookings.iter().filter(here);
                here.any(|one| one.status == Status::Pending)
            };
            if !except.iter().all(waits) {
                return Err(Error::Rules(vec![Broken::invalid("except", Flaw::Unknown)]));
            }
        }
        let mut chosen = Vec::new();
        let mut refusal = None;
        for booking in bookings {
            let mut roles = actor.roles(booking);
            if self.by_group() && roles.contains(&Role::Booker) {
                roles.retain(|role| *role == Role::Booker);
            }
            let Some(action) = self.action(booking, &roles, now) else {
                continue;
            };
            if matches!(self.deed, Deed::Cancel { .. }) && booking.starts_at <= now {
                refusal = Some(Refusal::HasBegun);
                continue;
            }
            match permit::allowed_as(actor, roles, booking, action, now) {
                Ok((role, status)) => chosen.push(Chosen {
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
            return Err(Error::invalid("except", Flaw::NothingLeft));
        }
        let last = bookings.last().map_or(Status::Expired, |last| last.status);
        Err(Error::State(refusal.unwrap_or(match self.deed {
            Deed::Cancel { .. } => Refusal::NotCancellable(last),
            _ => Refusal::NotPending(last),
        })))
    }

    /// A manager who cancels a series of their own need not tell themselves why.
    fn by_group(&self) -> bool {
        matches!(self.deed, Deed::Cancel { .. }) && self.reason == Reason::default()
    }

    /// Whether what is done to a date is that it is not approved with the others.
    fn leaves_out(&self, action: Action) -> bool {
        action == Action::Reject && matches!(self.deed, Deed::Approve { .. })
    }

    fn action(&self, booking: &Booking, roles: &[Role], now: Instant) -> Option<Action> {
        let waits = booking.status == Status::Pending;
        match &self.deed {
            Deed::Approve { except, .. } if waits => {
                let excepted = date_of(booking).is_some_and(|date| except.contains(&date));
                Some(if excepted {
                    Action::Reject
                } else {
                    Action::Approve
                })
            }
            Deed::Reject if waits => Some(Action::Reject),
            Deed::Cancel { from } => {
                let follows = from.is_none_or(|from| date_of(booking).is_some_and(|at| at >= from));
                let stands = waits || booking.status == Status::Approved;
                let by_venue = waits && !roles.contains(&Role::Booker);
                (follows && stands).then_some(if by_venue {
                    Action::Reject
                } else {
                    Action::Cancel
                })
            }
            Deed::ByItself { action, due } => {
                // Where requests stay, what has begun is over, though the series has time for its other dates.
                let over =
                    booking.starts_at <= now || booking.answer_by.is_some_and(|by| by <= now);
                (waits && over && due.contains(&booking.id)).then_some(*action)
            }
            Deed::Approve { .. } | Deed::Reject => None,
        }
    }

    /// The reason, fit to be kept, if there has to be one.
    fn checked(&self, catalogue: &Catalogue, chosen: &[Chosen]) -> Result<Reason, Error> {
        let role = chosen.first().map_or(Role::System, |one| one.role);
        let action = match &self.deed {
            Deed::Approve { .. } => Action::Approve,
            Deed::Reject => Action::Reject,
            Deed::Cancel { .. } => Action::Cancel,
            Deed::ByItself { action, .. } => *action,
        };
        reason::checked(catalogue, role, action, &self.reason)
    }

    /// To the group and to the house.
    fn news(&self, chosen: &[Chosen]) -> Vec<SeriesNews> {
        let role = chosen.first().map_or(Role::System, |one| one.role);
        match &self.deed {
            Deed::Approve { .. } => vec![SeriesNews::Approved],
            Deed::Reject => vec![SeriesNews::Rejected],
            Deed::Cancel { .. } if role == Role::Booker => {
                vec![SeriesNews::CancelledByYou, SeriesNews::CancelledByGroup]
            }
            Deed::Cancel { .. } => vec![SeriesNews::CancelledByVenue],
            Deed::ByItself { action, .. } if *action == Action::Approve => {
                vec![SeriesNews::Approved]
            }
            Deed::ByItself { .. } => vec![SeriesNews::Expired],
        }
    }
}

fn date_of(booking: &Booking) -> Option<Date> {
    parse_wall(&booking.starts).map(PrimitiveDateTime::date)
}
