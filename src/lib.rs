//! jastar: the booking service of the Youth House in Karaganda.

pub mod booking;
pub mod i18n;
pub mod ical;
pub mod mail;
pub mod venue;
pub mod zone;
