//! What would be free if some bookings made way and some floor were closed.

use std::collections::{BTreeMap, HashSet};

use entity::{BookingId, PoolId, UnitId, booking::Status};

use super::{
    area::{Area, without},
    claimed::{Owner, TakenCount, TakenUnit},
    counts::Lent,
};
use crate::slot::Slot;

/// How what is taken would differ. The default is that nothing does.
#[derive(Clone, Debug, Default)]
pub struct AsIf<'a> {
    /// Bookings that would hold nothing any more, also of what they ask for.
    pub gone: HashSet<BookingId>,
    /// Bookings that would stand, and ask for no other place.
    pub asked_no_longer: HashSet<BookingId>,
    /// Holds and asked-for moves that would be over.
    pub waits_no_longer: HashSet<BookingId>,
    /// What would be closed, beside what is.
    pub closed: Vec<&'a Area>,
    /// Whether nothing would be closed but that.
    pub nothing_else: bool,
}

impl AsIf<'_> {
    /// What would be taken of `units` if this were so, by unit and start.
    #[must_use]
    pub fn taken_on(&self, units: &[UnitId], mut taken: Vec<TakenUnit>) -> Vec<TakenUnit> {
        taken.retain(|one| self.stays(one.booking));
        let mut closed: BTreeMap<UnitId, Vec<Slot>> = BTreeMap::new();
        for one in taken.iter().filter(|one| one.booking.is_none()) {
            closed.entry(one.unit).or_default().push(one.slot);
        }
        for area in &self.closed {
            for unit in units {
                let Some(space) = area.floor.units.get(unit) else {
                    continue;
                };
                let already = closed.entry(*unit).or_default();
                let more = without(&area.times, already);
                already.extend(&more);
                taken.extend(more.into_iter().map(|slot| TakenUnit {
                    unit: *unit,
                    slot,
                    space: *space,
                    layout: String::new(),
                    booking: None,
                    public_title: None,
                }));
            }
        }
        taken.sort_by_key(|one| (one.unit, one.slot));
        taken
    }

    /// What would be taken of `pools` by count, if this is.
    #[must_use]
    pub fn counts(&self, pools: &[PoolId], mut taken: Vec<TakenCount>) -> Vec<TakenCount> {
        taken.retain(|one| self.stays(one.booking));
        for area in &self.closed {
            for pool in pools.iter().filter(|pool| area.floor.pools.contains(pool)) {
                taken.extend(area.times.iter().map(|slot| TakenCount {
                    pool: *pool,
                    lent: Lent {
                        slot: *slot,
                        quantity: 0,
                        whole: true,
                    },
                    booking: None,
                }));
            }
        }
        taken
    }

    /// None is a closure.
    fn stays(&self, owner: Option<Owner>) -> bool {
        match owner {
            Some(owner) => !self.makes_way(owner),
            None => !self.nothing_else,
        }
    }

    fn makes_way(&self, owner: Owner) -> bool {
        // What a booking that stands holds for another place waits as a request does.
        let waits = owner.status == Status::Pending;
        let asked =
            self.asked_no_longer.contains(&owner.id) || self.waits_no_longer.contains(&owner.id);
        self.gone.contains(&owner.id) || waits && asked
    }
}

#[cfg(test)]
mod tests {
    use entity::{Instant, SpaceId};
    use uuid::Uuid;

    use super::*;
    use crate::rules::area::Floor;

    fn id(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    fn slot(from: i64, to: i64) -> Slot {
        Slot::new(Instant(from), Instant(to)).unwrap()
    }

    fn by(number: u128, status: Status, slot: Slot) -> TakenUnit {
        TakenUnit {
            unit: UnitId(id(1)),
            slot,
            space: SpaceId(id(1)),
            layout: String::new(),
            booking: Some(Owner {
                id: BookingId(id(number)),
                status,
                over_at: None,
            }),
            public_title: None,
        }
    }

    #[test]
    fn who_makes_way_is_gone_and_what_closes_is_taken_once() {
        let area = Area {
            floor: Floor::of_unit(UnitId(id(1)), SpaceId(id(1))),
            times: vec![slot(0, 50)],
        };
        let closed = TakenUnit {
            booking: None,
            ..by(0, Status::Approved, slot(10, 20))
        };
        let taken = vec![
            by(1, Status::Approved, slot(0, 10)),
            closed,
            by(2, Status::Pending, slot(20, 30)),
            by(3, Status::Pending, slot(30, 40)),
            by(2, Status::Approved, slot(60, 70)),
        ];
        let as_if = AsIf {
            gone: HashSet::from([BookingId(id(1))]),
            asked_no_longer: HashSet::from([BookingId(id(2))]),
            waits_no_longer: HashSet::from([BookingId(id(3))]),
            closed: vec![&area],
            nothing_else: false,
        };
        let units = [UnitId(id(1)), UnitId(id(2))];
        let seen = |as_if: &AsIf<'_>| -> Vec<(Slot, bool)> {
            let floor = as_if.taken_on(&units, taken.clone()).into_iter();
            floor.map(|one| (one.slot, one.booking.is_some())).collect()
        };
        let expected = [
            (slot(0, 10), false),
            (slot(10, 20), false),
            (slot(20, 50), false),
            (slot(60, 70), true),
        ];
        assert_eq!(seen(&as_if), expected);
        let as_if = AsIf {
            nothing_else: true,
            ..as_if
        };
        assert_eq!(seen(&as_if), [(slot(0, 50), false), (slot(60, 70), true)]);
    }
}
