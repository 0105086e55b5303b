//! What becomes of bookings when the house is rebuilt.

use super::{
    counts::peak,
    house::{House, SEATS},
    state::{Claim, Model, Slot},
};

impl Model {
    /// Seats and microphones that are promised at the fullest time from now on.
    fn promised(&self) -> (i32, i32) {
        let to_come = self.bookings.iter();
        let to_come = to_come.filter(|one| one.stands() && one.slot.to > self.now);
        let ever = Slot {
            from: self.now,
            to: self.begun.plus_days(365),
        };
        peak(&to_come.collect::<Vec<_>>(), ever)
    }

    /// The house with all its bookings in `house`; none when they have no room there.
    pub fn rebuilt(&self, house: &House) -> Option<Self> {
        let mut after = self.clone();
        after.house = house.clone();
        let mut fresh: Vec<(usize, Claim)> = Vec::new();
        for (at, booking) in after.bookings.iter_mut().enumerate() {
            let (had, has) = (self.house.units(booking.space), house.units(booking.space));
            let begun = booking.slot.from <= self.now;
            let stays = begun || !booking.stands() || booking.space == SEATS || had == has;
            if !stays {
                let asked: Vec<Claim> = booking
                    .claims
                    .iter()
                    .filter(|one| one.proposed)
                    .copied()
                    .collect();
                booking.claim(house);
                booking.claims.extend(asked);
                let gained = booking
                    .claims
                    .iter()
                    .filter(|one| !one.proposed && !had.contains(&one.unit));
                fresh.extend(gained.map(|claim| (at, *claim)));
            }
            let Some(asks) = booking.asks.filter(|asks| asks.holds) else {
                continue;
            };
            if had != has || self.house.units(asks.space) != house.units(asks.space) {
                booking.claims.retain(|claim| !claim.proposed);
                let asked = booking.claims_of_asks(house);
                booking.claims.extend(asked.iter().copied());
                fresh.extend(asked.into_iter().map(|claim| (at, claim)));
            }
        }
        let clash = fresh.iter().any(|(at, claim)| {
            let others = after.claims_of_others(Some(*at), true);
            let closed = after.is_closed(claim.unit, claim.slot);
            closed || others.iter().any(|other| after.too_close(claim, other))
        });
        let (seats, microphones) = self.promised();
        let too_few = |promised: i32, old: i32, new: i32| old != new && promised > new;
        let lacks = too_few(seats, self.house.seats, house.seats)
            || too_few(microphones, self.house.microphones, house.microphones);
        (!clash && !lacks && !self.keeps_floor(house)).then_some(after)
    }
}
