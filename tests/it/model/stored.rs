//! What the database holds, read row by row into the words of the model.

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    BookingId, Instant, PoolId, SeriesId, SpaceId, UnitId, audit, booking, claim, closure_hit,
    kept_unit, pool, pool_claim, series, series_date, space, space_unit,
};
use jastar::zone::{Zone, parse_wall};
use sea_orm::{EntityTrait, QueryOrder, sea_query::Expr};

use super::{
    house::{House, LAYOUTS, SEATS},
    series::Series,
    service::microphones,
    state::{Asks, Booked, Claim, Slot},
};
use crate::it::support::TestApp;

pub struct Stored {
    pub now: Instant,
    pub bookings: BTreeMap<BookingId, booking::Model>,
    claims: Vec<claim::Model>,
    pools: Vec<pool::Model>,
    lent: Vec<pool_claim::Model>,
    series: Vec<series::Model>,
    hits: Vec<closure_hit::Model>,
    dates: Vec<series_date::Model>,
    units: BTreeMap<SpaceId, BTreeSet<UnitId>>,
    kept: BTreeMap<BookingId, BTreeSet<UnitId>>,
    numbers: BTreeMap<SpaceId, usize>,
    came_after_all: BTreeSet<BookingId>,
}

macro_rules! all {
    ($test:ident, $entity:ident) => {
        $entity::Entity::find()
            .all($test.app.db.read())
            .await
            .unwrap()
    };
}

impl Stored {
    pub async fn read(test: &TestApp) -> Self {
        let mut units: BTreeMap<SpaceId, BTreeSet<UnitId>> = BTreeMap::new();
        for row in all!(test, space_unit) {
            units.entry(row.space_id).or_default().insert(row.unit_id);
        }
        let mut kept: BTreeMap<BookingId, BTreeSet<UnitId>> = BTreeMap::new();
        for row in all!(test, kept_unit) {
            kept.entry(row.booking_id).or_default().insert(row.unit_id);
        }
        let number = |row: space::Model| (row.id, row.slug[1..].parse().unwrap());
        Self {
            now: test.app.clock.now(),
            bookings: all!(test, booking)
                .into_iter()
                .map(|row| (row.id, row))
                .collect(),
            claims: all!(test, claim),
            pools: all!(test, pool),
            lent: all!(test, pool_claim),
            series: all!(test, series),
            hits: all!(test, closure_hit),
            dates: all!(test, series_date),
            units,
            kept,
            numbers: all!(test, space).into_iter().map(number).collect(),
            came_after_all: came_after_all(test).await,
        }
    }

    /// The bookings in this order, as the model would have them, and the series in that. People are numbered by `owner`.
    pub fn as_model(
        &self,
        (known, series): (&[BookingId], &[SeriesId]),
        owner: impl Fn(&booking::Model) -> usize,
    ) -> Vec<Booked> {
        assert_eq!(
            known.len(),
            self.bookings.len(),
            "all that were taken and no other"
        );
        let booked = |id: &BookingId| {
            let row = &self.bookings[id];
            let own = self
                .claims
                .iter()
                .filter(|claim| claim.booking_id == Some(*id));
            let mut claims: Vec<Claim> = own.map(|claim| self.claim(claim)).collect();
            claims.sort_unstable();
            Booked {
                id: *id,
                owner: owner(row),
                space: self.numbers[&row.space_id],
                slot: Slot {
                    from: row.starts_at,
                    to: row.ends_at,
                },
                layout: layout(&row.layout),
                people: row.attendees,
                microphones: microphones(&row.stock),
                status: row.status,
                holds: row.holds,
                answer_by: row.answer_by,
                asked: row.asked_at.zip(row.asked_answer_by),
                latest: row.latest_answer_by,
                asks: row.proposed_move().map(|asks| Asks {
                    space: self.numbers[&asks.space_id],
                    slot: Slot {
                        from: asks.starts_at,
                        to: asks.ends_at,
                    },
                    layout: layout(&asks.layout),
                    holds: asks.holds,
                    answer_by: asks.answer_by,
                    of_series: asks.of_series,
                }),
                offer_of: row.offer_of,
                series: row
                    .series_id
                    .map(|id| series.iter().position(|one| *one == id).unwrap()),
                claims,
            }
        };
        known.iter().map(booked).collect()
    }

