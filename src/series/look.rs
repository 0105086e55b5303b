//! Looking at a series: all its dates, those that it got with their bookings, and what stands in the way of the others.

use std::collections::HashMap;

use entity::{
    BookingId, SeriesId, SpaceId, VenueId,
    audit::{self, Action, Role},
    booking::Status,
    series, series_date,
};
use time::Date;

use super::{Series, weigh};
use crate::{
    account::{self, Actor, Person},
    app::App,
    booking::{
        NewBooking,
        request::{self, DateOf, OnBehalf},
    },
    clock::read_booking_code,
    db::Tx,
    error::Error,
    ledger::store::{acts, series as stored},
    recurrence::Occurrence,
    refusal::{
        dates::{Dated, Fate},
        rule::{Broken, Flaw},
        state::Refusal,
    },
    venue::Catalogue,
    zone::parse_wall,
};

use entity::Booking;

/// A series as it was read: what is decided on is compared with it.
pub struct Seen {
    pub row: series::Model,
    /// By start.
    pub bookings: Vec<Booking>,
    dates: Vec<series_date::Model>,
    /// What stands in the way of the dates without a booking.
    missed: Vec<Dated>,
}

/// [`Error::NotFound`] for who has no part in it, as if it were not there.
pub async fn by_id(app: &App, actor: &Actor, id: SeriesId) -> Result<Series, Error> {
    actor.signed_in()?;
    let catalogue = app.catalogue().await?;
    Ok(seen(app, actor, &catalogue, id).await?.series(&[]))
}

/// A series as somebody entitled to it sees it.
#[derive(Clone, Debug)]
pub struct Card {
    pub series: Series,
    /// In which role they look.
    pub role: Role,
    /// Dates that wait, though another group was given their time.
    pub given: Vec<BookingId>,
}

/// What waits of one series: its request, or the move that its group asks for.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub row: series::Model,
    /// By start.
    pub bookings: Vec<Booking>,
    /// Whether it is the move.
    pub moves: bool,
}

/// [`Error::NotFound`] for who has no part in it, as if it were not there.
pub async fn by_code(app: &App, actor: &Actor, code: &str) -> Result<Card, Error> {
    actor.signed_in()?;
    let code = read_booking_code(code).ok_or(Error::NotFound)?;
    let row = stored::find_by_code(app.db.read(), &code)
        .await?
        .ok_or(Error::NotFound)?;
    let catalogue = app.catalogue().await?;
    let series = read(app, actor, &catalogue, row).await?.series(&[]);
    let roles = series.bookings().next().map(|first| actor.roles(first));
    let role = roles.and_then(|roles| roles.first().copied());
    let role = role.ok_or(Error::NotFound)?;
    let given = stored::given(app.db.read(), series.row.id).await?;
    Ok(Card {
        series,
        role,
        given: given.into_iter().map(|(id, _)| id).collect(),
    })
}

/// What somebody did to a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Act {
    pub action: Action,
    pub role: Role,
    /// What its dates became by it.
    pub status: Status,
    /// How many dates.
    pub dates: usize,
}

/// The last thing that people did to the dates of this series, if it was the actor who did it and the dates stand as that left
/// them; None otherwise.
pub async fn last_act(app: &App, actor: &Actor, card: &Card) -> Result<Option<Act>, Error> {
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
        .then_some(Act {
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
) -> Result<Vec<Waiting>, Error> {
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
            (!bookings.is_empty()).then(|| Waiting {
                bookings,
                row: row.clone(),
                moves,
            })
        }));
    }
    Ok(waiting)
}

pub async fn seen(
    app: &App,
    actor: &Actor,
    catalogue: &Catalogue,
    id: SeriesId,
) -> Result<Seen, Error> {
    let row = stored::find(app.db.read(), id)
        .await?
        .ok_or(Error::NotFound)?;
    read(app, actor, catalogue, row).await
}

async fn read(
    app: &App,
    actor: &Actor,
    catalogue: &Catalogue,
    row: series::Model,
) -> Result<Seen, Error> {
    let conn = app.db.read();
    let mut seen = Seen {
        bookings: stored::bookings(conn, row.id).await?,
        dates: stored::dates(conn, row.id).await?,
        missed: Vec::new(),
        row,
    };
    let like = seen.bookings.last().ok_or(Error::NotFound)?;
    if actor.roles(like).is_empty() {
        return Err(Error::NotFound);
    }
    let missed = seen.dates.iter().filter(|date| date.booking_id.is_none());
    let wishes: Vec<NewBooking> = missed
        .filter_map(|date| seen.wish(catalogue, actor, date))
        .collect();
    if wishes.is_empty() {
        return Ok(seen);
    }
    let person = actor.who().cloned().unwrap_or_else(request::somebody);
    let booked_for = booked_for(app, &person, like).await?;
    let who = (&person, booked_for.as_ref());
    let plans = weigh::each(app, catalogue, actor, who, &wishes)?;
    seen.missed = weigh::looked_up(app, catalogue, &wishes, &plans).await?;
    Ok(seen)
}

/// The account of the group's, where somebody else adds to what it uses.
pub async fn booked_for(
    app: &App,
    person: &Person,
    like: &Booking,
) -> Result<Option<Person>, Error> {
    match like.booker_id.filter(|booker| *booker != person.id) {
        Some(booker) => Ok(account::store::by_id(app.db.read(), booker).await?),
        None => Ok(None),
    }
}

