//! How floor, seats and things are taken and given back: operations go through one gate, and one file writes claims.

pub(crate) mod alternatives;
pub(crate) mod attempt;
pub(crate) mod change;
pub(crate) mod closed;
pub(crate) mod consequences;
pub(crate) mod delta;
pub(crate) mod escalation;
pub mod events;
pub(crate) mod expire;
pub(crate) mod gate;
pub(crate) mod held_offer;
pub(crate) mod letters;
pub(crate) mod notify;
pub(crate) mod notify_series;
pub(crate) mod occupancy;
pub(crate) mod operation;
pub(crate) mod pace;
pub(crate) mod record;
pub(crate) mod remap;
pub mod repair;
pub(crate) mod store;
pub(crate) mod usage;

#[cfg(test)]
pub(crate) mod tests;
