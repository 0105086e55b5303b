//! Bookings made together by one rule.

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    call::{Caller, Posted, Sending},
    change_in::ChangeIn,
    reason_in::{ReasonIn, reason},
    refusal::Refusal,
    reply::{json, replayed, respond},
    series_in::SeriesIn,
    series_out::SeriesOut,
};
use crate::{
    app::App,
    error::Error,
    http::language,
    i18n::Translator,
    idempotency::{Kept, Once, Outcome},
    refusal::rule::Flaw,
    series::{self, NewTimes, Series},
    urls,
    venue::Catalogue,
    zone::parse_date,
};

/// Asks for every date of a rule: approved at once where the space or the sender's standing says so, pending otherwise.
/// With `dry_run` nothing is written, and the answer says what would become of each date.
#[utoipa::path(post, path = "/", tag = "series", operation_id = "request_series",
    request_body = SeriesIn,
    responses(
        (status = 200, description = "What would become of each date", body = SeriesOut),
        (status = 201, description = "Asked for", body = SeriesOut, headers(("Location" = String)))))]
pub async fn request(
    State(app): State<App>,
    Caller(actor): Caller,
    headers: HeaderMap,
    posted: Posted<SeriesIn>,
) -> Result<Response, Refusal> {
    let spoken = language::accepted(&headers).unwrap_or_default();
    let dry_run = posted.value.dry_run;
    let new = posted.value.asked(spoken);
    if dry_run {
        let dates = series::weigh(&app, &actor, &new).await?;
        let out = SeriesOut::weighed(&app, &dates, Translator::new(spoken));
        return Ok(json(StatusCode::OK, written(&out)));
    }
    let once = answered(&app, posted.once, spoken, StatusCode::CREATED);
    let outcome = series::request(&app, &actor, new, once).await?;
    Ok(done(&app, outcome, spoken, StatusCode::CREATED))
}

/// A series with all dates that it wants: the bookings that it got, and what stands in the way of the others now.
#[utoipa::path(get, path = "/", tag = "series", operation_id = "series",
    responses((status = 200, description = "The series", body = SeriesOut)))]
