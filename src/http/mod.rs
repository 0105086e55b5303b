//! What pages and API share: who asks, from where, in which language, and how many at a time.

pub mod actor;
pub mod address;
pub mod connections;
pub mod crowd;
pub(crate) mod health;
pub mod language;
pub mod origin;
