//! Loading a catalogue: by slug, repeatably, in one transaction. What the file no longer names is retired, never deleted.

mod counts;
pub mod file;
mod imported;
mod load;
mod run;
mod units;

pub use imported::{ImportLine, Imported};
pub use run::{export, first_load, import, import_closing};
