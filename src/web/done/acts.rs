//! What the line says that tells what somebody has just done.
//!
//! Of a booking it says what is read from the history: the last thing that anybody did, and only if this very visitor did it
//! and the booking still stands as that left it. Of what was written it says what their side wrote last, and of a closure
//! what has become of it by now. So no address tells a lie.

use entity::{
    Instant,
    audit::{self, Action, Role},
    booking::Status,
    closure,
    outbox::{self, Delivery},
};

use super::{ACT, DONE, DoneNotice, MESSAGE, OF};
use crate::{
    booking::{self, SeenBooking},
    error::Error,
    i18n::Translator,
    mail::outbox::{CALL, masked},
    series::{self, SeriesCard},
    text::Phone,
    urls,
    venue::{Catalogue, Venue},
    web::{
        booking::{on_top::again, words},
        typed::Typed,
        visitor::Visitor,
    },
};

/// On the page of a closure: what it is by now.
pub fn of_closure(
    visitor: &Visitor,
    closure: &closure::Model,
    query: &Typed,
) -> Option<DoneNotice> {
    let text = match (closure.taken_back_at, closure.version) {
        (Some(_), _) => "done-closure-taken-back",
        (None, 1) => "done-closed",
        (None, _) => "done-closure-changed",
    };
    (query.get(DONE) == ACT).then(|| DoneNotice::saying(visitor.t().text(text)))
}

/// On the page of a booking.
pub fn of_booking(
    visitor: &Visitor,
    catalogue: &Catalogue,
    seen: &SeenBooking,
    query: &Typed,
) -> Option<DoneNotice> {
    let t = visitor.t();
    let venue = catalogue.venue_of(seen.booking.venue_id)?;
    match query.get(DONE) {
        ACT => {
            let act = last_act(visitor, seen)?;
            let text = t.text(done_key(act.action, act.role, act.status)?);
            Some(DoneNotice {
                more: what_next(t, venue, seen, act),
                links: go_on(t, catalogue, seen, act),
                ..DoneNotice::saying(with_facts(t, catalogue, venue, seen, act, text))
            })
        }
        MESSAGE => {
            let last = seen.messages.last()?;
            let to_group = last.role == Role::Venue && !last.internal;
            let no_mailbox = to_group && seen.booking.contact_email.is_none();
            let key = match (last.internal, seen.booking.waits_for_group()) {
                (true, _) => "done-noted",
                _ if no_mailbox && seen.booking.contact_phone.is_some() => "done-by-phone",
                _ if no_mailbox => "messages-to-nobody",
                (false, true) if to_group => "done-asked",
                _ => "done-written",
            };
            (last.role == seen.role).then(|| DoneNotice {
                links: to_call(t, seen, last.at).into_iter().collect(),
                ..DoneNotice::saying(t.text(key))
            })
        }
        _ => None,
    }
}

/// On the page of a series.
pub async fn of_series(
    visitor: &Visitor,
    card: &SeriesCard,
    query: &Typed,
) -> Result<Option<DoneNotice>, Error> {
    if query.get(DONE) != ACT {
        return Ok(None);
    }
    let t = visitor.t();
    let last = series::last_act(&visitor.app, &visitor.actor, card).await?;
    Ok(last.and_then(|act| {
        let text = t.text(done_key(act.action, act.role, act.status)?);
        Some(DoneNotice::saying(format!(
            "{}. {}",
            text.trim_end_matches('.'),
            t.with("done-dates", &[("count", act.dates.into())])
        )))
    }))
}

/// On a page of many bookings: about one of them, or about a series.
pub async fn of_one_of_many(
    visitor: &Visitor,
    catalogue: &Catalogue,
    query: &Typed,
) -> Result<Option<DoneNotice>, Error> {
    let (app, actor) = (&visitor.app, &visitor.actor);
    let Some((kind, code)) = query.get(OF).split_once('/') else {
        return Ok(None);
    };
    let (done, title, page) = match kind {
        "bookings" => {
            let Some(seen) = there(booking::by_code(app, actor, code).await)? else {
                return Ok(None);
            };
            let page = urls::booking("", &seen.booking);
            let done = of_booking(visitor, catalogue, &seen, query);
            (done, seen.booking.title, page)
        }
        "series" => {
            let Some(card) = there(series::by_code(app, actor, code).await)? else {
                return Ok(None);
            };
            let page = urls::series("", &card.series.row);
            let title = card.series.bookings().next().map(|one| one.title.clone());
            let done = of_series(visitor, &card, query).await?;
            (done, title.unwrap_or_default(), page)
        }
        _ => return Ok(None),
    };
    Ok(done.map(|done| DoneNotice {
        links: [vec![(page, title)], done.links].concat(),
        ..done
    }))
}

