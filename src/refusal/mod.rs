//! What a use case refuses, told as data: the lowest room, so that every other may name what it refuses.

pub mod closure;
pub mod conflict;
pub mod dates;
pub mod losing;
pub mod rule;
pub mod state;
