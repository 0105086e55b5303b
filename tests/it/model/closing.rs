//! Closures, and what becomes of who is in their way.

use std::collections::BTreeSet;

use entity::{Instant, booking::Status};

use super::{
    fates::Way,
    house::{House, SEATS},
    operation::{MANAGER, MakeWay},
    service::Outcome,
    state::{Booked, Model, Slot},
};

const WEEK_DAYS: i64 = 7;
/// So long somebody looks at what is to be closed from now on.
const LOOKING_MINUTES: i64 = 60;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    pub spaces: Vec<usize>,
    /// They neither overlap nor touch.
    pub times: Vec<Slot>,
    /// Who made way for it, in their order.
    pub hits: Vec<Hit>,
}

/// A booking that made way, from where and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    pub at: Instant,
    pub booking: usize,
    pub space: usize,
    pub slot: Slot,
    /// Only the move that it asked for.
    pub declined: bool,
    pub moved: bool,
    /// It was reopened since: what it was lost to after that was no closure, or is another hit.
    pub anew: bool,
}

fn from_now_on(said: Slot, now: Instant) -> Result<Slot, Outcome> {
    let to_come = Slot {
        from: said.from.max(now),
        ..said
    };
    let lately = said.from >= now.plus_minutes(-LOOKING_MINUTES);
    let closes = lately && to_come.from < to_come.to;
    closes.then_some(to_come).ok_or(Outcome::Rule)
}

impl Closing {
    pub fn weekly(spaces: &[usize], first: Slot, times: i32) -> Self {
        let times = (0..i64::from(times)).map(|week| first.days_later(WEEK_DAYS * week));
        Self {
            spaces: spaces.to_vec(),
            times: times.collect(),
            hits: Vec::new(),
        }
    }

    /// The time that runs or comes next.
    pub fn next(&self, now: Instant) -> Option<Slot> {
        self.times.iter().copied().find(|time| time.to > now)
    }

    pub fn units(&self, house: &House) -> BTreeSet<usize> {
        let spaces = self.spaces.iter();
        spaces.flat_map(|space| house.units(*space)).collect()
    }

    /// What is closed from now on.
    pub fn to_come(&self, now: Instant) -> impl Iterator<Item = Slot> {
        let to_come = self.times.iter().filter(move |time| time.to > now);
        to_come.map(move |time| Slot {
            from: time.from.max(now),
            ..*time
        })
    }

    /// With the next of its times so much later, and all after it.
    fn changed(
        &self,
        now: Instant,
        next: Slot,
        (starts, ends): (i64, i64),
    ) -> Result<Self, Outcome> {
        let moved = |time: Slot| Slot {
            from: time.from.plus_minutes(30 * starts),
            to: time.to.plus_minutes(30 * ends),
        };
        let mut said = moved(next);
        if said.from >= said.to || starts != 0 && next.from < now {
            return Err(Outcome::Rule);
        }
        if starts != 0 {
            said = from_now_on(said, now)?;
        }
        said.to = said.to.max(now);
        let (later, longer) = (said.from.since(next.from), said.to.since(next.to));
        let moved = |time: Slot| Slot {
            from: time.from.plus_minutes(later.whole_minutes()),
            to: time.to.plus_minutes(longer.whole_minutes()),
        };
        let times = self.times.iter();
        let times = times.map(|time| if time.to <= now { *time } else { moved(*time) });
        let times = times.filter(|time| time.from < time.to);
        let mut joined: Vec<Slot> = Vec::new();
        for time in times {
            match joined.last_mut() {
                Some(last) if time.from <= last.to => last.to = last.to.max(time.to),
                _ => joined.push(time),
            }
        }
        Ok(Self {
            times: joined,
            ..self.clone()
        })
    }

    /// Without what is to come.
    fn ended(&self, now: Instant) -> Result<Self, Outcome> {
        self.next(now).ok_or(Outcome::State)?;
        let past = self.times.iter().filter(|time| time.from < now);
        Ok(Self {
            times: past
                .map(|time| Slot {
                    to: time.to.min(now),
                    ..*time
                })
                .collect(),
            ..self.clone()
        })
    }
}

impl Model {
    pub fn close(&mut self, who: usize, mut closing: Closing, way: MakeWay) -> Result<(), Outcome> {
        if who != MANAGER {
            return Err(Outcome::Forbidden);
        }
        let at = closing.times[0].from;
        closing.times[0] = from_now_on(closing.times[0], self.now)?;
        let which = self.closings.len();
        self.make_way(which, closing, way, at)
    }

    pub fn reclose(
        &mut self,
        who: usize,
        which: usize,
        (starts, ends): (i64, i64),
        way: MakeWay,
    ) -> Result<(), Outcome> {
        if who != MANAGER {
            return Err(Outcome::NotFound);
        }
        let next = self.closings[which].next(self.now).ok_or(Outcome::State)?;
        let after = self.closings[which].changed(self.now, next, (starts, ends))?;
        self.make_way(which, after, way, next.from.plus_minutes(30 * starts))
    }

