//! What people say: requests, places, series, closures. And series as they are read.

use entity::{Booking, Every, SeriesId, series, series_date};
use uuid::Uuid;

use super::house::{House, NOON, VENUE, picture};
use crate::{
    account::Actor,
    booking::{NewBooking, NewPlace, replace::Replacing},
    ledger::operation::{Picture, World},
    recurrence::RuleInput,
    rules::reason::Reason,
    series::{NewSeries, OnConflict},
    zone::parse_wall,
};

pub const SERIES: SeriesId = SeriesId(Uuid::from_u128(90));

/// Ten people, at 16:00 for two hours of that day of December 2026.
pub fn asking(space: &str, day: u8) -> NewBooking {
    NewBooking {
        space: format!("house/{space}"),
        starts: format!("2026-12-{day:02}T16:00"),
        ends: format!("2026-12-{day:02}T18:00"),
        title: "Rehearsal".to_owned(),
        attendees: 10,
        layout: Some("theatre".to_owned()),
        ..NewBooking::default()
    }
}

pub fn why() -> Reason {
    Reason {
        code: None,
        text: Some("Жөндеу".to_owned()),
    }
}

pub fn in_place_of(bookings: &[&Booking]) -> Replacing {
    Replacing {
        bookings: bookings.iter().map(|one| one.id).collect(),
        reason: Reason::default(),
    }
}

/// To the hours of a day of December 2026, where it is.
pub fn at(day: u8, from: u8, to: u8) -> NewPlace {
    NewPlace {
        starts: format!("2026-12-{day:02}T{from:02}:00"),
        ends: format!("2026-12-{day:02}T{to:02}:00"),
        ..NewPlace::default()
    }
}

pub fn into(space: &str, place: NewPlace) -> NewPlace {
    NewPlace {
        space: Some(format!("house/{space}")),
        ..place
    }
}

/// So many Saturdays from 5 December on, at 16:00.
pub fn saturdays(space: &str, count: i32) -> NewSeries {
    let booking = asking(space, 5);
    NewSeries {
        rule: RuleInput {
            every: Every::Week,
            nth: None,
            starts: booking.starts.clone(),
            ends: booking.ends.clone(),
            until: None,
            count: Some(count),
        },
        booking,
        on_conflict: OnConflict::Refuse,
    }
}

/// A series at 18:00 from Thursday, 3 December on, of these dates.
pub fn series_of(dates: &[Booking]) -> series::Model {
    let first = &dates[0];
    series::Model {
        id: SERIES,
        code: "SERIES1".to_owned(),
        venue_id: VENUE,
        space_id: first.space_id,
        every: Every::Week,
        nth: None,
        starts: first.starts.clone(),
        ends: first.ends.clone(),
        created_at: NOON.plus_days(-1),
        move_space_id: None,
        move_starts: None,
        move_ends: None,
        move_from: None,
    }
}

/// The bookings as dates of the series.
pub fn dates<const N: usize>(bookings: [Booking; N]) -> [Booking; N] {
    bookings.map(|one| Booking {
        series_id: Some(SERIES),
        ..one
    })
}

pub fn date_of(booking: &Booking) -> series_date::Model {
    series_date::Model {
        series_id: SERIES,
        date: parse_wall(&booking.starts).unwrap().date(),
        booking_id: Some(booking.id),
        space_id: None,
        starts: None,
        ends: None,
    }
}

/// The series of these dates, and bookings beside it.
pub fn picture_of_series(dates: &[Booking], beside: &[Booking]) -> Picture {
    Picture {
        series: Some(series_of(dates)),
        dates: dates.iter().map(date_of).collect(),
        ..picture(&[dates, beside].concat())
    }
}

impl House {
    /// What is decided on where somebody acts on the series of these dates.
    pub fn world_of_series<'a>(
        &'a self,
        actor: &'a Actor,
        dates: &[Booking],
        beside: &[Booking],
    ) -> World<'a> {
        World {
            picture: picture_of_series(dates, &[]),
            ..self.world(actor, &[dates, beside].concat())
        }
    }
}
