//! A series with all its dates.

use entity::{Booking, series};

use crate::refusal::dates::Dated;

/// A series with every date that it wants.
#[derive(Clone, Debug)]
pub struct Series {
    pub row: series::Model,
    /// Ascending.
    pub dates: Vec<Dated>,
}

impl Series {
    /// The bookings of those dates that have one, by date.
    pub fn bookings(&self) -> impl Iterator<Item = &Booking> {
        self.dates.iter().filter_map(|date| date.outcome.booking())
    }
}
