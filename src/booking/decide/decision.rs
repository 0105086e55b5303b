//! Deciding on one booking: yes, no, cancelled, reopened, expired, over, who came. A yes or a no to a booking whose group asks
//! for a move answers the move.

use std::collections::BTreeSet;

use entity::{
    Booking, BookingId,
    audit::{Action, Role},
    booking::Status,
};

use super::choice;
use crate::{
    booking::{
        alter::{
            alteration::{Alteration, AlterationKind},
            proposal::ProposalAnswer,
        },
        replace::{self, Replacing},
    },
    error::Error,
    ledger::{
        change::{Act, Change, ChangeSet, Letter},
        expire::{self, Unheard},
        occupancy::WantedPlace,
        operation::{Footprint, Ground, Losing, Names, Operation, Picture, Sought, World},
    },
    refusal::{rule::InvalidInput, state::StateRefusal},
    rules::{
        counts,
        losing::{Awaited, KnownLosers},
        permit::allowed,
        proposal::proposal_of,
        reason::{Reason, checked},
    },
    slot::Slot,
};

/// One decision on one booking.
#[derive(Clone, Debug)]
pub struct Decide {
    pub id: BookingId,
    pub action: Action,
    pub reason: Reason,
    /// What makes room for the booking; only when it is approved.
    pub replacing: Replacing,
    /// Of whom the one who approves knows that they lose by it. None where nobody need have looked.
    pub known: Option<KnownLosers>,
    /// How many came, if somebody counted.
    pub attended: Option<i32>,
}

impl Decide {
    #[must_use]
    pub fn new(id: BookingId, action: Action, reason: Reason) -> Self {
        Self {
            id,
            action,
            reason,
            replacing: Replacing::default(),
            known: None,
            attended: None,
        }
    }

    /// The answer to the move that the booking asks for. None where the decision is about the booking itself.
    fn answer(&self, booking: &Booking) -> Option<Alteration> {
        booking.proposed_move()?;
        let reason = self.reason.clone();
        let answer = match self.action {
            Action::Approve => ProposalAnswer::Accept(reason, self.known.clone()),
            Action::Reject => ProposalAnswer::Decline(reason),
            _ => return None,
        };
        Some(Alteration {
            id: self.id,
            version: None,
            what: AlterationKind::Answer(answer),
        })
    }

    /// In which role the decision is taken, and what the booking becomes.
    fn allowed(&self, booking: &Booking, ground: &Ground<'_>) -> Result<(Role, Status), Error> {
        allowed(ground.actor, booking, self.action, ground.moment(booking))
    }

    /// Whether it matters what else stands where the booking is: because the booking takes floor that it does not have, or
    /// because it is one of several places of which the others may be over.
    fn looks_around(&self, booking: &Booking) -> bool {
        let takes = matches!(
            self.action,
            Action::Approve | Action::Reopen | Action::CheckIn
        );
        takes && (!booking.claims() || booking.is_held_offer())
    }

    fn losing(&self) -> Option<Losing> {
        self.known.as_ref().map(|_| Losing {
            dates: vec![self.id],
            moves: false,
            instead_of: self.replacing.bookings.clone(),
        })
    }
}

impl Operation for Decide {
    type Done = Booking;

    fn names(&self) -> Names {
        let comes_back = matches!(self.action, Action::Approve | Action::Reopen);
        let named = self.replacing.bookings.iter().copied();
        Names {
            bookings: std::iter::once(self.id).chain(named).collect(),
            with_held: comes_back,
            with_dates: comes_back,
            ..Names::default()
        }
    }

    fn footprint(&self, seen: &Picture, ground: &Ground<'_>) -> Result<Footprint, Error> {
        let before = seen.booking(self.id)?;
        if let Some(answer) = self.answer(before) {
            if !self.replacing.is_nothing() {
                allowed(ground.actor, before, Action::AcceptMove, ground.now)?;
                return Err(Error::invalid("replacing", InvalidInput::NotInTheWay));
            }
            return answer.footprint(seen, ground);
        }
        let (role, _) = self.allowed(before, ground)?;
        checked(ground.catalogue, role, self.action, &self.reason)?;
        self.replacing.checked(ground.catalogue)?;
        let moot = choice::moot(self.action, seen, before, ground);
        let all = || std::iter::once(before).chain(&moot);
        let mut foot = Footprint {
            spaces: vec![before.space_id],
            pools: all()
                .flat_map(|one| counts::pools_in(ground.catalogue, one))
                .collect(),
            bookings: all().map(|one| one.id).collect(),
            losing: self.losing(),
            ..Footprint::default()
        };
        // A closure may give back another place at this moment: it locks the booking that had to make room.
        foot.bookings.extend(before.offer_of);
        if role == Role::System {
            foot.waiting.push(self.id);
        }
        if self.looks_around(before) || !self.replacing.bookings.is_empty() {
            foot.wants.push(WantedPlace {
                space: before.space_id,
                slot: Slot::of(before),
                clears: true,
                gives: true,
            });
        }
        replace::reach(&mut foot, seen, ground, before.venue_id, &self.replacing)?;
        Ok(foot)
    }