/// What somebody has no part in is not there.
fn there<T>(found: Result<T, Error>) -> Result<Option<T>, Error> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What the service did by itself in between changes nothing of it, unless the state is another since.
fn last_act<'a>(visitor: &Visitor, seen: &'a SeenBooking) -> Option<&'a audit::Model> {
    let by_people = |line: &&audit::Model| line.person_id.is_some();
    let last = seen.history.iter().rev().find(by_people)?;
    let own = last.person_id == visitor.actor.who().map(|person| person.id);
    (own && last.status == seen.booking.status).then_some(last)
}

fn done_key(action: Action, role: Role, status: Status) -> Option<&'static str> {
    Some(match (action, role, status) {
        (Action::Request, _, Status::Pending) => "done-sent",
        (Action::Request, ..) => "done-booked",
        (Action::Approve, Role::Booker, _) => "done-taken",
        (Action::Approve, ..) => "done-approved",
        (Action::Reject, ..) => "done-rejected",
        (Action::Cancel, Role::Booker, Status::Withdrawn) => "done-withdrawn",
        (Action::Cancel, ..) => "done-cancelled",
        (Action::Reopen, ..) => "done-reopened",
        (Action::CheckIn, ..) => "done-came",
        (Action::NoShow, ..) => "done-no-show",
        (Action::Change | Action::Classify, ..) => "done-changed",
        (Action::Shorten, ..) => "done-shortened",
        (Action::Move | Action::AcceptMove, ..) => "done-moved",
        (Action::ProposeMove, ..) => "done-move-asked",
        (Action::DeclineMove, ..) => "done-move-declined",
        (Action::TakeBackMove, ..) => "done-move-taken-back",
        (
            Action::Ask
            | Action::Answer
            | Action::Expire
            | Action::Complete
            | Action::Replace
            | Action::Offer
            | Action::Escalate
            | Action::LapseMove,
            ..,
        ) => return None,
    })
}

/// The code of what was sent, the number of those who came, the time that it has now.
fn with_facts(
    t: Translator,
    catalogue: &Catalogue,
    venue: &Venue,
    seen: &SeenBooking,
    act: &audit::Model,
    text: String,
) -> String {
    let booking = &seen.booking;
    match act.action {
        Action::Request => format!("{text} · {}", booking.code),
        Action::CheckIn => booking.attended.map_or(text, |people| {
            t.with("done-came-many", &[("count", people.into())])
        }),
        Action::Shorten | Action::Move | Action::AcceptMove => {
            let place = words::place_in_words(t, catalogue, venue, booking);
            format!("{text} {place}")
        }
        _ => text,
    }
}

/// When an answer comes, and where the mail goes.
fn what_next(t: Translator, venue: &Venue, seen: &SeenBooking, act: &audit::Model) -> Vec<String> {
    let booking = &seen.booking;
    let mut said = Vec::new();
    let by = booking
        .answer_by
        .filter(|_| booking.status == Status::Pending);
    let by = by.or(booking.move_answer_by);
    if let (Action::Request | Action::ProposeMove, Some(by)) = (act.action, by) {
        let moment = t.deadline(venue.zone.local(by));
        said.push(t.with("booking-answer-by", &[("moment", moment.into())]));
    }
    let house = &venue.row;
    let mut readers: Vec<String> = Vec::new();
    let mailed = seen.mails.iter().filter(|mail| mail.channel != CALL);
    for mail in mailed.filter(|mail| mail.created_at >= act.at) {
        let reader = if house.email == mail.recipient {
            house.name.get(t.language).to_owned()
        } else {
            masked(&mail.recipient)
        };
        if !readers.contains(&reader) {
            readers.push(reader);
        }
    }
    if !readers.is_empty() {
        said.push(t.with("done-mail", &[("readers", readers.join(", ").into())]));
    }
    said
}

fn go_on(
    t: Translator,
    catalogue: &Catalogue,
    seen: &SeenBooking,
    act: &audit::Model,
) -> Vec<(String, String)> {
    match (act.action, act.role) {
        (Action::Request, Role::Booker) => {
            vec![("/bookings".to_owned(), t.text("page-bookings"))]
        }
        (Action::Cancel, Role::Booker) => again(t, catalogue, seen).into_iter().collect(),
        (_, Role::Venue) => to_call(t, seen, act.at).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// Whom to call about what was done at that time or later. None where a mail tells it, or nobody need be told.
fn to_call(t: Translator, seen: &SeenBooking, at: Instant) -> Option<(String, String)> {
    let number = seen.booking.contact_phone.as_ref()?;
    let waits = |mail: &outbox::Model| {
        mail.channel == CALL && mail.state == Delivery::Queued && mail.created_at >= at
    };
    seen.mails.iter().any(waits).then(|| {
        let said = [("phone", Phone::readable(number).into())];
        (format!("tel:{number}"), t.with("done-no-mail", &said))
    })
}
