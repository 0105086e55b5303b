//! What a group and its venue write to each other about a booking. A question of the venue about a waiting request stops
//! the clock of its answer time until the group answers. The dates of a series have one clock.

use entity::{
    AuditId, BookingId, Instant, MessageId, PersonId, VenueId, audit,
    audit::{Action, Role},
    message,
};

use crate::{
    account::Actor,
    app::App,
    db::Tx,
    error::Error,
    idempotency::{Once, Outcome},
    ledger::{
        notify::News,
        store::{
            self, Locks,
            messages::{self, Wanted},
            series as stored, unanswered,
        },
    },
    rules::{
        deadline::{self, Office},
        lifecycle,
        permit::role,
    },
    text,
    venue::{self, Catalogue},
};
use entity::Booking;

/// How often it starts anew because the catalogue changed under it.
const TRIES: u32 = 3;
/// So many a group may write in an hour: each is a mail to the venue.
const BY_GROUP_AN_HOUR: u64 = 20;
const HOUR_SECONDS: i64 = 3600;
const MOST: u64 = 200;

/// As it was typed.
#[derive(Clone, Debug, Default)]
pub struct NewMessage {
    pub text: String,
    /// Only for those who manage the venue, and only from them.
    pub internal: bool,
}

/// What somebody wrote, as who may see it sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub id: MessageId,
    pub at: Instant,
    pub role: Role,
    pub text: String,
    pub internal: bool,
    /// Who wrote it, for those who manage the venue; may be empty.
    pub author: Option<String>,
    pub booking: BookingId,
    pub venue: VenueId,
}

#[derive(Clone, Debug)]
pub struct Messages {
    /// Oldest first.
    pub items: Vec<Message>,
    /// The last of them, if there are more.
    pub next: Option<MessageId>,
}

/// Everything about a booking that the actor may see. [`Error::NotFound`] for who has no part in it. `limit`: at most 200.
pub async fn messages(
    app: &App,
    actor: &Actor,
    id: BookingId,
    after: Option<MessageId>,
    limit: u64,
) -> Result<Messages, Error> {
    actor.signed_in()?;
    let booking = store::find(app.db.read(), id)
        .await?
        .ok_or(Error::NotFound)?;
    let role = role(actor, &booking)?;
    let limit = limit.clamp(1, MOST);
    let mut items = page(app, &booking, role, after, limit + 1).await?;
    let more = items.len() as u64 > limit;
    items.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = items.last().filter(|_| more).map(|last| last.id);
    Ok(Messages { items, next })
}

/// The first of them, as many as a page shows.
pub async fn of(app: &App, booking: &Booking, role: Role) -> Result<Vec<Message>, Error> {
    page(app, booking, role, None, MOST).await
}

async fn page(
    app: &App,
    booking: &Booking,
    role: Role,
    after: Option<MessageId>,
    limit: u64,
) -> Result<Vec<Message>, Error> {
    let wanted = Wanted {
        booking: booking.id,
        internal: role == Role::Venue,
        after,
        limit,
    };
    let found = messages::page(app.db.read(), wanted).await?;
    let found = found.into_iter();
    Ok(found
        .map(|(message, author)| seen(booking, message, author, role))
        .collect())
}

/// Writes to the other side: 2000 letters at most. The group may write 20 an hour, then [`Error::TooMany`];
/// [`Error::Forbidden`] when it says `internal`.
pub async fn write(
    app: &App,
    actor: &Actor,
    id: BookingId,
    new: NewMessage,
    once: Once<Message>,
) -> Result<Outcome<Message>, Error> {
    let (work, actor) = (app.clone(), actor.clone());
    app.detached(async move { whole(&work, &actor, id, &new, &once).await })
        .await
}

async fn whole(
    app: &App,
    actor: &Actor,
    id: BookingId,
    new: &NewMessage,
    once: &Once<Message>,
) -> Result<Outcome<Message>, Error> {
    let person = actor.signed_in()?;
    let seen = &store::find(app.db.read(), id)
        .await?
        .ok_or(Error::NotFound)?;
    let role = role(actor, seen)?;
    if new.internal && role != Role::Venue {
        return Err(Error::Forbidden);
    }
    let text = text::Message::parse(&new.text).map_err(|flaw| Error::invalid("text", flaw))?;
    let said = &Said {
        role,
        person: person.id,
        author: &person.name,
        text: text.as_str(),
        internal: new.internal,
    };
    for _ in 0..TRIES {
        let catalogue = &app.catalogue().await?;
        let done = app
            .db
            .write_if(|tx| async move { inside(&tx, app, catalogue, seen, said, once).await })
            .await?;
        if let Some(outcome) = done {
            app.mail_wake.notify_one();
            return Ok(outcome);
        }
    }
    Err(Error::Busy)
}

/// Who says what.
struct Said<'a> {
    role: Role,
    person: PersonId,
    author: &'a str,
    text: &'a str,
    internal: bool,
}

