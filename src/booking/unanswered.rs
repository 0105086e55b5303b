//! Requests that nobody answers: their venue is reminded at half time, the administrators are told at the end. What is told
//! of several at one look is one mail.

use entity::{
    BookingId, Instant, Language, VenueId,
    audit::{Action, Role},
    booking::Status,
    escalation::{self, Became},
    space::Unanswered,
};

use super::{
    Booking,
    reason::Reason,
    step::Step,
    store::{self, Locks, list, unanswered},
};
use crate::{
    account,
    app::App,
    db::{Tx, Write},
    error::Error,
    mail::{Mail, Overlooked, Recipient, outbox},
    urls,
    venue::{self, Catalogue, Venue},
    zone::parse_wall,
};

/// What is written down of a request, or of a move that a group asks for, that nobody answered in time: before what becomes
/// of it is. The administrators are told at the end of the look.
pub(super) fn escalated(step: &Step<'_>, before: &Booking, became: Became) -> [Write; 2] {
    let line = Step {
        action: Action::Escalate,
        role: Role::System,
        person: None,
        ..*step
    }
    .line(before, &Reason::default());
    let escalation = escalation::Model {
        audit_id: line.id,
        booking_id: before.id,
        became,
    };
    [store::note(line), unanswered::escalate(escalation)]
}

/// What is to be written down when the service itself answers `before`: nothing when it was written down while the request
/// waited on, and nothing where the group did not take what was held for it. Whoever lost the time to another group was
/// answered by that.
pub(super) async fn escalated_in(
    tx: &Tx,
    step: &Step<'_>,
    before: &Booking,
) -> Result<Vec<Write>, Error> {
    if before.is_offer() {
        return Ok(Vec::new());
    }
    let became = match (step.action, step.role) {
        (Action::Expire, _) => Became::Expired,
        (Action::Approve, Role::System) => Became::Approved,
        _ => return Ok(Vec::new()),
    };
    let space = step.catalogue.space_of(before.space_id);
    let stays = space.is_some_and(|space| space.row.unanswered == Unanswered::Stay);
    if stays && unanswered::escalated_in(tx, before).await? {
        return Ok(Vec::new());
    }
    Ok(escalated(step, before, became).into())
}

/// Writes down that nobody answered what waits on.
pub(super) async fn escalate_staying(app: &App) -> Result<(), Error> {
    for id in unanswered::staying(app.db.read(), app.clock.now()).await? {
        let catalogue = &venue::current(app).await?;
        app.db
            .write_if(|tx| async move { stays_in(&tx, app, catalogue, id).await })
            .await?;
    }
    Ok(())
}

/// None when it no longer does.
async fn stays_in(
    tx: &Tx,
    app: &App,
    catalogue: &Catalogue,
    id: BookingId,
) -> Result<Option<()>, Error> {
    let now = app.clock.now();
    store::lock_in(tx, Locks::default()).await?;
    let Some(booking) = store::locked_in(tx, id).await? else {
        return Ok(None);
    };
    let over = booking.answer_by.is_some_and(|by| by <= now) && booking.starts_at > now;
    if booking.status != Status::Pending
        || !over
        || list::displaced_since(tx.conn(), id).await?.is_some()
        || unanswered::escalated_in(tx, &booking).await?
    {
        return Ok(None);
    }
    let step = Step {
        app,
        catalogue,
        now,
        action: Action::Escalate,
        role: Role::System,
        person: None,
    };
    tx.run_all(escalated(&step, &booking, Became::Stays).into())
        .await?;
    Ok(Some(()))
}

/// Reminds every venue of what waits there since half of its answer time: once of each.
pub(super) async fn remind(app: &App) -> Result<(), Error> {
    let catalogue = &venue::current(app).await?;
    let reminded = app
        .db
        .write_if(|tx| async move {
            let waiting = unanswered::to_remind_in(&tx, app.clock.now()).await?;
            if waiting.is_empty() {
                return Ok(None);
            }
            let mut writes = vec![unanswered::reminded(&waiting)];
            let waiting = waiting.into_iter().map(|booking| (booking, None)).collect();
            for (venue, requests) in by_venue(waiting) {
                writes.extend(to_house(app, catalogue, venue, &requests, |requests| {
                    Mail::Reminder { requests }
                }));
            }
            tx.run_all(writes).await?;
            Ok(Some(()))
        })
        .await?;
    if reminded.is_some() {
        app.mail_wake.notify_one();
    }
    Ok(())
}