impl Seen {
    /// Some of the bookings, where nothing of the other dates is to be told.
    pub fn of(row: series::Model, bookings: Vec<Booking>) -> Self {
        Self {
            row,
            bookings,
            dates: Vec::new(),
            missed: Vec::new(),
        }
    }

    pub fn date_of(&self) -> DateOf {
        DateOf {
            series: self.row.id,
            has_others: self.dates.len() > 1,
        }
    }

    /// A booking like which one of a date in this space would be that it has not got: rather one that stands there than one
    /// that was altered alone.
    fn like(&self, space: SpaceId) -> Option<&Booking> {
        let last_first = || self.bookings.iter().rev();
        let here = |one: &&Booking| one.space_id == space;
        let stands_here = last_first().find(|one| here(one) && stands(one.status));
        let was_here = || last_first().find(here);
        stands_here
            .or_else(was_here)
            .or_else(|| last_first().next())
    }

    /// The time of day that the series has, or had, for that date.
    fn at(&self, date: &series_date::Model) -> Option<Occurrence> {
        let starts = date.starts.as_deref().unwrap_or(&self.row.starts);
        let ends = date.ends.as_deref().unwrap_or(&self.row.ends);
        let (starts, ends) = (parse_wall(starts)?, parse_wall(ends)?);
        let later = date.date - starts.date();
        Some(Occurrence {
            starts: starts.checked_add(later)?,
            ends: ends.checked_add(later)?,
        })
    }

    /// The request for a date that it has not got. A manager adds it for the group, and to what its mailbox uses.
    pub fn wish(
        &self,
        catalogue: &Catalogue,
        actor: &Actor,
        date: &series_date::Model,
    ) -> Option<NewBooking> {
        let space = date.space_id.unwrap_or(self.row.space_id);
        let like = self.like(space)?;
        let for_others = like.booker_id.is_none() && actor.manages(self.row.venue_id);
        let again = NewBooking {
            on_behalf: for_others.then(|| OnBehalf {
                name: like.contact_name.clone(),
                phone: like.contact_phone.clone(),
                email: like.contact_email.clone(),
                group: like.group_name.clone(),
                language: Some(like.language),
            }),
            ..weigh::again(like, catalogue.space_of(space)?)
        };
        weigh::wishes(&again, self.date_of(), &[self.at(date)?]).pop()
    }

    /// The date if it is wanted and has no booking that stands, and a booking like which one of that date would be.
    pub fn wanted(&self, date: Date) -> Result<(&series_date::Model, &Booking), Error> {
        let wanted = self.dates.iter().find(|one| one.date == date);
        let wanted = wanted.ok_or(Error::Rules(vec![Broken::invalid("date", Flaw::Unknown)]))?;
        let booking = self
            .bookings
            .iter()
            .find(|one| Some(one.id) == wanted.booking_id);
        if booking.is_some_and(|booking| stands(booking.status)) {
            return Err(Error::State(Refusal::AlreadyRequested));
        }
        let space = wanted.space_id.unwrap_or(self.row.space_id);
        Ok((wanted, self.like(space).ok_or(Error::NotFound)?))
    }

    /// Whether nothing of it has changed since it was read. Its units are locked before; what changes the series without them
    /// locks its bookings.
    pub async fn still_holds_in(&self, tx: &Tx) -> Result<bool, Error> {
        let bookings = stored::locked_in(tx, self.row.id).await?;
        let row = stored::find(tx.conn(), self.row.id).await?;
        let dates = stored::dates(tx.conn(), self.row.id).await?;
        Ok(row.as_ref() == Some(&self.row) && dates == self.dates && bookings == self.bookings)
    }

    /// With these bookings as they are now.
    pub fn series(&self, after: &[Booking]) -> Series {
        let before = self.bookings.iter();
        let bookings: HashMap<BookingId, &Booking> = before
            .chain(after)
            .map(|booking| (booking.id, booking))
            .collect();
        let dated = |date: &series_date::Model| {
            let booking = date.booking_id.and_then(|id| bookings.get(&id));
            match booking {
                Some(booking) => dated(booking),
                None => self.missed_on(date.date),
            }
        };
        Series {
            row: self.row.clone(),
            dates: self.dates.iter().filter_map(dated).collect(),
        }
    }

    /// With a booking on that date, and those of others as they are now.
    pub fn with_booked(&self, date: Date, booking: &Booking, after: &[Booking]) -> Series {
        let mut series = self.series(after);
        let here = self.dates.iter().position(|one| one.date == date);
        if let (Some(here), Some(booked)) = (here, dated(booking))
            && let Some(place) = series.dates.get_mut(here)
        {
            *place = booked;
        }
        series
    }

    fn missed_on(&self, date: Date) -> Option<Dated> {
        let found = self.missed.iter().find(|one| one.starts.date() == date);
        found.cloned()
    }
}

fn dated(booking: &Booking) -> Option<Dated> {
    Some(Dated {
        starts: parse_wall(&booking.starts)?,
        ends: parse_wall(&booking.ends)?,
        fate: Fate::Booked(Box::new(booking.clone())),
    })
}

fn stands(status: Status) -> bool {
    match status {
        Status::Pending
        | Status::Approved
        | Status::CheckedIn
        | Status::NoShow
        | Status::Completed => true,
        Status::Rejected | Status::Withdrawn | Status::Cancelled | Status::Expired => false,
    }
}
