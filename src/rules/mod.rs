//! What decides, and knows no database: everything it goes by is given to it.

pub mod area;
pub mod as_if;
pub mod availability;
pub mod booker_record;
pub mod claimed;
pub mod closed_over;
pub mod conflict;
pub mod counts;
pub mod deadline;
pub mod fit;
pub mod lifecycle;
pub mod losing;
pub mod period;
pub mod permit;
pub mod proposal;
pub mod reason;
pub mod suggest;

#[cfg(test)]
pub(crate) mod tests;
pub mod turnaround;
pub mod waiver;
