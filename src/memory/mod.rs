//! What a process keeps in mind from one request to the next; lost when it ends.

pub(crate) mod answers;
pub(crate) mod leases;
pub(crate) mod noting;
pub(crate) mod pace;
pub(crate) mod probes;
pub(crate) mod security;
pub(crate) mod stamps;
pub(crate) mod strangers;
