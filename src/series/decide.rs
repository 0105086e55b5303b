//! Answering and cancelling a series: one decision, one mail, each date by its own life cycle.

use std::collections::BTreeSet;

use entity::{
    Booking, BookingId, Instant, SeriesId, SpaceId,
    audit::{Action, Role},
    booking::Status,
};
use time::{Date, PrimitiveDateTime};

use super::{
    alter::{alteration::AlterAll, times::SeriesChange},
    room,
    seen::SeenSeries,
    whole::Series,
};
use crate::{
    account::Actor,
    booking::alter::proposal::ProposalAnswer,
    error::Error,
    ledger::{
        change::{Act, Change, ChangeSet, Letter, SeriesLetter},
        expire::{self, Unheard},
        occupancy::{Placement, WantedPlace},
        operation::{Footprint, Ground, Losing, Names, Operation, Picture, Sought, World},
    },
    mail::SeriesNews,
    refusal::{
        dates::Dated,
        rule::{InvalidInput, Violation},
        state::StateRefusal,
    },
    rules::{
        counts,
        losing::{Awaited, KnownLosers},
        permit,
        reason::{self, Reason},
    },
    slot::Slot,
    venue::Catalogue,
    zone::parse_wall,
};

/// One decision on all dates of a series, or on many. A yes or a no to a series whose group asks for a move answers the move.
#[derive(Clone, Debug)]
pub struct DecideAll {
    pub id: SeriesId,
    pub deed: SeriesDecision,
    pub reason: Reason,
    /// What stands in the way of the dates that the series has not got.
    pub missed: Vec<Dated>,
}

/// What is decided.
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
struct DateDecision {
    before: Booking,
    action: Action,
    role: Role,
    status: Status,
}

impl DateDecision {
    /// Whether the booking takes by it what it does not have.
    fn takes(&self) -> bool {
        self.action == Action::Approve && !self.before.claims()
    }
}

impl Operation for DecideAll {
    type Done = Series;

    fn names(&self) -> Names {
        Names {
            series: Some(self.id),
            ..Names::default()
        }
    }

    fn footprint(&self, picture: &Picture, ground: &Ground<'_>) -> Result<Footprint, Error> {
        let seen = SeenSeries::of(picture, ground.actor, &self.missed)?;
        if let Some(answer) = self.answer_to_move(&seen.bookings) {
            return answer.footprint(picture, ground);
        }
        let chosen = self.chosen(ground.actor, &seen.bookings, ground.now)?;
        self.checked(ground.catalogue, &chosen)?;
        let spaces: BTreeSet<SpaceId> = chosen.iter().map(|one| one.before.space_id).collect();
        let pools: BTreeSet<_> = chosen
            .iter()
            .flat_map(|one| counts::pools_in(ground.catalogue, &one.before))
            .collect();
        let wants = chosen
            .iter()
            .filter(|one| one.takes())
            .map(|one| WantedPlace {
                space: one.before.space_id,
                slot: Slot::of(&one.before),
                clears: true,
                gives: true,
            });
        let ids = || chosen.iter().map(|one| one.before.id);
        Ok(Footprint {
            spaces: spaces.into_iter().collect(),
            pools: pools.into_iter().collect(),
            bookings: ids().collect(),
            wants: wants.collect(),
            waiting: match &self.deed {
                SeriesDecision::ByItself { .. } => ids().collect(),
                _ => Vec::new(),
            },
            losing: self.losing(&chosen),
            ..Footprint::default()
        })
    }

