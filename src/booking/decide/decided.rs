//! What becomes of the booking that a decision is about.

use std::collections::BTreeSet;

use entity::{Booking, BookingId, audit::Action, booking::Status};

use super::choice;
use crate::{
    error::Error,
    ledger::{
        change::{Act, Change, ChangeSet, Letter},
        expire::{self, Unheard},
        operation::World,
    },
    rules::proposal::proposal_of,
};

/// A decision that may be taken.
pub struct Decided {
    /// What the booking becomes by the decision.
    pub status: Status,
    pub act: Act,
    /// How many came, if somebody counted.
    pub attended: Option<i32>,
}

impl Decided {
    /// Adds to `set` what becomes of the booking itself, and the booking as what was done. The changes that end others for the
    /// booking are in `set` already. [`Error::Conflict`] when the booking takes floor, or waits for some, that somebody else
    /// holds.
    pub fn add_to(
        self,
        set: &mut ChangeSet<Booking>,
        world: &World<'_>,
        before: &Booking,
    ) -> Result<(), Error> {
        let ground = &world.ground;
        let (action, lapsed) = (self.act.action, lapsed(self.act.action, before));
        let stands = lapsed.as_ref().map_or(before, |lapsed| &lapsed.after);
        let mut after = ground.turned(stands, self.status, &self.act)?;
        after.attended = match action {
            Action::NoShow | Action::Reopen => None,
            _ => self.attended.or(before.attended),
        };
        if let Some(date) = choice::date_taken(action, world, before) {
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
            became: expire::became(ground, before, &self.act, &unheard),
            ..Change::new(before.clone(), after.clone(), self.act.clone())
        };
        // Who lost the time to another group was told then.
        let told = action == Action::Expire && world.given.contains(&before.id);
        let news = Letter::Changed {
            act: self.act,
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
}

/// Once it is said whether a group has come, or nobody will say it, nobody answers the move any more that it asks for.
fn lapsed(action: Action, before: &Booking) -> Option<Change> {
    let over = matches!(action, Action::CheckIn | Action::NoShow | Action::Complete);
    (over && before.proposed_move().is_some()).then(|| expire::lapsed(before))
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
