//! What stands in a venue's calendar: no names, but public titles.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};
use serde::Serialize;
use time::Date;
use utoipa::ToSchema;

use super::{query::Query, refusal::Refusal, schema};
use crate::{
    app::App,
    calendar::blocks::{self as calendars, Block, BlockKind},
    error::Error,
    memory::{answers::CachedAnswer, stamps},
    refusal::rule::InvalidInput,
    venue::{Catalogue, Space, Venue},
    zone::{format_wall, parse_date},
};

const MOST_DAYS: u16 = 93;

/// Times in which a space is not simply free.
#[derive(Debug, Serialize, ToSchema)]
pub struct Calendar {
    /// By space and start.
    items: Vec<BlockOut>,
    /// Always null: a calendar comes whole.
    next: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct BlockOut {
    #[schema(schema_with = schema::space_path)]
    space: String,
    #[schema(schema_with = schema::wall_time)]
    starts: String,
    #[schema(schema_with = schema::wall_time)]
    ends: String,
    #[schema(schema_with = schema::block_kind)]
    kind: BlockKind,
    /// How many seats are free, where a space is let by the seat.
    #[serde(skip_serializing_if = "Option::is_none")]
    seats_free: Option<i32>,
    /// Of what is busy, if it is approved and its group wants everybody to see it; joined with ` · ` where several parts of the
    /// space are taken alike.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
}

/// What is taken, asked for, closed, or too short before the next use. No names; titles only of approved bookings whose groups
/// made them public.
#[utoipa::path(get, path = "/", tag = "venues", operation_id = "calendar",
    params(
        ("from" = String, Query, format = Date, description = "The first day"),
        ("to" = String, Query, format = Date, description = "The day after the last; at most 93 days later"),
        ("space" = Option<Vec<String>>, Query, style = Form, explode, description = "Slugs; all spaces when missing"),
    ),
    responses((status = 200, description = "The calendar", body = Calendar, headers(("ETag" = String))), (status = 304, description = "Unchanged")))]
pub async fn calendar(
    State(app): State<App>,
    Path(slug): Path<String>,
    asked: Query,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    // A catalogue that is no longer the newest shows in the stamp, so the common case costs one query.
    let known = app.known_catalogue().await?;
    if let Ok(wanted) = CalendarQuery::read(&known, &slug, &asked) {
        let stamp = calendars::stamp(&app, &wanted.venue, &wanted.spaces).await?;
        if stamp.revision == known.revision {
            return Ok(answer(&app, &known, &wanted, stamp)
                .await?
                .respond(&headers));
        }
    }
    let fresh = app.catalogue().await?;
    let wanted = CalendarQuery::read(&fresh, &slug, &asked)?;
    let stamp = calendars::stamp(&app, &wanted.venue, &wanted.spaces).await?;
    Ok(answer(&app, &fresh, &wanted, stamp)
        .await?
        .respond(&headers))
}

/// What a call asks of the calendar of a venue: which spaces, and which days.
struct CalendarQuery {
    venue: Arc<Venue>,
    spaces: Vec<Arc<Space>>,
    from: Date,
    to: Date,
}

impl CalendarQuery {
    fn read(catalogue: &Catalogue, slug: &str, asked: &Query) -> Result<Self, Refusal> {
        let venue = catalogue.venue(slug).ok_or(Error::NotFound)?;
        asked.only(&["from", "to", "space"])?;
        let (from, to) = (day(asked, "from")?, day(asked, "to")?);
        if to <= from {
            return Err(Refusal::field("to", InvalidInput::EndsBeforeStart));
        }
        if (to - from).whole_days() > i64::from(MOST_DAYS) {
            return Err(Refusal::field(
                "to",
                InvalidInput::TooFarApart { max: MOST_DAYS },
            ));
        }
        let mut spaces: Vec<Arc<Space>> = Vec::new();
        for name in asked.all("space") {
            let bare = name.strip_prefix(&format!("{slug}/")).unwrap_or(name);
            let space = venue
                .space(bare)
                .ok_or_else(|| Refusal::field("space", InvalidInput::Unknown))?;
            if !spaces.iter().any(|known| known.row.id == space.row.id) {
                spaces.push(space.clone());
            }
        }
        if spaces.is_empty() {
            spaces = venue.open_spaces().cloned().collect();
        }
        spaces.sort_by_key(|space| space.row.position);
        Ok(Self {
            venue: venue.clone(),
            spaces,
            from,
            to,
        })
    }

    fn name(&self) -> String {
        let spaces: Vec<&str> = self
            .spaces
            .iter()
            .map(|one| one.row.slug.as_str())
            .collect();
        let (venue, from, to) = (&self.venue.row.slug, self.from, self.to);
        format!("api calendar {venue} {from} {to} {}", spaces.join(" "))
    }
}

fn day(asked: &Query, name: &'static str) -> Result<Date, Refusal> {
    let text = asked
        .one(name)?
        .ok_or_else(|| Refusal::field(name, InvalidInput::Missing))?;
    parse_date(text).ok_or_else(|| Refusal::field(name, InvalidInput::Malformed))
}

async fn answer(
    app: &App,
    catalogue: &Catalogue,
    wanted: &CalendarQuery,
    stamp: stamps::Stamp,
) -> Result<CachedAnswer, Error> {
    let make = async {
        let CalendarQuery {
            venue,
            spaces,
            from,
            to,
        } = wanted;
        let blocks = calendars::blocks(app, catalogue, venue, spaces, *from, *to).await?;
        let items = blocks
            .iter()
            .map(|block| BlockOut::of(block, catalogue, venue))
            .collect();
        let body = serde_json::to_vec(&Calendar { items, next: None }).map_err(Error::internal)?;
        Ok(CachedAnswer::new(body, "application/json"))
    };
    // A catalogue that was loaded since is not the one of this answer.
    if stamp.revision != catalogue.revision {
        return make.await;
    }
    app.answers.get_or_make(wanted.name(), stamp, make).await
}

impl BlockOut {
    fn of(block: &Block, catalogue: &Catalogue, venue: &Venue) -> Self {
        Self {
            space: catalogue
                .space_of(block.space)
                .map(|space| space.path())
                .unwrap_or_default(),
            starts: format_wall(venue.zone.local(block.slot.starts_at)),
            ends: format_wall(venue.zone.local(block.slot.ends_at)),
            kind: block.kind,
            seats_free: block.seats_free,
            title: block.title.clone(),
        }
    }
}
