//! `/venues/{venue}/{space}`: a space with its week.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, RawQuery},
    http::{HeaderValue, header},
    response::Response,
};
use time::{Date, Duration, PrimitiveDateTime};

use super::{
    page_error::PageError,
    rules,
    typed::Typed,
    venues::{SpaceLink, VenueDirections},
    visitor::{Frame, Visitor, render},
    week::{self, CellState, SpaceInWeek, WeekCell},
};
use crate::{
    app::App,
    calendar::blocks,
    error::Error,
    i18n::Translator,
    memory::{answers::CachedAnswer, stamps::Stamp},
    urls,
    venue::{Catalogue, Space, Venue},
};

/// A kept page is at most so much behind the clock.
const TICK_SECONDS: i64 = 300;

#[derive(Template)]
#[template(path = "space.html", config = "config/askama.toml")]
struct SpacePage {
    frame: Frame,
    venue_slug: String,
    space: SpaceLink,
    facts: VenueDirections,
    caption: String,
    days: Vec<DayHead>,
    rows: Vec<Row>,
    previous: Option<String>,
    next: String,
    legend: Vec<(&'static str, String)>,
    rules: Vec<String>,
    request: String,
}

struct DayHead {
    short: String,
    long: String,
    number: u8,
    /// Why it is special, if it is.
    note: String,
    /// Free stretches, for the list beside the table.
    free: Vec<Stretch>,
    today: bool,
}

/// Neighbouring cells in which a booking can begin.
struct Stretch {
    text: String,
    url: String,
    asked_for: bool,
}

struct Row {
    time: String,
    cells: Vec<CellView>,
}

struct CellView {
    class: &'static str,
    text: String,
    /// What stands before the text for who cannot see the table.
    full: String,
    /// What the colour says, before a title.
    unseen: String,
    /// Of the form, where it is free.
    url: Option<String>,
}

/// `GET /venues/{venue}/{space}?week=`
pub async fn one(
    visitor: Visitor,
    Path((venue_slug, space_slug)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let StampedSpace {
        catalogue,
        venue,
        space,
        stamp,
    } = standing(&visitor.app, &venue_slug, &space_slug).await?;
    let asked = Typed::read(query.unwrap_or_default().as_bytes());
    let now = visitor.app.clock.now();
    let today = venue.zone.local(now).date();
    let monday = week::monday(crate::zone::parse_date(asked.get("week")).unwrap_or(today));
    let until = monday.saturating_add(Duration::days(week::DAYS + 1));
    let wanted = [space.clone()];
    let look = async {
        let blocks =
            blocks::blocks(&visitor.app, &catalogue, &venue, &wanted, monday, until).await?;
        let picture = SpaceInWeek {
            space: &space.row,
            hours: catalogue.hours(&venue),
            zone: &venue.zone,
            blocks: &blocks,
            now,
        };
        let week = week::week(monday, &picture);
        Ok::<_, Error>(page(&visitor, &catalogue, &venue, &space, &week, today))
    };
    // What stands in the head of a page differs from person to person, so only nobody's is kept.
    if visitor.actor.who().is_some() {
        return visitor.page(&look.await?);
    }
    let make = async {
        let body = render(&look.await?)?;
        Ok::<_, Error>(CachedAnswer::new(body, "text/html; charset=utf-8"))
    };
    // A catalogue that was loaded since is not the one of this page.
    let answer = if stamp.revision == catalogue.revision {
        let asked = question(&visitor, &space, monday);
        visitor.app.answers.get_or_make(asked, stamp, make).await?
    } else {
        make.await?
    };
    Ok(respond(&visitor, answer))
}

/// A space, and the stamp that says how new everything is that is known of the space.
struct StampedSpace {
    catalogue: Arc<Catalogue>,
    venue: Arc<Venue>,
    space: Arc<Space>,
    stamp: Stamp,
}

/// A catalogue that is no longer the newest shows in the stamp, so the common case costs one query.
async fn standing(
    app: &App,
    venue_slug: &str,
    space_slug: &str,
) -> Result<StampedSpace, PageError> {
    let known = app.known_catalogue().await?;
    if let Ok(standing) = stamped(app, known, venue_slug, space_slug).await
        && standing.stamp.revision == standing.catalogue.revision
    {
        return Ok(standing);
    }
    let fresh = app.catalogue().await?;
    stamped(app, fresh, venue_slug, space_slug).await
}

async fn stamped(
    app: &App,
    catalogue: Arc<Catalogue>,
    venue_slug: &str,
    space_slug: &str,
) -> Result<StampedSpace, PageError> {
    let (venue, space) = found(&catalogue, venue_slug, space_slug)?;
    let (venue, space) = (venue.clone(), space.clone());
    let stamp = blocks::stamp(app, &venue, std::slice::from_ref(&space)).await?;
    Ok(StampedSpace {
        catalogue,
        venue,
        space,
        stamp,
    })
}

/// Everything that the page depends on but for the stamp. Cells pass and come near enough as time goes by.
fn question(visitor: &Visitor, space: &Space, monday: Date) -> String {
    let tick = visitor.app.clock.now().0.div_euclid(TICK_SECONDS);
    format!(
        "week {} {monday} {} {tick} {}",
        space.path(),
        visitor.language.tag(),
        visitor.dev_mail
    )
}

fn respond(visitor: &Visitor, answer: CachedAnswer) -> Response {
    let mut response = answer.respond(&visitor.headers);
    let headers = response.headers_mut();
    // The language stands in a cookie.
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-cache"),
    );
    headers.insert(header::VARY, HeaderValue::from_static("cookie"));
    response
}

pub fn found<'a>(
    catalogue: &'a Catalogue,
    venue: &str,
    space: &str,
) -> Result<(&'a Arc<Venue>, &'a Arc<Space>), Error> {
    catalogue
        .space(&format!("{venue}/{space}"))
        .ok_or(Error::NotFound)
}

