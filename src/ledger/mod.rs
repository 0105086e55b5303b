//! The one way floor is taken.

pub mod alternatives;
pub mod first_choice;
pub mod notify;
pub mod occupancy;
pub mod overdue;
pub mod pace;
pub mod rebuilt;
pub mod repair;
pub mod rivals;
pub mod step;
pub mod store;
pub mod unanswered;
pub mod usage;
