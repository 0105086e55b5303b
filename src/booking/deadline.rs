//! By when a request is answered.

use entity::Instant;

use crate::{venue::hours::Hours, zone::Zone};

/// The earlier of the end of the N-th working day after today and a cut-off: half the notice before the start, or the
/// start itself where no notice is asked for. A cut-off that has passed (a request reopened late) gives way to the start.
#[must_use]
pub fn answer_by(
    now: Instant,
    starts_at: Instant,
    notice_hours: i32,
    working_days: i32,
    hours: Hours<'_>,
    zone: &Zone,
) -> Instant {
    let half_notice = starts_at.plus_minutes(-30 * i64::from(notice_hours));
    let cut_off = if half_notice > now {
        half_notice
    } else {
        starts_at.max(now)
    };

    let mut date = zone.local(now).date();
    let mut left = working_days;
    // Ends at the cut-off at the latest: an office that never works makes nobody wait for ever.
    while left > 0 && zone.midnight(date) < cut_off {
        date = date.saturating_add(time::Duration::DAY);
        if hours.is_working_day(date) {
            left -= 1;
        }
    }
    zone.midnight(date.saturating_add(time::Duration::DAY))
        .min(cut_off)
}
