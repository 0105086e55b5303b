//! Who loses by a yes.

use entity::booking::Model as Booking;

/// Somebody who loses by a yes.
#[derive(Clone, Debug)]
pub struct Loser {
    /// The request; of an asked-for move the booking as it would stand.
    pub booking: Booking,
    pub what: Lost,
}

/// What is gone by the yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lost {
    Floor,
    Seats,
    Stock,
}
