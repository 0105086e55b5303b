//! Points in time, as both databases can compare them.

use sea_orm::DeriveValueType;
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

/// Whole seconds since 1970-01-01T00:00:00Z.
///
/// `SQLite` would keep an `OffsetDateTime` as text with its offset and compare it bytewise, so instants are integers in
/// both databases.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    DeriveValueType,
    Serialize,
    Deserialize,
)]
#[serde(transparent)]
pub struct Instant(pub i64);

impl Instant {
    /// Cuts fractions of a second off; the offset of `moment` plays no part.
    #[must_use]
    pub fn from_offset(moment: OffsetDateTime) -> Self {
        Self(moment.unix_timestamp())
    }

    /// In UTC. Instants outside the years −9999 to 9999 come out as the epoch: nothing of ours is there.
    #[must_use]
    pub fn to_utc(self) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(self.0).unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }

    #[must_use]
    pub fn plus_minutes(self, minutes: i64) -> Self {
        Self(self.0.saturating_add(minutes.saturating_mul(60)))
    }

    #[must_use]
    pub fn plus_hours(self, hours: i64) -> Self {
        self.plus_minutes(hours.saturating_mul(60))
    }

    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        self.plus_hours(days.saturating_mul(24))
    }

    /// Negative when `earlier` is later.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::seconds(self.0.saturating_sub(earlier.0))
    }
}
