//! `/` and `/venues/{venue}`.

use askama::Template;
use axum::{extract::Path, response::Response};
use entity::term::TermKind;

use super::{
    page_error::PageError,
    rules,
    visitor::{Frame, Visitor},
};
use crate::{
    error::Error,
    i18n::{Translator, listed},
    text::Phone,
    venue::{Catalogue, Space, Venue},
};

#[derive(Template)]
#[template(path = "venues.html", config = "config/askama.toml")]
struct VenuesPage {
    frame: Frame,
    districts: Vec<District>,
}

struct District {
    name: String,
    venues: Vec<VenueCard>,
}

struct VenueCard {
    slug: String,
    name: String,
    about: String,
    address: String,
    spaces: Vec<SpaceLink>,
}

pub struct SpaceLink {
    pub path: String,
    pub name: String,
    /// How many people it holds, in words.
    pub people: String,
    pub kind: String,
    pub equipment: String,
}

impl SpaceLink {
    pub fn new(catalogue: &Catalogue, t: Translator, space: &Space) -> Self {
        let row = &space.row;
        let equipment = row.equipment.0.iter();
        let equipment = equipment.map(|slug| catalogue.name(TermKind::Equipment, slug, t.language));
        Self {
            path: space.path(),
            name: row.name.get(t.language).to_owned(),
            people: t.with("page-people", &[("count", row.capacity.into())]),
            kind: catalogue
                .name(TermKind::Kind, &row.kind, t.language)
                .to_owned(),
            equipment: listed(equipment),
        }
    }
}

/// `GET /`
pub async fn all(visitor: Visitor) -> Result<Response, PageError> {
    let catalogue = visitor.app.catalogue().await?;
    let t = visitor.t();
    let mut districts: Vec<District> = Vec::new();
    for term in catalogue.terms(TermKind::District) {
        let here = catalogue
            .venues()
            .filter(|venue| venue.row.district == term.slug);
        let venues: Vec<VenueCard> = here.map(|venue| card(&catalogue, t, venue)).collect();
        if !venues.is_empty() {
            districts.push(District {
                name: term.name.get(t.language).to_owned(),
                venues,
            });
        }
    }
    visitor.page(&VenuesPage {
        frame: visitor.frame(t.text("page-venues")),
        districts,
    })
}

fn card(catalogue: &Catalogue, t: Translator, venue: &Venue) -> VenueCard {
    VenueCard {
        slug: venue.row.slug.clone(),
        name: venue.row.name.get(t.language).to_owned(),
        about: venue.row.about.get(t.language).to_owned(),
        address: venue.row.address.get(t.language).to_owned(),
        spaces: venue
            .open_spaces()
            .map(|space| SpaceLink::new(catalogue, t, space))
            .collect(),
    }
}

#[derive(Template)]
#[template(path = "venue.html", config = "config/askama.toml")]
struct VenuePage {
    frame: Frame,
    name: String,
    about: String,
    facts: VenueDirections,
    hours: Vec<(String, String)>,
    spaces: Vec<SpaceLink>,
    /// Of the queue, for its managers.
    manage: Option<String>,
}

/// How to get to a venue.
pub struct VenueDirections {
    pub name: String,
    pub address: String,
    pub how_to_come_in: String,
    /// As the venue writes it.
    pub phone: String,
    /// As it is dialled.
    pub phone_link: String,
    pub email: String,
}

impl VenueDirections {
    pub fn new(venue: &Venue, t: Translator) -> Self {
        let row = &venue.row;
        let number = Phone::parse(&row.phone).map_or_else(|_| row.phone.clone(), String::from);
        Self {
            name: row.name.get(t.language).to_owned(),
            address: row.address.get(t.language).to_owned(),
            how_to_come_in: row.how_to_come_in.get(t.language).to_owned(),
            phone: row.phone.clone(),
            phone_link: format!("tel:{number}"),
            email: row.email.clone(),
        }
    }
}

/// `GET /venues/{venue}`
pub async fn one(visitor: Visitor, Path(slug): Path<String>) -> Result<Response, PageError> {
    let catalogue = visitor.app.catalogue().await?;
    let venue = catalogue.venue(&slug).ok_or(Error::NotFound)?;
    let t = visitor.t();
    let name = venue.row.name.get(t.language).to_owned();
    visitor.page(&VenuePage {
        frame: visitor.frame(name.clone()),
        name,
        about: venue.row.about.get(t.language).to_owned(),
        facts: VenueDirections::new(venue, t),
        hours: rules::weekly_hours(t, venue, visitor.app.clock.now()),
        spaces: venue
            .open_spaces()
            .map(|space| SpaceLink::new(&catalogue, t, space))
            .collect(),
        manage: visitor
            .actor
            .manages(venue.row.id)
            .then(|| format!("/manage/{slug}")),
    })
}
