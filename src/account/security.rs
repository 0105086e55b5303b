//! What is told of security: a line in the log for each event, and once a minute how many there were since the start.
//!
//! A line names the request, the person by their id, and mailbox and network by keyed hashes: equal ones can be found
//! again, across restarts and processes, and nobody who reads the log can find out whose they are. The key lies in the
//! database, which is where the mailboxes are.
//!
//! Whoever has no account can cause events; so that they cannot fill the disk by it, only the first of a kind in a minute
//! get lines of their own. All are counted. What only an operator does always has its line.

use std::{fmt::Write, sync::PoisonError};

use entity::PersonId;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::{actor::Actor, origin::Origin, store};
use crate::{
    app::App,
    error::Error,
    memory::{security::SecurityEvent, strangers::Network},
};

/// The target of all lines, for `log.filter`.
pub const TARGET: &str = "jastar::security";

/// Whom a security event is about, as far as anybody knows.
#[derive(Clone, Copy, Default)]
pub struct SecuritySubject<'a> {
    pub person: Option<PersonId>,
    pub mailbox: Option<&'a str>,
}

impl From<PersonId> for SecuritySubject<'_> {
    fn from(person: PersonId) -> Self {
        Self {
            person: Some(person),
            mailbox: None,
        }
    }
}

/// Reads the key of the hashes, once at the start: nobody who is refused waits for the database so that it can be told.
pub async fn learn_key(app: &App) -> Result<(), Error> {
    if let Some(key) = store::secret(app.db.read(), "log").await? {
        app.security.key.get_or_init(|| key);
    }
    Ok(())
}

/// Counts an event and writes its line.
pub fn tell(app: &App, event: SecurityEvent, origin: &Origin, about: SecuritySubject<'_>) {
    let security = &app.security;
    {
        let mut counts = security.counts.lock();
        let counts = counts
            .as_mut()
            .unwrap_or_else(|poisoned| poisoned.get_mut());
        if !counts.count(event, app.clock.now()) {
            return;
        }
    }
    // Without its key a line has no hashes; it is told all the same.
    let key = security.key.get();
    let hash = |text: &str| key.map(|key| hashed(key, text));
    let mailbox = about
        .mailbox
        .and_then(|mailbox| hash(&mailbox.to_lowercase()));
    let network = origin
        .address
        .and_then(|address| hash(&Network::of(address).to_string()));
    tracing::info!(
        target: TARGET,
        event = event.name(),
        request = origin.request,
        person = about.person.map(tracing::field::display),
        mailbox,
        network,
        "security"
    );
}

/// Tells that somebody was shown names, mailboxes or telephone numbers of others.
pub fn contacts_listed(app: &App, actor: &Actor, origin: &Origin) {
    if let Some(person) = actor.who() {
        tell(app, SecurityEvent::ContactsListed, origin, person.id.into());
    }
}

/// Says how many events of each kind there were since the start, if there were any since it was last said.
pub fn tell_totals(app: &App) {
    let mut counts = app
        .security
        .counts
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    if let Some(totals) = counts.totals() {
        tracing::info!(target: TARGET, event = "totals", totals, "security");
    }
}

/// Sixteen hexadecimal digits of an HMAC: enough to tell mailboxes apart.
fn hashed(key: &[u8], text: &str) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        return String::new();
    };
    mac.update(text.as_bytes());
    let bytes = mac.finalize().into_bytes();
    bytes[..8].iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_of_its_key_and_its_text() {
        let [a, b, c] =
            [("k", "a"), ("k", "b"), ("l", "a")].map(|(key, text)| hashed(key.as_bytes(), text));
        assert!(a != b && a != c && a.len() == 16);
        assert_eq!(a, hashed(b"k", "a"));
    }
}