fn page(
    visitor: &Visitor,
    catalogue: &Catalogue,
    venue: &Venue,
    space: &Space,
    week: &week::Week,
    today: Date,
) -> SpacePage {
    let t = visitor.t();
    let link = SpaceLink::new(catalogue, t, space);
    let path = format!("/venues/{}", space.path());
    let monday = week.days[0];
    let sunday = week.days[week.days.len() - 1];
    let caption = t.with(
        "week-caption",
        &[
            ("space", link.name.clone().into()),
            ("dates", t.days(monday, sunday).into()),
        ],
    );
    let other = |days| {
        let monday = monday.saturating_add(Duration::days(days));
        format!("{path}?week={monday}")
    };
    let shortest = week::shortest(&space.row);
    let view = |cell: &WeekCell| view(t, space, shortest, cell);
    let days = week.days.iter().enumerate().map(|(at, day)| DayHead {
        short: t.weekday_short(*day),
        long: format!("{}, {}", t.weekday(*day), t.day_month(*day)),
        number: day.day(),
        note: note(t, catalogue, venue, *day),
        free: stretches(
            t,
            space,
            shortest,
            week.rows.iter().map(|row| row[at].clone()),
        ),
        today: *day == today,
    });
    let rows = week.rows.iter().map(|row| Row {
        time: t.time(row[0].starts),
        cells: row.iter().map(view).collect(),
    });
    let title = format!("{} · {}", link.name, venue.row.name.get(t.language));
    SpacePage {
        frame: Frame {
            path: other(0),
            ..visitor.frame(title)
        },
        venue_slug: venue.row.slug.clone(),
        facts: VenueDirections::new(venue, t),
        caption,
        days: days.collect(),
        rows: rows.collect(),
        previous: (monday > week::monday(today)).then(|| other(-week::DAYS)),
        next: other(week::DAYS),
        legend: LEGEND
            .iter()
            .map(|state| (class(*state), text(t, *state)))
            .collect(),
        rules: rules::in_words(t, catalogue, venue, space),
        request: format!("{path}/request"),
        space: link,
    }
}