    fn decide(&self, world: &World<'_>) -> Result<ChangeSet<Series>, Error> {
        let ground = &world.ground;
        let seen = SeenSeries::of(&world.picture, ground.actor, &self.missed)?;
        if let Some(answer) = self.answer_to_move(&seen.bookings) {
            return answer.decide(world);
        }
        let chosen = self.chosen(ground.actor, &seen.bookings, ground.now)?;
        let reason = self.checked(ground.catalogue, &chosen)?;
        self.agreed(world, &chosen)?;
        let news = self.news(&chosen);
        // Who lost the time to another group was told then.
        let expires = news == [SeriesNews::Expired];
        let told = |id: BookingId| expires && world.given.contains(&id);
        let changes: Vec<Change> = chosen
            .iter()
            .map(|one| self.change(world, one, &reason))
            .collect::<Result<_, _>>()?;
        let takes = changes.iter().zip(&chosen).filter(|(_, one)| one.takes());
        let mut wanted = Vec::new();
        for (change, _) in takes {
            let (_, space) = ground.place_of(&change.after)?;
            wanted.push(Placement {
                booking: &change.after,
                space,
                floor: true,
            });
        }
        room::free(world, &changes, &wanted)?;
        let heard: Vec<&Change> = changes.iter().filter(|one| !told(one.after.id)).collect();
        let letters = self.letters(&seen, &news, &heard, &reason);
        let after: Vec<Booking> = changes.iter().map(|one| one.after.clone()).collect();
        Ok(ChangeSet {
            letters,
            rows: Vec::new(),
            closes: None,
            done: seen.series(&after),
            changes,
        })
    }

    fn sought(&self, picture: &Picture, ground: &Ground<'_>) -> Vec<Sought> {
        let Ok(seen) = SeenSeries::of(picture, ground.actor, &self.missed) else {
            return Vec::new();
        };
        if let Some(answer) = self.answer_to_move(&seen.bookings) {
            return answer.sought(picture, ground);
        }
        let chosen = self.chosen(ground.actor, &seen.bookings, ground.now);
        let chosen = chosen.unwrap_or_default().into_iter();
        let alone = chosen.map(|one| Booking {
            series_id: None,
            ..one.before
        });
        alone.map(Sought::by_group).collect()
    }
}

impl DecideAll {
    /// Yes and no answer what waits of a series: the request, or else the move that is asked for.
    fn answer_to_move(&self, bookings: &[Booking]) -> Option<AlterAll> {
        let waits = |one: &Booking| one.status == Status::Pending;
        let asks = |one: &Booking| one.proposed_move().is_some_and(|asks| asks.of_series);
        if bookings.iter().any(waits) || !bookings.iter().any(asks) {
            return None;
        }
        match &self.deed {
            SeriesDecision::Approve { except, known } if except.is_empty() => {
                Some(self.answer(ProposalAnswer::Accept(self.reason.clone(), known.clone())))
            }
            SeriesDecision::Reject => {
                Some(self.answer(ProposalAnswer::Decline(self.reason.clone())))
            }
            _ => None,
        }
    }

    fn answer(&self, answer: ProposalAnswer) -> AlterAll {
        AlterAll {
            id: self.id,
            what: SeriesChange::Answer(answer),
            missed: self.missed.clone(),
        }
    }

