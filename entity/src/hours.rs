//! When a venue is open, as stored. What it means is in the service's `venue/hours.rs`.

use sea_orm::FromJsonQueryResult;
use serde::{Deserialize, Serialize};
use time::Date;

use crate::Words;

/// From and to in minutes after the midnight on which the opening's day begins; `to` goes past 1440 when the opening
/// runs past the next midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Opening {
    pub from: u16,
    pub to: u16,
}

/// The openings of one day, ascending, none overlapping; empty when closed.
pub type Openings = Vec<Opening>;

/// Monday first.
pub type Week = [Openings; 7];

/// Other hours from one day to another, both included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    pub name: Words,
    pub from: Date,
    pub to: Date,
    pub week: Week,
}

/// Hours of one date, stronger than everything else, holidays too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpecialDay {
    pub date: Date,
    pub openings: Openings,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct VenueHours {
    pub week: Week,
    pub days: Vec<SpecialDay>,
    pub periods: Vec<Period>,
    /// What holds on holidays and days off; without it the venue is closed then.
    pub holiday: Option<Openings>,
    /// The working days of the office that answers requests, Monday first.
    pub office: [bool; 7],
}
