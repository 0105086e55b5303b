//! What has happened to a booking, line by line.

use entity::{
    audit::{self, Action, Role},
    booking::Status,
};

use super::words::moment;
use crate::{
    booking::{SeenBooking, is_late},
    i18n::Translator,
    venue::{Catalogue, Venue},
    web::reasons::in_words,
};

/// What was done to a booking, in one line.
pub struct HistoryLine {
    pub at: String,
    pub text: String,
    pub why: String,
}

/// One line of it. Who manages the venue also sees which of its managers acted.
pub fn history(
    t: Translator,
    catalogue: &Catalogue,
    venue: &Venue,
    seen: &SeenBooking,
    entry: &audit::Model,
) -> HistoryLine {
    let booking = &seen.booking;
    let late = || {
        catalogue
            .space_of(booking.space_id)
            .is_some_and(|space| is_late(booking, space.row.cancel_hours, entry.at))
    };
    let who = who(t, seen, entry.role);
    let what = t.text(match entry.action {
        Action::Request => "history-request",
        Action::Approve => "history-approve",
        Action::Reject => "history-reject",
        Action::Cancel
            if entry.role == Role::Booker && entry.status == Status::Cancelled && late() =>
        {
            "history-cancel-late"
        }
        Action::Cancel if entry.status == Status::Withdrawn => "history-withdraw",
        Action::Cancel => "history-cancel",
        Action::Expire => "history-expire",
        Action::Complete => "history-complete",
        Action::CheckIn => "history-check-in",
        Action::NoShow => "history-no-show",
        Action::Classify => "history-classify",
        Action::Reopen => "history-reopen",
        Action::Change => "history-change",
        Action::Shorten => "history-shorten",
        Action::Move => "history-move",
        Action::ProposeMove => "history-propose-move",
        Action::AcceptMove => "history-accept-move",
        Action::DeclineMove => "history-decline-move",
        Action::TakeBackMove => "history-take-back-move",
        Action::LapseMove => "history-lapse-move",
        Action::Ask => "history-ask",
        Action::Answer => "history-answer",
        Action::Escalate => "history-escalate",
        Action::Replace => "history-replace",
        Action::Offer => "history-offer",
    });
    let (code, why) = (entry.reason_code.as_deref(), entry.reason_text.as_deref());
    HistoryLine {
        at: moment(t, venue, entry.at),
        text: match entry.person_id.and_then(|id| seen.actors.get(&id)) {
            Some(name) if entry.role == Role::Venue => format!("{what} ({who}, {name})"),
            _ if names_who(entry) => what,
            _ => format!("{what} ({who})"),
        },
        why: in_words(t, catalogue, code, why),
    }
}

/// Whether only one side could have done it, so that its name says who did.
fn names_who(entry: &audit::Model) -> bool {
    match entry.action {
        Action::Ask
        | Action::Answer
        | Action::Expire
        | Action::Complete
        | Action::LapseMove
        | Action::Escalate => true,
        Action::Cancel => entry.status == Status::Withdrawn,
        Action::Request | Action::ProposeMove | Action::TakeBackMove => entry.role == Role::Booker,
        _ => false,
    }
}

/// Who did or wrote something, as whoever looks at the page calls them; a group by its name, who books alone by theirs.
pub fn who(t: Translator, seen: &SeenBooking, role: Role) -> String {
    let booking = &seen.booking;
    match role {
        Role::Booker if seen.role == Role::Booker => t.text("history-by-you"),
        Role::Booker => {
            let group = booking.group_name.as_ref().filter(|name| !name.is_empty());
            group.unwrap_or(&booking.contact_name).clone()
        }
        Role::Venue => t.text("history-by-venue"),
        Role::System => t.text("history-by-service"),
    }
}
