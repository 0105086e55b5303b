//! What a catalogue without faults says: the fields of what is stored, in the order of the file.

use entity::{
    Slugs, Texts, Turnarounds, VenueHours, Words, day,
    space::{Approval, Pending, Unanswered, Who},
    term::TermKind,
};

/// A catalogue as its file says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogueFile {
    /// All of the file, comments too, as it was read.
    pub text: String,
    /// IANA name, of every venue that doesn't name its own.
    pub timezone: String,
    pub venues: Vec<FileVenue>,
    pub terms: Vec<FileTerm>,
    pub days: Vec<day::Model>,
}

/// A venue as the file says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileVenue {
    pub slug: String,
    pub name: Words,
    pub about: Words,
    pub address: Words,
    pub how_to_come_in: Words,
    pub district: String,
    pub email: String,
    pub phone: String,
    pub timezone: String,
    pub hours: VenueHours,
    pub answer_within_working_days: i32,
    pub spaces: Vec<FileSpace>,
    pub stock: Vec<FileStock>,
}

/// A space as the file says it, with the catalogue's defaults in its rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileSpace {
    pub slug: String,
    pub name: Words,
    pub kind: String,
    pub capacity: i32,
    pub by_seat: bool,
    /// Slugs of spaces of the same venue. Those without parts are a unit each.
    pub parts: Vec<String>,
    pub layouts: Slugs,
    pub equipment: Slugs,
    pub approval: Approval,
    pub pending: Pending,
    pub unanswered: Unanswered,
    pub who: Who,
    pub step_minutes: i32,
    pub turnaround_minutes: i32,
    pub turnarounds: Turnarounds,
    pub min_minutes: i32,
    pub max_minutes: i32,
    pub notice_hours: i32,
    pub horizon_days: i32,
    pub series_horizon_days: i32,
    pub cancel_hours: i32,
}

/// Stock of a venue as the file says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileStock {
    pub slug: String,
    pub name: Words,
    pub quantity: i32,
}

/// A word of the catalogue as the file says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileTerm {
    pub kind: TermKind,
    pub slug: String,
    pub name: Words,
    /// What a reason is for; empty for other kinds.
    pub uses: Slugs,
    /// What people call a kind or a piece of equipment otherwise, in any language; empty for other kinds.
    pub words: Texts,
}
