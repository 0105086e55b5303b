//! What pages and API share.

pub mod idempotency;