    pub fn unclose(&mut self, who: usize, which: usize) -> Result<(), Outcome> {
        if who != MANAGER {
            return Err(Outcome::NotFound);
        }
        let ended = self.closings[which].ended(self.now)?;
        self.make_way(which, ended, MakeWay::Cancel, self.now)
    }

    /// Whether a closure that has not ended keeps the floor of one of its spaces as it is.
    pub fn keeps_floor(&self, house: &House) -> bool {
        self.closings.iter().any(|closing| {
            let other = |space: &usize| self.house.units(*space) != house.units(*space);
            closing.next(self.now).is_some() && closing.spaces.iter().any(other)
        })
    }

    pub fn is_closed(&self, unit: usize, slot: Slot) -> bool {
        self.closings.iter().any(|closing| {
            let then = closing.times.iter().any(|time| time.meets(slot));
            then && closing.units(&self.house).contains(&unit)
        })
    }

    /// Every half hour of a unit that is closed from now on.
    pub fn closed(&self) -> BTreeSet<(usize, Instant)> {
        let mut closed = BTreeSet::new();
        for closing in &self.closings {
            for unit in closing.units(&self.house) {
                let half_hours = closing.times.iter().flat_map(|time| time.half_hours());
                closed.extend(half_hours.filter(|at| *at >= self.now).map(|at| (unit, at)));
            }
        }
        closed
    }

    /// What of a booking is in the way: of itself, or of the move that it asks for.
    pub fn is_hit(&self, at: usize, booking: &Booked, closing: &Closing) -> (bool, bool) {
        let units = closing.units(&self.house);
        let hit = |slot: Slot| closing.to_come(self.now).any(|time| time.meets(slot));
        let is_for = |space: usize| !self.house.units(space).is_disjoint(&units);
        let in_time = !booking.is_overdue(self.now);
        // Who lost the time to somebody else was told so.
        let waits =
            booking.status == Status::Pending && !booking.holds && in_time && !self.is_given(at);
        let holds = booking.stands() && in_time;
        let stands = match booking.space {
            SEATS => units.contains(&SEATS),
            _ => booking
                .claims
                .iter()
                .any(|one| !one.proposed && units.contains(&one.unit)),
        };
        let itself = (waits && is_for(booking.space) || holds && stands) && hit(booking.slot);
        let asked = booking.asks.filter(|asks| asks.answer_by > self.now);
        (
            itself,
            asked.is_some_and(|asks| is_for(asks.space) && hit(asks.slot)),
        )
    }

    /// Everybody who is in the way of the closure at one go; who begins before `at` may be cut short there.
    fn make_way(
        &mut self,
        which: usize,
        mut closing: Closing,
        way: MakeWay,
        at: Instant,
    ) -> Result<(), Outcome> {
        let ways = self.ways(&closing, way, at);
        // Who looks at them does so by their ids.
        let mut hits: Vec<usize> = ways.keys().copied().collect();
        hits.sort_by_key(|number| self.bookings[*number].id);
        for number in &hits {
            self.may(*number, ways[number], &closing)?;
        }
        let before = self.bookings.clone();
        let (cut, rest): (Vec<usize>, Vec<usize>) =
            hits.iter().partition(|number| match ways[number] {
                Way::Move { space, slot } => before[**number].only_ends_earlier(space, slot),
                Way::Cut(_) => true,
                _ => false,
            });
        for number in &rest {
            match ways[number] {
                Way::Decline => self.bookings[*number].drop_asks(),
                _ => self.bookings[*number].give_up(Status::Cancelled),
            }
        }
        let owed = closing.hits.clone();
        let (moving, ending): (Vec<usize>, Vec<usize>) = rest
            .iter()
            .partition(|number| matches!(ways[number], Way::Move { .. }));
        for number in cut.iter().chain(&moving).chain(&ending) {
            closing.hits.push(Hit {
                at: self.now,
                booking: *number,
                space: before[*number].space,
                slot: before[*number].slot,
                declined: matches!(ways[number], Way::Decline),
                moved: matches!(ways[number], Way::Move { .. } | Way::Cut(_)),
                anew: false,
            });
        }
        for number in cut {
            match ways[&number] {
                Way::Move { slot, .. } => self.shorten(MANAGER, number, slot.to)?,
                Way::Cut(at) => self.shorten(MANAGER, number, at)?,
                _ => {}
            }
        }
        match self.closings.get_mut(which) {
            Some(stands) => *stands = closing,
            None => self.closings.push(closing),
        }
        for number in moving {
            if let Way::Move { space, slot } = ways[&number] {
                self.bookings[number] = Booked {
                    claims: Vec::new(),
                    ..before[number].clone()
                };
                self.settle(number, space, slot)?;
            }
        }
        for number in ending {
            if let Way::Cancel = ways[&number] {
                self.bookings[number] = before[number].clone();
                let status = self.ending(number)?;
                self.bookings[number].give_up(status);
            }
        }
        self.give_back(which, owed);
        Ok(())
    }
}
