//! Every mail of the house, as data. The outbox keeps them as JSON, and they become text only when they are sent:
//! a mail that waits can't become wrong because a template changed, and its language can still change.

use serde::{Deserialize, Serialize};

use super::{
    digest::DigestEntry,
    facts::BookingFacts,
    series::{SeriesFacts, SeriesNews},
};
use crate::ical::Method;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Mail {
    /// Never kept once sent.
    SignInCode {
        code: String,
        minutes: i64,
    },

    // To the group.
    RequestReceived(Box<BookingFacts>),
    /// By a manager, or at once.
    Approved(Box<BookingFacts>),
    Rejected(Box<BookingFacts>),
    CancelledByVenue(Box<BookingFacts>),
    /// It had to make room for another booking.
    Replaced(Box<BookingFacts>),
    /// What was held for a group that had to make room is held no longer.
    OfferTakenBack(Box<BookingFacts>),
    /// A time from which a closure drove it away is held for it.
    FreeAgain(Box<BookingFacts>),
    /// The group itself cancelled or withdrew.
    CancelledByYou(Box<BookingFacts>),
    /// Nobody answered in time.
    Expired(Box<BookingFacts>),
    /// Another group was approved for the time of a pending request.
    TimeGiven(Box<BookingFacts>),
    DidNotCome(Box<BookingFacts>),
    /// Pending again, or approved again if `invited`.
    Reopened(Box<BookingFacts>),

    /// What was said about it, or its end alone.
    Changed(Box<BookingFacts>),
    Moved(Box<BookingFacts>),
    /// The booking stands as it was until it is answered.
    MoveReceived(Box<BookingFacts>),
    MoveDeclined(Box<BookingFacts>),
    /// Nobody answered in time.
    MoveLapsed(Box<BookingFacts>),
    /// About a waiting request: the clock of its answer time stands still until the group answers.
    Question(Box<BookingFacts>),
    VenueWrote(Box<BookingFacts>),

    /// To the group or to the venue.
    Series(Box<SeriesFacts>),

    // To the mailbox of the venue.
    NewRequest(Box<BookingFacts>),
    Withdrawn(Box<BookingFacts>),
    CancelledByGroup(Box<BookingFacts>),
    ChangedByGroup(Box<BookingFacts>),
    MovedByGroup(Box<BookingFacts>),
    MoveProposed(Box<BookingFacts>),
    MoveTakenBack(Box<BookingFacts>),
    GroupWrote(Box<BookingFacts>),
    /// A group that had to make room takes what was held for it.
    OfferTaken(Box<BookingFacts>),
    /// Of what waits for an answer since half of its time.
    Reminder {
        requests: Vec<DigestEntry>,
    },

    /// To the administrators: of what nobody answered in time.
    Escalation {
        requests: Vec<DigestEntry>,
    },
}

