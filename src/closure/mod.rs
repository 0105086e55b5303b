//! Closures: a manager takes spaces or a whole venue out of use, once or again and again, and says of every booking in the
//! way what becomes of it.
//!
//! A closure claims floor and seats like a booking does, so nothing else can be there. Closures may overlap one another:
//! what is closed already is claimed once, by one of them, and when that one gives it back the other takes it in the same
//! transaction. What has passed of a closure stays as it was. The house's own events are bookings of the house.
//!
//! A preview looks at one picture of the house and keeps nobody waiting. Applying finds what it hits in the same way under its
//! locks, so that what is shown is what happens; where that is another picture it lets go and shows that.

pub(crate) mod close;
pub(crate) mod closings;
pub(crate) mod hits;
pub(crate) mod input;
pub(crate) mod plan;
pub(crate) mod planned;
pub(crate) mod preview;
pub(crate) mod record;
pub(crate) mod resolution;
pub(crate) mod restore;

pub use crate::{ledger::store::closures::HitToCall, rules::closure::Closure};
pub use closings::{Answered, change, close, take_back};
pub use input::{Again, ClosureTimes, NewClosure, Resolve, ResolveWay, Say};
pub use record::{hits_of, list, of_day, one, soon, tell};

#[cfg(test)]
mod tests;
