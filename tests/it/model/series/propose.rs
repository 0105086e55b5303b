//! The move that a group asks for its whole series, and the answer to it.

use super::{
    super::{
        life::Act,
        service::Outcome,
        state::{Model, Wanted},
    },
    Fate, not_all,
};
use entity::booking::Status;
use time::Date;

impl Model {
    /// Those of its dates that ask together.
    pub fn asking(&self, series: usize) -> Vec<usize> {
        let mut numbers = self.of_series(series);
        numbers.retain(|at| self.bookings[*at].asks.is_some_and(|asks| asks.of_series));
        numbers
    }

    /// Whether one of those from a date on still asks with others.
    pub fn asks_from(&self, series: usize, from: Option<Date>) -> bool {
        let mut standing = self.standing(series, from).into_iter();
        standing.any(|at| self.bookings[at].asks.is_some_and(|asks| asks.of_series))
    }

    pub fn accept_series_move(&mut self, who: usize, series: usize) -> Result<(), Outcome> {
        let wanted = |model: &Self, at: usize| {
            let asks = model.bookings[at].asks.unwrap();
            Wanted {
                space: asks.space,
                slot: asks.slot,
                layout: asks.layout,
                ..model.bookings[at].wanted()
            }
        };
        let acts = self.asking(series).into_iter();
        let acts: Vec<(usize, Act)> = acts.map(|at| (at, Act::Accept)).collect();
        let may = self.may_all(who, &acts)?.into_iter();
        let mut may: Vec<usize> = may.map(|one| one.0).collect();
        may.retain(|at| wanted(self, *at).slot.from > self.now);
        if may.is_empty() {
            return Err(Outcome::State);
        }
        let mut broken = may.clone();
        broken.retain(|at| {
            let wanted = wanted(self, *at);
            wanted.people > self.house.capacity(wanted.space)
        });
        if broken.len() == may.len() {
            return Err(Outcome::Rule);
        }
        if !broken.is_empty() {
            return Err(not_all(&vec![Fate::Broken; broken.len()]));
        }
        let mut after = self.clone();
        after.all_or_none(
            &may,
            |_, booking| booking.give_up(Status::Cancelled),
            |model, at| {
                let wanted = wanted(model, at);
                model.bookings[at].claims.clear();
                model.put(at, wanted)
            },
        )?;
        if let Some((space, first, from)) = after.series[series].asked {
            after.series[series].follow((space, first), from);
        }
        *self = after;
        Ok(())
    }

    /// A no of the venue, or the group no longer asks.
    pub fn end_series_move(&mut self, who: usize, series: usize, act: Act) -> Result<(), Outcome> {
        let acts = self.asking(series).into_iter();
        let acts: Vec<(usize, Act)> = acts.map(|at| (at, act)).collect();
        for (at, _) in self.may_all(who, &acts)? {
            self.bookings[at].drop_asks();
        }
        Ok(())
    }
}
