//! What the managers of a venue allow one booker.

use axum::{Json, extract::Path};
use entity::{PrimeTime, PrimeWindow, venue_quota};
use serde::{Deserialize, Serialize};
use time::Time;
use utoipa::ToSchema;

use super::{caller::Caller, posted::Posted, refusal::Refusal, schema};
use crate::{quota::settings, refusal::rule::InvalidInput, zone::parse_wall};

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// What one booker may have of a venue. A limit that is null, or left out, holds nobody back. A booking counts in the ISO
/// week and the calendar month of the venue in which it starts; what was cancelled or not approved does not count.
#[derive(Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Quotas {
    #[schema(minimum = 0, maximum = 1000)]
    hours_per_week: Option<u16>,
    #[schema(minimum = 0, maximum = 1000)]
    hours_per_month: Option<u16>,
    #[schema(minimum = 0, maximum = 1000)]
    bookings_per_week: Option<u16>,
    #[schema(minimum = 0, maximum = 1000)]
    bookings_per_month: Option<u16>,
    /// Of the prime time.
    #[schema(minimum = 0, maximum = 1000)]
    prime_hours_per_week: Option<u16>,
    /// Of the prime time.
    #[schema(minimum = 0, maximum = 1000)]
    prime_hours_per_month: Option<u16>,
    #[serde(default)]
    #[schema(max_items = 14)]
    prime_time: Vec<Window>,
}

/// On each of these days, in the venue's zone; past midnight where `to` is not after `from`.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Window {
    #[schema(schema_with = schema::weekdays)]
    days: Vec<String>,
    #[schema(schema_with = schema::clock_time)]
    from: String,
    #[schema(schema_with = schema::clock_time)]
    to: String,
}

/// What is set. Managers of the venue only.
#[utoipa::path(get, path = "/", tag = "venues", operation_id = "venue_quotas",
    responses((status = 200, description = "As they are set", body = Quotas)))]
pub async fn show(
    Caller { app, actor, .. }: Caller,
    Path(slug): Path<String>,
) -> Result<Json<Quotas>, Refusal> {
    let catalogue = app.catalogue().await?;
    let venue = settings::of(&catalogue, &actor, &slug)?;
    Ok(Json(Quotas::from(&venue.quotas)))
}

/// Sets all of it anew. Managers of the venue only. It holds for requests from now on; what stands stays.
#[utoipa::path(put, path = "/", tag = "venues", operation_id = "set_venue_quotas",
    request_body = Quotas,
    responses((status = 200, description = "As they are set now", body = Quotas)))]
pub async fn set(
    Caller { app, actor, .. }: Caller,
    Path(slug): Path<String>,
    posted: Posted<Quotas>,
) -> Result<Json<Quotas>, Refusal> {
    let catalogue = app.catalogue().await?;
    let venue = settings::of(&catalogue, &actor, &slug)?;
    let said = posted.said;
    let limit = |limit: Option<u16>| limit.map(i32::from);
    let windows: Option<Vec<PrimeWindow>> = said.prime_time.iter().map(window).collect();
    let windows = windows.ok_or_else(|| Refusal::field("prime_time", InvalidInput::Malformed))?;
    let row = venue_quota::Model {
        venue_id: venue.row.id,
        hours_per_week: limit(said.hours_per_week),
        hours_per_month: limit(said.hours_per_month),
        bookings_per_week: limit(said.bookings_per_week),
        bookings_per_month: limit(said.bookings_per_month),
        prime_hours_per_week: limit(said.prime_hours_per_week),
        prime_hours_per_month: limit(said.prime_hours_per_month),
        prime_time: PrimeTime(windows),
    };
    settings::set(&app, &actor, row.clone()).await?;
    Ok(Json(Quotas::from(&row)))
}

impl From<&venue_quota::Model> for Quotas {
    fn from(row: &venue_quota::Model) -> Self {
        let limit = |limit: Option<i32>| limit.and_then(|limit| u16::try_from(limit).ok());
        let windows = row.prime_time.0.iter();
        Self {
            hours_per_week: limit(row.hours_per_week),
            hours_per_month: limit(row.hours_per_month),
            bookings_per_week: limit(row.bookings_per_week),
            bookings_per_month: limit(row.bookings_per_month),
            prime_hours_per_week: limit(row.prime_hours_per_week),
            prime_hours_per_month: limit(row.prime_hours_per_month),
            prime_time: windows.map(Window::from).collect(),
        }
    }
}

impl From<&PrimeWindow> for Window {
    fn from(window: &PrimeWindow) -> Self {
        let days = DAYS.into_iter().zip(window.days);
        let clock = |minutes: u16| format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60);
        Self {
            days: days
                .filter(|(_, meant)| *meant)
                .map(|(day, _)| day.to_owned())
                .collect(),
            from: clock(window.from),
            to: clock(window.to),
        }
    }
}

fn window(said: &Window) -> Option<PrimeWindow> {
    let mut days = [false; 7];
    for day in &said.days {
        let at = DAYS.into_iter().position(|known| known == day)?;
        days[at] = true;
    }
    settings::window(days, clock(&said.from)?, clock(&said.to)?)
}

fn clock(text: &str) -> Option<Time> {
    let short = text.len() == 5;
    let wall = short.then(|| parse_wall(&format!("2000-01-01T{text}")));
    wall.flatten().map(time::PrimitiveDateTime::time)
}
