//! One booking in place of others, and what is held for the groups that had to make room.

use entity::booking::Status;

use super::{
    house::SEATS,
    life::Act,
    operation::{Instead, MANAGER, Operation},
    service::{Outcome, target},
    state::{Booked, Claim, Model, Slot, Wanted},
};

/// Places for one group.
const AT_MOST: usize = 3;
/// How far away they are looked for.
const DAYS: i64 = 14;

impl Model {
    pub fn request_in_place(
        &mut self,
        who: usize,
        wanted: Wanted,
        instead: Instead,
    ) -> Result<Outcome, Outcome> {
        let named = self.named(who, None, &wanted, instead);
        if who != MANAGER && !named.is_empty() {
            return Err(Outcome::Rule);
        }
        self.make_room(&named, None, &wanted)?;
        Ok(self.request(who, wanted))
    }

    pub fn approve_in_place(
        &mut self,
        who: usize,
        at: usize,
        instead: Instead,
    ) -> Result<(), Outcome> {
        let wanted = self.bookings[at].wanted();
        let named = self.named(who, Some(at), &wanted, instead);
        self.approve(who, at, &named)
    }

    /// Only the manager is told what is in the way.
    fn named(
        &self,
        who: usize,
        of: Option<usize>,
        wanted: &Wanted,
        instead: Instead,
    ) -> Vec<usize> {
        let mut named = match who {
            MANAGER => self.in_the_way(of, wanted),
            _ => Vec::new(),
        };
        match instead {
            Instead::All => {}
            Instead::AllButOne => drop(named.pop()),
            Instead::AllAnd(_) if self.bookings.is_empty() => {}
            Instead::AllAnd(which) => named.push(which % self.bookings.len()),
        }
        named
    }

    /// Those that could make room for it, soonest first.
    fn in_the_way(&self, of: Option<usize>, wanted: &Wanted) -> Vec<usize> {
        let mut found = Vec::new();
        for (at, other) in self.bookings.iter().enumerate() {
            let holds = other.stands() && !other.is_overdue(self.now);
            let may = self.allowed(MANAGER, at, Act::Replace).is_ok();
            let in_the_way =
                self.is_on_the_floor_of(wanted, other) || self.takes_what_lacks(of, wanted, other);
            if Some(at) != of && holds && may && in_the_way {
                found.push(at);
            }
        }
        found.sort_by_key(|at| (self.bookings[*at].slot.from, self.bookings[*at].id));
        found
    }

    /// Where it stands, not where it asks to be.
    fn is_on_the_floor_of(&self, wanted: &Wanted, other: &Booked) -> bool {
        if wanted.space == SEATS {
            return false;
        }
        self.house.units(wanted.space).into_iter().any(|unit| {
            let own = Claim {
                unit,
                slot: wanted.slot,
                space: wanted.space,
                layout: wanted.layout,
                proposed: false,
            };
            let mut theirs = other.claims.iter().filter(|claim| !claim.proposed);
            theirs.any(|claim| self.too_close(&own, claim))
        })
    }

    /// Whether it takes seats or microphones at a time when there are too few.
    fn takes_what_lacks(&self, of: Option<usize>, wanted: &Wanted, other: &Booked) -> bool {
        let half_hours = wanted.slot.half_hours().into_iter();
        half_hours
            .map(|from| Slot {
                from,
                to: from.plus_minutes(30),
            })
            .filter(|then| then.meets(other.slot))
            .any(|slot| {
                let (seats, microphones) = self.lacks(of, &Wanted { slot, ..*wanted });
                seats && other.space == SEATS || microphones && other.microphones > 0
            })
    }

    pub fn make_room(
        &mut self,
        named: &[usize],
        of: Option<usize>,
        wanted: &Wanted,
    ) -> Result<(), Outcome> {
        let in_the_way = self.in_the_way(of, wanted);
        let twice = (0..named.len()).any(|at| named[..at].contains(&named[at]));
        if twice || named.iter().any(|one| !in_the_way.contains(one)) {
            return Err(Outcome::Rule);
        }
        for at in named {
            let (_, status) = self.allowed(MANAGER, *at, Act::Replace)?;
            self.made_room.push(self.bookings[*at].clone());
            self.bookings[*at].give_up(status);
        }
        self.made_room.sort_by_key(|one| one.id);
        Ok(())
    }

