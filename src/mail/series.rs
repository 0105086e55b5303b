//! News of a whole series: one mail, however many dates it has.

use entity::{Instant, Words};
use serde::{Deserialize, Serialize};
use time::PrimitiveDateTime;

use super::{
    facts::{BookingFacts, wall},
    written::{Fact, Written},
};
use crate::{
    i18n::{Translator, within},
    ical::EntryStatus,
    recurrence::Pattern,
};

/// What has become of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeriesNews {
    // To the group.
    Received,
    /// By a manager, or at once.
    Approved,
    Rejected,
    CancelledByVenue,
    CancelledByYou,
    /// Nobody answered in time.
    Expired,
    Moved,
    /// What was said about it.
    Changed,
    /// Other groups were given the time of these dates.
    TimeGiven,
    // A move that the group asks for, with the times that it asks for.
    MoveReceived,
    MoveDeclined,
    /// Nobody answered in time.
    MoveLapsed,

    // To the mailbox of the venue.
    New,
    CancelledByGroup,
    MovedByGroup,
    ChangedByGroup,
    MoveProposed,
    MoveTakenBack,
}

/// What a mail can say about a series, as it was when the mail was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesFacts {
    pub news: SeriesNews,
    /// Of the first date that it is about; code and link are those of the series.
    pub about: BookingFacts,
    /// That it is about, by start.
    pub dates: Vec<SeriesDate>,
    /// Those of the same request that could not be had, or were left out.
    pub others: Vec<SeriesDate>,
    /// Of the whole series.
    #[serde(default)]
    pub pattern: Option<Pattern>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesDate {
    pub space: Words,
    #[serde(with = "wall")]
    pub starts: PrimitiveDateTime,
    #[serde(with = "wall")]
    pub ends: PrimitiveDateTime,
    /// For the group's calendar, if it has an entry to make, to change or to take out.
    pub entry: Option<SeriesEntry>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesEntry {
    pub starts_at: Instant,
    pub ends_at: Instant,
    pub uid: String,
    pub sequence: i32,
}

impl SeriesNews {
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Self::Received => "series_received",
            Self::Approved => "series_approved",
            Self::Rejected => "series_rejected",
            Self::CancelledByVenue => "series_cancelled_by_venue",
            Self::CancelledByYou => "series_cancelled_by_you",
            Self::Expired => "series_expired",
            Self::Moved => "series_moved",
            Self::New => "series_new",
            Self::CancelledByGroup => "series_cancelled_by_group",
            Self::MovedByGroup => "series_moved_by_group",
            Self::Changed => "series_changed",
            Self::TimeGiven => "series_time_given",
            Self::ChangedByGroup => "series_changed_by_group",
            Self::MoveReceived => "series_move_received",
            Self::MoveDeclined => "series_move_declined",
            Self::MoveLapsed => "series_move_lapsed",
            Self::MoveProposed => "series_move_proposed",
            Self::MoveTakenBack => "series_move_taken_back",
        }
    }

    #[must_use]
    pub fn is_to_venue(self) -> bool {
        matches!(
            self,
            Self::New
                | Self::CancelledByGroup
                | Self::MovedByGroup
                | Self::ChangedByGroup
                | Self::MoveProposed
                | Self::MoveTakenBack
        )
    }

    /// What the group's calendar shall do with the entries.
    #[must_use]
    pub fn entries(self) -> Option<EntryStatus> {
        match self {
            Self::Approved | Self::Moved | Self::Changed => Some(EntryStatus::Confirmed),
            Self::CancelledByVenue | Self::CancelledByYou => Some(EntryStatus::Cancelled),
            _ => None,
        }
    }
}

impl SeriesFacts {
    /// How the keys of its words end.
    pub(super) fn words(&self) -> String {
        match self.news {
            SeriesNews::Expired if self.about.asked => "series-expired-asked".to_owned(),
            // What was never approved was no promise to come.
            SeriesNews::CancelledByYou if !self.about.invited => {
                "series-withdrawn-by-you".to_owned()
            }
            SeriesNews::CancelledByGroup if !self.about.invited => "series-withdrawn".to_owned(),
            news => news.kind().replace('_', "-"),
        }
    }

    /// What is said of its first date, made to say it of all.
    pub(super) fn finished(&self, of_first: Written, t: Translator) -> Written {
        let mut written = of_first;
        let when = t.text("mail-when");
        if let Some(at) = written.facts.iter().position(|fact| fact.label == when) {
            written.facts[at].label = t.text("mail-first-date");
            let repeats = self.pattern.map(|pattern| Fact {
                label: t.text("mail-repeats"),
                value: within(&t.pattern(pattern)),
            });
            written.facts.splice(at..at, repeats);
        }
        if let Some(code) = &mut written.code {
            code.label = t.text("mail-series-code");
        }
        let said = |dates: &[SeriesDate]| dates.iter().map(|date| date.written(t)).collect();
        Written {
            dates: said(&self.dates),
            others: said(&self.others),
            ..written
        }
    }
}

impl SeriesDate {
    fn written(&self, t: Translator) -> String {
        let space = self.space.get(t.language);
        format!("{}, {space}", t.when(self.starts, self.ends))
    }
}
