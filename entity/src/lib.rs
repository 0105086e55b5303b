//! The vocabulary of what jastar stores: one file a table, and the types that its columns are made of.
//!
//! These are plain records. What they mean, and who may change them, is the service's business.

#![expect(
    clippy::disallowed_methods,
    reason = "SeaORM's macro writes code that begins transactions; nothing calls it"
)]

pub mod api_token;
pub mod audit;
pub mod booking;
pub mod catalogue;
pub mod catalogue_file;
pub mod claim;
pub mod closure;
pub mod closure_hit;
pub mod closure_space;
pub mod closure_time;
pub mod day;
pub mod device;
pub mod draft;
pub mod escalation;
pub mod event;
pub mod idempotency;
pub mod kept_unit;
pub mod manager;
pub mod message;
pub mod outbox;
pub mod person;
pub mod pool;
pub mod pool_claim;
pub mod secret;
pub mod series;
pub mod series_date;
pub mod session;
pub mod sign_in;
pub mod space;
pub mod space_part;
pub mod space_unit;
pub mod stock;
pub mod term;
pub mod unit;
pub mod venue;
pub mod venue_quota;

mod hours;
mod ids;
mod instant;
mod recurring;
mod turnarounds;
mod words;

pub use booking::Model as Booking;
pub use hours::{Opening, Openings, Period, SpecialDay, VenueHours, Week};
pub use ids::{
    AuditId, BookingId, ClosureId, EventId, HitId, MessageId, OutboxId, PersonId, PoolClaimId,
    PoolId, SeriesId, SpaceId, UnitId, VenueId,
};
pub use instant::Instant;
pub use recurring::{Every, Nth};
pub use stock::{Borrowed, Item};
pub use turnarounds::Turnarounds;
pub use venue_quota::{PrimeTime, PrimeWindow};
pub use words::{Language, Slugs, Texts, Words};