pub async fn one(
    State(app): State<App>,
    Caller(actor): Caller,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let spoken = language::accepted(&headers).unwrap_or_default();
    let series = series::by_id(&app, &actor, id_of(&id)?).await?;
    Ok(respond(&answer(&app, &series, spoken, StatusCode::OK)))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApproveSeriesIn {
    /// To the group.
    #[schema(max_length = 1000)]
    note: Option<String>,
    /// Dates that are rejected with it.
    #[serde(default)]
    #[schema(schema_with = super::schema::dates)]
    except: Vec<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RejectSeriesIn {
    reason: ReasonIn,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelSeriesIn {
    /// The first date that is cancelled; every date that has not begun when missing.
    #[schema(schema_with = super::schema::date_or_null)]
    from: Option<String>,
    /// Managers have to say why, groups need not.
    reason: Option<ReasonIn>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveSeriesIn {
    /// The first date that is moved; every date that has not begun when missing.
    #[schema(schema_with = super::schema::date_or_null)]
    from: Option<String>,
    /// Time of day; each stays on its date.
    #[schema(schema_with = super::schema::time_of_day)]
    starts: String,
    /// On the next day when it is not after the start.
    #[schema(schema_with = super::schema::time_of_day)]
    ends: String,
    /// Where each is when missing.
    #[schema(schema_with = super::schema::space_path_or_null)]
    space: Option<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeSeriesIn {
    /// The first date that is changed; every date that has not begun when missing.
    #[schema(schema_with = super::schema::date_or_null)]
    from: Option<String>,
    change: ChangeIn,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OccurrenceIn {
    #[schema(schema_with = super::schema::date)]
    date: String,
}

/// Says yes to all dates that wait, in one decision; those of `except` are rejected with it. Where none waits, to the move
/// that the group asks for. Managers of its venue only.
#[utoipa::path(post, path = "/", tag = "series", operation_id = "approve_series",
    request_body(content = Option<ApproveSeriesIn>),
    responses((status = 200, description = "Approved", body = SeriesOut)))]
pub async fn approve(
    State(app): State<App>,
    Caller(actor): Caller,
    headers: HeaderMap,
    Path(id): Path<String>,
    posted: Posted<ApproveSeriesIn>,
) -> Result<Response, Refusal> {
    let spoken = language::accepted(&headers).unwrap_or_default();
    let except = posted.value.except.iter();
    let except = except.map(|date| read_date("except", date));
    let except = except.collect::<Result<_, _>>()?;
    let once = answered(&app, posted.once, spoken, StatusCode::OK);
    let (id, note) = (id_of(&id)?, posted.value.note);
    let outcome = series::approve(&app, &actor, id, note, except, None, once).await?;
    Ok(done(&app, outcome, spoken, StatusCode::OK))
}

/// Says no to all dates that wait, or where none does, to the move that the group asks for. Managers of its venue only.
#[utoipa::path(post, path = "/", tag = "series", operation_id = "reject_series",
    request_body = RejectSeriesIn,
    responses((status = 200, description = "Rejected", body = SeriesOut)))]
pub async fn reject(
    State(app): State<App>,
    Caller(actor): Caller,
    headers: HeaderMap,
    Path(id): Path<String>,
    posted: Posted<RejectSeriesIn>,
) -> Result<Response, Refusal> {
    let spoken = language::accepted(&headers).unwrap_or_default();
    let reason = reason(&app, Some(posted.value.reason)).await?;
    let once = answered(&app, posted.once, spoken, StatusCode::OK);
    let outcome = series::reject(&app, &actor, id_of(&id)?, reason, once).await?;
    Ok(done(&app, outcome, spoken, StatusCode::OK))
}

/// All dates that have not begun, or those from a date on. The group withdraws what still waits; a manager of the venue
/// rejects that.
#[utoipa::path(post, path = "/", tag = "series", operation_id = "cancel_series",
    request_body(content = Option<CancelSeriesIn>),
    responses((status = 200, description = "Cancelled or withdrawn", body = SeriesOut)))]
pub async fn cancel(
    State(app): State<App>,
    Caller(actor): Caller,
    headers: HeaderMap,
    Path(id): Path<String>,
    posted: Posted<CancelSeriesIn>,
) -> Result<Response, Refusal> {
    let spoken = language::accepted(&headers).unwrap_or_default();
    let from = read_from(posted.value.from.as_deref())?;
    let reason = reason(&app, posted.value.reason).await?;
    let once = answered(&app, posted.once, spoken, StatusCode::OK);
    let outcome = series::cancel(&app, &actor, id_of(&id)?, from, reason, once).await?;
    Ok(done(&app, outcome, spoken, StatusCode::OK))
}

/// Moves all dates that have not begun, or those from a date on, to another time of day or space, all of them or none: at
/// once by a manager, or by the group where nobody has to approve. Elsewhere the group's move is a proposal on every date,
/// which stands as it is until `approve` or `reject` of the series answers for all of them.
#[utoipa::path(post, path = "/", tag = "series", operation_id = "move_series",
    request_body = MoveSeriesIn,
    responses((status = 200, description = "Moved, or asked for", body = SeriesOut)))]
pub async fn relocate(
    State(app): State<App>,
    Caller(actor): Caller,
    headers: HeaderMap,
    Path(id): Path<String>,
    posted: Posted<MoveSeriesIn>,
) -> Result<Response, Refusal> {
    let spoken = language::accepted(&headers).unwrap_or_default();
    let once = answered(&app, posted.once, spoken, StatusCode::OK);
    let said = posted.value;
    let times = NewTimes {
        from: read_from(said.from.as_deref())?,
        space: said.space,
        starts: said.starts,
        ends: said.ends,
    };
    let outcome = series::move_to(&app, &actor, id_of(&id)?, times, once).await?;
    Ok(done(&app, outcome, spoken, StatusCode::OK))
}

