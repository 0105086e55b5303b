//! What is told of security: a line in the log for each event, and once a minute how many there were since the start.
//!
//! A line names the request, the person by their id, and mailbox and network by keyed hashes: equal ones can be found
//! again, across restarts and processes, and nobody who reads the log can find out whose they are. The key lies in the
//! database, which is where the mailboxes are.
//!
//! Whoever has no account can cause events; so that they cannot fill the disk by it, only the first of a kind in a minute
//! get lines of their own. All are counted. What only an operator does always has its line.

use std::{
    collections::BTreeMap,
    fmt::Write,
    sync::{Mutex, OnceLock, PoisonError},
};

use entity::{Instant, PersonId};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::{Actor, origin::Origin, store, strangers::Network};
use crate::{app::App, error::Error};

/// The target of all lines, for `log.filter`.
pub const TARGET: &str = "jastar::security";
/// Of one kind, in a minute.
const LINES: u32 = 30;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Event {
    SignInAsked,
    CodeWrong,
    /// Entered wrong as often as may be, or too late.
    CodeUsedUp,
    SignedIn,
    /// The right code, by somebody who may no longer sign in.
    SignInRefused,
    SignedOut,
    SignedOutEverywhere,
    /// Too often: told to come later.
    LimitReached,
    /// HTTP 401.
    Unauthenticated,
    /// HTTP 403.
    Forbidden,
    /// A form or a call that came from another site.
    OriginRefused,
    RoleGiven,
    RoleTaken,
    PersonDisabled,
    PersonEnabled,
    SessionsEnded,
    TokenMade,
    TokenEnded,
    /// A list with names, mailboxes or telephone numbers of others.
    ContactsListed,
}

impl Event {
    /// By who has the command line.
    fn is_of_an_operator(self) -> bool {
        matches!(
            self,
            Self::RoleGiven
                | Self::RoleTaken
                | Self::PersonDisabled
                | Self::PersonEnabled
                | Self::SessionsEnded
                | Self::TokenMade
                | Self::TokenEnded
        )
    }

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::SignInAsked => "sign_in_asked",
            Self::CodeWrong => "code_wrong",
            Self::CodeUsedUp => "code_used_up",
            Self::SignedIn => "signed_in",
            Self::SignInRefused => "sign_in_refused",
            Self::SignedOut => "signed_out",
            Self::SignedOutEverywhere => "signed_out_everywhere",
            Self::LimitReached => "limit_reached",
            Self::Unauthenticated => "unauthenticated",
            Self::Forbidden => "forbidden",
            Self::OriginRefused => "origin_refused",
            Self::RoleGiven => "role_given",
            Self::RoleTaken => "role_taken",
            Self::PersonDisabled => "person_disabled",
            Self::PersonEnabled => "person_enabled",
            Self::SessionsEnded => "sessions_ended",
            Self::TokenMade => "token_made",
            Self::TokenEnded => "token_ended",
            Self::ContactsListed => "contacts_listed",
        }
    }
}

/// Counts since the start, and the key of the hashes.
#[derive(Default)]
pub struct Security {
    key: OnceLock<Vec<u8>>,
    counts: Mutex<Counts>,
}

#[derive(Default)]
struct Counts {
    since_start: BTreeMap<Event, u64>,
    /// Since 1970.
    minute: i64,
    in_minute: BTreeMap<Event, u32>,
    without_a_line: u64,
    /// Something was counted that no total has told.
    is_news: bool,
}

impl Counts {
    /// Counts one; whether it has a line of its own.
    fn count(&mut self, event: Event, now: Instant) -> bool {
        let minute = now.0.div_euclid(60);
        if self.minute != minute {
            self.minute = minute;
            self.in_minute.clear();
        }
        self.is_news = true;
        *self.since_start.entry(event).or_default() += 1;
        let lines = self.in_minute.entry(event).or_default();
        *lines += 1;
        let has_a_line = *lines <= LINES || event.is_of_an_operator();
        self.without_a_line += u64::from(!has_a_line);
        has_a_line
    }

    /// What has happened since the start; nothing when that was told already.
    fn totals(&mut self) -> Option<String> {
        if !std::mem::take(&mut self.is_news) {
            return None;
        }
        let mut totals = String::new();
        for (event, count) in &self.since_start {
            let _ = write!(totals, "{}={count} ", event.name());
        }
        let _ = write!(totals, "without_a_line={}", self.without_a_line);
        Some(totals)
    }
}

/// Whom an event is about, as far as it is known.
#[derive(Clone, Copy, Default)]
pub struct About<'a> {
    pub person: Option<PersonId>,
    pub mailbox: Option<&'a str>,
}

impl From<PersonId> for About<'_> {
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
pub fn tell(app: &App, event: Event, origin: &Origin, about: About<'_>) {
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
        tell(app, Event::ContactsListed, origin, person.id.into());
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
    fn a_flood_of_events_is_counted_and_writes_no_more_than_so_many_lines() {
        let mut counts = Counts::default();
        let lines = (0..1000).filter(|_| counts.count(Event::Forbidden, Instant(600)));
        assert_eq!(lines.count(), LINES as usize);
        assert!(counts.count(Event::CodeWrong, Instant(600)), "another kind");
        assert!(
            counts.count(Event::Forbidden, Instant(660)),
            "the next minute"
        );
        let totals = counts.totals().unwrap();
        assert_eq!(totals, "code_wrong=1 forbidden=1001 without_a_line=970");
        assert_eq!(counts.totals(), None, "told once");
    }

    #[test]
    fn what_an_operator_does_always_has_a_line() {
        let mut counts = Counts::default();
        for event in [
            Event::RoleGiven,
            Event::RoleTaken,
            Event::PersonDisabled,
            Event::PersonEnabled,
            Event::SessionsEnded,
            Event::TokenMade,
            Event::TokenEnded,
        ] {
            let lines = (0..100).filter(|_| counts.count(event, Instant(600)));
            assert_eq!(lines.count(), 100, "{event:?}");
        }
    }

    #[test]
    fn a_hash_is_of_its_key_and_its_text() {
        let [a, b, c] =
            [("k", "a"), ("k", "b"), ("l", "a")].map(|(key, text)| hashed(key.as_bytes(), text));
        assert!(a != b && a != c && a.len() == 16);
        assert_eq!(a, hashed(b"k", "a"));
    }
}
