//! Identities: a `UUIDv7` each, in a type of its own so that a venue can't be passed for a space.

use sea_orm::{DbErr, DeriveValueType, TryFromU64};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        // SeaORM asks every primary key for this; ours never come from a counter.
        impl TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, DbErr> {
                Err(DbErr::ConvertFromU64(stringify!($name)))
            }
        }
    )+};
}

id! {
    /// A building.
    VenueId,
    /// A hall or room that people book.
    SpaceId,
    /// The smallest piece of floor that can be taken. Equal in value to the id of the space without parts that it is.
    UnitId,
    /// Things that are let by count. Equal in value to the id of the space whose seats they are.
    PoolId,
    /// How much of a pool is taken for a while.
    PoolClaimId,
    /// One use of one space from one time to another.
    BookingId,
    /// Bookings made together by one rule.
    SeriesId,
    /// A time for which units are out of use.
    ClosureId,
    /// That a booking had to make way for a closure.
    HitId,
    /// Somebody who signs in with a mailbox.
    PersonId,
    /// A line of a booking's history.
    AuditId,
    /// What a group and its venue write to each other.
    MessageId,
    /// A message that must go out.
    OutboxId,
    /// That something has been done, for everybody who follows it.
    EventId,
}
