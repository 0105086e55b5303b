//! What pages and API share.

pub mod actor;
pub mod idempotency;
