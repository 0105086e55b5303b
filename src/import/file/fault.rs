//! What is wrong with a catalogue, for the operator who wrote it.

use std::fmt;

/// One thing that is wrong with the file of a catalogue.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileFault {
    /// From 1.
    pub line: usize,
    /// The path of the field, as `venue.space.capacity`; empty where the file is no TOML.
    pub field: String,
    pub message: String,
}

impl fmt::Display for FileFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: ", self.line)?;
        if !self.field.is_empty() {
            write!(f, "{}: ", self.field)?;
        }
        f.write_str(&self.message)
    }
}
