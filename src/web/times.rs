//! Dates and times of day, as forms say them.

use time::{Date, PrimitiveDateTime, Time};

use super::typed::Typed;
use crate::zone::{parse_date, parse_wall};

/// An end at or before this, and before the start, is meant on the next day.
const END_OF_NIGHT: Time = time::macros::time!(6:00);

/// The date in a field; none where it cannot be read.
pub fn date(typed: &Typed, field: &str) -> Option<Date> {
    parse_date(typed.get(field).trim())
}

/// The time of day in a field; none where it cannot be read.
pub fn time(typed: &Typed, field: &str) -> Option<Time> {
    let text = typed.get(field).trim();
    parse_wall(&format!("2000-01-01T{text}")).map(PrimitiveDateTime::time)
}

/// From when to when by the fields `date`, `from` and `to`, or until the small hours after that date; none where one of them
/// cannot be read.
pub fn from_to(typed: &Typed) -> Option<(PrimitiveDateTime, PrimitiveDateTime)> {
    let date = date(typed, "date")?;
    let (from, to) = (time(typed, "from")?, time(typed, "to")?);
    let last = if to < from && to <= END_OF_NIGHT {
        date.next_day()?
    } else {
        date
    };
    Some((
        PrimitiveDateTime::new(date, from),
        PrimitiveDateTime::new(last, to),
    ))
}

/// Fills in the fields that [`from_to`] reads.
pub fn set_from_to(typed: &mut Typed, starts: PrimitiveDateTime, ends: PrimitiveDateTime) {
    typed.set("date", starts.date().to_string());
    typed.set("from", clock(starts));
    typed.set("to", clock(ends));
}

/// `16:00`
pub fn clock(moment: PrimitiveDateTime) -> String {
    format!("{:02}:{:02}", moment.hour(), moment.minute())
}
