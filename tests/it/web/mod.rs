//! The pages, as a browser sees them.

mod altering;
mod arrivals;
pub mod asking;
mod borrowing;
pub mod browser;
mod calls;
mod closing;
mod crawling;
mod deciding;
mod faults;
mod foreseeing;
mod giving_up;
mod guarding;
mod limits;
mod looking;
mod messages;
mod on_top;
mod past;
mod quotas;
mod replacing;
mod searching;
mod series;
mod series_moves;
mod speaking;
mod strangers;
mod waiving;
mod wording;
