//! Who was told what about a booking.

use entity::outbox::{self, Delivery};

use super::words::moment;
use crate::{
    i18n::Translator,
    mail::{
        Mail, SeriesNews,
        outbox::{CALL, masked},
    },
    venue::Venue,
};

pub struct MailLine {
    pub what: String,
    pub to: String,
    pub state: String,
}

/// A mail as a line of the page.
pub fn mail_line(t: Translator, venue: &Venue, mail: &outbox::Model) -> MailLine {
    let subject = serde_json::from_value(mail.payload.clone())
        .map_or("told-message", |data: Mail| subject(&data));
    let called = mail.channel == CALL;
    let state = match (mail.state, mail.sent_at) {
        (Delivery::Sent, Some(at)) if called => t.with(
            "booking-call-told",
            &[("moment", moment(t, venue, at).into())],
        ),
        (Delivery::Queued, _) if called => t.text("booking-call-waits"),
        (Delivery::Sent, Some(at)) => t.with(
            "booking-mail-sent",
            &[("moment", moment(t, venue, at).into())],
        ),
        (Delivery::Failed, _) => t.text("booking-mail-failed"),
        _ => t.text("booking-mail-queued"),
    };
    MailLine {
        what: t.text(subject),
        to: masked(&mail.recipient),
        state,
    }
}

/// What a mail was about, in words that fit whoever reads of it: its heading speaks to who got it.
fn subject(mail: &Mail) -> &'static str {
    match mail {
        Mail::RequestReceived(_) | Mail::NewRequest(_) => "told-request",
        Mail::Approved(_) => "told-approved",
        Mail::Rejected(_) => "told-rejected",
        Mail::CancelledByYou(facts) if !facts.invited => "told-withdrawn",
        Mail::CancelledByVenue(_) | Mail::CancelledByYou(_) | Mail::CancelledByGroup(_) => {
            "told-cancelled"
        }
        Mail::Withdrawn(_) => "told-withdrawn",
        Mail::Expired(_) => "told-expired",
        Mail::TimeGiven(_) => "told-time-given",
        Mail::DidNotCome(_) => "told-did-not-come",
        Mail::Reopened(facts) if facts.invited => "told-approved-again",
        Mail::Reopened(_) => "told-reopened",
        Mail::Changed(_) | Mail::ChangedByGroup(_) => "told-changed",
        Mail::Moved(_) | Mail::MovedByGroup(_) => "told-moved",
        Mail::MoveReceived(_) | Mail::MoveProposed(_) => "told-move",
        Mail::MoveDeclined(_) => "told-move-declined",
        Mail::MoveLapsed(_) => "told-move-lapsed",
        Mail::MoveTakenBack(_) => "told-move-taken-back",
        Mail::Replaced(_) => "told-replaced",
        Mail::OfferTakenBack(_) => "told-offer-over",
        Mail::FreeAgain(_) => "told-offer",
        Mail::OfferTaken(_) => "told-offer-taken",
        Mail::Question(_) => "told-question",
        Mail::VenueWrote(_) | Mail::GroupWrote(_) | Mail::SignInCode { .. } => "told-message",
        Mail::Reminder { .. } => "told-reminder",
        Mail::Escalation { .. } => "told-escalation",
        Mail::Series(facts) => of_series(facts.news),
    }
}

fn of_series(news: SeriesNews) -> &'static str {
    match news {
        SeriesNews::Received | SeriesNews::New => "told-request",
        SeriesNews::Approved => "told-approved",
        SeriesNews::Rejected => "told-rejected",
        SeriesNews::CancelledByVenue
        | SeriesNews::CancelledByYou
        | SeriesNews::CancelledByGroup => "told-cancelled",
        SeriesNews::Expired => "told-expired",
        SeriesNews::Moved | SeriesNews::MovedByGroup => "told-moved",
        SeriesNews::Changed | SeriesNews::ChangedByGroup => "told-changed",
        SeriesNews::TimeGiven => "told-time-given",
        SeriesNews::MoveReceived | SeriesNews::MoveProposed => "told-move",
        SeriesNews::MoveDeclined => "told-move-declined",
        SeriesNews::MoveLapsed => "told-move-lapsed",
        SeriesNews::MoveTakenBack => "told-move-taken-back",
    }
}
