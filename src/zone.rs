//! Wall time and instants: the only file that knows a time zone database, the one compiled into the binary.

use entity::Instant;
use jiff::{
    Timestamp, civil,
    tz::{AmbiguousOffset, Offset, TimeZone, TimeZoneDatabase},
};
use time::{Date, PrimitiveDateTime, macros::format_description};

#[derive(Clone, Debug)]
pub struct Zone(TimeZone);

impl Zone {
    /// The zone of an IANA name, spelt exactly as IANA spells it.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let zone = TimeZoneDatabase::bundled().get(name).ok()?;
        (zone.iana_name() == Some(name)).then_some(Self(zone))
    }

    /// The earlier of the two instants of a wall time that comes twice; none of one that is skipped.
    #[must_use]
    pub fn instant(&self, local: PrimitiveDateTime) -> Option<Instant> {
        match self.offset_of(local)? {
            AmbiguousOffset::Unambiguous { offset } => Some(at_offset(local, offset)),
            AmbiguousOffset::Fold { before, .. } => Some(at_offset(local, before)),
            AmbiguousOffset::Gap { .. } => None,
        }
    }

    /// As `instant`, but a wall time that is skipped stands for the instant of the skip.
    #[must_use]
    pub fn instant_or_next(&self, local: PrimitiveDateTime) -> Instant {
        let Some(AmbiguousOffset::Gap { before, .. }) = self.offset_of(local) else {
            return self
                .instant(local)
                .unwrap_or_else(|| at_offset(local, Offset::UTC));
        };
        let after_skip = at_offset(local, before);
        Timestamp::from_second(after_skip.0.saturating_add(1))
            .ok()
            .and_then(|moment| self.0.preceding(moment).next())
            .map_or(after_skip, |skip| Instant(skip.timestamp().as_second()))
    }

    #[must_use]
    pub fn local(&self, at: Instant) -> PrimitiveDateTime {
        wall(at, i64::from(self.offset(at).seconds()))
    }

    /// The first instant of the day, which is not always 00:00.
    #[must_use]
    pub fn midnight(&self, date: Date) -> Instant {
        self.instant_or_next(date.midnight())
    }

    /// East of Greenwich; zones had odd seconds only before they had railways, and those are cut off.
    #[must_use]
    pub fn offset_minutes(&self, at: Instant) -> i32 {
        self.offset(at).seconds() / 60
    }

    /// RFC 3339 with the offset that holds then: `2026-12-05T16:00:00+05:00`.
    #[must_use]
    pub fn rfc3339(&self, at: Instant) -> String {
        let minutes = self.offset_minutes(at);
        let local = wall(at, i64::from(minutes) * 60);
        let sign = if minutes < 0 { '-' } else { '+' };
        format!(
            "{}:{:02}{sign}{:02}:{:02}",
            format_wall(local),
            local.second(),
            minutes.abs() / 60,
            minutes.abs() % 60
        )
    }

    fn offset(&self, at: Instant) -> Offset {
        Timestamp::from_second(at.0).map_or(Offset::UTC, |moment| self.0.to_offset(moment))
    }

    /// None outside the years that the database reaches.
    fn offset_of(&self, local: PrimitiveDateTime) -> Option<AmbiguousOffset> {
        let civil = civil::DateTime::new(
            i16::try_from(local.year()).ok()?,
            u8::from(local.month()).cast_signed(),
            local.day().cast_signed(),
            local.hour().cast_signed(),
            local.minute().cast_signed(),
            local.second().cast_signed(),
            0,
        )
        .ok()?;
        Some(self.0.to_ambiguous_timestamp(civil).offset())
    }
}

fn at_offset(local: PrimitiveDateTime, offset: Offset) -> Instant {
    Instant(local.assume_utc().unix_timestamp() - i64::from(offset.seconds()))
}

fn wall(at: Instant, offset_seconds: i64) -> PrimitiveDateTime {
    let moment = Instant(at.0.saturating_add(offset_seconds)).to_utc();
    PrimitiveDateTime::new(moment.date(), moment.time())
}

/// Reads `2026-12-05T16:00`, also with `:00` seconds, and nothing else.
#[must_use]
pub fn parse_wall(text: &str) -> Option<PrimitiveDateTime> {
    let minutes = match text.len() {
        19 => text.strip_suffix(":00")?,
        _ => text,
    };
    // The year alone could be longer, or have a sign.
    if minutes.len() != 16 || !minutes.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let format = format_description!("[year]-[month]-[day]T[hour]:[minute]");
    PrimitiveDateTime::parse(minutes, format).ok()
}

/// Reads `2026-12-05`, and nothing else.
#[must_use]
pub fn parse_date(text: &str) -> Option<Date> {
    if text.len() != 10 {
        return None;
    }
    Date::parse(text, format_description!("[year]-[month]-[day]")).ok()
}

/// Writes `2026-12-05T16:00`; seconds are not said.
#[must_use]
pub fn format_wall(local: PrimitiveDateTime) -> String {
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}",
        local.year(),
        u8::from(local.month()),
        local.day(),
        local.hour(),
        local.minute()
    )
}

#[cfg(test)]
mod tests;
