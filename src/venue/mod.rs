//! Venues and their spaces, as the whole service sees them.
//!
//! There are few of them and they change seldom, so a process keeps all in memory and reads them anew when the
//! catalogue's revision has grown.

pub mod find;
pub mod hours;
pub mod spelling;
pub mod store;

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, OnceLock},
};

use entity::{
    Borrowed, Language, PoolId, SpaceId, UnitId, VenueId, Words, day, space, stock, term,
    term::TermKind, venue, venue_quota,
};
use time::Date;

use crate::zone::Zone;
use find::{Index, Source};
use hours::Hours;

/// Everything that the venues say of themselves, at one revision.
#[derive(Clone, Debug)]
pub struct Catalogue {
    pub revision: i64,
    /// In the order of the catalogue, retired ones too.
    venues: Vec<Arc<Venue>>,
    spaces: HashMap<SpaceId, Arc<Space>>,
    terms: Vec<term::Model>,
    days: BTreeMap<Date, day::Model>,
    /// Made when somebody looks for the first time.
    names: OnceLock<Index>,
}

#[derive(Clone, Debug)]
pub struct Venue {
    pub row: venue::Model,
    pub zone: Zone,
    /// In the order of the catalogue, retired ones too.
    pub spaces: Vec<Arc<Space>>,
    /// In the order of the catalogue, retired ones too.
    pub stock: Vec<Stock>,
    /// What one booker may have of it.
    pub quotas: venue_quota::Model,
}

/// Things that are lent by count.
#[derive(Clone, Debug)]
pub struct Stock {
    pub row: stock::Model,
    /// How many there are.
    pub quantity: i32,
}

#[derive(Clone, Debug)]
pub struct Space {
    pub row: space::Model,
    pub venue_slug: String,
    pub units: Vec<UnitId>,
    pub parts: Vec<SpaceId>,
}

impl Catalogue {
    /// All that there is at a revision, each kind in the order of the catalogue.
    #[must_use]
    pub fn new(
        revision: i64,
        venues: Vec<Arc<Venue>>,
        terms: Vec<term::Model>,
        days: BTreeMap<Date, day::Model>,
    ) -> Self {
        let spaces = venues.iter().flat_map(|venue| &venue.spaces);
        Self {
            revision,
            spaces: spaces.map(|space| (space.row.id, space.clone())).collect(),
            venues,
            terms,
            days,
            names: OnceLock::new(),
        }
    }

    /// What people can book, in order.
    pub fn venues(&self) -> impl Iterator<Item = &Arc<Venue>> {
        self.venues
            .iter()
            .filter(|venue| venue.row.retired_at.is_none())
    }

    /// Retired ones too: their bookings and closures outlive them.
    pub fn all_venues(&self) -> impl Iterator<Item = &Arc<Venue>> {
        self.venues.iter()
    }

    /// Only one that is not retired.
    #[must_use]
    pub fn venue(&self, slug: &str) -> Option<&Arc<Venue>> {
        self.venues().find(|venue| venue.row.slug == slug)
    }

    /// Retired or not: bookings of old outlive their venue.
    #[must_use]
    pub fn venue_of(&self, id: VenueId) -> Option<&Arc<Venue>> {
        self.venues.iter().find(|venue| venue.row.id == id)
    }

    /// Retired or not: bookings of old outlive their space.
    #[must_use]
    pub fn space_of(&self, id: SpaceId) -> Option<&Arc<Space>> {
        self.spaces.get(&id)
    }

    /// A space and its venue. None only where somebody has deleted one of them.
    #[must_use]
    pub fn venue_and_space(&self, id: SpaceId) -> Option<(&Venue, &Space)> {
        let space = self.space_of(id)?;
        Some((self.venue_of(space.row.venue_id)?, space))
    }

    /// By `venue/space`; only one that is not retired.
    #[must_use]
    pub fn space(&self, path: &str) -> Option<(&Arc<Venue>, &Arc<Space>)> {
        let (venue, space) = path.split_once('/')?;
        let venue = self.venue(venue)?;
        Some((venue, venue.space(space)?))
    }

