//! What was tried on a page and was not done.

use super::typed::Typed;
use crate::{error::Error, refusal::rule::Broken};

/// What somebody tried, and why it was not done, if it was not only to be read in another language.
pub struct Tried<'a> {
    /// As the address of its form calls it.
    pub action: &'a str,
    pub form: Typed,
    pub error: Option<Error>,
}

impl Tried<'_> {
    /// The rules that it breaks; none where something else was in its way.
    pub fn broken(&self) -> &[Broken] {
        match &self.error {
            Some(Error::Rules(broken)) => broken,
            _ => &[],
        }
    }
}
