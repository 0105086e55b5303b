//! Deciding on one booking, and what follows when it was one of several held for a group.

mod choice;
pub mod decision;
