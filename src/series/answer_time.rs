//! A series is answered as one, so before the answer time of its first date ends.

use entity::{Booking, Instant, booking::Status};

use crate::refusal::dates::{DateOutcome, Dated};

/// What waits on though its time is over has no answer time that others could share.
fn waits(booking: &Booking, now: Instant) -> bool {
    booking.status == Status::Pending && booking.answer_by.is_some_and(|by| by > now)
}

/// Of those that wait, the one whose answer time ends first: all share it.
pub fn first<'a>(of: impl IntoIterator<Item = &'a Booking>, now: Instant) -> Option<&'a Booking> {
    let waiting = of.into_iter().filter(|one| waits(one, now));
    waiting.min_by_key(|one| (one.answer_by, one.remind_at))
}

/// `booking`, in the version that it is, with the answer time of `first` if it waits.
pub fn set(booking: &mut Booking, first: &Booking) {
    if booking.status == Status::Pending {
        *booking = Booking {
            version: booking.version,
            ..first.share_answer_time(booking.clone())
        };
    }
}

/// Those that wait and have another answer time, with that of `first`.
pub fn others_with<'a>(
    of: impl IntoIterator<Item = &'a Booking>,
    first: &Booking,
    now: Instant,
) -> Vec<Booking> {
    let waiting = of.into_iter().filter(|one| waits(one, now));
    let others = waiting.filter(|one| one.answer_by != first.answer_by);
    others
        .map(|one| first.share_answer_time(one.clone()))
        .collect()
}

/// Gives `booking` the answer time that ends first among it and `waiting`. Returns those of `waiting` that had another, with
/// this one.
pub fn shared(booking: &mut Booking, waiting: &[Booking], now: Instant) -> Vec<Booking> {
    let all = waiting.iter().chain([&*booking]);
    let Some(first) = first(all, now).cloned() else {
        return Vec::new();
    };
    set(booking, &first);
    others_with(waiting, &first, now)
}

/// The free dates are booked, in the order of the bookings `rows`; all that wait share one answer time.
pub fn answered_as_one(rows: &mut [Booking], dates: &mut [Dated], now: Instant) {
    let first = first(&*rows, now).cloned();
    let free = dates
        .iter_mut()
        .filter(|date| matches!(date.outcome, DateOutcome::Free));
    for (row, date) in rows.iter_mut().zip(free) {
        if let Some(first) = &first {
            set(row, first);
        }
        date.outcome = DateOutcome::Booked(Box::new(row.clone()));
    }
}
