//! Bookings: the rules they follow and the life they lead.

pub mod slot;
