//! Series: bookings made together by one rule, decided on, moved and cancelled together. Each date is a booking of its own
//! and keeps every rule; the dates that could not be had stay on the series' card and can be added when they come free.

pub(crate) mod add;
pub(crate) mod alter;
pub(crate) mod alterations;
pub(crate) mod answer_time;
pub(crate) mod create;
pub(crate) mod decide;
pub(crate) mod decisions;
pub(crate) mod evaluate;
pub(crate) mod look;
pub(crate) mod new;
pub(crate) mod preview;
pub(crate) mod requests;
pub(crate) mod room;
pub(crate) mod seen;
pub(crate) mod whole;

pub use alter::times::NewTimes;
pub use alterations::{accept_move, amend, decline_move, lapse, move_to, take_back_move};
pub use decisions::{approve, by_itself, cancel, reject};
pub use look::{SeriesAct, SeriesCard, WaitingSeries, by_code, by_id, last_act, waiting};
pub use new::{NewSeries, OnConflict};
pub use preview::{check, dry_run};
pub use requests::{add, request};
pub use whole::Series;

#[cfg(test)]
mod tests;
