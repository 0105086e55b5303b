//! What a manager looks at before they answer: how much a booker has of the venue, and how they kept to it.

use std::collections::HashMap;

use entity::{Booking, Instant, SpaceId, booking::Status};

use super::{
    allowance::{Allowance, Held},
    lifecycle,
    period::{Period, minutes_within, prime_time},
};
use crate::{
    slot::Slot,
    venue::{Catalogue, Venue},
};

/// How far the record goes back.
const SIX_MONTHS_DAYS: i64 = 183;

/// A booking of somebody of whom it is asked: one that counts, or one that its group has cancelled.
#[derive(Clone, Debug)]
pub struct PastBooking {
    pub mailbox: String,
    pub space: SpaceId,
    pub held: Held,
    pub status: Status,
    pub decided_at: Instant,
}

/// How a booker stands with a venue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Minutes that count at this venue in the ISO week of the booking, the booking included.
    pub week_minutes: i64,
    /// The same in the month of the booking.
    pub month_minutes: i64,
    /// Of all prime time of the venue that was booked in this quarter; none where no time is prime.
    pub prime_percent: Option<i64>,
    pub record: Record,
}

/// Of six months.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Record {
    pub came: u32,
    pub cancelled_late: u32,
    pub did_not_come: u32,
}

/// Over which times the bookings of a venue have to be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HistoryWindow {
    pub quarter: Slot,
    /// From when on the bookings of those who are asked about have to be known.
    pub since: Instant,
}

/// What was booked at a venue, as far as it tells how bookers stand with the venue now.
pub struct VenueHistory<'a> {
    catalogue: &'a Catalogue,
    venue: &'a Venue,
    now: Instant,
    past: HashMap<&'a str, Vec<&'a PastBooking>>,
    quarter: Slot,
    prime: Vec<Slot>,
    /// Minutes of prime time that anybody has.
    booked: i64,
}

/// Who can be looked up: whoever left no mailbox is a stranger each time.
#[must_use]
pub fn mailbox_of(booking: &Booking) -> Option<&str> {
    booking.contact_email.as_deref()
}

/// The times over which bookings have to be read to know the standing of those who made `bookings`.
#[must_use]
pub fn history_window(bookings: &[Booking], venue: &Venue, now: Instant) -> HistoryWindow {
    let quarter = Period::Quarter.of(now, &venue.zone);
    let periods = bookings.iter().flat_map(|booking| {
        [Period::Week, Period::Month].map(|period| period.of(start(booking), &venue.zone).starts_at)
    });
    let since = now.plus_days(-SIX_MONTHS_DAYS).min(quarter.starts_at);
    HistoryWindow {
        quarter,
        since: periods.fold(since, Instant::min),
    }
}

impl<'a> VenueHistory<'a> {
    /// `booked`: every booking of the venue that stands or stood and starts in this quarter.
    #[must_use]
    pub fn new(
        catalogue: &'a Catalogue,
        venue: &'a Venue,
        now: Instant,
        past: &'a [PastBooking],
        booked: &[Slot],
    ) -> Self {
        let quarter = Period::Quarter.of(now, &venue.zone);
        let window = booked
            .iter()
            .fold(quarter, |all, slot| all.and_between(*slot));
        let prime = prime_time(&venue.quotas.prime_time, &venue.zone, window);
        let mut of_each: HashMap<&str, Vec<&PastBooking>> = HashMap::new();
        for one in past {
            of_each.entry(&*one.mailbox).or_default().push(one);
        }
        Self {
            catalogue,
            venue,
            now,
            past: of_each,
            quarter,
            booked: booked
                .iter()
                .map(|slot| minutes_within(*slot, &prime))
                .sum(),
            prime,
        }
    }

    /// How the booker of `booking` stands with the venue. None for a stranger, and for who left no mailbox.
    #[must_use]
    pub fn standing(&self, booking: &Booking) -> Option<Standing> {
        let past = self.past.get(mailbox_of(booking)?)?;
        let counting = past.iter().filter(|one| one.status != Status::Cancelled);
        let held: Vec<Held> = counting.map(|one| one.held).collect();
        let allowance = Allowance {
            quotas: &self.venue.quotas,
            by_itself: None,
            zone: &self.venue.zone,
        };
        let minutes = |period: Period| {
            let period = period.of(start(booking), &self.venue.zone);
            allowance.used(&held, period).minutes
        };
        Some(Standing {
            week_minutes: minutes(Period::Week),
            month_minutes: minutes(Period::Month),
            prime_percent: self.prime_percent(past),
            record: self.record(past),
        })
    }

    fn prime_percent(&self, past: &[&PastBooking]) -> Option<i64> {
        if self.venue.quotas.prime_time.0.is_empty() {
            return None;
        }
        let booked = past.iter().filter(|one| {
            let starts_at = one.held.stands.starts_at;
            let granted = !matches!(one.status, Status::Pending | Status::Cancelled);
            granted && self.quarter.starts_at <= starts_at && starts_at < self.quarter.ends_at
        });
        let own: i64 = booked
            .map(|one| minutes_within(one.held.stands, &self.prime))
            .sum();
        // To the nearest whole one.
        Some((own * 200 + self.booked) / (self.booked * 2).max(1))
    }

    fn record(&self, past: &[&PastBooking]) -> Record {
        let since = self.now.plus_days(-SIX_MONTHS_DAYS);
        let mut record = Record::default();
        for one in past {
            let starts_at = one.held.stands.starts_at;
            if starts_at < since {
                continue;
            }
            match one.status {
                Status::CheckedIn | Status::Completed => record.came += 1,
                Status::NoShow => record.did_not_come += 1,
                Status::Cancelled if self.was_late(one) => record.cancelled_late += 1,
                _ => {}
            }
        }
        record
    }

    fn was_late(&self, one: &PastBooking) -> bool {
        self.catalogue.space_of(one.space).is_some_and(|space| {
            let starts_at = one.held.stands.starts_at;
            lifecycle::is_late(starts_at, space.row.cancel_hours, one.decided_at)
        })
    }
}

/// Where a move is asked for, that is what is decided on.
fn start(booking: &Booking) -> Instant {
    booking.move_starts_at.unwrap_or(booking.starts_at)
}
