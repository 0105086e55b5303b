//! Another time of day or space for a series, or something else said about it: all of its dates or none.

use time::Date;

use super::{
    super::{
        house::{House, SEATS},
        life::Act,
        operation::{MANAGER, Span},
        service::Outcome,
        state::{Booked, Model, Slot, Wanted},
    },
    Fate, day, not_all,
};
use entity::booking::Status;

/// What is said anew: people, layout and microphones.
type Details = (Option<i32>, Option<usize>, Option<i32>);

impl Model {
    /// On the day on which it is.
    fn on_its_day(&self, slot: Slot, to: Span) -> Slot {
        let days = (day(slot) - super::local(self.begun).date()).whole_days();
        // Stories begin at nine.
        let since_nine = Span {
            from: to.from - 18,
            length: to.length,
        };
        self.slot(since_nine).days_later(days)
    }

    pub fn move_series(
        &mut self,
        who: usize,
        number: usize,
        from: Option<Date>,
        (space, to): (Option<usize>, Span),
    ) -> Result<(), Outcome> {
        let acts = self.standing(number, from).into_iter();
        let acts: Vec<(usize, Act)> = acts.map(|at| (at, Act::Move)).collect();
        let may: Vec<usize> = self
            .may_all(who, &acts)?
            .into_iter()
            .map(|one| one.0)
            .collect();
        let place = |at: usize| {
            let booking = &self.bookings[at];
            (
                space.unwrap_or(booking.space),
                self.on_its_day(booking.slot, to),
            )
        };
        let stays = |at: usize| (self.bookings[at].space, self.bookings[at].slot) == place(at);
        let only_ends_earlier = |at: usize| {
            let (space, slot) = place(at);
            self.bookings[at].only_ends_earlier(space, slot)
        };
        let wanted = |at: usize| Wanted {
            space: place(at).0,
            slot: place(at).1,
            ..self.bookings[at].wanted()
        };
        let elsewhere: Vec<usize> = may
            .iter()
            .copied()
            .filter(|at| !stays(*at) && !only_ends_earlier(*at))
            .collect();
        let asks = |at: &usize| {
            let automatic = House::letting(place(*at).0).automatic;
            let approved = self.bookings[*at].status == Status::Approved;
            who != MANAGER && approved && !automatic
        };
        // Of what is asked for together nothing is done at once.
        let ask = elsewhere.iter().any(asks);
        let ends_earlier = |at: usize| only_ends_earlier(at) && !(ask && asks(&at));
        let wishes: Vec<Wanted> = elsewhere.iter().map(|at| wanted(*at)).collect();
        self.keep_rules(&wishes, may.len())?;
        let changed: Vec<usize> = may.iter().copied().filter(|at| !stays(*at)).collect();
        let slots: Vec<Slot> = changed.iter().map(|at| place(*at).1).collect();
        let claims = |at: usize| {
            let letting = House::letting(place(at).0);
            match self.bookings[at].status {
                Status::Pending if ends_earlier(at) => self.bookings[at].holds,
                Status::Pending => letting.holds || letting.automatic,
                _ if ask && asks(&at) => letting.holds && place(at).0 != SEATS,
                _ => true,
            }
        };
        let mut weighed = self.clone();
        for at in &changed {
            weighed = weighed.cleared(&changed, &wanted(*at), claims(*at));
        }
        let limited = who != MANAGER && !elsewhere.is_empty();
        if limited && weighed.exceeds(who, &changed, &slots) {
            return Err(Outcome::Rule);
        }
        let mut after = self.clone();
        for at in changed.iter().filter(|at| ends_earlier(**at)) {
            after.shorten(who, *at, place(*at).1.to)?;
        }
        let mut taking = changed.clone();
        taking.retain(|at| !ends_earlier(*at));
        // What one of them asked for before is in the way of no other.
        let asking = self.asking(number).into_iter().filter(|_| ask);
        for at in asking.chain(taking.iter().copied()) {
            after.bookings[at].drop_asks();
        }
        after.all_or_none(
            &taking,
            |at, booking| {
                if !asks(&at) {
                    booking.give_up(Status::Cancelled);
                }
            },
            |model, at| {
                let (space, slot) = place(at);
                if asks(&at) {
                    model.ask(at, &wanted(at))?;
                    model.bookings[at].asks.as_mut().unwrap().of_series = true;
                    return Ok(());
                }
                model.bookings[at].claims.clear();
                model.settle(at, space, slot)
            },
        )?;
        let still_asks = after.asks_from(number, from);
        let series = &mut after.series[number];
        let there = space.unwrap_or(series.space);
        let first = self.on_its_day(series.first, to);
        if ask {
            series.asked = Some((there, first, from));
        } else {
            series.follow((there, first), from);
            series.asked = series.asked.filter(|_| still_asks);
        }
        *self = after;
        Ok(())
    }

