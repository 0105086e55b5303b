//! Requests that nobody answers: their venue is reminded at half time, the administrators are told at the end. What is told
//! of several at one look is one mail, and a series is one line of it.

use std::collections::HashSet;

use entity::{Booking, Instant, Language, VenueId, escalation::Became, series};

use super::{
    change::Change,
    gate, record,
    store::{self, Locks, escalation, series as stored},
};
use crate::{
    account::{self, Actor},
    app::App,
    db::{Tx, Write},
    error::Error,
    mail::{DigestEntry, Mail, Recipient, outbox},
    urls,
    venue::{Catalogue, Venue},
    zone::parse_wall,
};

/// Requests that wait on though nobody answered them in time, and of which that is not written down yet; of a series one
/// date. At most 200 are looked at.
pub async fn staying(app: &App) -> Result<Vec<Booking>, Error> {
    let mut waiting = escalation::staying(app.db.read(), app.clock.now(), None).await?;
    let mut series = HashSet::new();
    waiting.retain(|one| one.series_id.is_none_or(|id| series.insert(id)));
    Ok(waiting)
}

/// Writes down that nobody answered a request, with the other dates of its series that wait on. Nothing where none of them
/// does any longer.
pub async fn escalate_staying(app: &App, booking: &Booking) -> Result<(), Error> {
    let catalogue = &app.catalogue().await?;
    app.db
        .write_if(|tx| async move { stays_tx(&tx, app, catalogue, booking).await })
        .await
        .map(|_| ())
}

/// Writes down what [`escalate_staying`] says, under the locks of the rows. None where nothing waits on any longer.
async fn stays_tx(
    tx: &Tx,
    app: &App,
    catalogue: &Catalogue,
    of: &Booking,
) -> Result<Option<()>, Error> {
    let now = app.clock.now();
    store::lock_tx(tx, Locks::default()).await?;
    match of.series_id {
        Some(series) => drop(stored::locked_tx(tx, series).await?),
        None => drop(store::locked_tx(tx, of.id).await?),
    }
    let staying = escalation::staying(tx.conn(), now, Some(of)).await?;
    if staying.is_empty() {
        return Ok(None);
    }
    let (actor, host) = (Actor::system(), app.config.host());
    let ground = gate::ground(app, &actor, catalogue, &host);
    let stays = staying.into_iter().map(|one| Change {
        became: Some(Became::Stays),
        ..Change::unseen(Some(one.clone()), one)
    });
    let stays: Vec<Change> = stays.collect();
    let writes = record::writes(&ground, &stays, Vec::new(), None);
    tx.run_all(writes).await?;
    Ok(Some(()))
}

/// Reminds every venue of what waits there since half of its answer time: once of each.
pub async fn remind(app: &App) -> Result<(), Error> {
    let catalogue = &app.catalogue().await?;
    let reminded = app
        .db
        .write_if(|tx| async move {
            let waiting = escalation::to_remind_tx(&tx, app.clock.now()).await?;
            if waiting.is_empty() {
                return Ok(None);
            }
            let mut writes = vec![escalation::reminded(&waiting)];
            let waiting = waiting.into_iter().map(|booking| (booking, None)).collect();
            for (venue, requests) in by_venue(gathered_tx(&tx, waiting).await?) {
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
pub async fn tell_administrators(app: &App) -> Result<(), Error> {
    let catalogue = &app.catalogue().await?;
    let told = app
        .db
        .write_if(|tx| async move {
            let taken: Vec<_> = escalation::take_escalations_tx(&tx)
                .await?
                .into_iter()
                .map(|(escalation, booking)| (booking, Some(escalation.became)))
                .collect();
            if taken.is_empty() {
                return Ok(None);
            }
            let taken = gathered_tx(&tx, taken).await?;
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

/// What is told in one line.
struct Request {
    /// The first date of a series.
    booking: Booking,
    became: Option<Became>,
    series: Option<series::Model>,
    /// Dates of the series that the same is told of.
    others: usize,
}

/// By start, what is the same of several dates of a series as one.
async fn gathered_tx(
    tx: &Tx,
    mut rows: Vec<(Booking, Option<Became>)>,
) -> Result<Vec<Request>, Error> {
    rows.sort_by_key(|(booking, _)| (booking.starts_at, booking.id));
    let ids = rows.iter().filter_map(|(booking, _)| booking.series_id);
    let series = stored::all(tx.conn(), &ids.collect::<HashSet<_>>()).await?;
    let mut requests: Vec<Request> = Vec::new();
    for (booking, became) in rows {
        let same = |one: &&mut Request| {
            booking.series_id.is_some()
                && (one.booking.series_id, one.became) == (booking.series_id, became)
        };
        match requests.iter_mut().find(same) {
            Some(one) => one.others += 1,
            None => requests.push(Request {
                series: series
                    .iter()
                    .find(|one| Some(one.id) == booking.series_id)
                    .cloned(),
                booking,
                became,
                others: 0,
            }),
        }
    }
    Ok(requests)
}

fn by_venue(requests: Vec<Request>) -> Vec<(VenueId, Vec<Request>)> {
    let mut venues: Vec<(VenueId, Vec<Request>)> = Vec::new();
    for one in requests {
        let venue = one.booking.venue_id;
        match venues.iter_mut().find(|(id, _)| *id == venue) {
            Some((_, its)) => its.push(one),
            None => venues.push((venue, vec![one])),
        }
    }
    venues
}

/// What is written for the house is Kazakh.
fn to_house(
    app: &App,
    catalogue: &Catalogue,
    venue: VenueId,
    requests: &[Request],
    mail: fn(Vec<DigestEntry>) -> Mail,
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

fn listed(app: &App, catalogue: &Catalogue, requests: &[Request]) -> Vec<DigestEntry> {
    let base = &app.config.http.base_url;
    let one = |request: &Request| {
        let booking = &request.booking;
        let venue = catalogue.venue_of(booking.venue_id)?;
        let space = catalogue.space_of(booking.space_id)?;
        Some(DigestEntry {
            url: match &request.series {
                Some(series) => urls::series(base, series),
                None => urls::booking(base, booking),
            },
            title: booking.title.clone(),
            venue: venue.row.name.clone(),
            space: space.row.name.clone(),
            starts: wall(venue, &booking.starts, booking.starts_at),
            ends: wall(venue, &booking.ends, booking.ends_at),
            answer_by: booking.answer_by.map(|by| venue.zone.local(by)),
            became: request.became,
            others: request.others,
        })
    };
    requests.iter().filter_map(one).collect()
}

fn wall(venue: &Venue, promised: &str, at: Instant) -> time::PrimitiveDateTime {
    parse_wall(promised).unwrap_or_else(|| venue.zone.local(at))
}
