//! Answering and cancelling a series, or what is left of it.

pub mod chosen;
pub mod decision;
mod letters;