    /// Of so many dates `all`.
    fn keep_rules(&self, wishes: &[Wanted], all: usize) -> Result<(), Outcome> {
        let too_many = |wanted: &Wanted| wanted.people > self.house.capacity(wanted.space);
        if wishes.len() == all && wishes.iter().all(too_many) {
            return Err(Outcome::Rule);
        }
        let broken = wishes.iter().filter(|wanted| self.breaks_a_rule(wanted));
        match broken.count() {
            0 => Ok(()),
            many => Err(not_all(&vec![Fate::Broken; many])),
        }
    }

    /// All of them make room first, and then each in turn takes what it needs. What one of them takes now none of the others
    /// clears away, though its time should be over at once.
    pub fn all_or_none(
        &mut self,
        numbers: &[usize],
        make_room: impl Fn(usize, &mut Booked),
        each: impl Fn(&mut Self, usize) -> Result<(), Outcome>,
    ) -> Result<(), Outcome> {
        let before = self.bookings.clone();
        for at in numbers {
            make_room(*at, &mut self.bookings[*at]);
        }
        let number = self.bookings.len();
        let mut fates = Vec::new();
        let mut settled = Vec::new();
        for at in numbers {
            self.bookings[*at] = before[*at].clone();
            if each(self, *at).is_ok() {
                fates.push(Fate::Free);
                let booking = &mut self.bookings[*at];
                settled.push((*at, booking.clone()));
                if booking.stands() && *booking != before[*at] {
                    booking.status = Status::Approved;
                }
                // What is asked for all together has to be there for all, as if all were moved already.
                if let Some(asks) = booking.asks.filter(|asks| asks.of_series) {
                    let wanted = Wanted {
                        space: asks.space,
                        slot: asks.slot,
                        layout: asks.layout,
                        ..booking.wanted()
                    };
                    let mut there = Booked::new(booking.owner, &wanted, true, true);
                    there.claim(&self.house);
                    self.bookings.push(there);
                }
            } else {
                fates.push(Fate::Taken);
                self.bookings[*at] = before[*at].clone();
                make_room(*at, &mut self.bookings[*at]);
            }
        }
        self.bookings.truncate(number);
        if fates.contains(&Fate::Taken) {
            return Err(not_all(&fates));
        }
        for (at, booking) in settled {
            self.bookings[at] = booking;
        }
        Ok(())
    }

    pub fn amend_series(
        &mut self,
        who: usize,
        number: usize,
        from: Option<Date>,
        details: Details,
    ) -> Result<(), Outcome> {
        let acts = self.standing(number, from).into_iter();
        let acts: Vec<(usize, Act)> = acts.map(|at| (at, Act::Change)).collect();
        let may: Vec<usize> = self
            .may_all(who, &acts)?
            .into_iter()
            .map(|one| one.0)
            .collect();
        let (people, layout, microphones) = details;
        let too_many_people = |at: &usize| {
            let booking = &self.bookings[*at];
            let new = people.filter(|people| *people != booking.people);
            new.is_some_and(|people| people > self.house.capacity(booking.space))
        };
        let too_many_microphones = |at: &usize| {
            let new = microphones.filter(|many| *many != self.bookings[*at].microphones);
            new.is_some_and(|many| many > self.house.microphones)
        };
        if may.iter().all(too_many_people) || may.iter().all(too_many_microphones) {
            return Err(Outcome::Rule);
        }
        let mut broken = may.clone();
        broken.retain(|at| too_many_people(at) || too_many_microphones(at));
        if !broken.is_empty() {
            return Err(not_all(&vec![Fate::Broken; broken.len()]));
        }
        let relaid = |booking: &Booked| layout.is_some_and(|new| new != booking.layout);
        let recounted = |booking: &Booked| {
            let takes = (
                people.unwrap_or(booking.people),
                microphones.unwrap_or(booking.microphones),
            );
            !relaid(booking) && takes != (booking.people, booking.microphones)
        };
        let mut after = self.clone();
        after.all_or_none(
            &may,
            |_, booking| {
                if relaid(booking) {
                    booking.give_up(Status::Cancelled);
                } else if recounted(booking) {
                    // Who keeps the layout keeps the floor.
                    (booking.people, booking.microphones) = (0, 0);
                }
            },
            |model, at| {
                if relaid(&model.bookings[at]) {
                    model.bookings[at].claims.clear();
                }
                model.amend(who, at, details)
            },
        )?;
        *self = after;
        Ok(())
    }
}
