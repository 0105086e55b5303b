//! What an import does, and what became of it.

use std::fmt;

use crate::rules::closed_over::ClosedOver;

/// One line of what an import does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportLine {
    Add(String),
    Update(String),
    Retire(String),
    Remove(String),
}

impl fmt::Display for ImportLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Add(what) => write!(f, "add {what}"),
            Self::Update(what) => write!(f, "update {what}"),
            Self::Retire(what) => write!(f, "retire {what}"),
            Self::Remove(what) => write!(f, "remove {what}"),
        }
    }
}

/// What became of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Imported {
    /// Done, or with a dry run: what would be.
    Changes(Vec<ImportLine>),
    /// As [`Imported::Changes`], though bookings wait or stand where nobody would be any more: somebody has to call their
    /// groups. Nothing was changed unless that was accepted.
    ClosesOver {
        changes: Vec<ImportLine>,
        bookings: Vec<ClosedOver>,
        accepted: bool,
    },
    /// Bookings that wait or are still to come have no room in what there would be: floor, seats, or how many there are of
    /// something that they borrow. Their codes; nothing was changed.
    InUse { what: String, bookings: Vec<String> },
}

impl Imported {
    /// Whether it is to be kept, if it is not only tried.
    #[must_use]
    pub fn is_done(&self) -> bool {
        match self {
            Self::Changes(_) => true,
            Self::ClosesOver { accepted, .. } => *accepted,
            Self::InUse { .. } => false,
        }
    }
}
