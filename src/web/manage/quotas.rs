//! How much of a venue one booker may have: its managers set it.

use askama::Template;
use axum::{
    extract::{Path, RawQuery},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use entity::{PrimeTime, PrimeWindow, venue_quota};
use time::{Duration, macros::date};

use super::managed::managed;
use crate::{
    error::Error,
    i18n::Translator,
    quota::settings,
    refusal::rule::{InvalidInput, Violation},
    venue::Venue,
    web::{
        language_choice,
        page_error::PageError,
        times,
        typed::Typed,
        visitor::{Frame, Visitor, personal},
    },
};

#[derive(Template)]
#[template(path = "quotas.html", config = "config/askama.toml")]
struct QuotasPage {
    frame: Frame,
    venue_name: String,
    queue: String,
    path: String,
    saved: bool,
    /// The id of a field and what is wrong with it.
    faults: Vec<(String, String)>,
    /// A week and a month.
    periods: Vec<(String, Vec<Line>)>,
    windows: Vec<Window>,
}

struct Line {
    name: &'static str,
    label: String,
    value: String,
    error: String,
}

struct Window {
    number: usize,
    label: String,
    /// Name of the box, the day, whether it is ticked.
    days: Vec<(String, String, bool)>,
    from: String,
    to: String,
    error: String,
}

/// `GET /manage/{venue}/quotas`
pub async fn show(
    visitor: Visitor,
    Path(slug): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let catalogue = visitor.app.catalogue().await?;
    let venue = managed(&visitor, &catalogue, &slug)?;
    let saved = query.is_some_and(|query| query == "saved");
    let page = page(&visitor, venue, &typed(&venue.quotas), &[], saved);
    personal(StatusCode::OK, &page)
}

/// `POST /manage/{venue}/quotas`: sets them, or only shows the form again in another language.
pub async fn set(
    mut visitor: Visitor,
    Path(slug): Path<String>,
    mut form: Typed,
) -> Result<Response, PageError> {
    let switched = language_choice::switch(&mut visitor, &mut form).await;
    let catalogue = visitor.app.catalogue().await?;
    let venue = managed(&visitor, &catalogue, &slug)?;
    if let Some(cookie) = switched {
        let broken = match read(&form, venue) {
            Ok(row) => settings::faults(&row),
            Err(broken) => broken,
        };
        let page = page(&visitor, venue, &form, &broken, false);
        return Ok((cookie, personal(StatusCode::OK, &page)?).into_response());
    }
    let done = match read(&form, venue) {
        Ok(row) => settings::set(&visitor.app, &visitor.actor, row).await,
        Err(broken) => Err(Error::Rules(broken)),
    };
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/manage/{slug}/quotas?saved")).into_response()),
        Err(Error::Rules(broken)) => {
            let page = page(&visitor, venue, &form, &broken, false);
            personal(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

fn page(
    visitor: &Visitor,
    venue: &Venue,
    typed: &Typed,
    broken: &[Violation],
    saved: bool,
) -> QuotasPage {
    let t = visitor.t();
    let line = |name: &'static str, label: &str| Line {
        name,
        label: t.text(label),
        value: typed.get(name).to_owned(),
        error: broken
            .iter()
            .filter(|one| one.field == name)
            .map(|one| t.broken(one, str::to_owned))
            .collect(),
    };
    let periods = vec![
        (
            t.text("quota-week"),
            vec![
                line("hours_per_week", "quota-hours"),
                line("prime_hours_per_week", "quota-prime-hours"),
                line("bookings_per_week", "quota-bookings"),
            ],
        ),
        (
            t.text("quota-month"),
            vec![
                line("hours_per_month", "quota-hours"),
                line("prime_hours_per_month", "quota-prime-hours"),
                line("bookings_per_month", "quota-bookings"),
            ],
        ),
    ];
    let refused = broken.iter().any(|one| one.field == "prime_time");
    let windows: Vec<Window> = windows_shown(typed)
        .into_iter()
        .map(|number| shown(t, typed, number, refused))
        .collect();
    let lines = periods.iter().flat_map(|(_, lines)| lines);
    let lines = lines.map(|line| (line.name.to_owned(), line.error.clone()));
    let of_windows = windows
        .iter()
        .map(|window| (format!("from-{}", window.number), window.error.clone()));
    let faults = lines.chain(of_windows);
    let path = format!("/manage/{}/quotas", venue.row.slug);
    QuotasPage {
        venue_name: venue.row.name.get(t.language).to_owned(),
        queue: format!("/manage/{}", venue.row.slug),
        saved,
        faults: faults.filter(|(_, error)| !error.is_empty()).collect(),
        frame: Frame {
            path: path.clone(),
            form: Some("quotas".to_owned()),
            ..visitor.frame(t.text("quota-heading"))
        },
        periods,
        windows,
        path,
    }
}

/// Those that say something, and an empty one for the next.
fn windows_shown(typed: &Typed) -> Vec<usize> {
    let all = 1..=settings::MOST_WINDOWS;
    let mut shown: Vec<usize> = all
        .filter(|number| says_something(typed, *number))
        .collect();
    let next = shown.last().map_or(1, |last| last + 1);
    if next <= settings::MOST_WINDOWS {
        shown.push(next);
    }
    shown
}

fn shown(t: Translator, typed: &Typed, number: usize, refused: bool) -> Window {
    let monday = date!(2024 - 01 - 01);
    let days = (0..7_u8).map(|day| {
        let name = day_name(number, usize::from(day));
        let ticked = typed.some(&name).is_some();
        let label = t.weekday(monday.saturating_add(Duration::days(day.into())));
        (name, label, ticked)
    });
    let wrong = refused && says_something(typed, number) && window(typed, number).is_none();
    let number_said = [("number", number.into())];
    Window {
        number,
        label: t.with("quota-window", &number_said),
        days: days.collect(),
        from: typed.get(&format!("from-{number}")).to_owned(),
        to: typed.get(&format!("to-{number}")).to_owned(),
        error: if wrong {
            t.with("quota-window-wrong", &number_said)
        } else {
            String::new()
        },
    }
}

fn day_name(number: usize, day: usize) -> String {
    format!("day-{number}-{}", day + 1)
}

fn says_something(typed: &Typed, number: usize) -> bool {
    let times = [format!("from-{number}"), format!("to-{number}")];
    let days = (0..7).map(|day| day_name(number, day));
    times
        .into_iter()
        .chain(days)
        .any(|name| typed.some(&name).is_some())
}

fn window(typed: &Typed, number: usize) -> Option<PrimeWindow> {
    let days = std::array::from_fn(|day| typed.some(&day_name(number, day)).is_some());
    let time = |name: &str| times::time(typed, &format!("{name}-{number}"));
    settings::window(days, time("from")?, time("to")?)
}

fn typed(row: &venue_quota::Model) -> Typed {
    let mut typed = Typed::default();
    let mut set = |name: &str, limit: Option<i32>| {
        typed.set(name, limit.map_or(String::new(), |limit| limit.to_string()));
    };
    set("hours_per_week", row.hours_per_week);
    set("hours_per_month", row.hours_per_month);
    set("bookings_per_week", row.bookings_per_week);
    set("bookings_per_month", row.bookings_per_month);
    set("prime_hours_per_week", row.prime_hours_per_week);
    set("prime_hours_per_month", row.prime_hours_per_month);
    for (number, window) in (1..).zip(&row.prime_time.0) {
        let clock = |minutes: u16| format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60);
        typed.set(&format!("from-{number}"), clock(window.from));
        typed.set(&format!("to-{number}"), clock(window.to));
        for day in (0..7).filter(|day| window.days[*day]) {
            typed.set(&day_name(number, day), "1");
        }
    }
    typed
}

fn read(form: &Typed, venue: &Venue) -> Result<venue_quota::Model, Vec<Violation>> {
    let mut broken = Vec::new();
    let mut limit = |name: &'static str| {
        let number = form.some(name)?.parse();
        if number.is_err() {
            let most = settings::MOST.into();
            broken.push(Violation::invalid(
                name,
                InvalidInput::Between { least: 0, most },
            ));
        }
        number.ok()
    };
    let mut row = venue_quota::Model {
        venue_id: venue.row.id,
        hours_per_week: limit("hours_per_week"),
        hours_per_month: limit("hours_per_month"),
        bookings_per_week: limit("bookings_per_week"),
        bookings_per_month: limit("bookings_per_month"),
        prime_hours_per_week: limit("prime_hours_per_week"),
        prime_hours_per_month: limit("prime_hours_per_month"),
        prime_time: PrimeTime::default(),
    };
    for number in (1..=settings::MOST_WINDOWS).filter(|number| says_something(form, *number)) {
        match window(form, number) {
            Some(window) => row.prime_time.0.push(window),
            None => broken.push(Violation::invalid("prime_time", InvalidInput::Malformed)),
        }
    }
    if broken.is_empty() {
        Ok(row)
    } else {
        Err(broken)
    }
}
