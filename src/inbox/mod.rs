//! What waits in a venue, and what falls due.

pub mod calls;
pub mod jobs;
