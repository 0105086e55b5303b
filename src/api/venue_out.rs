//! Venues and spaces, as programs see them.

use std::collections::BTreeMap;

use entity::{
    Opening, Words,
    space::{Approval, Pending, Unanswered, Who},
    term::TermKind,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::schema;
use crate::venue::{Catalogue, Space, Venue};

/// A text in the three languages of the house.
#[derive(Debug, Serialize, ToSchema)]
pub struct WordsOut {
    kk: String,
    ru: String,
    en: String,
}

/// A word of the catalogue: programs send the slug, people read the name.
#[derive(Debug, Serialize, ToSchema)]
pub struct Term {
    #[schema(schema_with = schema::slug)]
    slug: String,
    name: WordsOut,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct VenueOut {
    #[schema(schema_with = schema::slug)]
    slug: String,
    name: WordsOut,
    about: WordsOut,
    address: WordsOut,
    how_to_come_in: WordsOut,
    district: Term,
    email: String,
    phone: String,
    /// IANA name.
    #[schema(example = "Asia/Almaty")]
    timezone: String,
    /// The usual week, Monday first. Holidays and other exceptions show in the calendar.
    #[schema(min_items = 7, max_items = 7)]
    hours: Vec<Vec<OpeningOut>>,
    /// What can be borrowed with a booking.
    stock: Vec<StockOut>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct StockOut {
    #[schema(schema_with = schema::slug)]
    slug: String,
    name: WordsOut,
    /// How many there are.
    quantity: i32,
}

/// Past midnight where `to` is not after `from`.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpeningOut {
    #[schema(example = "10:00")]
    from: String,
    #[schema(example = "01:00")]
    to: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SpaceOut {
    #[schema(schema_with = schema::slug)]
    venue: String,
    #[schema(schema_with = schema::slug)]
    slug: String,
    name: WordsOut,
    kind: Term,
    /// People.
    capacity: i32,
    by_seat: bool,
    /// The first is what a request without one gets.
    layouts: Vec<Term>,
    equipment: Vec<Term>,
    /// Slugs of the spaces that it is made of.
    parts: Vec<String>,
    #[schema(schema_with = schema::approval)]
    approval: Approval,
    #[schema(schema_with = schema::pending)]
    pending: Pending,
    #[schema(schema_with = schema::unanswered)]
    unanswered: Unanswered,
    #[schema(schema_with = schema::who)]
    who: Who,
    step_minutes: i32,
    /// Between two uses of any layouts; where `turnarounds` says something, only next to spaces with other layouts.
    turnaround_minutes: i32,
    /// Minutes from layout to layout, by their slugs. Empty where `turnaround_minutes` is all.
    turnarounds: BTreeMap<String, BTreeMap<String, i32>>,
    min_minutes: i32,
    max_minutes: i32,
    notice_hours: i32,
    horizon_days: i32,
    series_horizon_days: i32,
    cancel_hours: i32,
}

impl From<&Words> for WordsOut {
    fn from(words: &Words) -> Self {
        let Words { kk, ru, en } = words.clone();
        Self { kk, ru, en }
    }
}

impl Term {
    #[must_use]
    pub fn of(catalogue: &Catalogue, kind: TermKind, slug: &str) -> Self {
        let nameless = || WordsOut {
            kk: slug.to_owned(),
            ru: slug.to_owned(),
            en: slug.to_owned(),
        };
        Self {
            slug: slug.to_owned(),
            name: catalogue
                .term(kind, slug)
                .map_or_else(nameless, |term| (&term.name).into()),
        }
    }

    #[must_use]
    pub fn all(catalogue: &Catalogue, kind: TermKind, slugs: &[String]) -> Vec<Self> {
        slugs
            .iter()
            .map(|slug| Self::of(catalogue, kind, slug))
            .collect()
    }
}

impl VenueOut {
    #[must_use]
    pub fn of(venue: &Venue, catalogue: &Catalogue) -> Self {
        let row = &venue.row;
        Self {
            slug: row.slug.clone(),
            name: (&row.name).into(),
            about: (&row.about).into(),
            address: (&row.address).into(),
            how_to_come_in: (&row.how_to_come_in).into(),
            district: Term::of(catalogue, TermKind::District, &row.district),
            email: row.email.clone(),
            phone: row.phone.clone(),
            timezone: row.timezone.clone(),
            hours: row
                .hours
                .week
                .iter()
                .map(|day| day.iter().map(OpeningOut::from).collect())
                .collect(),
            stock: venue
                .items()
                .map(|item| StockOut {
                    slug: item.row.slug.clone(),
                    name: (&item.row.name).into(),
                    quantity: item.quantity,
                })
                .collect(),
        }
    }
}

impl From<&Opening> for OpeningOut {
    fn from(opening: &Opening) -> Self {
        let time = |minutes: u16| format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60);
        Self {
            from: time(opening.from),
            to: time(opening.to),
        }
    }
}

impl SpaceOut {
    #[must_use]
    pub fn of(space: &Space, catalogue: &Catalogue) -> Self {
        let row = &space.row;
        let mut parts: Vec<_> = space
            .parts
            .iter()
            .filter_map(|part| catalogue.space_of(*part))
            .collect();
        parts.sort_by_key(|part| part.row.position);
        Self {
            venue: space.venue_slug.clone(),
            slug: row.slug.clone(),
            name: (&row.name).into(),
            kind: Term::of(catalogue, TermKind::Kind, &row.kind),
            capacity: row.capacity,
            by_seat: row.by_seat,
            layouts: Term::all(catalogue, TermKind::Layout, &row.layouts.0),
            equipment: Term::all(catalogue, TermKind::Equipment, &row.equipment.0),
            parts: parts.iter().map(|part| part.row.slug.clone()).collect(),
            approval: row.approval,
            pending: row.pending,
            unanswered: row.unanswered,
            who: row.who,
            step_minutes: row.step_minutes,
            turnaround_minutes: row.turnaround_minutes,
            turnarounds: row.turnarounds.0.clone(),
            min_minutes: row.min_minutes,
            max_minutes: row.max_minutes,
            notice_hours: row.notice_hours,
            horizon_days: row.horizon_days,
            series_horizon_days: row.series_horizon_days,
            cancel_hours: row.cancel_hours,
        }
    }
}