    fn decide(&self, world: &World<'_>) -> Result<ChangeSet<Booking>, Error> {
        let (ground, before) = (&world.ground, world.picture.booking(self.id)?);
        if let Some(answer) = self.answer(before) {
            return answer.decide(world);
        }
        let (role, status) = self.allowed(before, ground)?;
        if self.is_known(before, status) {
            return Ok(ChangeSet::nothing(before.clone()));
        }
        let answers_itself = role == Role::System && before.status == Status::Pending;
        if answers_itself && before.answer_by.is_some_and(|by| by > ground.now) {
            // Since it was found overdue it has got a new answer time.
            return Err(Error::State(StateRefusal::NotPending(before.status)));
        }
        let dates = &world.picture.dates;
        let has_its_date = || dates.iter().any(|date| date.booking_id == Some(before.id));
        if self.action == Action::Reopen && before.series_id.is_some() && !has_its_date() {
            return Err(Error::State(StateRefusal::HadAgain));
        }
        let act = Act {
            action: self.action,
            role,
            person: ground.actor.who().map(|person| person.id),
            reason: checked(ground.catalogue, role, self.action, &self.reason)?,
        };
        let mut set = ChangeSet::nothing(before.clone());
        let moot = choice::moot(self.action, &world.picture, before, ground);
        choice::end(&mut set, ground, &moot, &act)?;
        let displaced = replace::displaced(world, before, &self.replacing, &act)?;
        let asked = Awaited {
            dates: std::slice::from_ref(before),
            moves: false,
            instead_of: &displaced
                .iter()
                .filter_map(|one| one.before.clone())
                .collect::<Vec<_>>(),
        };
        world.agreed(&asked, self.known.as_ref())?;
        set.changes.extend(displaced);
        self.decide_itself(&mut set, world, before, (status, act))?;
        Ok(set)
    }

    fn sought(&self, seen: &Picture, ground: &Ground<'_>) -> Vec<Sought> {
        let Ok(before) = seen.booking(self.id) else {
            return Vec::new();
        };
        match self.answer(before) {
            Some(answer) => answer.sought(seen, ground),
            None => vec![Sought::by_group(before.clone())],
        }
    }
}

impl Decide {
    /// Whether it was known already that so many came.
    fn is_known(&self, before: &Booking, status: Status) -> bool {
        self.action == Action::CheckIn
            && status == before.status
            && self
                .attended
                .is_none_or(|people| before.attended == Some(people))
    }

    /// Adds to `set` what becomes of the booking itself. The changes that end others for the booking are there already.
    fn decide_itself(
        &self,
        set: &mut ChangeSet<Booking>,
        world: &World<'_>,
        before: &Booking,
        (status, act): (Status, Act),
    ) -> Result<(), Error> {
        let ground = &world.ground;
        let (before, lapsed) = (before.clone(), self.lapsed(before));
        let stands = lapsed.as_ref().map_or(&before, |lapsed| &lapsed.after);
        let mut after = ground.turned(stands, status, &act)?;
        after.attended = match self.action {
            Action::NoShow | Action::Reopen => None,
            _ => self.attended.or(before.attended),
        };
        if let Some(date) = choice::date_taken(self.action, world, &before) {
            after.series_id = Some(date.0);
            set.rows.push(date.1);
        }
        let looks = after.claims() && !before.claims() && after.status != Status::Completed
            || after.status == Status::Pending && !after.claims();
        if looks {
            let gone = set.changes.iter().map(|one| one.after.id).collect();
            free(world, &after, &gone)?;
        }
        let unheard = Unheard {
            given: &world.given,
            escalated: &world.escalated,
            series: &[],
        };
        let mut change = Change {
            became: expire::became(ground, &before, &act, &unheard),
            ..Change::new(before.clone(), after.clone(), act.clone())
        };
        // Who lost the time to another group was told then.
        let told = self.action == Action::Expire && world.given.contains(&before.id);
        let news = Letter::Changed {
            act,
            before: Box::new(stands.clone()),
            after: Box::new(after.clone()),
        };
        if let Some(lapsed) = lapsed {
            set.letters.extend(Letter::of(&lapsed));
            change.became = lapsed.became;
            change.acts = [lapsed.acts, change.acts].concat();
        }
        set.letters.extend((!told).then_some(news));
        set.changes.push(change);
        set.done = after;
        Ok(())
    }

    /// Once it is said whether a group has come, or nobody will say it, nobody answers the move any more that it asks for.
    fn lapsed(&self, before: &Booking) -> Option<Change> {
        let over = matches!(
            self.action,
            Action::CheckIn | Action::NoShow | Action::Complete
        );
        (over && before.proposed_move().is_some()).then(|| expire::lapsed(before))
    }
}

/// [`Error::Conflict`] when somebody else holds the time of `wanted`, once these are `gone`.
fn free(world: &World<'_>, wanted: &Booking, gone: &BTreeSet<BookingId>) -> Result<(), Error> {
    let (venue, space) = world.ground.venue_and_space(wanted)?;
    let mut occupancy = world.occupancy.clone();
    occupancy.leave(gone);
    let (catalogue, proposal) = (world.ground.catalogue, proposal_of(wanted, venue));
    let place = (space, &*space.units);
    let own = Some(wanted.id);
    let conflicts = occupancy.in_the_way(catalogue, venue, place, &proposal, own, world.ground.now);
    Error::unless_free(conflicts)
}
