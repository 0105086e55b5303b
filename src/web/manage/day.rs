//! A day of all spaces of a venue, hour by hour.

use std::collections::HashSet;

use askama::Template;
use axum::{
    extract::{Path, RawQuery},
    http::StatusCode,
    response::Response,
};
use entity::{Booking, BookingId, booking::Status};
use time::{Date, Duration, PrimitiveDateTime, Time};

use super::{closures::words::reason, managed::managed};
use crate::{
    booking::{self, Filter},
    calendar::blocks::{self, Block, BlockKind},
    closure::{self, Closure},
    error::Error,
    slot::Slot,
    text::Phone,
    venue::{Catalogue, Space, Venue},
    web::{
        decide::{self, Decision},
        done,
        page_error::PageError,
        space::note,
        state::{Side, StateLabel},
        typed::Typed,
        visitor::{Frame, Visitor, personal},
    },
};

const ROW_MINUTES: u16 = 60;
const PER_CALL: u64 = 100;
/// More than a venue can hold in a day.
const CALLS: usize = 10;

#[derive(Template)]
#[template(path = "day.html", config = "config/askama.toml")]
struct DayPage {
    frame: Frame,
    venue_name: String,
    queue: String,
    path: String,
    date: String,
    caption: String,
    note: String,
    previous: Option<String>,
    next: Option<String>,
    spaces: Vec<String>,
    rows: Vec<Row>,
}

struct Row {
    time: String,
    cells: Vec<Cell>,
}

