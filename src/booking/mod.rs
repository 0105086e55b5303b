//! Bookings: the rules they follow and the life they lead.

pub mod broken;
pub mod conflict;
pub mod deadline;
pub mod lifecycle;
pub mod quota;
pub mod rules;
pub mod slot;
pub mod suggest;
pub mod text;

#[cfg(test)]
mod tests;
