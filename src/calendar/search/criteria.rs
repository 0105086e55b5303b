//! From what somebody typed to what is looked for.

use std::collections::HashMap;

use entity::{Language, SpaceId, term::TermKind};
use time::PrimitiveDateTime;

use crate::{
    error::Error,
    refusal::rule::{InvalidInput, Violation},
    rules::fit::{self, Need},
    venue::{Catalogue, Space, Venue, find::Distance},
    zone::parse_wall,
};

/// What somebody looks for, as they said it. What is missing or empty asks for nothing.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// Wall times of whichever venue, `2026-12-05T16:00`: both or neither.
    pub starts: Option<String>,
    pub ends: Option<String>,
    pub attendees: Option<i32>,
    /// Slugs; all of them are needed.
    pub equipment: Vec<String>,
    /// Slugs.
    pub venue: Option<String>,
    pub district: Option<String>,
    pub kind: Option<String>,
    /// Names in any spelling.
    pub text: Option<String>,
    /// By whose names equals are put in order.
    pub language: Language,
}

/// In characters.
const LONGEST_TEXT: usize = 100;

/// A [`Search`] that was understood.
pub struct SearchCriteria<'a> {
    pub venue: Option<&'a Venue>,
    /// Wall times of whichever venue.
    pub time: Option<(PrimitiveDateTime, PrimitiveDateTime)>,
    pub need: Need<'a>,
    district: Option<&'a str>,
    kind: Option<&'a str>,
    /// What the words mean; none when there are none.
    named: Option<HashMap<SpaceId, Distance>>,
}

impl<'a> SearchCriteria<'a> {
    /// What `search` asks for. [`Error::Rules`] with every fault at once.
    pub fn read(search: &'a Search, catalogue: &'a Catalogue) -> Result<Self, Error> {
        let mut faults = Vec::new();
        let said = |text: &'a Option<String>| {
            text.as_deref()
                .map(str::trim)
                .filter(|text| !text.is_empty())
        };
        let mut wall = |field, text: Option<&str>| {
            let wall = text.map(parse_wall);
            if wall == Some(None) {
                faults.push(Violation::invalid(field, InvalidInput::Malformed));
            }
            wall.flatten()
        };
        let (starts, ends) = (said(&search.starts), said(&search.ends));
        let time = wall("starts", starts).zip(wall("ends", ends));
        match (starts, ends) {
            (Some(_), None) => faults.push(Violation::invalid("ends", InvalidInput::Missing)),
            (None, Some(_)) => faults.push(Violation::invalid("starts", InvalidInput::Missing)),
            _ => {}
        }
        if time.is_some_and(|(starts, ends)| ends <= starts) {
            faults.push(Violation::invalid("ends", InvalidInput::EndsBeforeStart));
        }
        if search.attendees.is_some_and(|people| people < 1) {
            faults.push(Violation::invalid("attendees", InvalidInput::LessThanOne));
        }
        let mut known = |field, is_known: bool| {
            if !is_known {
                faults.push(Violation::invalid(field, InvalidInput::Unknown));
            }
        };
        let named = said(&search.venue);
        let venue = named.and_then(|slug| catalogue.venue(slug));
        known("venue", named.is_none() || venue.is_some());
        let term = |kind, slug: &str| catalogue.terms(kind).any(|term| term.slug == slug);
        let (district, kind) = (said(&search.district), said(&search.kind));
        known(
            "district",
            district.is_none_or(|slug| term(TermKind::District, slug)),
        );
        known("kind", kind.is_none_or(|slug| term(TermKind::Kind, slug)));
        let equipment = &search.equipment;
        let all_known = equipment.iter().all(|slug| term(TermKind::Equipment, slug));
        known("equipment", all_known);
        let text = said(&search.text);
        if search
            .text
            .as_ref()
            .is_some_and(|text| text.chars().count() > LONGEST_TEXT)
        {
            faults.push(Violation::invalid(
                "text",
                InvalidInput::TooLong { max: LONGEST_TEXT },
            ));
        }
        if !faults.is_empty() {
            return Err(Error::Rules(faults));
        }
        Ok(Self {
            venue: venue.map(AsRef::as_ref),
            time,
            need: Need {
                attendees: search.attendees,
                equipment,
            },
            district,
            kind,
            named: text.and_then(|text| catalogue.names().find(text)),
        })
    }

    /// How far a space is from the words; none when it is not one of those that would do.
    #[must_use]
    pub fn distance(&self, venue: &Venue, space: &Space) -> Option<Distance> {
        let would_do = self
            .venue
            .is_none_or(|wanted| wanted.row.id == venue.row.id)
            && self.district.is_none_or(|slug| venue.row.district == slug)
            && self.kind.is_none_or(|slug| space.row.kind == slug)
            && fit::fits(&space.row, &self.need);
        match &self.named {
            _ if !would_do => None,
            Some(named) => named.get(&space.row.id).copied(),
            None => Some(0),
        }
    }
}
