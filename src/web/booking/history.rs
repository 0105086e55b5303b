//! What has happened to a booking, line by line.

use entity::{
    audit::{self, Action, Role},
    booking::Status,
    term::TermKind,
};

use super::view::{joined, moment};
use crate::{
    booking::{Seen, lifecycle},
    i18n::Translator,
    venue::{Catalogue, Venue},
};

pub struct Line {
    pub at: String,
    pub text: String,
    pub why: String,
}

/// One line of it. Who manages the venue also sees which of its managers acted.
pub fn history(
    t: Translator,
    catalogue: &Catalogue,
    venue: &Venue,
    seen: &Seen,
    entry: &audit::Model,
) -> Line {
    let booking = &seen.booking;
    let late = || {
        catalogue.space_of(booking.space_id).is_some_and(|space| {
            lifecycle::is_late(booking.starts_at, space.row.cancel_hours, entry.at)
        })
    };
    let who = t.text(match entry.role {
        Role::Booker => "history-by-group",
        Role::Venue => "history-by-venue",
        Role::System => "history-by-service",
    });
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
    let code = entry.reason_code.as_deref();
    Line {
        at: moment(t, venue, entry.at),
        text: match entry.person_id.and_then(|id| seen.actors.get(&id)) {
            Some(name) => format!("{what}: {who}, {name}"),
            None => format!("{what}: {who}"),
        },
        why: joined([
            code.map(|slug| {
                catalogue
                    .name(TermKind::Reason, slug, t.language)
                    .to_owned()
            }),
            entry.reason_text.clone(),
        ]),
    }
}
