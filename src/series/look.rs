//! Looking at a series: all its dates, those that it got with their bookings, and what stands in the way of the others.

use std::collections::BTreeSet;

use entity::{
    Booking, BookingId, SeriesId, VenueId,
    audit::{self, Action, Role},
    booking::Status,
    series,
};

use super::{evaluate, preview, seen::SeenSeries, whole::Series};
use crate::{
    account::Actor,
    app::App,
    clock::read_booking_code,
    error::Error,
    ledger::{
        gate,
        operation::{Names, Whose},
        store::{acts, picture, series as stored},
    },
    refusal::dates::Dated,
    venue::Catalogue,
};

/// A series with every date. [`Error::NotFound`] for who has no part in it, as if it were not there.
pub async fn by_id(app: &App, actor: &Actor, id: SeriesId) -> Result<Series, Error> {
    actor.signed_in()?;
    let catalogue = app.catalogue().await?;
    read(app, actor, &catalogue, id).await
}

/// A series as somebody entitled to it sees it.
#[derive(Clone, Debug)]
pub struct SeriesCard {
    pub series: Series,
    /// In which role they look.
    pub role: Role,
    /// Dates that wait, though another group was given their time.
    pub given: Vec<BookingId>,
}

/// What waits of one series: its request, or the move that its group asks for.
#[derive(Clone, Debug)]
pub struct WaitingSeries {
    pub row: series::Model,
    /// By start.
    pub bookings: Vec<Booking>,
    /// Whether it is the move.
    pub moves: bool,
}

/// The series with this code. [`Error::NotFound`] for who has no part in it, as if it were not there.
pub async fn by_code(app: &App, actor: &Actor, code: &str) -> Result<SeriesCard, Error> {
    actor.signed_in()?;
    let code = read_booking_code(code).ok_or(Error::NotFound)?;
    let row = stored::find_by_code(app.db.read(), &code)
        .await?
        .ok_or(Error::NotFound)?;
    let catalogue = app.catalogue().await?;
    let series = read(app, actor, &catalogue, row.id).await?;
    let roles = series.bookings().next().map(|first| actor.roles(first));
    let role = roles.and_then(|roles| roles.first().copied());
    let role = role.ok_or(Error::NotFound)?;
    let given = stored::given(app.db.read(), series.row.id).await?;
    Ok(SeriesCard {
        series,
        role,
        given: given.into_iter().map(|(id, _)| id).collect(),
    })
}

/// What somebody did to a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeriesAct {
    pub action: Action,
    pub role: Role,
    /// What its dates became by it.
    pub status: Status,
    /// How many dates.
    pub dates: usize,
}

/// The last thing that people did to the dates of this series, if it was the actor who did it and the dates stand as that left
/// them; None otherwise.
pub async fn last_act(
    app: &App,
    actor: &Actor,
    card: &SeriesCard,
) -> Result<Option<SeriesAct>, Error> {
    let person = actor.signed_in()?.id;
    let lines = acts::last_of_series(app.db.read(), card.series.row.id).await?;
    let Some(last) = lines.last() else {
        return Ok(None);
    };
    let of_it: Vec<_> = lines
        .iter()
        .filter(|line| (line.action, line.status) == (last.action, last.status))
        .collect();
    let stands = |line: &&audit::Model| {
        let mut dates = card.series.bookings();
        let date = dates.find(|date| date.id == line.booking_id);
        line.person_id == Some(person) && date.is_some_and(|date| date.status == line.status)
    };
    Ok(of_it
        .iter()
        .copied()
        .all(|line| stands(&line))
        .then_some(SeriesAct {
            action: last.action,
            role: last.role,
            status: last.status,
            dates: of_it.len(),
        }))
}

/// What waits of the series of which a date stands in the `queue` of the venue. Only its managers.
pub async fn waiting(
    app: &App,
    actor: &Actor,
    venue: VenueId,
    queue: &[Booking],
) -> Result<Vec<WaitingSeries>, Error> {
    actor.signed_in()?;
    if !actor.manages(venue) {
        return Err(Error::NotFound);
    }
    let conn = app.db.read();
    let ids = queue.iter().filter_map(|one| one.series_id).collect();
    let rows = stored::all(conn, &ids).await?;
    let requests = stored::waiting(conn, venue, &ids).await?;
    let moving = queue.iter().filter(|one| one.move_of_series);
    let moving = moving.filter_map(|one| one.series_id).collect();
    let moves = stored::asking(conn, &moving).await?;
    let mut waiting = Vec::new();
    for (mut bookings, moves) in [(requests, false), (moves, true)] {
        waiting.extend(rows.iter().filter_map(|row| {
            let of_it = bookings.extract_if(.., |one| one.series_id == Some(row.id));
            let bookings: Vec<Booking> = of_it.collect();
            (!bookings.is_empty()).then(|| WaitingSeries {
                bookings,
                row: row.clone(),
                moves,
            })
        }));
    }
    Ok(waiting)
}

/// The series, with what stands in the way of the dates that it has not got.
async fn read(
    app: &App,
    actor: &Actor,
    catalogue: &Catalogue,
    id: SeriesId,
) -> Result<Series, Error> {
    let names = Names {
        series: Some(id),
        account: Some(Whose::BookerOfSeries),
        ..Names::default()
    };
    let picture = picture::read(app.db.read(), &names, &BTreeSet::new()).await?;
    let mut seen = SeenSeries::of(&picture, actor, &[])?;
    let wishes = seen.wishes(catalogue, actor);
    if !wishes.is_empty() {
        let host = app.config.host();
        let ground = gate::ground(app, actor, catalogue, &host);
        let plans = evaluate::each(&ground, picture.account.as_ref(), &wishes)?;
        seen.missed = preview::looked_up(app, &ground, &wishes, &plans).await?;
    }
    Ok(seen.series(&[]))
}

/// What stands in the way of the dates that a series has not got: [`Error::NotFound`] for who has no part in it.
/// The catalogue is the one of a write, for what is told of them is part of its answer.
pub async fn missed(app: &App, actor: &Actor, id: SeriesId) -> Result<Vec<Dated>, Error> {
    let catalogue = app.known_catalogue().await?;
    let mut series = read(app, actor, &catalogue, id).await?;
    series.dates.retain(|date| date.outcome.booking().is_none());
    Ok(series.dates)
}