    /// The series in this order, as the model would have them.
    pub fn series(&self, (known, series): (&[BookingId], &[SeriesId])) -> Vec<Series> {
        assert_eq!(series.len(), self.series.len(), "all that were asked for");
        let zone = Zone::named("Asia/Almaty").unwrap();
        let at = |wall: &str| zone.instant(parse_wall(wall).unwrap()).unwrap();
        let one = |id: &SeriesId| {
            let row = self.series.iter().find(|row| row.id == *id).unwrap();
            let number = |id: BookingId| known.iter().position(|one| *one == id).unwrap();
            let own = self.dates.iter().filter(|date| date.series_id == *id);
            let mut dates: Vec<_> = own
                .map(|row| (row.date, row.booking_id.map(number)))
                .collect();
            dates.sort_unstable();
            let slot = |starts: &str, ends: &str| Slot {
                from: at(starts),
                to: at(ends),
            };
            let own = self.dates.iter().filter(|date| date.series_id == *id);
            let mut stayed: Vec<_> = own
                .filter_map(|row| {
                    let slot = slot(row.starts.as_deref()?, row.ends.as_deref()?);
                    Some((row.date, self.numbers[&row.space_id?], slot))
                })
                .collect();
            stayed.sort_by_key(|one| one.0);
            let asked = row.move_space_id.map(|space| {
                let (starts, ends) = (row.move_starts.as_deref(), row.move_ends.as_deref());
                let slot = slot(starts.unwrap(), ends.unwrap());
                (self.numbers[&space], slot, row.move_from)
            });
            Series {
                space: self.numbers[&row.space_id],
                first: slot(&row.starts, &row.ends),
                dates,
                stayed,
                asked,
            }
        };
        series.iter().map(one).collect()
    }

    /// Every half hour of a unit that is closed from now on.
    pub fn closed(&self) -> BTreeSet<(usize, Instant)> {
        let floor = self
            .claims
            .iter()
            .filter(|claim| claim.closure_id.is_some());
        let floor = floor.map(|claim| (claim.unit_id.0, claim.starts_at, claim.ends_at));
        let seats = |id: PoolId| self.pools.iter().find(|pool| pool.id == id)?.space_id;
        let counted = self.lent.iter().filter(|one| one.whole);
        let counted =
            counted.map(|one| (seats(one.pool_id).unwrap().0, one.starts_at, one.ends_at));
        floor
            .chain(counted)
            .flat_map(|(space, from, to)| {
                let unit = self.numbers[&SpaceId(space)];
                let half_hours = Slot { from, to }.half_hours().into_iter();
                half_hours.map(move |at| (unit, at))
            })
            .filter(|(_, at)| *at >= self.now)
            .collect()
    }

    fn claim(&self, claim: &claim::Model) -> Claim {
        Claim {
            unit: self.numbers[&SpaceId(claim.unit_id.0)],
            slot: Slot {
                from: claim.starts_at,
                to: claim.ends_at,
            },
            space: self.numbers[&claim.space_id],
            layout: layout(&claim.layout),
            proposed: claim.proposed,
        }
    }

    /// Everything that has to be true whatever was done, told by hand. The minutes between two uses are those of
    /// `house`; none where they were changed while bookings stood.
    pub fn assert_sound(&self, minutes_of: Option<&House>) {
        for (at, one) in self.claims.iter().enumerate() {
            for other in &self.claims[at + 1..] {
                if one.unit_id == other.unit_id {
                    self.assert_apart(one, other, minutes_of);
                }
            }
        }
        for pool in &self.pools {
            self.assert_enough(pool.id, pool.quantity);
        }
        for booking in self.bookings.values() {
            self.assert_has_its_own(booking);
            if booking.is_held_offer() {
                self.assert_is_held_for_a_day(booking);
            }
        }
    }