const LEGEND: [CellState; 6] = [
    CellState::Free,
    CellState::FreeAskedFor,
    CellState::Held,
    CellState::Taken,
    CellState::Cleaning,
    CellState::Closed,
];

fn view(t: Translator, space: &Space, shortest: i64, cell: &WeekCell) -> CellView {
    let full = format!(
        "{}, {}, {}: ",
        t.weekday(cell.starts.date()),
        t.day_month(cell.starts.date()),
        t.time(cell.starts)
    );
    let title = cell.title.clone();
    let title = title.filter(|_| cell.state == CellState::Taken);
    CellView {
        class: class(cell.state),
        unseen: title
            .as_ref()
            .map_or(String::new(), |_| text(t, cell.state)),
        text: match (cell.seats.filter(|_| cell.state.is_free()), title) {
            (Some(seats), _) => t.with("week-seats", &[("seats", seats.into())]),
            (None, Some(title)) => title,
            (None, None) => text(t, cell.state),
        },
        full,
        url: cell
            .state
            .is_free()
            .then(|| form(space, cell.starts, shortest)),
    }
}

fn form(space: &Space, starts: PrimitiveDateTime, minutes: i64) -> String {
    let ends = starts.saturating_add(Duration::minutes(minutes));
    urls::request("", &space.path(), starts, ends)
}

fn stretches(
    t: Translator,
    space: &Space,
    shortest: i64,
    cells: impl Iterator<Item = WeekCell>,
) -> Vec<Stretch> {
    let mut found: Vec<(WeekCell, PrimitiveDateTime)> = Vec::new();
    for cell in cells.filter(|cell| cell.state.is_free()) {
        let last = cell.starts.saturating_add(Duration::minutes(shortest));
        match found.last_mut() {
            Some((first, until)) if cell.starts <= *until && first.state == cell.state => {
                *until = last;
            }
            before => {
                // Whoever begins in one stretch may end in the next: each is told up to where the other begins.
                if let Some((_, until)) = before {
                    *until = (*until).min(cell.starts);
                }
                found.push((cell, last));
            }
        }
    }
    found
        .into_iter()
        .map(|(cell, until)| Stretch {
            text: format!("{}–{}", t.time(cell.starts), t.time(until)),
            url: form(space, cell.starts, shortest),
            asked_for: cell.state == CellState::FreeAskedFor,
        })
        .collect()
}

/// Why a day is special, if it is.
pub fn note(t: Translator, catalogue: &Catalogue, venue: &Venue, day: Date) -> String {
    let hours = catalogue.hours(venue);
    let holiday = catalogue
        .day(day)
        .filter(|day| day.kind != entity::day::DayKind::WorkingDay);
    match (holiday, hours.on(day).openings().is_empty()) {
        (Some(holiday), _) if holiday.expected => {
            let name = holiday.name.get(t.language).to_owned();
            t.with("week-expected", &[("name", name.into())])
        }
        (Some(holiday), _) => holiday.name.get(t.language).to_owned(),
        (None, true) => t.text("week-closed"),
        (None, false) => String::new(),
    }
}

fn class(state: CellState) -> &'static str {
    match state {
        CellState::Past => "past",
        CellState::Closed | CellState::Closure => "closed",
        CellState::Taken => "taken",
        CellState::Held => "held",
        CellState::Cleaning => "cleaning",
        CellState::TooSoon | CellState::TooFar | CellState::TooShort => "no",
        CellState::Free => "free",
        CellState::FreeAskedFor => "free asked",
    }
}

fn text(t: Translator, state: CellState) -> String {
    t.text(match state {
        CellState::Past => "week-past",
        CellState::Closed => "week-closed",
        CellState::Closure => "week-closure",
        CellState::Taken => "week-taken",
        CellState::Held => "week-held",
        CellState::Cleaning => "week-cleaning",
        CellState::TooSoon => "week-too-soon",
        CellState::TooFar => "week-too-far",
        CellState::TooShort => "week-too-short",
        CellState::Free => "week-free",
        CellState::FreeAskedFor => "week-free-asked-for",
    })
}
