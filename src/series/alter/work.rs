//! All dates altered in one transaction.

use entity::{BookingId, PoolId, SpaceId, audit::Action, claim, escalation::Became, series};

use super::{
    What,
    plan::{Moved, Plan},
};
use crate::{
    account::Actor,
    app::App,
    booking::alter::proposal::Answer,
    db::{Tx, Write},
    error::Error,
    idempotency::{Once, Outcome},
    ledger::{
        occupancy::Wanted,
        overdue,
        pace::Pace,
        rewrite::{counted, later},
        rivals,
        step::Step,
        store::{self, claims, pools, series as stored},
        unanswered,
        usage::Counted,
    },
    refusal::{dates::Dated, rule::Broken},
    rules::{counts, lifecycle, losing::Asked, proposal::proposal_of},
    series::{Series, clock, floor::free_in, look::Seen, weigh},
    slot::Slot,
    venue::{self, Catalogue, Space, Venue},
};

use entity::Booking;

pub struct Work<'a> {
    pub app: &'a App,
    pub catalogue: &'a Catalogue,
    pub actor: &'a Actor,
    pub seen: &'a Seen,
    pub what: &'a What,
    pub once: &'a Once<Series>,
}

impl<'a> Work<'a> {
    pub fn venue(&self) -> Result<&'a Venue, Error> {
        let venue = self.catalogue.venue_of(self.seen.row.venue_id);
        venue.map(AsRef::as_ref).ok_or(Error::NotFound)
    }

    /// Finds what is free instead of the dates that were taken where the series is to be.
    pub async fn offer(&self, moved: &[Moved<'_>], dates: &mut [Dated]) -> Result<(), Error> {
        let venue = self.venue()?;
        let Some(first) = moved.first() else {
            return Ok(());
        };
        let space = first.to.space;
        let here = moved.iter().map(|one| &one.to.wanted);
        let here = here.filter(|one| one.space_id == space.row.id);
        let proposals: Vec<_> = here.map(|one| proposal_of(one, venue)).collect();
        weigh::offer(self.app, self.catalogue, venue, space, &proposals, dates).await
    }

    /// None when the catalogue or a booking is no longer the one that was read.
    pub async fn inside(&self, tx: &Tx, plan: &Plan<'_>) -> Result<Option<Outcome<Series>>, Error> {
        let moved = &plan.moved;
        let (app, catalogue, venue) = (self.app, self.catalogue, self.venue()?);
        let now = app.clock.now();
        let person = self.actor.who().map(|person| person.id);
        if let Some(person) = person
            && let Some(kept) = self.once.begin_in(tx, person, now).await?
        {
            return Ok(Some(Outcome::Replayed(kept)));
        }
        let ids: Vec<BookingId> = moved.iter().map(|one| one.before.id).collect();
        let slots: Vec<Slot> = moved.iter().map(|one| Slot::of(&one.to.wanted)).collect();
        let needing = moved.iter().filter(|one| one.needs_room());
        // Who claims nothing clears nothing away.
        let claiming = needing.filter(|one| one.claims());
        let claiming: Vec<Slot> = claiming.map(|one| Slot::of(&one.to.wanted)).collect();
        let spaces = spaces(moved);
        let pools = pools(venue, moved);
        let mut overdue = Vec::new();
        for space in &spaces {
            overdue.extend(weigh::overdue_near(tx, space, &pools, &claiming, now).await?);
        }
        overdue.sort_unstable();
        overdue.dedup();
        overdue.retain(|id| !ids.contains(id));
        let locked: Vec<BookingId> = overdue.iter().chain(&ids).copied().collect();
        let mut space_ids: Vec<SpaceId> = spaces.iter().map(|space| space.row.id).collect();
        space_ids.push(self.seen.row.space_id);
        // Who moves a booking of its own may not have more for that.
        let counted = moved
            .iter()
            .find_map(|one| one.to.counted(&app.config.limits, now, self.actor));
        let pace = moved
            .iter()
            .find_map(|one| one.to.pace(&app.config.limits, self.actor));
        let paced = pace.as_ref().map(Pace::person);
        store::lock_in(
            tx,
            store::Locks {
                booker: counted.as_ref().and_then(Counted::person).or(paced),
                spaces: &space_ids,
                pools: &pools,
                bookings: &locked,
            },
        )
        .await?;
        if let Some(pace) = pace {
            pace.one_more_in(tx, now).await?;
        }
        if venue::store::revision(tx.conn()).await? != catalogue.revision
            || !self.seen.still_holds_in(tx).await?
        {
            return Ok(None);
        }
        for one in moved {
            lifecycle::next_of(&one.before, one.to.action, one.to.role, now)
                .map_err(Error::State)?;
        }
        overdue::expire_in(tx, app, catalogue, &overdue).await?;
        if let What::Answer(Answer::Accept(_, known)) = self.what {
            let dates: Vec<Booking> = moved.iter().map(|one| one.before.clone()).collect();
            let asked = Asked {
                dates: &dates,
                moves: true,
                ..Asked::default()
            };
            rivals::agreed_in(tx, catalogue, asked, known.as_ref(), now).await?;
        }
        if let Some(counted) = counted {
            let exceeded = counted.exceeded_in(tx, &ids, &slots).await?;
            let broken: Vec<Broken> = exceeded.into_iter().flatten().collect();
            if !broken.is_empty() {
                return Err(Error::Rules(broken));
            }
        }
        let (series, mut writes) = Box::pin(self.carried_out_in(tx, plan)).await?;
        if let Some(person) = person {
            writes.extend(self.once.keep(person, &series, catalogue));
        }
        tx.run_all(writes).await?;
        Ok(Some(Outcome::Done(Box::new(series))))
    }

    /// The series after it, and the writes that are left. All of it is locked, and may be altered so.
    pub async fn carried_out_in(
        &self,
        tx: &Tx,
        plan: &Plan<'_>,
    ) -> Result<(Series, Vec<Write>), Error> {
        let moved = &plan.moved;
        let after: Vec<Booking> = moved
            .iter()
            .map(|one| later(&one.before, one.to.after.clone()))
            .collect();
        let turned = self.turned(moved, &after);
        self.claimed_in(tx, moved, &after).await?;
        let (row, mut writes) = self.placed(plan)?;
        writes.extend(self.rewritten(moved, &after));
        writes.extend(self.told_in(tx, &row, moved, &after).await?);
        if let Some(like) = turned.first() {
            let ids: Vec<BookingId> = turned.iter().map(|one| one.id).collect();
            writes.push(store::unanswered::turn(&ids, like));
        }
        let all: Vec<Booking> = after.into_iter().chain(turned).collect();
        let series = Series {
            row,
            ..self.seen.series(&all)
        };
        Ok((series, writes))
    }

    /// Dates that stay and are to be answered with those that moved.
    fn turned(&self, moved: &[Moved<'_>], after: &[Booking]) -> Vec<Booking> {
        let now = self.app.clock.now();
        let Some(first) = clock::first(after, now) else {
            return Vec::new();
        };
        let stays = |one: &&Booking| moved.iter().all(|other| other.before.id != one.id);
        clock::turned(self.seen.bookings.iter().filter(stays), first, now)
    }

    /// Every booking as it is now, and what was done to it.
    fn rewritten(&self, moved: &[Moved<'_>], after: &[Booking]) -> Vec<Write> {
        let (mut writes, mut lines, mut escalations) = (Vec::new(), Vec::new(), Vec::new());
        for (one, after) in moved.iter().zip(after) {
            let step = Step {
                app: self.app,
                catalogue: self.catalogue,
                now: self.app.clock.now(),
                action: one.to.action,
                role: one.to.role,
                person: self.actor.who().map(|person| person.id),
            };
            if one.to.action == Action::LapseMove {
                let lapsed = unanswered::escalation_of(&step, &one.before, Became::MoveLapsed);
                lines.push(lapsed.0);
                escalations.push(lapsed.1);
            }
            lines.push(step.line(after, &one.to.reason));
        }
        if !lines.is_empty() {
            let before: Vec<&Booking> = moved.iter().map(|one| &one.before).collect();
            writes.extend([stored::rewritten(&before, after), stored::notes(lines)]);
        }
        if !escalations.is_empty() {
            writes.push(store::unanswered::escalate(escalations));
        }
        let touched = spaces_of(self.catalogue, moved).into_iter();
        let mut units: Vec<_> = touched
            .flat_map(|space| space.units.iter().copied())
            .collect();
        units.sort_unstable();
        units.dedup();
        writes.push(store::touch(&units));
        writes
    }

    /// Gives back what the bookings claim and claims what they need now, where that differs.
    async fn claimed_in(
        &self,
        tx: &Tx,
        moved: &[Moved<'_>],
        after: &[Booking],
    ) -> Result<(), Error> {
        let (ids, now, venue) = (&self.app.ids, self.app.clock.now(), self.venue()?);
        let (mut held, mut recounted, mut wanted) = (Vec::new(), Vec::new(), Vec::new());
        let (mut shortened, mut no_longer, mut asked) = (Vec::new(), Vec::new(), Vec::new());
        for (one, after) in moved.iter().zip(after) {
            let counts = |of: &Booking| counted(venue, one.to.space, of);
            let elsewhere = one.is_elsewhere();
            if one.to.action == Action::Shorten {
                shortened.extend(after.claims().then_some(after));
                continue;
            }
            if one.before.proposed_move() != after.proposed_move() {
                no_longer.push(one.before.id);
            }
            if one.asks() {
                asked.push(one);
                wanted.push(Wanted {
                    booking: &one.to.wanted,
                    space: one.to.space,
                    floor: true,
                });
                continue;
            }
            if elsewhere && one.before.claims() {
                held.push(one.before.id);
            }
            // Who stays keeps the floor, however much time has to lie between two uses by now.
            let recounts = !elsewhere && after.claims() && counts(&one.before) != counts(after);
            if recounts {
                recounted.push(after.id);
            }
            if elsewhere || recounts {
                wanted.push(Wanted {
                    booking: after,
                    space: one.to.space,
                    floor: elsewhere,
                });
            }
        }
        claims::release_all_proposed_in(tx, &no_longer).await?;
        claims::release_all_in(tx, &held).await?;
        pools::release_in(tx, &recounted).await?;
        claims::shorten_in(tx, &shortened).await?;
        free_in(tx, self.catalogue, venue, &wanted, now).await?;
        let is_asked = |one: &Wanted<'_>| asked.iter().any(|asks| asks.before.id == one.booking.id);
        wanted.retain(|one| one.booking.claims() && !is_asked(one));
        let taken = |floor: bool| {
            let here = wanted.iter().filter(move |one| one.floor == floor);
            here.map(|one| (one.booking, one.space)).collect::<Vec<_>>()
        };
        let done = claims::claim_all_in(tx, ids, venue, &taken(true)).await?
            && claims::count_all_in(tx, ids, venue, &taken(false)).await?
            && claims::put_in(tx, self.asked_for(&asked)).await?;
        if done { Ok(()) } else { Err(Error::Busy) }
    }

    /// What is claimed for the moves that are asked for, beside what the dates claim as they stand.
    fn asked_for(&self, asked: &[&Moved<'_>]) -> Vec<claim::Model> {
        let claims = asked.iter().filter_map(|one| {
            let asks = one.to.after.proposed_move().filter(|asks| asks.holds)?;
            let stands_in = self.catalogue.space_of(one.before.space_id)?;
            let own = match stands_in.seats() {
                Some(_) => &[][..],
                None => &stands_in.units,
            };
            let there = &one.to.space.units;
            Some(claims::asked_for(&one.to.after, &asks, own, there))
        });
        claims.flatten().collect()
    }

    /// The series where it is from now on, or where its group asks it to be, and what of that is to be written.
    fn placed(&self, plan: &Plan<'_>) -> Result<(series::Model, Vec<Write>), Error> {
        let before = &self.seen.row;
        let mut row = before.clone();
        let mut writes = Vec::new();
        match self.what {
            What::Times(times) if plan.asks => {
                let asked = times.placed(self.catalogue, before)?;
                row.move_space_id = Some(asked.space_id);
                row.move_starts = Some(asked.starts);
                row.move_ends = Some(asked.ends);
                row.move_from = times.from;
            }
            What::Times(times) => {
                row = times.placed(self.catalogue, before)?;
                if !self.still_asks(plan) {
                    // A yes to the dates before them leaves the series here.
                    row.move_space_id = None;
                    row.move_starts = None;
                    row.move_ends = None;
                    row.move_from = None;
                }
                writes.extend(stored::followed(before, times.from));
            }
            What::Answer(Answer::Accept(..)) => {
                let asked = row.move_starts.clone().zip(row.move_ends.clone());
                if let Some((space_id, (starts, ends))) = row.move_space_id.zip(asked) {
                    row = series::Model {
                        space_id,
                        starts,
                        ends,
                        ..row
                    };
                    writes.extend(stored::followed(before, row.move_from));
                }
            }
            What::Details(..) | What::Answer(_) => return Ok((row, writes)),
        }
        if row != *before {
            writes.push(stored::placed(&row));
        }
        Ok((row, writes))
    }
}

/// To which they are moved.
fn spaces<'a>(moved: &[Moved<'a>]) -> Vec<&'a Space> {
    let mut spaces: Vec<&Space> = moved.iter().map(|one| one.to.space).collect();
    spaces.sort_by_key(|space| space.row.id);
    spaces.dedup_by_key(|space| space.row.id);
    spaces
}

/// Where they are and were, and where their group asks or asked them to be.
pub fn spaces_of<'a>(catalogue: &'a Catalogue, moved: &[Moved<'_>]) -> Vec<&'a Space> {
    let ids = moved.iter().flat_map(|one| {
        let both = [&one.before, &one.to.after];
        both.map(|of| [Some(of.space_id), of.move_space_id])
    });
    let mut ids: Vec<SpaceId> = ids.flatten().flatten().collect();
    ids.sort_unstable();
    ids.dedup();
    let spaces = ids.iter().filter_map(|id| catalogue.space_of(*id));
    spaces.map(AsRef::as_ref).collect()
}

/// What they take by count, or ask for.
fn pools(venue: &Venue, moved: &[Moved<'_>]) -> Vec<PoolId> {
    let counts = moved.iter().flat_map(|one| {
        let wanted = &one.to.wanted;
        counts::taken_by(venue, one.to.space, wanted.attendees, &wanted.stock)
    });
    let mut pools: Vec<PoolId> = counts.map(|count| count.pool).collect();
    pools.sort_unstable();
    pools.dedup();
    pools
}
