//! Looking for a space: which are free then, best fit first, and when the others are.

pub use criteria::Search;
pub mod criteria;
pub mod in_window;

use std::sync::Arc;

use entity::{Borrowed, Instant, Language, PoolId, VenueId, space::Who};

use crate::{
    account::Actor,
    app::App,
    error::Error,
    ledger::store::{free, pools, taken},
    refusal::{conflict::Alternative, rule::Violation},
    rules::{
        availability,
        conflict::clashes,
        fit,
        proposal::{self, Proposal, SpaceHours},
        suggest::{self, Candidate},
        turnaround,
    },
    slot::{Slot, Windows},
    venue::{Catalogue, Space, Venue},
};
use criteria::SearchCriteria;
use in_window::TakenInWindow;

/// Of so many that are not free the nearest time is looked for.
const OTHERWISE: usize = 50;
/// How many days away it is looked for: nearly every space has one within a day, and the days around it are quickly read.
const AWAY: [i64; 2] = [1, 14];

/// What a search found.
pub struct SearchResult {
    pub catalogue: Arc<Catalogue>,
    /// Can be asked for then, best fit first; all that would do when no time was said.
    pub free: Vec<SpaceMatch>,
    /// Would do and cannot be had then, best fit first: the first 50.
    pub otherwise: Vec<Otherwise>,
}

/// A space that a search found, with its venue.
#[derive(Clone)]
pub struct SpaceMatch {
    pub venue: Arc<Venue>,
    pub space: Arc<Space>,
}

pub struct Otherwise {
    pub hit: SpaceMatch,
    /// The rules that the time breaks; none when it is taken.
    pub broken: Vec<Violation>,
    /// The nearest time of the same length, within two weeks.
    pub nearest: Option<Alternative>,
}

/// What is wrong with a search, without looking for anything: [`Error::Rules`].
pub fn check(search: &Search, catalogue: &Catalogue) -> Result<(), Error> {
    SearchCriteria::read(search, catalogue).map(drop)
}

/// For anybody. Four queries at most, one more for who is signed in, and three more where seats are counted, however many
/// spaces. [`Error::Rules`] tells every
/// field that cannot be understood.
pub async fn search(app: &App, actor: &Actor, search: &Search) -> Result<SearchResult, Error> {
    let catalogue = app.catalogue().await?;
    let wanted = SearchCriteria::read(search, &catalogue)?;
    let conn = app.db.read();
    let familiar = match actor.who() {
        Some(person) => free::latest_venue(conn, person.id).await?,
        None => None,
    };
    let fitting = best_first(&catalogue, &wanted, familiar, search.language);
    let Some((starts, ends)) = wanted.time else {
        return Ok(SearchResult {
            free: fitting,
            otherwise: Vec::new(),
            catalogue,
        });
    };
    let now = app.clock.now();
    let candidates: Vec<WeighedSpace> = fitting
        .into_iter()
        .map(|hit| {
            let slot = proposal::slot(starts, ends, &hit.venue.zone);
            let asked = slot.map(|slot| Proposal {
                slot,
                starts,
                ends,
                attendees: search.attendees.unwrap_or(1),
                layout: None,
                stock: const { &Borrowed(Vec::new()) },
                // Whoever books for a group says so when asking.
                for_group: hit.space.row.who == Who::Group,
                by_manager: actor.manages(hit.venue.row.id),
                in_series: false,
            });
            WeighedSpace::weigh(hit, asked, &catalogue, now)
        })
        .collect();
    let passed = candidates.iter().filter(|one| one.broken.is_empty());
    // Venues in other zones mean other instants.
    let occupied = match passed
        .filter_map(WeighedSpace::slot)
        .reduce(Slot::and_between)
    {
        Some(slot) => {
            let window = slot.widened(widest_turnaround(&catalogue));
            let venue = wanted.venue.map(|venue| venue.row.id);
            let taken = free::taken_at(conn, venue, window).await?;
            let seats = if candidates.iter().any(WeighedSpace::by_seat) {
                free::seats_at(conn, venue, window).await?
            } else {
                Vec::new()
            };
            Some(TakenInWindow::new(window, taken, seats, now))
        }
        None => None,
    };
    let is_free = |one: &WeighedSpace| {
        let occupied = occupied.as_ref();
        occupied.is_some_and(|occupied| one.is_free(&catalogue, occupied))
    };
    let (free, mut others): (Vec<WeighedSpace>, Vec<WeighedSpace>) =
        candidates.into_iter().partition(is_free);
    others.truncate(OTHERWISE);
    let nearest = nearest(app, &catalogue, &others, now).await?;
    Ok(SearchResult {
        free: free.into_iter().map(|one| one.hit).collect(),
        otherwise: others
            .into_iter()
            .zip(nearest)
            .map(|(one, nearest)| Otherwise {
                hit: one.hit,
                broken: one.broken,
                nearest,
            })
            .collect(),
        catalogue,
    })
}

