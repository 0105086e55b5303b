//! A series as it was read: its row, its dates, and what became of each.

use std::collections::HashMap;

use entity::{Booking, BookingId, SpaceId, booking::Status, series, series_date};
use time::Date;

use super::{evaluate, whole::Series};
use crate::{
    account::Actor,
    booking::{
        NewBooking,
        request::new::{DateOf, OnBehalf},
    },
    error::Error,
    ledger::operation::Picture,
    recurrence::Occurrence,
    refusal::{
        dates::{DateOutcome, Dated},
        rule::{InvalidInput, Violation},
        state::StateRefusal,
    },
    rules::proposal::layout_in,
    venue::{Catalogue, Space},
    zone::parse_wall,
};

/// A series as it was read, by somebody who has a part in it.
pub struct SeenSeries {
    pub row: series::Model,
    /// By start.
    pub bookings: Vec<Booking>,
    pub dates: Vec<series_date::Model>,
    /// What stands in the way of the dates without a booking.
    pub missed: Vec<Dated>,
}

impl SeenSeries {
    /// The series of which the rows were read together. `missed` tells what stands in the way of the dates without a booking.
    /// [`Error::NotFound`] for who has no part in it, as if it were not there.
    pub fn of(picture: &Picture, actor: &Actor, missed: &[Dated]) -> Result<Self, Error> {
        let row = picture.series.clone().ok_or(Error::NotFound)?;
        let mut bookings: Vec<Booking> = picture
            .bookings
            .values()
            .filter(|one| one.series_id == Some(row.id))
            .cloned()
            .collect();
        bookings.sort_by_key(|one| (one.starts_at, one.id));
        let like = bookings.last().ok_or(Error::NotFound)?;
        if actor.roles(like).is_empty() {
            return Err(Error::NotFound);
        }
        Ok(Self {
            row,
            bookings,
            dates: picture.dates.clone(),
            missed: missed.to_vec(),
        })
    }

    /// The requests for the dates that it has not got, as the actor would send them now.
    pub fn wishes(&self, catalogue: &Catalogue, actor: &Actor) -> Vec<NewBooking> {
        let missed = self.dates.iter().filter(|date| date.booking_id.is_none());
        let wishes = missed.filter_map(|date| self.wish(catalogue, actor, date));
        wishes.collect()
    }

    fn date_of(&self) -> DateOf {
        DateOf {
            series: self.row.id,
            has_others: self.dates.len() > 1,
        }
    }

    /// The booking after which a new one in this space would be made, for a date that the series has not got: rather one that
    /// stands there than one that was altered alone. None without bookings.
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
        let again_of_it = NewBooking {
            on_behalf: for_others.then(|| OnBehalf {
                name: like.contact_name.clone(),
                phone: like.contact_phone.clone(),
                email: like.contact_email.clone(),
                group: like.group_name.clone(),
                language: Some(like.language),
            }),
            ..again(like, catalogue.space_of(space)?)
        };
        evaluate::wishes(&again_of_it, self.date_of(), &[self.at(date)?]).pop()
    }

    /// The date, and the booking after which one for it would be made. [`Error::Rules`] when the series does not want that
    /// date, [`Error::State`] when a booking that stands has it.
    pub fn wanted_date(&self, date: Date) -> Result<(&series_date::Model, &Booking), Error> {
        let wanted = self.dates.iter().find(|one| one.date == date);
        let wanted = wanted.ok_or(Error::Rules(vec![Violation::invalid(
            "date",
            InvalidInput::Unknown,
        )]))?;
        let booking = self
            .bookings
            .iter()
            .find(|one| Some(one.id) == wanted.booking_id);
        if booking.is_some_and(|booking| stands(booking.status)) {
            return Err(Error::State(StateRefusal::AlreadyRequested));
        }
        let space = wanted.space_id.unwrap_or(self.row.space_id);
        Ok((wanted, self.like(space).ok_or(Error::NotFound)?))
    }

    /// The series, with the bookings of `after` as they are now.
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

    /// The series with `booking` on that date, and with the bookings of `after` as they are now.
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
        outcome: DateOutcome::Booked(Box::new(booking.clone())),
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

/// The request of a series, said again for dates that it has not got: `like` is one of its bookings.
fn again(like: &Booking, space: &Space) -> NewBooking {
    NewBooking {
        space: space.path(),
        title: like.title.clone(),
        attendees: like.attendees,
        phone: like.contact_phone.clone(),
        group: like.group_name.clone(),
        programme: like.programme.clone(),
        layout: Some(layout_in(space, &like.layout).to_owned()),
        stock: like.stock.clone(),
        note: like.note.clone(),
        public: like.public,
        language: like.language,
        ..NewBooking::default()
    }
}
