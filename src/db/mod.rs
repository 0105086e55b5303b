//! The database: how it is opened, read, written and copied.

mod asker;
mod backup;
mod database;
mod fault;
mod forgetting;
mod guarantee;
mod link;
pub mod list;
mod lock;
mod open;
mod pulse;
mod rows;
mod session;
mod snapshot;
mod statement;
mod time;
mod trust;

pub use asker::unless_gone;
pub use backup::{BackupError, backup};
pub use database::{Db, Ended, Tx};
pub use fault::{DbFault, fault_of};
pub use guarantee::{Finding, examine, guarantee_stands};
pub use link::{Link, Transaction};
pub use open::{OpenError, Settings};
pub use rows::Rows;
pub use statement::{Listed, Write, sql};
