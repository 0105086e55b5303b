//! Moving a series, or what is left of it, to another time of day or space, and saying anew what was said about it.

pub mod alteration;
mod letters;
mod placed;
pub mod plan;
pub mod times;
