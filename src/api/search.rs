//! Looking for a space.

use axum::{Json, extract::State, http::HeaderMap};
use entity::{
    space::{Approval, Who},
    term::TermKind,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    caller::Anybody,
    field_error::FieldError,
    query::Query,
    refusal::Refusal,
    schema,
    venue_out::{Term, WordsOut},
};
use crate::{
    app::App,
    calendar::search::{self as searches, Otherwise, Search, SpaceMatch},
    http::language,
    i18n::Translator,
    refusal::rule::InvalidInput,
    venue::Catalogue,
    zone::format_wall,
};

const NAMES: [&str; 9] = [
    "starts",
    "ends",
    "attendees",
    "equipment",
    "venue",
    "district",
    "kind",
    "text",
    "q",
];

/// Spaces that would do.
#[derive(Debug, Serialize, ToSchema)]
pub struct FoundOut {
    /// Free then, best fit first: each can be asked for as it is. Without a time, all that would do.
    items: Vec<SpaceFound>,
    /// Always null: they come all at once.
    next: Option<String>,
    /// Would do and cannot be had then, best fit first, at most 50.
    otherwise: Vec<NotFree>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SpaceFound {
    #[schema(schema_with = schema::space_path)]
    space: String,
    name: WordsOut,
    venue_name: WordsOut,
    district: Term,
    kind: Term,
    /// People.
    capacity: i32,
    by_seat: bool,
    equipment: Vec<Term>,
    #[schema(schema_with = schema::approval)]
    approval: Approval,
    /// With `group` a request has to name one.
    #[schema(schema_with = schema::who)]
    who: Who,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct NotFree {
    #[serde(flatten)]
    space: SpaceFound,
    /// The nearest time of the same length, within two weeks; null when there is none.
    nearest: Option<Nearest>,
    /// The rules that the time breaks; empty when it is taken.
    errors: Vec<FieldError>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Nearest {
    #[schema(schema_with = schema::wall_time)]
    starts: String,
    #[schema(schema_with = schema::wall_time)]
    ends: String,
}

/// Spaces that would do: those free then, and when the others are.
#[utoipa::path(get, path = "/", tag = "venues", operation_id = "search",
    params(
        ("starts" = Option<String>, Query, description = "Wall time of the venue, `2026-12-05T16:00`. With `ends`, or neither"),
        ("ends" = Option<String>, Query, description = "Wall time of the venue"),
        ("attendees" = Option<i32>, Query, minimum = 1, description = "Spaces that hold so many people"),
        ("equipment" = Option<Vec<String>>, Query, style = Form, explode, description = "Slugs; all of them are needed"),
        ("venue" = Option<String>, Query, description = "Slug"),
        ("district" = Option<String>, Query, description = "Slug"),
        ("kind" = Option<String>, Query, description = "Slug"),
        ("text" = Option<String>, Query, max_length = 100, description = "Beginnings of words of any of the names, or of what people call a space otherwise (`танцы`), in any spelling: `кіші`, `киши`, `kishi`. `q` means the same"),
    ),
    responses((status = 200, description = "What was found", body = FoundOut)))]
pub async fn search(
    State(app): State<App>,
    Anybody(actor): Anybody,
    asked: Query,
    headers: HeaderMap,
) -> Result<Json<FoundOut>, Refusal> {
    let language = language::accepted(&headers).unwrap_or_default();
    let wanted = Search {
        language,
        ..read(&asked)?
    };
    let found = searches::search(&app, &actor, &wanted).await?;
    let t = Translator::new(language);
    let otherwise = found.otherwise.iter();
    Ok(Json(FoundOut {
        items: found
            .free
            .iter()
            .map(|hit| SpaceFound::of(hit, &found.catalogue))
            .collect(),
        next: None,
        otherwise: otherwise
            .map(|other| NotFree::of(&app, other, &found.catalogue, t))
            .collect(),
    }))
}

fn read(asked: &Query) -> Result<Search, Refusal> {
    asked.only(&NAMES)?;
    let owned = |name| {
        let value = asked.one(name)?.map(str::to_owned);
        Ok::<_, Refusal>(value.filter(|value| !value.is_empty()))
    };
    let attendees = asked.one("attendees")?.map(|text| {
        text.parse()
            .map_err(|_| Refusal::field("attendees", InvalidInput::Malformed))
    });
    let (text, q) = (owned("text")?, owned("q")?);
    if text.is_some() && q.is_some() {
        return Err(Refusal::field("q", InvalidInput::Malformed));
    }
    let equipment = asked.all("equipment").filter(|slug| !slug.is_empty());
    Ok(Search {
        starts: owned("starts")?,
        ends: owned("ends")?,
        attendees: attendees.transpose()?,
        equipment: equipment.map(str::to_owned).collect(),
        venue: owned("venue")?,
        district: owned("district")?,
        kind: owned("kind")?,
        text: text.or(q),
        ..Search::default()
    })
}

impl SpaceFound {
    fn of(hit: &SpaceMatch, catalogue: &Catalogue) -> Self {
        let (venue, row) = (&hit.venue.row, &hit.space.row);
        Self {
            space: hit.space.path(),
            name: (&row.name).into(),
            venue_name: (&venue.name).into(),
            district: Term::of(catalogue, TermKind::District, &venue.district),
            kind: Term::of(catalogue, TermKind::Kind, &row.kind),
            capacity: row.capacity,
            by_seat: row.by_seat,
            equipment: Term::all(catalogue, TermKind::Equipment, &row.equipment.0),
            approval: row.approval,
            who: row.who,
        }
    }
}

impl NotFree {
    fn of(app: &App, other: &Otherwise, catalogue: &Catalogue, t: Translator) -> Self {
        let errors = other.broken.iter();
        Self {
            space: SpaceFound::of(&other.hit, catalogue),
            nearest: other.nearest.as_ref().map(|offer| Nearest {
                starts: format_wall(offer.starts),
                ends: format_wall(offer.ends),
            }),
            errors: errors
                .map(|broken| FieldError::of(app, broken, t))
                .collect(),
        }
    }
}
