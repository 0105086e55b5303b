//! How much one booker may have, counted half hour by half hour.

use entity::{Instant, PrimeTime, PrimeWindow, VenueId, booking::Status, venue_quota};
use proptest::prelude::*;
use time::{Date, Duration, OffsetDateTime};

use super::{
    house::SEATS,
    state::{Booked, Model, Slot, Wanted},
};

/// Hours, bookings and hours of prime time, each a week and a month.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quotas {
    limits: [[Option<i32>; 2]; 3],
    /// From Monday on.
    days: [bool; 7],
    /// Half hours since midnight; from there on, so many.
    from: u16,
    length: u16,
}

/// Half hours, bookings, half hours of prime time.
type Amount = [i32; 3];

impl Quotas {
    pub fn any() -> impl Strategy<Value = Self> {
        let limit = |most: i32| prop::option::weighted(0.3, 0..=most);
        let limits = (
            [limit(4), limit(8)],
            [limit(3), limit(5)],
            [limit(2), limit(4)],
        );
        let days = prop::array::uniform7(prop::bool::ANY);
        let window = (days, 0..48_u16, 1..=48_u16);
        (limits, window).prop_map(|((hours, bookings, prime), (days, from, length))| Self {
            limits: [hours, bookings, prime],
            days,
            from,
            length,
        })
    }

    pub fn stored(&self, venue: VenueId) -> venue_quota::Model {
        let window = PrimeWindow {
            days: self.days,
            from: 30 * self.from,
            to: 30 * (self.from + self.length),
        };
        let windows = Some(window).filter(|_| self.days.contains(&true));
        let [hours, bookings, prime] = self.limits;
        venue_quota::Model {
            hours_per_week: hours[0],
            hours_per_month: hours[1],
            bookings_per_week: bookings[0],
            bookings_per_month: bookings[1],
            prime_hours_per_week: prime[0],
            prime_hours_per_month: prime[1],
            prime_time: PrimeTime(windows.into_iter().collect()),
            ..venue_quota::Model::unset(venue)
        }
    }

    /// Whether everybody wants that half hour.
    fn is_prime(&self, at: Instant) -> bool {
        let here = local(at);
        let half_hour = u16::from(here.hour()) * 2 + u16::from(here.minute()) / 30;
        [(0, half_hour), (1, half_hour + 48)]
            .into_iter()
            .any(|(days_ago, half_hour)| {
                let begins = here.date() - Duration::days(days_ago);
                let day = usize::from(begins.weekday().number_days_from_monday());
                self.days[day] && self.from <= half_hour && half_hour < self.from + self.length
            })
    }

    fn amount(&self, slot: Slot) -> Amount {
        let half_hours = slot.half_hours();
        let prime = half_hours.iter().filter(|at| self.is_prime(**at)).count();
        [half_hours.len(), 1, prime].map(|amount| i32::try_from(amount).unwrap())
    }
}

/// In Karaganda.
pub fn local(at: Instant) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(at.0).unwrap() + Duration::hours(5)
}

/// Whether two times lie in the same week, or month.
fn same(period: usize, one: Instant, other: Instant) -> bool {
    let (one, other) = (local(one).date(), local(other).date());
    let monday =
        |date: Date| date - Duration::days(date.weekday().number_days_from_monday().into());
    match period {
        0 => monday(one) == monday(other),
        _ => (one.year(), one.month()) == (other.year(), other.month()),
    }
}

impl Model {
    /// Whether these uses of the house, instead of `of`, are more than who asks for them may have.
    pub fn exceeds(&self, who: usize, of: &[usize], wanted: &[Slot]) -> bool {
        let kinds = (0..3).flat_map(|kind| [(kind, 0), (kind, 1)]);
        let too_many = |kind: usize, period: usize, at: Instant| {
            let Some(limit) = self.quotas.limits[kind][period] else {
                return false;
            };
            let most = if kind == 1 { limit } else { 2 * limit };
            let had = self.used(who, &[], period, at)[kind];
            let then = wanted.iter().filter(|slot| same(period, slot.from, at));
            let new: i32 = then.map(|slot| self.quotas.amount(*slot)[kind]).sum();
            let has = self.used(who, of, period, at)[kind] + new;
            has > most && has > had
        };
        kinds.into_iter().any(|(kind, period)| {
            let mut wanted = wanted.iter();
            wanted.any(|slot| too_many(kind, period, slot.from))
        })
    }

    /// All that somebody has in the week or month of that time, but for some.
    fn used(&self, who: usize, without: &[usize], period: usize, at: Instant) -> Amount {
        let mut sum = Amount::default();
        for (number, booking) in self.bookings.iter().enumerate() {
            let counts = match booking.status {
                Status::Pending => booking.offer_of.is_none() && !self.is_displaced(number),
                Status::Approved | Status::CheckedIn | Status::Completed | Status::NoShow => true,
                _ => false,
            };
            if booking.owner != who || without.contains(&number) || !counts {
                continue;
            }
            let within = |slot: Slot| {
                if same(period, slot.from, at) {
                    self.quotas.amount(slot)
                } else {
                    Amount::default()
                }
            };
            let asked = booking
                .asks
                .map(|asks| within(asks.slot))
                .unwrap_or_default();
            let stands = within(booking.slot);
            for kind in 0..3 {
                sum[kind] += stands[kind].max(asked[kind]);
            }
        }
        sum
    }

    /// As it is once holds and asked-for moves are cleared away whose time is over and that are near what is wanted: who
    /// claims nothing clears nothing away.
    pub fn cleared(&self, of: &[usize], wanted: &Wanted, claims: bool) -> Self {
        let mut after = self.clone();
        let units = self.house.units(wanted.space);
        let near = Slot {
            from: wanted.slot.from.plus_days(-1),
            to: wanted.slot.to.plus_days(1),
        };
        for (number, booking) in self.bookings.iter().enumerate() {
            if !claims || of.contains(&number) {
                continue;
            }
            let on_floor = |proposed: bool| {
                let mut own = booking.claims.iter().filter(|one| one.proposed == proposed);
                own.any(|one| units.contains(&one.unit) && one.slot.meets(near))
            };
            let seats = wanted.space == SEATS && booking.space == SEATS;
            let lent = wanted.microphones > 0 && booking.microphones > 0;
            let counted = (seats || lent) && booking.stands() && booking.slot.meets(wanted.slot);
            if booking.is_overdue(self.now) && (on_floor(false) || counted) {
                after.expire(number);
            }
            if booking.asks_too_long(self.now) && on_floor(true) {
                let series = booking.series.filter(|_| asks_with_others(booking));
                let with = self.bookings.iter().enumerate().filter(|(at, one)| {
                    let together = series.is_some() && one.series == series;
                    !of.contains(at) && together && asks_with_others(one)
                });
                for at in with.map(|one| one.0).chain([number]) {
                    if after.bookings[at].asks_too_long(self.now) {
                        after.bookings[at].drop_asks();
                    }
                }
            }
        }
        after
    }
}

fn asks_with_others(booking: &Booked) -> bool {
    booking.asks.is_some_and(|asks| asks.of_series)
}