    /// Adopts what is held for those who made room: which places is nobody's business, but they are good ones.
    pub fn keep_offers(&mut self, found: &[Booked]) -> Result<(), String> {
        let made_room = std::mem::take(&mut self.made_room);
        let known = self.bookings.len().min(found.len());
        let mut held = found[known..].iter().peekable();
        for (at, displaced) in made_room.iter().enumerate() {
            // What no manager ever approved of is not its group's to take.
            let has_first_choice = displaced.is_held_offer() || displaced.status != Status::Pending;
            let most = if has_first_choice { AT_MOST } else { 0 };
            // Two of the places that were held for one group may both have made room.
            let mut later = made_room[at + 1..].iter();
            let shared = later.any(|one| one.choice() == displaced.choice());
            let mut kept = 0;
            let of_this = |one: &&Booked| one.offer_of == Some(displaced.choice());
            while kept < most
                && let Some(offer) = held.peek().copied().filter(of_this)
            {
                match self.keep_offer(displaced, offer) {
                    Err(_) if shared => break,
                    other => other?,
                }
                held.next();
                kept += 1;
            }
            if kept == 0 && has_first_choice && self.has_a_choice(displaced) {
                return Err(format!("nothing is held for {displaced:#?}"));
            }
        }
        match held.next() {
            Some(more) => Err(format!("{more:#?} is held for nobody")),
            None => Ok(()),
        }
    }

    fn keep_offer(&mut self, displaced: &Booked, found: &Booked) -> Result<(), String> {
        let mut offer = displaced.offer(found.space, found.slot, self.now, &self.house);
        offer.id = found.id;
        offer.claims.sort_unstable();
        if offer != *found {
            return Err(format!("held is {found:#?}\nnot {offer:#?}"));
        }
        let as_before = Wanted {
            in_series: displaced.series.is_some(),
            ..offer.wanted()
        };
        if !self.is_a_choice(displaced, &as_before) {
            return Err(format!("{offer:#?} is no place for {displaced:#?}"));
        }
        self.bookings.push(offer);
        Ok(())
    }

    /// The same space at another time or another space at the same time, free and in the rules.
    fn is_a_choice(&self, displaced: &Booked, place: &Wanted) -> bool {
        let away = place.slot.from.since(displaced.slot.from).abs();
        let long = |slot: Slot| slot.to.since(slot.from);
        let like_it = (place.space == displaced.space || place.slot == displaced.slot)
            && long(place.slot) == long(displaced.slot)
            && away.whole_days() <= DAYS;
        like_it
            && place.slot.from > self.now
            && !self.breaks_a_rule(place)
            && !self.is_taken(None, place)
    }

    /// Whether something could be held for it.
    fn has_a_choice(&self, displaced: &Booked) -> bool {
        let there = displaced.wanted();
        let half_hours = (-48 * DAYS..=48 * DAYS).map(|by| Wanted {
            slot: Slot {
                from: there.slot.from.plus_minutes(30 * by),
                to: there.slot.to.plus_minutes(30 * by),
            },
            ..there
        });
        let spaces = (0..=SEATS).map(|space| Wanted { space, ..there });
        let mut places = half_hours.chain(spaces);
        places.any(|place| self.is_a_choice(displaced, &place))
    }

    /// Takes or leaves one of all that are held.
    pub fn choose(&mut self, operation: &Operation) -> Outcome {
        let (who, which) = target(operation);
        let held = self.bookings.iter().enumerate();
        let held = held.filter(|(_, one)| one.is_held_offer());
        let held: Vec<usize> = held.map(|(at, _)| at).collect();
        if held.is_empty() {
            return Outcome::Nothing;
        }
        let which = held[which % held.len()];
        self.perform_on(&match operation {
            Operation::TakeOffer { .. } => Operation::Approve { who, which },
            _ => Operation::Cancel { who, which },
        })
    }
}