fn best_first(
    catalogue: &Catalogue,
    wanted: &SearchCriteria<'_>,
    familiar: Option<VenueId>,
    language: Language,
) -> Vec<SpaceMatch> {
    let mut fitting = Vec::new();
    for venue in catalogue.venues() {
        for space in venue.open_spaces() {
            let Some(distance) = wanted.distance(venue, space) else {
                continue;
            };
            let names = [&venue.row.name, &space.row.name].map(|name| name.get(language));
            let known_to_them = familiar == Some(venue.row.id);
            let fit = fit::fit(&space.row, &wanted.need, distance, known_to_them, names);
            let hit = SpaceMatch {
                venue: venue.clone(),
                space: space.clone(),
            };
            fitting.push((fit, hit));
        }
    }
    fitting.sort_by(|(one, _), (other, _)| one.cmp(other));
    fitting.into_iter().map(|(_, hit)| hit).collect()
}

/// A space that would do, with what is asked of it.
struct WeighedSpace {
    hit: SpaceMatch,
    /// None where the clocks skip one of its times.
    proposal: Option<Proposal<'static>>,
    broken: Vec<Violation>,
}

impl WeighedSpace {
    fn weigh(
        hit: SpaceMatch,
        proposal: Result<Proposal<'static>, Vec<Violation>>,
        catalogue: &Catalogue,
        now: Instant,
    ) -> Self {
        let (proposal, broken) = match proposal {
            Ok(proposal) => {
                let broken = proposal::check(&proposal, &hit.place(catalogue), now);
                (Some(proposal), broken)
            }
            Err(broken) => (None, broken),
        };
        Self {
            hit,
            proposal,
            broken,
        }
    }

    fn by_seat(&self) -> bool {
        self.hit.space.seats().is_some()
    }

    fn slot(&self) -> Option<Slot> {
        self.proposal.map(|proposal| proposal.slot)
    }

    fn is_free(&self, catalogue: &Catalogue, occupied: &TakenInWindow) -> bool {
        let SpaceMatch { venue, space } = &self.hit;
        let taken = |proposal| occupied.taken(catalogue, venue, space, proposal);
        self.broken.is_empty()
            && self
                .proposal
                .as_ref()
                .is_some_and(|proposal| clashes(proposal.slot, &taken(proposal)).is_empty())
    }

    fn nearest(
        &self,
        catalogue: &Catalogue,
        occupied: &TakenInWindow,
        days: i64,
        now: Instant,
    ) -> Option<Alternative> {
        let (SpaceMatch { venue, space }, proposal) = (&self.hit, self.proposal.as_ref()?);
        let wanted = Candidate {
            place: self.hit.place(catalogue),
            taken: &occupied.taken(catalogue, venue, space, proposal),
        };
        let nearest = suggest::nearest(proposal, &wanted, days, now)?;
        Some(Alternative {
            space: space.path(),
            starts: nearest.starts,
            ends: nearest.ends,
        })
    }
}

impl SpaceMatch {
    fn place<'a>(&'a self, catalogue: &'a Catalogue) -> SpaceHours<'a> {
        SpaceHours {
            space: &self.space.row,
            hours: catalogue.hours(&self.venue),
            zone: &self.venue.zone,
        }
    }
}

/// The nearest free time of each: one query a kind for all, and again for those with nothing free within a day.
async fn nearest(
    app: &App,
    catalogue: &Catalogue,
    others: &[WeighedSpace],
    now: Instant,
) -> Result<Vec<Option<Alternative>>, Error> {
    let mut found: Vec<Option<Alternative>> = others.iter().map(|_| None).collect();
    for days in AWAY {
        let left = others.iter().zip(&found).filter(|(asked, found)| {
            let helps =
                |proposal| suggest::another_time_helps(&proposal, &asked.hit.place(catalogue), now);
            found.is_none() && asked.proposal.is_some_and(helps)
        });
        let left: Vec<&WeighedSpace> = left.map(|(asked, _)| asked).collect();
        let slots = left.iter().filter_map(|asked| asked.slot());
        let Some(slot) = slots.reduce(Slot::and_between) else {
            break;
        };
        let units = left.iter();
        let units = units.flat_map(|asked| asked.hit.space.units.iter().copied());
        let window = availability::with_turnaround(slot.widened(days * 24 * 60));
        let conn = app.db.read();
        let taken = taken::on_units(conn, &Windows::of(units, window)).await?;
        let pools: Vec<PoolId> = left
            .iter()
            .filter_map(|asked| asked.hit.space.seats())
            .collect();
        let seats = pools::on_pools(conn, &pools, window).await?;
        let occupied = TakenInWindow::new(window, taken, seats, now);
        for (asked, found) in others.iter().zip(&mut found) {
            if found.is_none() {
                *found = asked.nearest(catalogue, &occupied, days, now);
            }
        }
    }
    Ok(found)
}

/// In minutes, between any two uses of any spaces: further away nothing is in the way.
fn widest_turnaround(catalogue: &Catalogue) -> i64 {
    let spaces = catalogue.venues().flat_map(|venue| &venue.spaces);
    spaces
        .map(|space| {
            turnaround::range(&space.row)
                .1
                .max(i64::from(space.row.turnaround_minutes))
        })
        .max()
        .unwrap_or(0)
}