    fn assert_is_held_for_a_day(&self, offer: &booking::Model) {
        let until = offer.created_at.plus_hours(24).min(offer.starts_at);
        // Who was moved has to say so before it begins there, and may have been moved again since.
        let was_moved = self.hits.iter().any(|hit| {
            let there = (hit.space_id, hit.starts_at) == (offer.space_id, offer.starts_at);
            let moved = hit.outcome == closure_hit::Outcome::Moved;
            moved && there && Some(hit.booking_id) == offer.offer_of
        });
        let in_time = match offer.answer_by {
            Some(by) if was_moved => offer.created_at < by && by <= until,
            by => by == Some(until),
        };
        assert!(offer.holds && in_time, "{offer:?}");
        let displaced = &self.bookings[&offer.offer_of.unwrap()];
        assert_eq!(offer.booker_id, displaced.booker_id, "{offer:?}");
    }

    /// Where no closure gives time back: who has taken one place needs no other.
    pub fn assert_who_has_chosen_holds_nothing(&self) {
        for offer in self.bookings.values().filter(|one| one.is_held_offer()) {
            let taken = |one: &booking::Model| {
                one.offer_of == offer.offer_of && one.status == booking::Status::Approved
            };
            let taken = self.bookings.values().find(|one| taken(one));
            assert!(taken.is_none(), "{taken:?}, and still {offer:?}");
        }
        for date in &self.dates {
            let booking = date.booking_id.map(|id| &self.bookings[&id]);
            let series = booking.and_then(|booking| booking.series_id);
            assert!(
                booking.is_none() || series == Some(date.series_id),
                "{date:?} has {booking:?}"
            );
        }
    }

    fn assert_apart(&self, one: &claim::Model, other: &claim::Model, minutes_of: Option<&House>) {
        let use_of = |claim: &claim::Model| (self.numbers[&claim.space_id], layout(&claim.layout));
        let same = one.booking_id == other.booking_id;
        let minutes = |before: &claim::Model, after: &claim::Model| match minutes_of {
            Some(house) if !same && before.closure_id.is_none() && after.closure_id.is_none() => {
                house.gap(use_of(before), use_of(after))
            }
            _ => 0,
        };
        let apart = one.ends_at.plus_minutes(minutes(one, other)) <= other.starts_at
            || other.ends_at.plus_minutes(minutes(other, one)) <= one.starts_at;
        assert!(apart, "{one:?} meets {other:?}");
    }

    fn assert_enough(&self, pool: PoolId, quantity: i32) {
        let lent: Vec<_> = self.lent.iter().filter(|one| one.pool_id == pool).collect();
        for whole in lent.iter().filter(|one| one.whole) {
            let alone = |one: &&&pool_claim::Model| {
                one.id == whole.id
                    || one.ends_at <= whole.starts_at
                    || one.starts_at >= whole.ends_at
            };
            let beside = lent.iter().filter(|one| !alone(one)).count();
            assert_eq!(beside, 0, "{whole:?} is closed");
        }
        for at in lent.iter().map(|one| one.starts_at) {
            let here = lent
                .iter()
                .filter(|one| one.starts_at <= at && at < one.ends_at);
            let taken: i32 = here.map(|one| one.quantity).sum();
            let to_come = lent
                .iter()
                .any(|one| one.starts_at == at && one.ends_at > self.now);
            assert!(
                !to_come || taken <= quantity,
                "{taken} of {quantity} at {at:?}"
            );
        }
    }