/// Tells every administrator of all that has been written down since the last time. Where there is none, each venue is told
/// what became of its own.
pub(super) async fn tell_administrators(app: &App) -> Result<(), Error> {
    let catalogue = &venue::current(app).await?;
    let told = app
        .db
        .write_if(|tx| async move {
            let mut taken: Vec<_> = unanswered::take_escalations_in(&tx)
                .await?
                .into_iter()
                .map(|(escalation, booking)| (booking, Some(escalation.became)))
                .collect();
            if taken.is_empty() {
                return Ok(None);
            }
            taken.sort_by_key(|(booking, _)| (booking.starts_at, booking.id));
            let mut writes = Vec::new();
            let all = listed(app, catalogue, &taken);
            for person in account::store::administrators(&tx).await? {
                let to = Recipient {
                    name: person.name,
                    address: person.email,
                    language: person.language.unwrap_or(Language::Kk),
                };
                let mail = Mail::Escalation {
                    requests: all.clone(),
                };
                writes.push(outbox::enqueue(app, None, to, &mail));
            }
            if writes.is_empty() {
                for (venue, requests) in by_venue(taken) {
                    writes.extend(to_house(app, catalogue, venue, &requests, |requests| {
                        Mail::Escalation { requests }
                    }));
                }
            }
            if !writes.is_empty() {
                tx.run_all(writes).await?;
            }
            Ok(Some(()))
        })
        .await?;
    if told.is_some() {
        app.mail_wake.notify_one();
    }
    Ok(())
}

type Unanswereds = Vec<(Booking, Option<Became>)>;

fn by_venue(requests: Unanswereds) -> Vec<(VenueId, Unanswereds)> {
    let mut venues: Vec<(VenueId, Unanswereds)> = Vec::new();
    for one in requests {
        match venues.iter_mut().find(|(id, _)| *id == one.0.venue_id) {
            Some((_, its)) => its.push(one),
            None => venues.push((one.0.venue_id, vec![one])),
        }
    }
    venues
}

/// What is written for the house is Kazakh.
fn to_house(
    app: &App,
    catalogue: &Catalogue,
    venue: VenueId,
    requests: &Unanswereds,
    mail: fn(Vec<Overlooked>) -> Mail,
) -> Option<Write> {
    let venue = &catalogue.venue_of(venue)?.row;
    let to = Recipient {
        name: venue.name.kk.clone(),
        address: venue.email.clone(),
        language: Language::Kk,
    };
    let mail = mail(listed(app, catalogue, requests));
    Some(outbox::enqueue(app, None, to, &mail))
}

fn listed(app: &App, catalogue: &Catalogue, requests: &Unanswereds) -> Vec<Overlooked> {
    let one = |(booking, became): &(Booking, Option<Became>)| {
        let venue = catalogue.venue_of(booking.venue_id)?;
        let space = catalogue.space_of(booking.space_id)?;
        Some(Overlooked {
            url: urls::booking(&app.config.http.base_url, booking),
            title: booking.title.clone(),
            venue: venue.row.name.clone(),
            space: space.row.name.clone(),
            starts: wall(venue, &booking.starts, booking.starts_at),
            ends: wall(venue, &booking.ends, booking.ends_at),
            answer_by: booking.answer_by.map(|by| venue.zone.local(by)),
            became: *became,
        })
    };
    requests.iter().filter_map(one).collect()
}

fn wall(venue: &Venue, promised: &str, at: Instant) -> time::PrimitiveDateTime {
    parse_wall(promised).unwrap_or_else(|| venue.zone.local(at))
}
