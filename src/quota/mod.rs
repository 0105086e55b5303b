//! How much one booker may have: what managers allow, and what the settings do.

pub mod open_requests;
pub mod settings;
