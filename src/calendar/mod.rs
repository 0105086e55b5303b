//! Looking: what stands where, and which spaces are free.

pub mod blocks;
pub mod search;
