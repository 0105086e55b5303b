//! What was found, with where to ask for it.

use std::fmt::Write;

use super::form::SearchForm;
use crate::{
    calendar::search::{Otherwise, SearchResult, SpaceMatch},
    urls,
    web::{field::sentence, times::from_to, venues::SpaceLink},
};

/// Of each list; who gets more says more.
const MOST: usize = 40;

pub struct Results {
    /// How many, in words.
    pub heading: String,
    pub free: Vec<ResultCard>,
    pub otherwise: Vec<ResultCard>,
    /// Whether there are more than are shown.
    pub more: bool,
}

/// A space among the results of a search.
pub struct ResultCard {
    pub space: SpaceLink,
    pub venue: String,
    /// Why it cannot be had then.
    pub why: String,
    /// The form, filled in with the time, and what the link says.
    pub request: Option<(String, String)>,
}

impl Results {
    pub fn new(form: &SearchForm<'_>, found: &SearchResult) -> Self {
        let t = form.visitor.t();
        let time = from_to(&form.typed);
        let count = [("count", found.free.len().into())];
        let heading = match (found.free.is_empty(), time) {
            (true, Some(_)) if !found.otherwise.is_empty() => t.text("search-none-then"),
            (true, _) => t.text("search-none"),
            (false, Some(_)) => t.with("search-free", &count),
            (false, None) => t.with("search-found", &count),
        };
        let free = found.free.iter().take(MOST);
        let otherwise = found.otherwise.iter().take(MOST);
        Self {
            heading,
            free: free
                .map(|hit| {
                    let request = time.map(|(starts, ends)| {
                        let url = urls::request("", &hit.space.path(), starts, ends);
                        (with_people(form, url), t.text("search-request"))
                    });
                    card(form, found, hit, String::new(), request)
                })
                .collect(),
            otherwise: otherwise
                .map(|other| other_card(form, found, other))
                .collect(),
            more: found.free.len().max(found.otherwise.len()) > MOST,
        }
    }
}

fn other_card(form: &SearchForm<'_>, found: &SearchResult, other: &Otherwise) -> ResultCard {
    let t = form.visitor.t();
    let why = match other.broken.first() {
        Some(broken) => sentence(t, &found.catalogue, broken),
        None => t.text("search-taken"),
    };
    let request = other.nearest.as_ref().map(|offer| {
        let url = urls::request("", &offer.space, offer.starts, offer.ends);
        let when = t.when(offer.starts, offer.ends);
        let text = t.with("search-nearest", &[("when", when.into())]);
        (with_people(form, url), text)
    });
    let why = if request.is_none() && other.broken.is_empty() {
        format!("{why} {}", t.text("search-no-nearest"))
    } else {
        why
    };
    card(form, found, &other.hit, why, request)
}

fn card(
    form: &SearchForm<'_>,
    found: &SearchResult,
    hit: &SpaceMatch,
    why: String,
    request: Option<(String, String)>,
) -> ResultCard {
    let t = form.visitor.t();
    ResultCard {
        space: SpaceLink::new(&found.catalogue, t, &hit.space),
        venue: hit.venue.row.name.get(t.language).to_owned(),
        why,
        request,
    }
}

/// The form of the request begins with as many people as were looked for.
fn with_people(form: &SearchForm<'_>, mut url: String) -> String {
    if let Some(Ok(people)) = form.typed.some("attendees").map(str::parse::<i32>) {
        let _ = write!(url, "&attendees={people}");
    }
    url
}