    /// What is to be done to which booking. A refusal when there is nothing to do.
    fn chosen(
        &self,
        actor: &Actor,
        bookings: &[Booking],
        now: Instant,
    ) -> Result<Vec<DateDecision>, Error> {
        if let SeriesDecision::Approve { except, .. } = &self.deed {
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
            if self.by_group() && roles.contains(&Role::Booker) {
                roles.retain(|role| *role == Role::Booker);
            }
            let Some(action) = self.action(booking, &roles, now) else {
                continue;
            };
            if matches!(self.deed, SeriesDecision::Cancel { .. }) && booking.starts_at <= now {
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
        Err(Error::State(refusal.unwrap_or(match self.deed {
            SeriesDecision::Cancel { .. } => StateRefusal::NotCancellable(last),
            _ => StateRefusal::NotPending(last),
        })))
    }

    /// A manager who cancels a series of their own need not tell themselves why.
    fn by_group(&self) -> bool {
        matches!(self.deed, SeriesDecision::Cancel { .. }) && self.reason == Reason::default()
    }

    /// Whether what is done to a date is that it is not approved with the others.
    fn leaves_out(&self, action: Action) -> bool {
        action == Action::Reject && matches!(self.deed, SeriesDecision::Approve { .. })
    }

    fn action(&self, booking: &Booking, roles: &[Role], now: Instant) -> Option<Action> {
        let waits = booking.status == Status::Pending;
        match &self.deed {
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

    /// The reason, fit to be kept, if there has to be one.
    fn checked(&self, catalogue: &Catalogue, chosen: &[DateDecision]) -> Result<Reason, Error> {
        let role = chosen.first().map_or(Role::System, |one| one.role);
        let action = match &self.deed {
            SeriesDecision::Approve { .. } => Action::Approve,
            SeriesDecision::Reject => Action::Reject,
            SeriesDecision::Cancel { .. } => Action::Cancel,
            SeriesDecision::ByItself { action, .. } => *action,
        };
        reason::checked(catalogue, role, action, &self.reason)
    }

    fn losing(&self, chosen: &[DateDecision]) -> Option<Losing> {
        let SeriesDecision::Approve { known: Some(_), .. } = &self.deed else {
            return None;
        };
        let granted = chosen.iter().filter(|one| one.action == Action::Approve);
        Some(Losing {
            dates: granted.map(|one| one.before.id).collect(),
            ..Losing::default()
        })
    }

    fn agreed(&self, world: &World<'_>, chosen: &[DateDecision]) -> Result<(), Error> {
        let SeriesDecision::Approve { known, .. } = &self.deed else {
            return Ok(());
        };
        let granted = chosen.iter().filter(|one| one.action == Action::Approve);
        let dates: Vec<Booking> = granted.map(|one| one.before.clone()).collect();
        let asked = Awaited {
            dates: &dates,
            moves: false,
            ..Awaited::default()
        };
        world.agreed(&asked, known.as_ref())
    }

    fn change(
        &self,
        world: &World<'_>,
        chosen: &DateDecision,
        reason: &Reason,
    ) -> Result<Change, Error> {
        let ground = &world.ground;
        // What is said with an approval is not why a date is left out of it.
        let reason = if self.leaves_out(chosen.action) {
            Reason::default()
        } else {
            reason.clone()
        };
        let act = Act {
            action: chosen.action,
            role: chosen.role,
            person: ground.actor.who().map(|person| person.id),
            reason,
        };
        let (before, unheard) = (
            &chosen.before,
            Unheard {
                given: &world.given,
                escalated: &world.escalated,
                series: &[],
            },
        );
        let after = ground.turned(before, chosen.status, &act)?;
        Ok(Change {
            became: expire::became(ground, before, &act, &unheard),
            ..Change::new(before.clone(), after, act)
        })
    }

    fn letters(
        &self,
        seen: &SeenSeries,
        news: &[SeriesNews],
        changes: &[&Change],
        reason: &Reason,
    ) -> Vec<Letter> {
        let left_out = |one: &&&Change| one.acts.iter().any(|act| self.leaves_out(act.action));
        let (others, about): (Vec<&Change>, Vec<&Change>) = changes.iter().partition(left_out);
        if about.is_empty() {
            // All of them were told before.
            return Vec::new();
        }
        let known = |one: &&&Change| {
            let was = one.before.as_ref().map(|before| before.status);
            was == Some(Status::Approved) || one.after.status == Status::Approved
        };
        let after = |of: &[&Change]| -> Vec<Booking> {
            let after = of.iter().map(|one| one.after.clone());
            after.collect()
        };
        let known: Vec<BookingId> = about.iter().filter(known).map(|one| one.after.id).collect();
        let letters = news.iter().map(|news| {
            Letter::Series(Box::new(SeriesLetter {
                series: seen.row.clone(),
                news: *news,
                bookings: after(&about),
                others: after(&others),
                known: known.clone(),
                reason: reason.clone(),
            }))
        });
        letters.collect()
    }

    /// To the group and to the house.
    fn news(&self, chosen: &[DateDecision]) -> Vec<SeriesNews> {
        let role = chosen.first().map_or(Role::System, |one| one.role);
        match &self.deed {
            SeriesDecision::Approve { .. } => vec![SeriesNews::Approved],
            SeriesDecision::Reject => vec![SeriesNews::Rejected],
            SeriesDecision::Cancel { .. } if role == Role::Booker => {
                vec![SeriesNews::CancelledByYou, SeriesNews::CancelledByGroup]
            }
            SeriesDecision::Cancel { .. } => vec![SeriesNews::CancelledByVenue],
            SeriesDecision::ByItself { action, .. } if *action == Action::Approve => {
                vec![SeriesNews::Approved]
            }
            SeriesDecision::ByItself { .. } => vec![SeriesNews::Expired],
        }
    }
}

fn date_of(booking: &Booking) -> Option<Date> {
    parse_wall(&booking.starts).map(PrimitiveDateTime::date)
}
