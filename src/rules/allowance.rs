//! How much of a venue one booker may have: hours and bookings a week and a month, prime time apart.
//!
//! A booking counts whole in the ISO week and the calendar month in which it starts, in the venue's zone. What waits and
//! what stands counts, and what took place; what was cancelled, answered no or never answered does not. A booking whose
//! group asks for a move counts in every period as it stands or as it is asked for, whichever is more.

use entity::{BookingId, Instant, PersonId, SpaceId, venue_quota};

use super::period::{Period, minutes_within, prime_time};
use crate::{
    account::Person,
    refusal::rule::{Detail, Limit, Quota, Violation},
    slot::Slot,
    zone::Zone,
};

/// Whose bookings count together: today a person, with what was booked for their mailbox; or only that, while it has no account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booker {
    pub person: Option<PersonId>,
    pub mailbox: String,
}

impl Booker {
    #[must_use]
    pub fn of(person: &Person) -> Self {
        Self {
            person: Some(person.id),
            mailbox: person.email.clone(),
        }
    }

    #[must_use]
    pub fn without_account(mailbox: String) -> Self {
        Self {
            person: None,
            mailbox,
        }
    }
}

/// A booking that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    pub id: BookingId,
    pub space: SpaceId,
    /// They asked for it themselves.
    pub by_booker: bool,
    pub stands: Slot,
    /// Where its group asks it to be moved.
    pub asked: Option<Slot>,
}

/// How much a booker has, or would have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amount {
    pub minutes: i64,
    pub bookings: i64,
    pub prime_minutes: i64,
}

impl Amount {
    fn plus(self, other: Self) -> Self {
        Self {
            minutes: self.minutes + other.minutes,
            bookings: self.bookings + other.bookings,
            prime_minutes: self.prime_minutes + other.prime_minutes,
        }
    }

    fn or_more(self, other: Self) -> Self {
        Self {
            minutes: self.minutes.max(other.minutes),
            bookings: self.bookings.max(other.bookings),
            prime_minutes: self.prime_minutes.max(other.prime_minutes),
        }
    }

    fn of(self, limit: Limit) -> i64 {
        match limit {
            Limit::HoursPerWeek | Limit::HoursPerMonth | Limit::AutomaticHoursPerWeek => {
                self.minutes
            }
            Limit::PrimeHoursPerWeek | Limit::PrimeHoursPerMonth => self.prime_minutes,
            _ => self.bookings,
        }
    }
}

/// What is allowed where nobody has to approve, while the managers have set no quota.
#[derive(Clone, Debug)]
pub struct ByItself {
    /// All such spaces of the venue.
    pub spaces: Vec<SpaceId>,
    /// The one that is asked for.
    pub space: SpaceId,
    /// Bookings there that begin later; 0 for no limit.
    pub to_come: u32,
    pub now: Instant,
    /// In all of them; 0 for no limit.
    pub hours_per_week: u32,
}

/// What one booker is allowed of a venue.
#[derive(Clone, Copy, Debug)]
pub struct Allowance<'a> {
    /// By its managers.
    pub quotas: &'a venue_quota::Model,
    pub by_itself: Option<&'a ByItself>,
    pub zone: &'a Zone,
}

/// Over which bookings a limit goes.
#[derive(Clone, Copy, Debug)]
enum Over<'a> {
    All(Period),
    /// Those that were approved by themselves.
    Automatic(Period, &'a ByItself),
    /// Of those what is still to come in one space.
    ToCome(&'a ByItself),
}

impl Over<'_> {
    fn period(self, slot: Slot, zone: &Zone) -> Slot {
        match self {
            Self::All(period) | Self::Automatic(period, _) => period.of(slot.starts_at, zone),
            Self::ToCome(by_itself) => by_itself.coming(),
        }
    }

    fn counts(self, held: &Held) -> bool {
        match self {
            Self::All(_) => true,
            Self::Automatic(_, by_itself) => by_itself.counts(held),
            Self::ToCome(by_itself) => by_itself.counts(held) && held.space == by_itself.space,
        }
    }
}

