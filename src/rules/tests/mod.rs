mod allowance;
mod conflict;
mod deadline;
mod fit;
pub mod house;
mod lifecycle;
mod period;
mod recurrence;
mod rules;
mod suggest;
mod text;
mod turnaround;
mod waiver;

pub(crate) use lifecycle::booking;