    fn assert_has_its_own(&self, booking: &booking::Model) {
        let by_seat = self.numbers[&booking.space_id] == SEATS;
        let own = || {
            self.claims
                .iter()
                .filter(|claim| claim.booking_id == Some(booking.id))
        };
        let (asked, standing): (Vec<_>, Vec<_>) = own().partition(|claim| claim.proposed);
        let lent = self
            .lent
            .iter()
            .filter(|one| one.booking_id == Some(booking.id));
        let lent: Vec<_> = lent.collect();
        if !booking.claims() {
            assert!(
                own().next().is_none() && lent.is_empty(),
                "{booking:?} holds nothing"
            );
            return;
        }
        let seats = if by_seat { booking.attendees } else { 0 };
        let counted: i32 = lent.iter().map(|one| one.quantity).sum();
        // Who did not come gave it back; that they did after all is said once it is over, and nothing is held for it again.
        let is_only_counted = self.came_after_all.contains(&booking.id) && lent.is_empty();
        assert!(
            is_only_counted || counted == seats + microphones(&booking.stock),
            "{booking:?}: {counted}"
        );
        let in_time =
            |from: Instant, to: Instant| (from, to) == (booking.starts_at, booking.ends_at);
        assert!(
            standing
                .iter()
                .all(|claim| in_time(claim.starts_at, claim.ends_at))
        );
        assert!(lent.iter().all(|one| in_time(one.starts_at, one.ends_at)));
        let floor: BTreeSet<UnitId> = standing.iter().map(|claim| claim.unit_id).collect();
        let kept = self.kept.get(&booking.id);
        let space = kept.unwrap_or(&self.units[&booking.space_id]);
        let nothing = BTreeSet::new();
        if booking.ends_at > self.now {
            assert_eq!(
                &floor,
                if by_seat { &nothing } else { space },
                "{booking:?}"
            );
            self.assert_asks_for_its_own(booking, &asked, &floor);
        }
    }

    /// Minute by minute of the half hours: what is asked for is taken where it is not had already.
    fn assert_asks_for_its_own(
        &self,
        booking: &booking::Model,
        asked: &[&claim::Model],
        floor: &BTreeSet<UnitId>,
    ) {
        let Some(asks) = booking.proposed_move().filter(|asks| asks.holds) else {
            assert!(asked.is_empty(), "{booking:?}");
            return;
        };
        let there = &self.units[&asks.space_id];
        assert!(
            asked.iter().all(|claim| there.contains(&claim.unit_id)),
            "{booking:?}"
        );
        let half_hours = asks.ends_at.since(asks.starts_at).whole_minutes() / 30;
        for unit in there {
            for half_hour in 0..half_hours {
                let at = asks.starts_at.plus_minutes(30 * half_hour);
                let stands =
                    floor.contains(unit) && booking.starts_at <= at && at < booking.ends_at;
                let mut on_it = asked.iter().filter(|claim| claim.unit_id == *unit);
                let taken = on_it.any(|claim| claim.starts_at <= at && at < claim.ends_at);
                assert!(taken != stands, "{booking:?} at {at:?}");
            }
        }
    }
}

/// Of whom the venue had said that they did not come when it said that they did.
async fn came_after_all(test: &TestApp) -> BTreeSet<BookingId> {
    let lines = audit::Entity::find().order_by_asc(Expr::cust("seq, id"));
    let mut were: BTreeMap<BookingId, Vec<booking::Status>> = BTreeMap::new();
    for line in lines.all(test.app.db.read()).await.unwrap() {
        let statuses = were.entry(line.booking_id).or_default();
        if statuses.last() != Some(&line.status) {
            statuses.push(line.status);
        }
    }
    let last = [booking::Status::NoShow, booking::Status::Completed];
    were.retain(|_, statuses| statuses.ends_with(&last));
    were.into_keys().collect()
}

fn layout(slug: &str) -> usize {
    LAYOUTS.iter().position(|known| *known == slug).unwrap()
}
