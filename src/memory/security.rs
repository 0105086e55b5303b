//! How many events of each kind of security there were, in this process.

use std::{
    collections::BTreeMap,
    fmt::Write,
    sync::{Mutex, OnceLock},
};

use entity::Instant;

/// Of one kind, in a minute.
const LINES: u32 = 30;

/// What is counted and logged of who comes in and who is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SecurityEvent {
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

impl SecurityEvent {
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
    pub key: OnceLock<Vec<u8>>,
    pub counts: Mutex<SecurityCounts>,
}

/// How often each security event has happened.
#[derive(Default)]
pub struct SecurityCounts {
    since_start: BTreeMap<SecurityEvent, u64>,
    /// Since 1970.
    minute: i64,
    in_minute: BTreeMap<SecurityEvent, u32>,
    without_a_line: u64,
    /// Something was counted that no total has told.
    is_news: bool,
}

impl SecurityCounts {
    /// Counts one; whether it has a line of its own.
    pub fn count(&mut self, event: SecurityEvent, now: Instant) -> bool {
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
    pub fn totals(&mut self) -> Option<String> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_of_events_is_counted_and_writes_no_more_than_so_many_lines() {
        let mut counts = SecurityCounts::default();
        let lines = (0..1000).filter(|_| counts.count(SecurityEvent::Forbidden, Instant(600)));
        assert_eq!(lines.count(), LINES as usize);
        assert!(
            counts.count(SecurityEvent::CodeWrong, Instant(600)),
            "another kind"
        );
        assert!(
            counts.count(SecurityEvent::Forbidden, Instant(660)),
            "the next minute"
        );
        let totals = counts.totals().unwrap();
        assert_eq!(totals, "code_wrong=1 forbidden=1001 without_a_line=970");
        assert_eq!(counts.totals(), None, "told once");
    }

    #[test]
    fn what_an_operator_does_always_has_a_line() {
        let mut counts = SecurityCounts::default();
        for event in [
            SecurityEvent::RoleGiven,
            SecurityEvent::RoleTaken,
            SecurityEvent::PersonDisabled,
            SecurityEvent::PersonEnabled,
            SecurityEvent::SessionsEnded,
            SecurityEvent::TokenMade,
            SecurityEvent::TokenEnded,
        ] {
            let lines = (0..100).filter(|_| counts.count(event, Instant(600)));
            assert_eq!(lines.count(), 100, "{event:?}");
        }
    }
}
