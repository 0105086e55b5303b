//! Closures, and what becomes of who is in their way.

use std::collections::{BTreeMap, BTreeSet};

use entity::{Instant, booking::Status};

use super::{
    house::{House, SEATS},
    life::Act,
    operation::{MANAGER, MakeWay},
    service::Outcome,
    state::{Booked, Model, Slot, Wanted},
};

const WEEK_DAYS: i64 = 7;

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
}

/// What becomes of one who is in the way.
#[derive(Clone, Copy, Debug)]
enum Way {
    Cancel,
    Decline,
    Move { space: usize, slot: Slot },
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
        let said = moved(next);
        let begins_in_the_past = starts != 0 && (said.from < now || next.from < now);
        if said.from >= said.to || begins_in_the_past || said.to < now {
            return Err(Outcome::Rule);
        }
        let times = self.times.iter();
        let times = times.map(|time| if time.to <= now { *time } else { moved(*time) });
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
    pub fn close(&mut self, who: usize, closing: Closing, way: MakeWay) -> Result<(), Outcome> {
        if who != MANAGER {
            return Err(Outcome::Forbidden);
        }
        if closing.times[0].from < self.now {
            return Err(Outcome::Rule);
        }
        let at = closing.times[0].from;
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
    fn is_hit(&self, booking: &Booked, closing: &Closing) -> (bool, bool) {
        let units = closing.units(&self.house);
        let hit = |slot: Slot| {
            let to_come = |time: &&Slot| time.to > self.now;
            let mut times = closing.times.iter().filter(to_come);
            times.any(|time| {
                Slot {
                    from: time.from.max(self.now),
                    ..*time
                }
                .meets(slot)
            })
        };
        let is_for = |space: usize| !self.house.units(space).is_disjoint(&units);
        let waits = booking.status == Status::Pending && !booking.holds;
        let holds = booking.stands() && !booking.is_overdue(self.now);
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
                moved: matches!(ways[number], Way::Move { .. }),
            });
        }
        for number in cut {
            if let Way::Move { slot, .. } = ways[&number] {
                self.shorten(MANAGER, number, slot.to)?;
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
                self.end(MANAGER, number, ending_of(&before[number]))?;
            }
        }
        self.give_back(which, owed);
        Ok(())
    }

    fn ways(&self, closing: &Closing, way: MakeWay, at: Instant) -> BTreeMap<usize, Way> {
        let mut ways: BTreeMap<usize, Way> = BTreeMap::new();
        let mut first = true;
        for (number, booking) in self.bookings.iter().enumerate() {
            let (itself, asked) = self.is_hit(booking, closing);
            if !itself && !asked {
                continue;
            }
            let elsewhere = match way {
                MakeWay::Move { space, span } if first => Some((space, self.slot(span))),
                MakeWay::CutShort if booking.slot.from < at && at < booking.slot.to => Some((
                    booking.space,
                    Slot {
                        to: at,
                        ..booking.slot
                    },
                )),
                _ => None,
            };
            first = false;
            let said = match elsewhere {
                Some((space, slot)) => Way::Move { space, slot },
                None if !itself => Way::Decline,
                None => Way::Cancel,
            };
            ways.insert(number, said);
        }
        ways
    }

    /// Whether the manager may do that to it, wherever others are.
    fn may(&self, number: usize, way: Way, closing: &Closing) -> Result<(), Outcome> {
        let booking = &self.bookings[number];
        let (space, slot) = match way {
            Way::Decline => return self.allowed(MANAGER, number, Act::Decline).map(drop),
            Way::Cancel => return self.allowed(MANAGER, number, ending_of(booking)).map(drop),
            Way::Move { space, slot } => (space, slot),
        };
        if booking.only_ends_earlier(space, slot) {
            self.allowed(MANAGER, number, Act::Shorten)?;
            let cut = Booked {
                slot,
                ..booking.clone()
            };
            let still_there = self.is_hit(&cut, closing).0;
            if slot.to < self.now || still_there {
                return Err(Outcome::Rule);
            }
            return Ok(());
        }
        self.allowed(MANAGER, number, Act::Move)?;
        let stays = (space, slot) == (booking.space, booking.slot);
        let to = Wanted {
            space,
            slot,
            ..booking.wanted()
        };
        if stays || self.breaks_a_rule(&to) {
            return Err(Outcome::Rule);
        }
        Ok(())
    }
}

fn ending_of(booking: &Booked) -> Act {
    match booking.status {
        Status::Pending if !booking.is_offer() => Act::Reject,
        _ => Act::Cancel,
    }
}