/// The group no longer asks for its series to be moved.
#[utoipa::path(delete, path = "/", tag = "series", operation_id = "take_back_series_move",
    responses((status = 200, description = "As it stands", body = SeriesOut)))]
pub async fn take_back(
    State(app): State<App>,
    Caller(actor): Caller,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let spoken = language::accepted(&headers).unwrap_or_default();
    let outcome = series::take_back_move(&app, &actor, id_of(&id)?, Once::unkeyed()).await?;
    Ok(done(&app, outcome, spoken, StatusCode::OK))
}

/// Changes what was said about all dates that have not begun, or those from a date on: all of them or none.
#[utoipa::path(patch, path = "/", tag = "series", operation_id = "change_series",
    request_body = ChangeSeriesIn,
    responses((status = 200, description = "As it is now", body = SeriesOut)))]
pub async fn change(
    State(app): State<App>,
    Caller(actor): Caller,
    headers: HeaderMap,
    Path(id): Path<String>,
    posted: Posted<ChangeSeriesIn>,
) -> Result<Response, Refusal> {
    let spoken = language::accepted(&headers).unwrap_or_default();
    let from = read_from(posted.value.from.as_deref())?;
    let (id, details) = (id_of(&id)?, posted.value.change.said());
    let outcome = series::amend(&app, &actor, id, from, details, Once::unkeyed()).await?;
    Ok(done(&app, outcome, spoken, StatusCode::OK))
}

/// Adds a date that the series could not get, or has lost again, if it is free now.
#[utoipa::path(post, path = "/", tag = "series", operation_id = "add_occurrence",
    request_body = OccurrenceIn,
    responses((status = 201, description = "Booked, or asked for", body = SeriesOut, headers(("Location" = String)))))]
pub async fn add(
    State(app): State<App>,
    Caller(actor): Caller,
    headers: HeaderMap,
    Path(id): Path<String>,
    posted: Posted<OccurrenceIn>,
) -> Result<Response, Refusal> {
    let spoken = language::accepted(&headers).unwrap_or_default();
    let date = read_date("date", &posted.value.date)?;
    let once = answered(&app, posted.once, spoken, StatusCode::CREATED);
    let outcome = series::add(&app, &actor, id_of(&id)?, date, once).await?;
    Ok(done(&app, outcome, spoken, StatusCode::CREATED))
}

fn read_date(field: &'static str, text: &str) -> Result<time::Date, Refusal> {
    parse_date(text).ok_or_else(|| Refusal::field(field, Flaw::Malformed))
}

fn read_from(text: Option<&str>) -> Result<Option<time::Date>, Refusal> {
    text.map(|date| read_date("from", date)).transpose()
}

/// An id that cannot be one is nobody's.
fn id_of(id: &str) -> Result<entity::SeriesId, Refusal> {
    id.parse().map_err(|_| Refusal::Error(Error::NotFound))
}

fn answered(
    app: &App,
    sending: Sending,
    spoken: entity::Language,
    status: StatusCode,
) -> Once<Series> {
    let app = app.clone();
    sending.answered(move |series: &Series, _: &Catalogue| answer(&app, series, spoken, status))
}

/// A series as an answer that can be kept.
fn answer(app: &App, series: &Series, spoken: entity::Language, status: StatusCode) -> Kept {
    let out = SeriesOut::of(app, series, Translator::new(spoken));
    Kept {
        status: status.as_u16(),
        location: (status == StatusCode::CREATED).then(|| urls::api_series(&series.row)),
        body: written(&out),
    }
}

fn written(out: &SeriesOut) -> String {
    serde_json::to_string(out).expect("strings and numbers can be written as JSON")
}

fn done(
    app: &App,
    outcome: Outcome<Series>,
    spoken: entity::Language,
    status: StatusCode,
) -> Response {
    match outcome {
        Outcome::Done(series) => respond(&answer(app, &series, spoken, status)),
        Outcome::Replayed(kept) => replayed(&kept),
    }
}
