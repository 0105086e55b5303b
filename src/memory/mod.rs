//! What a process keeps in mind from one request to the next; lost when it ends.

pub mod answers;
pub mod leases;
pub mod looks;
pub mod noting;
pub mod pace;
pub mod security;
pub mod stamps;
pub mod strangers;
