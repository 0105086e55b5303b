//! Adding a date that a series could not get, or has lost again.

use std::collections::BTreeSet;

use entity::{Booking, SeriesId, audit::Action, booking::Status, series_date};
use time::Date;

use super::{answer_time, seen::SeenSeries, whole::Series};
use crate::{
    booking::request::plan::{self, RequestPlan},
    error::Error,
    ledger::{
        change::{Act, Change, ChangeSet, Letter, OwnRow},
        operation::{Footprint, Ground, Names, Operation, Picture, Sought, Whose, World},
    },
    quota::open_requests,
    refusal::{dates::Dated, rule::Violation},
};

/// A date that somebody adds to a series, which wants it and has not got it.
#[derive(Clone, Debug)]
pub struct Add {
    pub id: SeriesId,
    pub date: Date,
    /// What stands in the way of the dates that the series has not got.
    pub missed: Vec<Dated>,
}

impl Add {
    fn seen(&self, picture: &Picture, ground: &Ground<'_>) -> Result<SeenSeries, Error> {
        SeenSeries::of(picture, ground.actor, &self.missed)
    }

    /// What `then` makes of the booking as it could be written, and of the date as the series has it.
    fn planned<T>(
        &self,
        picture: &Picture,
        ground: &Ground<'_>,
        then: impl FnOnce(&SeenSeries, &RequestPlan<'_>, &series_date::Model) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let person = ground.actor.signed_in()?;
        let seen = self.seen(picture, ground)?;
        let (missed, like) = seen.wanted_date(self.date)?;
        let wish = seen.wish(ground.catalogue, ground.actor, missed);
        let wish = wish.ok_or(Error::NotFound)?;
        let mut plan = plan::plan(ground, person, picture.account.as_ref(), &wish)?;
        theirs(&mut plan, like, &seen.bookings);
        then(&seen, &plan, missed)
    }
}

impl Operation for Add {
    type Done = Series;

    fn names(&self) -> Names {
        Names {
            series: Some(self.id),
            account: Some(Whose::BookerOfSeries),
            ..Names::default()
        }
    }

    fn footprint(&self, seen: &Picture, ground: &Ground<'_>) -> Result<Footprint, Error> {
        self.planned(seen, ground, |_, plan, _| Ok(plan.footprint()))
    }

    fn decide(&self, world: &World<'_>) -> Result<ChangeSet<Series>, Error> {
        let ground = &world.ground;
        self.planned(&world.picture, ground, |seen, plan, missed| {
            let broken = open_requests::exceeded(world.used, plan.open_requests.as_ref());
            if !broken.is_empty() {
                return Err(Error::Rules(broken));
            }
            // As of a single request: a rule that is broken wins over what is taken.
            let broken = plan.exceeded(&world.held, &BTreeSet::new());
            if !broken.is_empty() {
                return Err(not_waived(broken));
            }
            let conflicts = world.occupancy.in_the_way(
                ground.catalogue,
                plan.venue,
                (plan.space, &plan.space.units),
                &plan.proposal,
                None,
                ground.now,
            );
            Error::unless_free(conflicts)?;
            Ok(added(ground, seen, plan, missed))
        })
    }

    fn sought(&self, seen: &Picture, ground: &Ground<'_>) -> Vec<Sought> {
        let alone = self.planned(seen, ground, |_, plan, _| Ok(plan.sought().alone()));
        alone.into_iter().collect()
    }
}

fn added(
    ground: &Ground<'_>,
    seen: &SeenSeries,
    plan: &RequestPlan<'_>,
    missed: &series_date::Model,
) -> ChangeSet<Series> {
    let mut row = plan.row.clone();
    let others = answer_time::shared(&mut row, &seen.bookings, ground.now);
    let act = Act {
        action: Action::Request,
        ..plan.act()
    };
    let turned = others.iter().map(|after| {
        let before = seen.bookings.iter().find(|one| one.id == after.id);
        Change::unseen(before.cloned(), after.clone())
    });
    let changes = std::iter::once(Change::made(row.clone(), act)).chain(turned);
    ChangeSet {
        changes: changes.collect(),
        letters: vec![Letter::Requested(Box::new(row.clone()))],
        rows: vec![OwnRow::DateHad(series_date::Model {
            booking_id: Some(row.id),
            ..missed.clone()
        })],
        closes: None,
        done: seen.with_booked(missed.date, &row, &others),
    }
}

/// Who adds a date names no rule that they waive.
fn not_waived(mut broken: Vec<Violation>) -> Error {
    for one in &mut broken {
        one.waivable = false;
    }
    Error::Rules(broken)
}

/// Whoever adds a date, it is the group's whose series it is; and what waits in it already is one request with it.
fn theirs(plan: &mut RequestPlan<'_>, like: &Booking, bookings: &[Booking]) {
    plan.row = Booking {
        booker_id: like.booker_id,
        contact_name: like.contact_name.clone(),
        contact_email: like.contact_email.clone(),
        contact_phone: like.contact_phone.clone(),
        language: like.language,
        ..plan.row.clone()
    };
    plan.remembered = None;
    let waits = bookings
        .iter()
        .any(|booking| booking.status == Status::Pending);
    if waits {
        plan.open_requests = None;
    }
}
