//! How mailboxes are stored.

use crate::{error::Error, text::Email};

/// A mailbox as it is stored, however it was typed. [`Error::Rules`] for what cannot be one.
pub fn mailbox(typed: &str) -> Result<String, Error> {
    Email::parse(typed)
        .map(String::from)
        .map_err(|flaw| Error::invalid("email", flaw))
}
