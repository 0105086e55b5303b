//! Weeks, months and quarters of a venue, and the hours that everybody wants.

use entity::{Instant, PrimeTime};
use time::{Duration, Month};

use crate::{slot::Slot, zone::Zone};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// Of ISO 8601: it begins on Monday.
    Week,
    Month,
    Quarter,
}

impl Period {
    /// The one in which an instant falls.
    #[must_use]
    pub fn of(self, at: Instant, zone: &Zone) -> Slot {
        let date = zone.local(at).date();
        let day_one = date.replace_day(1).unwrap_or(date);
        let month = u8::from(date.month());
        let (first, next) = match self {
            Self::Week => {
                let since_monday = date.weekday().number_days_from_monday();
                let monday = date.saturating_sub(Duration::days(since_monday.into()));
                (monday, monday.saturating_add(Duration::WEEK))
            }
            Self::Month => (day_one, day_one.saturating_add(Duration::days(32))),
            Self::Quarter => {
                let opens = Month::try_from((month - 1) / 3 * 3 + 1);
                let opens = opens.and_then(|month| day_one.replace_month(month));
                let opens = opens.unwrap_or(day_one);
                (opens, opens.saturating_add(Duration::days(95)))
            }
        };
        let next = match self {
            Self::Week => next,
            // Somewhere in the month after it.
            Self::Month | Self::Quarter => next.replace_day(1).unwrap_or(next),
        };
        Slot {
            starts_at: zone.midnight(first),
            ends_at: zone.midnight(next),
        }
    }
}

/// The prime time within `window`, sorted, in pieces that do not meet.
#[must_use]
pub fn prime_time(prime: &PrimeTime, zone: &Zone, window: Slot) -> Vec<Slot> {
    let (first, last) = (zone.local(window.starts_at), zone.local(window.ends_at));
    // No window is longer than a day.
    let mut date = first.date().saturating_sub(Duration::DAY);
    let mut pieces = Vec::new();
    while date <= last.date() {
        let weekday = usize::from(date.weekday().number_days_from_monday());
        let at = |minutes: u16| {
            let wall = date.midnight();
            zone.instant_or_next(wall.saturating_add(Duration::minutes(minutes.into())))
        };
        let today = prime.0.iter().filter(|one| one.days[weekday]);
        pieces.extend(today.filter_map(|one| {
            let (from, to) = (at(one.from), at(one.to));
            Slot::new(from.max(window.starts_at), to.min(window.ends_at))
        }));
        match date.next_day() {
            Some(next) => date = next,
            None => break,
        }
    }
    merged(pieces)
}

fn merged(mut pieces: Vec<Slot>) -> Vec<Slot> {
    pieces.sort_unstable();
    let mut apart: Vec<Slot> = Vec::new();
    for piece in pieces {
        match apart.last_mut() {
            Some(last) if piece.starts_at <= last.ends_at => {
                last.ends_at = last.ends_at.max(piece.ends_at);
            }
            _ => apart.push(piece),
        }
    }
    apart
}

/// How many minutes of `slot` lie in `pieces`, which are sorted and do not meet.
#[must_use]
pub fn minutes_within(slot: Slot, pieces: &[Slot]) -> i64 {
    let first = pieces.partition_point(|piece| piece.ends_at <= slot.starts_at);
    let near = pieces[first..].iter();
    let near = near.take_while(|piece| piece.starts_at < slot.ends_at);
    near.map(|piece| {
        let (from, to) = (
            piece.starts_at.max(slot.starts_at),
            piece.ends_at.min(slot.ends_at),
        );
        to.since(from).whole_minutes()
    })
    .sum()
}
