//! What a booking becomes while it stands: what was said about it, when it ends, when and where it is.

pub mod alteration;
pub mod altered;
pub mod details;
pub mod place;
pub mod proposal;