impl Mail {
    /// Its name in the outbox.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::SignInCode { .. } => "sign_in_code",
            Self::RequestReceived(_) => "request_received",
            Self::Approved(_) => "approved",
            Self::Rejected(_) => "rejected",
            Self::CancelledByVenue(_) => "cancelled_by_venue",
            Self::Replaced(_) => "replaced",
            Self::OfferTakenBack(_) => "offer_taken_back",
            Self::FreeAgain(_) => "free_again",
            Self::CancelledByYou(_) => "cancelled_by_you",
            Self::Expired(_) => "expired",
            Self::TimeGiven(_) => "time_given",
            Self::DidNotCome(_) => "did_not_come",
            Self::Reopened(_) => "reopened",
            Self::NewRequest(_) => "new_request",
            Self::Withdrawn(_) => "withdrawn",
            Self::CancelledByGroup(_) => "cancelled_by_group",
            Self::Changed(_) => "changed",
            Self::Moved(_) => "moved",
            Self::ChangedByGroup(_) => "changed_by_group",
            Self::MovedByGroup(_) => "moved_by_group",
            Self::MoveReceived(_) => "move_received",
            Self::MoveDeclined(_) => "move_declined",
            Self::MoveLapsed(_) => "move_lapsed",
            Self::MoveProposed(_) => "move_proposed",
            Self::MoveTakenBack(_) => "move_taken_back",
            Self::Series(facts) => facts.news.kind(),
            Self::Question(_) => "question",
            Self::VenueWrote(_) => "venue_wrote",
            Self::GroupWrote(_) => "group_wrote",
            Self::Reminder { .. } => "reminder",
            Self::Escalation { .. } => "escalation",
            Self::OfferTaken(_) => "offer_taken",
        }
    }

    /// How the keys of its words end.
    #[must_use]
    pub fn news(&self) -> String {
        match self {
            Self::Reopened(facts) if facts.invited => "approved-again".to_owned(),
            Self::Expired(facts) if facts.asked => "expired-asked".to_owned(),
            // What was never approved was no promise to come.
            Self::CancelledByYou(facts) if !facts.invited => "withdrawn-by-you".to_owned(),
            Self::Series(facts) => facts.words(),
            _ => self.kind().replace('_', "-"),
        }
    }

    #[must_use]
    pub fn facts(&self) -> Option<&BookingFacts> {
        match self {
            Self::SignInCode { .. } | Self::Reminder { .. } | Self::Escalation { .. } => None,
            Self::RequestReceived(facts)
            | Self::Approved(facts)
            | Self::Rejected(facts)
            | Self::CancelledByVenue(facts)
            | Self::Replaced(facts)
            | Self::OfferTakenBack(facts)
            | Self::FreeAgain(facts)
            | Self::CancelledByYou(facts)
            | Self::Expired(facts)
            | Self::TimeGiven(facts)
            | Self::DidNotCome(facts)
            | Self::Reopened(facts)
            | Self::NewRequest(facts)
            | Self::Withdrawn(facts)
            | Self::CancelledByGroup(facts)
            | Self::Changed(facts)
            | Self::Moved(facts)
            | Self::ChangedByGroup(facts)
            | Self::MovedByGroup(facts)
            | Self::MoveReceived(facts)
            | Self::MoveDeclined(facts)
            | Self::MoveLapsed(facts)
            | Self::MoveProposed(facts)
            | Self::MoveTakenBack(facts)
            | Self::Question(facts)
            | Self::VenueWrote(facts)
            | Self::GroupWrote(facts)
            | Self::OfferTaken(facts) => Some(facts),
            Self::Series(facts) => Some(&facts.about),
        }
    }

    /// How many dates it is about.
    #[must_use]
    pub fn dates(&self) -> usize {
        match self {
            Self::Series(facts) => facts.dates.len(),
            _ => 1,
        }
    }

    /// Whether the venue gets it, not the group.
    #[must_use]
    pub fn is_to_venue(&self) -> bool {
        match self {
            Self::Series(facts) => facts.news.is_to_venue(),
            Self::NewRequest(_)
            | Self::Withdrawn(_)
            | Self::CancelledByGroup(_)
            | Self::ChangedByGroup(_)
            | Self::MovedByGroup(_)
            | Self::MoveProposed(_)
            | Self::MoveTakenBack(_)
            | Self::GroupWrote(_)
            | Self::Reminder { .. }
            | Self::OfferTaken(_) => true,
            _ => false,
        }
    }

    /// Whether somebody is called about it who has no mailbox: not about what they were there for.
    #[must_use]
    pub fn is_worth_a_call(&self) -> bool {
        match self {
            Self::DidNotCome(_) | Self::RequestReceived(_) | Self::CancelledByYou(_) => false,
            Self::Series(facts) => !matches!(
                facts.news,
                SeriesNews::Approved | SeriesNews::Received | SeriesNews::CancelledByYou
            ),
            _ => !self.is_to_venue(),
        }
    }

    /// What the group's calendar shall do, if anything.
    #[must_use]
    pub fn calendar(&self) -> Option<Method> {
        match self {
            Self::Approved(_) => Some(Method::Request),
            Self::Reopened(facts) | Self::Changed(facts) | Self::Moved(facts) if facts.invited => {
                Some(Method::Request)
            }
            Self::CancelledByVenue(facts) | Self::Replaced(facts) | Self::CancelledByYou(facts)
                if facts.invited =>
            {
                Some(Method::Cancel)
            }
            _ => None,
        }
    }
}
