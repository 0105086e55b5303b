//! One request for one space: the rules, the limits of who asks, what is in its way, and what makes room for it.

use std::collections::BTreeSet;

use entity::{Booking, BookingId, audit::Action};

use super::{
    new::NewBooking,
    plan::{self, RequestPlan},
};
use crate::{
    booking::replace,
    error::Error,
    ledger::{
        change::{Act, Change, ChangeSet, Letter},
        operation::{FastPath, Footprint, Ground, Names, Operation, Picture, Sought, Whose, World},
    },
    quota::open_requests,
};

/// A request that somebody sends.
#[derive(Clone, Debug)]
pub struct Ask {
    pub new: NewBooking,
}

impl Ask {
    fn plan<'a>(&'a self, seen: &Picture, ground: &Ground<'a>) -> Result<RequestPlan<'a>, Error> {
        let person = ground.actor.signed_in()?;
        plan::plan(ground, person, seen.account.as_ref(), &self.new)
    }
}

impl Operation for Ask {
    type Done = Booking;

    fn names(&self) -> Names {
        Names {
            bookings: self.new.replacing.bookings.clone(),
            account: self.new.mailbox_of_other().map(Whose::Mailbox),
            ..Names::default()
        }
    }

    fn footprint(&self, seen: &Picture, ground: &Ground<'_>) -> Result<Footprint, Error> {
        let plan = self.plan(seen, ground)?;
        let mut foot = plan.footprint();
        let venue = plan.venue.row.id;
        replace::reach(&mut foot, seen, ground, venue, &self.new.replacing)?;
        Ok(foot)
    }

    fn fast_path<'a>(
        &'a self,
        seen: &Picture,
        ground: &Ground<'a>,
    ) -> Option<FastPath<'a, Booking>> {
        let plan = self.plan(seen, ground).ok()?;
        let looks = plan.waives_quota.is_some() || !self.new.replacing.bookings.is_empty();
        if looks {
            return None;
        }
        let slot = plan.proposal.slot;
        Some(FastPath {
            set: made(&plan, plan.row.clone(), Vec::new()),
            counted: plan.counted.map(|counted| (counted, slot)),
        })
    }

    fn decide(&self, world: &World<'_>) -> Result<ChangeSet<Booking>, Error> {
        let ground = &world.ground;
        let plan = &self.plan(&world.picture, ground)?;
        let replacing = &self.new.replacing;
        let displaced = replace::displaced(world, &plan.row, replacing, &plan.act())?;
        let gone: BTreeSet<BookingId> = displaced.iter().map(|one| one.after.id).collect();
        let mut broken = open_requests::exceeded(world.used, plan.open_requests.as_ref());
        broken.extend(plan.exceeded(&world.held, &gone));
        let mut row = plan.row.clone();
        plan.waive_quota(&mut row, &mut broken);
        if !broken.is_empty() {
            return Err(Error::Rules(broken));
        }
        let mut occupancy = world.occupancy.clone();
        occupancy.leave(&gone);
        let conflicts = occupancy.in_the_way(
            ground.catalogue,
            plan.venue,
            (plan.space, &plan.space.units),
            &plan.proposal,
            None,
            ground.now,
        );
        Error::unless_free(conflicts)?;
        Ok(made(plan, row, displaced))
    }

    fn sought(&self, seen: &Picture, ground: &Ground<'_>) -> Vec<Sought> {
        let plan = self.plan(seen, ground);
        plan.iter().map(RequestPlan::sought).collect()
    }
}

/// The booking is made, after what makes room for it.
fn made(plan: &RequestPlan<'_>, row: Booking, displaced: Vec<Change>) -> ChangeSet<Booking> {
    let act = Act {
        action: Action::Request,
        ..plan.act()
    };
    let mut changes = displaced;
    changes.push(Change::made(row.clone(), act));
    ChangeSet {
        changes,
        letters: vec![Letter::Requested(Box::new(row.clone()))],
        rows: plan.remembered.clone().into_iter().collect(),
        closes: None,
        done: row,
    }
}