/// None when the catalogue is no longer the one that was read.
async fn inside(
    tx: &Tx,
    app: &App,
    catalogue: &Catalogue,
    of: &Booking,
    said: &Said<'_>,
    once: &Once<Message>,
) -> Result<Option<Outcome<Message>>, Error> {
    let now = app.clock.now();
    if let Some(kept) = once.begin_in(tx, said.person, now).await? {
        return Ok(Some(Outcome::Replayed(kept)));
    }
    // No unit: what is claimed stays as it is.
    let locks = Locks {
        booker: Some(said.person),
        ..Locks::default()
    };
    store::lock_in(tx, locks).await?;
    if venue::store::revision(tx.conn()).await? != catalogue.revision {
        return Ok(None);
    }
    let dates = match of.series_id {
        Some(series) => stored::locked_in(tx, series).await?,
        None => store::locked_in(tx, of.id).await?.into_iter().collect(),
    };
    let before = dates.iter().find(|one| one.id == of.id);
    let before = before.ok_or(Error::NotFound)?;
    if said.role == Role::Booker {
        within_limit_in(tx, said.person, now).await?;
    }
    let message = message::Model {
        id: MessageId(app.ids.uuid(now)),
        booking_id: of.id,
        at: now,
        person_id: said.person,
        role: said.role,
        text: said.text.to_owned(),
        internal: said.internal,
    };
    let mut writes = vec![messages::insert(message.clone())];
    let news = News::of(app, catalogue, before, now)?;
    if !said.internal {
        let together = on_one_clock(&dates, before);
        let turned = together
            .first()
            .and_then(|first| turned(&news, first, said.role));
        let mut after = before.clone();
        if let Some((action, like)) = turned {
            after = like.clock_of(before.clone());
            let ids: Vec<BookingId> = together.iter().map(|one| one.id).collect();
            let lines = together.iter().map(|one| audit::Model {
                id: AuditId(app.ids.uuid(now)),
                booking_id: one.id,
                at: now,
                role: said.role,
                person_id: Some(said.person),
                action,
                status: one.status,
                reason_code: None,
                reason_text: None,
            });
            writes.push(stored::notes(lines.collect()));
            writes.push(unanswered::turn(&ids, &like));
        }
        writes.extend(news.wrote(said.role, &after, said.text));
    }
    let written = seen(before, message, said.author.to_owned(), said.role);
    writes.extend(once.keep(said.person, &written, catalogue));
    tx.run_all(writes).await?;
    Ok(Some(Outcome::Done(Box::new(written))))
}

async fn within_limit_in(tx: &Tx, person: PersonId, now: Instant) -> Result<(), Error> {
    let since = Instant(now.0 - HOUR_SECONDS);
    match messages::nth_newest(tx, person, BY_GROUP_AN_HOUR, since).await? {
        None => Ok(()),
        Some(at) => Err(Error::TooMany {
            retry_after_seconds: at.since(since).whole_seconds(),
        }),
    }
}

/// By start.
fn on_one_clock<'a>(dates: &'a [Booking], of: &Booking) -> Vec<&'a Booking> {
    let clock = |one: &Booking| (one.status, one.answer_by, one.asked_at, one.asked_answer_by);
    let same = dates.iter().filter(|one| clock(one) == clock(of));
    same.collect()
}

/// The booking with its clock stopped by a question or running on after an answer; none where a message is only a message:
/// about what does not wait, of a group that was not asked, or in an answer time that is over.
fn turned(news: &News<'_>, before: &Booking, role: Role) -> Option<(Action, Booking)> {
    let now = news.now;
    let action = match role {
        Role::Venue => Action::Ask,
        _ => Action::Answer,
    };
    lifecycle::next_of(before, action, role, now).ok()?;
    let office = Office {
        hours: news.catalogue.hours(news.venue),
        zone: &news.venue.zone,
    };
    let by = before.answer_by?;
    let mut after = Booking {
        version: before.version + 1,
        ..before.clone()
    };
    match (action, before.asked_at, before.asked_answer_by) {
        (Action::Ask, None, _) if by > now => {
            let cut_off = deadline::cut_off(now, before.starts_at, news.space.row.notice_hours);
            let stopped = office.asked(now, by, before.latest_answer_by, cut_off);
            after.asked_at = Some(now);
            after.asked_answer_by = Some(by);
            after.answer_by = Some(stopped.by);
            after.latest_answer_by = Some(before.latest_answer_by.unwrap_or(stopped.by));
            // Who has been reminded is not reminded again.
            after.remind_at = before
                .remind_at
                .and_then(|_| deadline::half_time(stopped.until, stopped.by));
        }
        (Action::Answer, Some(asked_at), Some(was)) => {
            let by = office.answered(now, asked_at, was, by);
            after.asked_at = None;
            after.asked_answer_by = None;
            after.answer_by = Some(by);
            after.remind_at = before.remind_at.and_then(|_| deadline::half_time(now, by));
        }
        _ => return None,
    }
    Some((action, after))
}

fn seen(booking: &Booking, message: message::Model, author: String, by: Role) -> Message {
    Message {
        id: message.id,
        at: message.at,
        role: message.role,
        text: message.text,
        internal: message.internal,
        author: (by == Role::Venue).then_some(author),
        booking: booking.id,
        venue: booking.venue_id,
    }
}