impl Allowance<'_> {
    /// Whether anything is limited.
    #[must_use]
    pub fn is_limited(&self) -> bool {
        self.limits().next().is_some()
    }

    /// When a booking has to start to matter for the slot.
    #[must_use]
    pub fn reach(&self, slot: Slot) -> Slot {
        let [week, month] =
            [Period::Week, Period::Month].map(|period| period.of(slot.starts_at, self.zone));
        let periods = week.and_between(month);
        match self.by_itself {
            Some(by_itself) => periods.and_between(by_itself.coming()),
            None => periods,
        }
    }

    /// For each of `wanted`, in order, every quota that it would exceed beside what is `held`: what exceeds nothing counts
    /// for those after it. The bookings `instead_of` are given up for all of them; who has too much already may have as
    /// much as before.
    #[must_use]
    pub fn exceeded(
        &self,
        held: &[Held],
        instead_of: &[BookingId],
        wanted: &[Slot],
    ) -> Vec<Vec<Violation>> {
        let kept: Vec<Held> = held
            .iter()
            .filter(|one| !instead_of.contains(&one.id))
            .copied()
            .collect();
        let mut granted: Vec<Slot> = Vec::new();
        let mut said = Vec::new();
        for slot in wanted {
            let adds = self.use_of(*slot);
            let broken: Vec<Violation> = self
                .limits()
                .filter_map(|(limit, over, most)| {
                    let period = over.period(*slot, self.zone);
                    let of = |all: &[Held]| {
                        let counted: Vec<Held> =
                            all.iter().filter(|one| over.counts(one)).copied().collect();
                        self.used(&counted, period).of(limit)
                    };
                    let before = of(held);
                    let new = granted.iter().filter(|one| starts_in(**one, period));
                    let new = new.fold(Amount::default(), |sum, one| sum.plus(self.use_of(*one)));
                    let used = of(&kept) + new.of(limit);
                    let after = used + adds.of(limit);
                    (after > most && after > before).then(|| quota(limit, most, used))
                })
                .collect();
            if broken.is_empty() {
                granted.push(*slot);
            }
            said.push(broken);
        }
        said
    }

    /// What is held in a period.
    #[must_use]
    pub fn used(&self, held: &[Held], period: Slot) -> Amount {
        let within = |slot: Slot| {
            if starts_in(slot, period) {
                self.use_of(slot)
            } else {
                Amount::default()
            }
        };
        held.iter().fold(Amount::default(), |sum, one| {
            let asked = one.asked.map_or_else(Amount::default, within);
            sum.plus(within(one.stands).or_more(asked))
        })
    }

    fn use_of(&self, slot: Slot) -> Amount {
        let prime = prime_time(&self.quotas.prime_time, self.zone, slot);
        Amount {
            minutes: slot.length().whole_minutes(),
            bookings: 1,
            prime_minutes: minutes_within(slot, &prime),
        }
    }

    /// What is limited, and to how much: minutes where hours are counted.
    fn limits(&self) -> impl Iterator<Item = (Limit, Over<'_>, i64)> + '_ {
        use {Limit as L, Over::All, Period::Month, Period::Week};
        let set = self.quotas;
        let by_managers = [
            (L::HoursPerWeek, All(Week), set.hours_per_week),
            (L::HoursPerMonth, All(Month), set.hours_per_month),
            (L::BookingsPerWeek, All(Week), set.bookings_per_week),
            (L::BookingsPerMonth, All(Month), set.bookings_per_month),
            (L::PrimeHoursPerWeek, All(Week), set.prime_hours_per_week),
            (L::PrimeHoursPerMonth, All(Month), set.prime_hours_per_month),
        ];
        let most = |most: u32| i32::try_from(most).ok().filter(|most| *most > 0);
        let by_itself = self.by_itself.into_iter().flat_map(move |one| {
            let hours = Over::Automatic(Week, one);
            [
                (L::AutomaticPerSpace, Over::ToCome(one), most(one.to_come)),
                (L::AutomaticHoursPerWeek, hours, most(one.hours_per_week)),
            ]
        });
        let limits = by_managers.into_iter().chain(by_itself);
        limits.filter_map(|(limit, over, most)| {
            let unit = if limit.counts_hours() { 60 } else { 1 };
            Some((limit, over, i64::from(most?) * unit))
        })
    }
}

impl ByItself {
    fn coming(&self) -> Slot {
        Slot {
            starts_at: self.now,
            ends_at: Instant(i64::MAX),
        }
    }

    fn counts(&self, held: &Held) -> bool {
        held.by_booker && self.spaces.contains(&held.space)
    }
}

fn starts_in(slot: Slot, period: Slot) -> bool {
    period.starts_at <= slot.starts_at && slot.starts_at < period.ends_at
}

fn quota(quota: Limit, most: i64, used: i64) -> Violation {
    let number = |amount: i64| u32::try_from(amount.max(0)).unwrap_or(u32::MAX);
    let quota = Quota {
        quota,
        limit: number(most),
        used: number(used),
        left: number(most - used),
    };
    Violation::new("starts", Detail::Quota(quota))
}
