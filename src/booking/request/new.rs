//! A request as somebody said it.

use entity::{Borrowed, Language, SeriesId};

use crate::{booking::replace::Replacing, text::Email};

/// What somebody asks for, as they said it. Nothing of it is trusted yet.
#[derive(Clone, Debug, Default)]
pub struct NewBooking {
    /// `venue/space`.
    pub space: String,
    /// Wall time of the venue, `2026-12-05T16:00`.
    pub starts: String,
    pub ends: String,
    pub title: String,
    pub attendees: i32,
    /// For the day; the account's when missing.
    pub phone: Option<String>,
    /// The booker's name; the account's when missing.
    pub name: Option<String>,
    pub group: Option<String>,
    /// Slug.
    pub programme: Option<String>,
    /// Slug; the first of the space when missing.
    pub layout: Option<String>,
    pub stock: Borrowed,
    pub note: Option<String>,
    pub public: bool,
    /// Managers only.
    pub on_behalf: Option<OnBehalf>,
    /// Managers only: codes of the rules that they waive, and why.
    pub waive: Vec<String>,
    pub waive_reason: Option<String>,
    /// Managers only: what makes room for it.
    pub replacing: Replacing,
    /// Of mails about it, unless the account says otherwise.
    pub language: Language,
    /// Of which series it is a date. None alone.
    pub series: Option<DateOf>,
}

/// A date among those of a series.
#[derive(Clone, Copy, Debug)]
pub struct DateOf {
    pub series: SeriesId,
    /// Then it may be further ahead than a booking alone.
    pub has_others: bool,
}

/// For somebody who need not have an account.
#[derive(Clone, Debug, Default)]
pub struct OnBehalf {
    pub name: String,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub group: Option<String>,
    pub language: Option<Language>,
}

impl NewBooking {
    /// The mailbox of the somebody else for whom it is, if it can be one.
    #[must_use]
    pub fn mailbox_of_other(&self) -> Option<String> {
        let other = self.on_behalf.as_ref()?;
        let mailbox = Email::parse(other.email.as_deref()?).ok()?;
        Some(mailbox.into())
    }
}