    #[must_use]
    pub fn hours<'a>(&'a self, venue: &'a Venue) -> Hours<'a> {
        Hours::new(&venue.row.hours, &self.days, &venue.zone)
    }

    /// Those in use, in order.
    pub fn terms(&self, kind: TermKind) -> impl Iterator<Item = &term::Model> {
        self.terms
            .iter()
            .filter(move |term| term.kind == kind && term.retired_at.is_none())
    }

    /// Retired or not.
    #[must_use]
    pub fn term(&self, kind: TermKind, slug: &str) -> Option<&term::Model> {
        self.terms
            .iter()
            .find(|term| term.kind == kind && term.slug == slug)
    }

    /// The name of a term; the slug only if the term is gone from the database.
    #[must_use]
    pub fn name<'a>(&'a self, kind: TermKind, slug: &'a str, language: Language) -> &'a str {
        self.term(kind, slug)
            .map_or(slug, |term| term.name.get(language))
    }

    /// Every name under which people may look for a space.
    pub fn names(&self) -> &Index {
        self.names.get_or_init(|| {
            let spaces = self.venues().flat_map(|venue| {
                let spaces = venue.open_spaces();
                spaces.map(move |space| (space.row.id, self.names_of(venue, space)))
            });
            Index::new(spaces)
        })
    }

    fn names_of<'a>(&'a self, venue: &'a Venue, space: &'a Space) -> Vec<(Source, &'a str)> {
        let row = &space.row;
        let in_all = |source, name: &'a Words| {
            let name = |language| (source, name.get(language));
            Language::ALL.map(name)
        };
        let mut names = Vec::from(in_all(Source::Space, &row.name));
        names.extend(in_all(Source::Venue, &venue.row.name));
        let things = row.equipment.0.iter();
        let things = things.map(|slug| (Source::Thing, TermKind::Equipment, slug));
        let terms = things.chain([
            (Source::Kind, TermKind::Kind, &row.kind),
            (Source::Thing, TermKind::District, &venue.row.district),
        ]);
        for (source, kind, slug) in terms {
            if let Some(term) = self.term(kind, slug) {
                names.extend(in_all(source, &term.name));
                names.extend(term.words.0.iter().map(|word| (source, word.as_str())));
            }
        }
        names
    }

    #[must_use]
    pub fn day(&self, date: Date) -> Option<&day::Model> {
        self.days.get(&date)
    }
}

impl Venue {
    /// What people can book, in order.
    pub fn open_spaces(&self) -> impl Iterator<Item = &Arc<Space>> {
        self.spaces
            .iter()
            .filter(|space| space.row.retired_at.is_none())
    }

    /// What can be borrowed, in order.
    pub fn items(&self) -> impl Iterator<Item = &Stock> {
        self.stock
            .iter()
            .filter(|item| item.row.retired_at.is_none())
    }

    /// Retired or not: bookings of old borrowed what is lent no longer.
    #[must_use]
    pub fn item(&self, slug: &str) -> Option<&Stock> {
        self.stock.iter().find(|item| item.row.slug == slug)
    }

    /// What a booking borrows, and how many of each.
    pub fn borrowed<'a>(&'a self, stock: &'a Borrowed) -> impl Iterator<Item = (&'a Stock, i32)> {
        let items = stock.0.iter();
        items.filter_map(|one| Some((self.item(&one.item)?, one.quantity)))
    }

    /// Only one that is not retired.
    #[must_use]
    pub fn space(&self, slug: &str) -> Option<&Arc<Space>> {
        self.open_spaces().find(|space| space.row.slug == slug)
    }
}

impl Space {
    /// Its seats, if it is let by them.
    #[must_use]
    pub fn seats(&self) -> Option<PoolId> {
        self.row.by_seat.then_some(PoolId(self.row.id.0))
    }

    /// `venue/space`.
    #[must_use]
    pub fn path(&self) -> String {
        format!("{}/{}", self.venue_slug, self.row.slug)
    }
}