#[derive(Default)]
struct Cell {
    entries: Vec<Entry>,
    /// What else there is to say of this hour, with its class.
    other: Vec<(&'static str, String)>,
}

struct Entry {
    code: String,
    class: &'static str,
    /// From when to when; only that it goes on, in the hours after the first.
    when: String,
    title: String,
    status: String,
    contact: String,
    first: bool,
    /// Whether they came: once its time is near.
    decisions: Vec<Decision>,
}

/// `GET /manage/{venue}/day?date=`
pub async fn board(
    mut visitor: Visitor,
    Path(slug): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let catalogue = visitor.app.catalogue().await?;
    let venue = managed(&visitor, &catalogue, &slug)?;
    let query = Typed::read(query.unwrap_or_default().as_bytes());
    visitor.done = done::acts::of_one_of_many(&visitor, &catalogue, &query).await?;
    let today = venue.zone.local(visitor.app.clock.now()).date();
    let date = crate::zone::parse_date(query.get("date")).unwrap_or(today);
    let until = date.saturating_add(Duration::days(2));
    let spaces: Vec<_> = venue.open_spaces().cloned().collect();
    let blocks = blocks::blocks(&visitor.app, &catalogue, venue, &spaces, date, until).await?;
    let hours = catalogue.hours(venue);
    let openings = hours.on(date).openings();
    let from = openings.iter().map(|one| one.from).min().unwrap_or(9 * 60);
    let to = openings.iter().map(|one| one.to).max().unwrap_or(21 * 60);
    let at = |minute: u16| {
        PrimitiveDateTime::new(date, Time::MIDNIGHT)
            .saturating_add(Duration::minutes(i64::from(minute)))
    };
    let instant = |minute| venue.zone.instant_or_next(at(minute));
    let day = Slot {
        starts_at: instant(0),
        ends_at: instant(to.max(24 * 60)),
    };
    let (bookings, given) = of_day(&visitor, &slug, day).await?;
    if !bookings.is_empty() {
        visitor.lists_contacts();
    }
    let first_minute = bookings
        .iter()
        .filter_map(|one| crate::zone::parse_wall(&one.starts))
        .filter(|starts| starts.date() == date)
        .map(|starts| u16::from(starts.hour()) * 60)
        .chain([from / ROW_MINUTES * ROW_MINUTES])
        .min()
        .unwrap_or(from);
    let ends = |one: &Booking| {
        let ends = crate::zone::parse_wall(&one.ends)?;
        let minute = (ends - at(0)).whole_minutes().clamp(0, 24 * 60);
        u16::try_from(minute).ok()
    };
    // What was waived may end after hours, too.
    let last_minute = bookings.iter().filter_map(ends).max();
    let last_minute = last_minute.unwrap_or(to).max(to);
    // What has begun the day before goes on until then.
    let over_night = bookings.iter().filter(|one| one.starts_at < instant(0));
    let over_night = over_night.filter_map(ends).max().unwrap_or(0);
    let early = 0..over_night.next_multiple_of(ROW_MINUTES);
    let late = first_minute.max(early.end)..last_minute;
    let row = usize::from(ROW_MINUTES);
    let t = visitor.t();
    let path = format!("/manage/{slug}/day");
    let board = Board {
        visitor: &visitor,
        catalogue: &catalogue,
        venue,
        given,
        closures: closure::of_day(&visitor.app, &visitor.actor, venue.row.id, day).await?,
        path: format!("{path}?date={date}"),
    };
    let rows = (early.step_by(row))
        .chain(late.step_by(row))
        .filter_map(|minute| {
            let hour = Slot::new(instant(minute), instant(minute + ROW_MINUTES))?;
            let cells = spaces
                .iter()
                .map(|space| cell(&board, space, hour, &bookings, &blocks));
            Some(Row {
                time: t.time(at(minute)),
                cells: cells.collect(),
            })
        });
    let other = |day: Option<Date>| day.map(|day| format!("{path}?date={day}"));
    let page = DayPage {
        frame: visitor.frame(t.text("day-heading")),
        venue_name: venue.row.name.get(t.language).to_owned(),
        queue: format!("/manage/{slug}"),
        date: date.to_string(),
        caption: t.date(date),
        note: note(t, &catalogue, venue, date),
        previous: other(date.previous_day()),
        next: other(date.next_day()),
        spaces: spaces
            .iter()
            .map(|space| space.row.name.get(t.language).to_owned())
            .collect(),
        rows: rows.collect(),
        path,
    };
    personal(StatusCode::OK, &page)
}

/// With those of them whose time was given to another group.
async fn of_day(
    visitor: &Visitor,
    slug: &str,
    day: Slot,
) -> Result<(Vec<Booking>, HashSet<BookingId>), Error> {
    let (mut found, mut given) = (Vec::new(), HashSet::new());
    let mut after = None;
    for _ in 0..CALLS {
        let filter = Filter {
            statuses: vec![
                Status::Pending,
                Status::Approved,
                Status::CheckedIn,
                Status::NoShow,
                Status::Completed,
            ],
            venue: Some(slug.to_owned()),
            from: Some(day.starts_at),
            to: Some(day.ends_at),
            after,
            limit: PER_CALL,
            ..Filter::default()
        };
        let page = booking::list(&visitor.app, &visitor.actor, filter).await?;
        found.extend(page.items);
        given.extend(page.given);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    Ok((found, given))
}

/// Whose board, and of what.
struct Board<'a> {
    visitor: &'a Visitor,
    catalogue: &'a Catalogue,
    venue: &'a Venue,
    /// Of what waits, whose time was given to another group.
    given: HashSet<BookingId>,
    closures: Vec<Closure>,
    path: String,
}

fn cell(
    board: &Board<'_>,
    space: &Space,
    hour: Slot,
    bookings: &[Booking],
    blocks: &[Block],
) -> Cell {
    let t = board.visitor.t();
    let mut cell = Cell::default();
    for booking in bookings.iter().filter(|one| one.space_id == space.row.id) {
        let slot = Slot {
            starts_at: booking.starts_at,
            ends_at: booking.ends_at,
        };
        if slot.overlaps(hour) {
            cell.entries.push(entry(board, booking, hour));
        }
    }
    let here = |kind| {
        blocks.iter().any(|block| {
            block.space == space.row.id && block.kind == kind && block.slot.overlaps(hour)
        })
    };
    for (kind, class, key) in [
        (BlockKind::Busy, "taken", "day-taken-by-part"),
        (BlockKind::Pending, "held", "day-asked-by-part"),
        (BlockKind::Closure, "closed", "week-closure"),
        (BlockKind::Turnaround, "cleaning", "week-cleaning"),
        (BlockKind::Closed, "closed", "week-closed"),
    ] {
        let told = matches!(kind, BlockKind::Busy | BlockKind::Pending) && !cell.entries.is_empty();
        if here(kind) && !told {
            let why = match kind {
                BlockKind::Closure => why(board, space, hour),
                _ => None,
            };
            let said = [Some(t.text(key)), why];
            let said: Vec<String> = said.into_iter().flatten().collect();
            cell.other.push((class, said.join(": ")));
        }
    }
    if cell.entries.is_empty() && cell.other.is_empty() {
        cell.other.push(("free", t.text("week-free")));
    }
    cell
}

/// Why a space is closed then: whoever closed it, or floor of it, said why.
fn why(board: &Board<'_>, space: &Space, hour: Slot) -> Option<String> {
    let closed = |closure: &&Closure| {
        let spaces = board.venue.spaces.iter();
        let mut spaces = spaces.filter(|other| closure.spaces.contains(&other.row.id));
        closure.times.iter().any(|time| time.overlaps(hour))
            && spaces.any(|other| other.units.iter().any(|unit| space.units.contains(unit)))
    };
    let found = board.closures.iter().filter(closed);
    let mut said = found.map(|one| reason(board.visitor.t(), board.catalogue, one));
    said.find(|said| !said.is_empty())
}

fn entry(board: &Board<'_>, booking: &Booking, hour: Slot) -> Entry {
    let (t, venue) = (board.visitor.t(), board.venue);
    let first = booking.starts_at >= hour.starts_at;
    let clock = |at| t.time(venue.zone.local(at));
    let phone = booking.contact_phone.as_deref().map(Phone::readable);
    let contact = [Some(booking.contact_name.clone()), phone];
    let given = board.given.contains(&booking.id);
    let state = StateLabel::of(t, booking, given, Side::Venue);
    Entry {
        code: booking.code.clone(),
        class: state.class,
        when: if first {
            format!("{}–{}", clock(booking.starts_at), clock(booking.ends_at))
        } else {
            t.with("day-until", &[("time", clock(booking.ends_at).into())])
        },
        title: booking.title.clone(),
        status: state.text,
        contact: contact.into_iter().flatten().collect::<Vec<_>>().join(", "),
        decisions: if first {
            at_the_door(board, booking)
        } else {
            Vec::new()
        },
        first,
    }
}

fn at_the_door(board: &Board<'_>, booking: &Booking) -> Vec<Decision> {
    let t = board.visitor.t();
    let can = board.visitor.can(board.catalogue, booking);
    let mut decisions = decide::possible(t, board.catalogue, booking, &can, &board.path);
    decisions.retain(|one| matches!(one.slug, "check-in" | "no-show"));
    for one in decisions.iter_mut().filter(|one| one.people.is_some()) {
        // There is no room for more than a word.
        one.people = Some(t.text("form-attendees"));
    }
    decisions
}
