//! Venues and their spaces: when they are open, and the catalogue that they come from.

pub mod catalogue;
pub mod hours;
