//! Answering and cancelling a series: one decision, one mail, each date by its own life cycle.

use std::collections::BTreeSet;

use entity::{
    Booking, BookingId, SeriesId, SpaceId,
    audit::{Action, Role},
    booking::Status,
};

use super::chosen::{DateDecision, SeriesDecision};
use crate::{
    booking::alter::proposal::ProposalAnswer,
    error::Error,
    ledger::{
        change::{Act, Change, ChangeSet},
        expire::{self, Unheard},
        occupancy::{Placement, WantedPlace},
        operation::{Footprint, Ground, Losing, Names, Operation, Picture, Sought, World},
    },
    mail::SeriesNews,
    refusal::dates::Dated,
    rules::{
        counts,
        losing::Awaited,
        reason::{self, Reason},
    },
    series::{
        alter::{alteration::AlterAll, times::SeriesChange},
        room,
        seen::SeenSeries,
        whole::Series,
    },
    slot::Slot,
    venue::Catalogue,
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
        let chosen = self.chosen(&seen.bookings, ground)?;
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
        let chosen = self.chosen(&seen.bookings, ground)?;
        let reason = self.checked(ground.catalogue, &chosen)?;
        self.agreed(world, &chosen)?;
        let news = self.deed.news(&chosen);
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
            let (_, space) = ground.venue_and_space(&change.after)?;
            wanted.push(Placement {
                booking: &change.after,
                space,
                floor: true,
            });
        }
        room::free(world, &changes, &wanted)?;
        let heard: Vec<&Change> = changes.iter().filter(|one| !told(one.after.id)).collect();
        let letters = self.deed.letters(&seen, &news, &heard, &reason);
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
        let chosen = self.chosen(&seen.bookings, ground);
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

    fn chosen(
        &self,
        bookings: &[Booking],
        ground: &Ground<'_>,
    ) -> Result<Vec<DateDecision>, Error> {
        // A manager who cancels a series of their own need not tell themselves why.
        let by_group =
            matches!(self.deed, SeriesDecision::Cancel { .. }) && self.reason == Reason::default();
        let deed = &self.deed;
        deed.chosen(by_group, ground.actor, bookings, ground.now)
    }

    /// The reason, fit to be kept, if there has to be one.
    fn checked(&self, catalogue: &Catalogue, chosen: &[DateDecision]) -> Result<Reason, Error> {
        let role = chosen.first().map_or(Role::System, |one| one.role);
        reason::checked(catalogue, role, self.deed.action(), &self.reason)
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
        let reason = if self.deed.leaves_out(chosen.action) {
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
}
