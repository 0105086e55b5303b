//! Bookings made together by one rule.

use axum::{http::StatusCode, response::Response};
use entity::SeriesId;

use super::{
    act::{ActOn, New, WithId},
    answer::Answerable,
    caller::Caller,
    reason_in::reason,
    refusal::Refusal,
    reply::{json, written},
    series_act_in::{
        ApproveSeriesIn, CancelSeriesIn, ChangeSeriesIn, MoveSeriesIn, OccurrenceIn,
        RejectSeriesIn, read_date, read_from,
    },
    series_in::SeriesIn,
    series_out::SeriesOut,
};
use crate::{
    i18n::Translator,
    idempotency::Idempotent,
    series::{self, Series},
    urls,
    venue::Catalogue,
};

/// A call that does something to a series.
type SeriesCall<Said> = ActOn<SeriesId, Said, Series>;

impl Answerable for Series {
    fn json(&self, to: &Caller, _: &Catalogue) -> String {
        written(&SeriesOut::of(&to.app, self, Translator::new(to.language)))
    }

    fn location(&self) -> String {
        urls::api_series(&self.row)
    }
}

/// Asks for every date of a rule: approved at once where the space or the sender's standing says so, pending otherwise.
/// With `dry_run` nothing is written, and the answer says what would become of each date.
#[utoipa::path(post, path = "/", tag = "series", operation_id = "request_series",
    request_body = SeriesIn,
    responses(
        (status = 200, description = "What would become of each date", body = SeriesOut),
        (status = 201, description = "Asked for", body = SeriesOut, headers(("Location" = String)))))]
pub async fn request(new: New<SeriesIn, Series>) -> Result<Response, Refusal> {
    let Caller {
        app,
        actor,
        language,
        ..
    } = &new.caller;
    let dry_run = new.said.dry_run;
    let said = new.said.new_series(*language);
    if dry_run {
        let dates = series::dry_run(app, actor, &said).await?;
        let out = SeriesOut::weighed(app, &dates, Translator::new(*language));
        return Ok(json(StatusCode::OK, written(&out)));
    }
    let done = series::request(app, actor, said, new.once).await?;
    new.caller.answer(done).await
}

/// A series with all dates that it wants: the bookings that it got, and what stands in the way of the others now.
#[utoipa::path(get, path = "/", tag = "series", operation_id = "series",
    responses((status = 200, description = "The series", body = SeriesOut)))]
pub async fn one(on: WithId<SeriesId>) -> Result<Response, Refusal> {
    let Caller { app, actor, .. } = &on.caller;
    let series = series::by_id(app, actor, on.id).await?;
    Ok(on.caller.show(&series, &*app.known_catalogue().await?))
}

/// Says yes to all dates that wait, in one decision; those of `except` are rejected with it. Where none waits, to the move
/// that the group asks for. Managers of its venue only.
#[utoipa::path(post, path = "/", tag = "series", operation_id = "approve_series",
    request_body(content = Option<ApproveSeriesIn>),
    responses((status = 200, description = "Approved", body = SeriesOut)))]
pub async fn approve(call: SeriesCall<ApproveSeriesIn>) -> Result<Response, Refusal> {
    let Caller { app, actor, .. } = &call.caller;
    let (id, said) = (call.id, call.said);
    let except = said.except.iter().map(|date| read_date("except", date));
    let except = except.collect::<Result<_, _>>()?;
    let done = series::approve(app, actor, id, said.note, except, None, call.once).await?;
    call.caller.answer(done).await
}

/// Says no to all dates that wait, or where none does, to the move that the group asks for. Managers of its venue only.
#[utoipa::path(post, path = "/", tag = "series", operation_id = "reject_series",
    request_body = RejectSeriesIn,
    responses((status = 200, description = "Rejected", body = SeriesOut)))]
pub async fn reject(call: SeriesCall<RejectSeriesIn>) -> Result<Response, Refusal> {
    let Caller { app, actor, .. } = &call.caller;
    let reason = reason(app, Some(call.said.reason)).await?;
    let done = series::reject(app, actor, call.id, reason, call.once).await?;
    call.caller.answer(done).await
}

/// All dates that have not begun, or those from a date on. The group withdraws what still waits; a manager of the venue
/// rejects that.
#[utoipa::path(post, path = "/", tag = "series", operation_id = "cancel_series",
    request_body(content = Option<CancelSeriesIn>),
    responses((status = 200, description = "Cancelled or withdrawn", body = SeriesOut)))]
pub async fn cancel(call: SeriesCall<CancelSeriesIn>) -> Result<Response, Refusal> {
    let Caller { app, actor, .. } = &call.caller;
    let from = read_from(call.said.from.as_deref())?;
    let reason = reason(app, call.said.reason).await?;
    let done = series::cancel(app, actor, call.id, from, reason, call.once).await?;
    call.caller.answer(done).await
}

/// Moves all dates that have not begun, or those from a date on, to another time of day or space, all of them or none: at
/// once by a manager, or by the group where nobody has to approve. Elsewhere the group's move is a proposal on every date,
/// which stands as it is until `approve` or `reject` of the series answers for all of them.
#[utoipa::path(post, path = "/", tag = "series", operation_id = "move_series",
    request_body = MoveSeriesIn,
    responses((status = 200, description = "Moved, or asked for", body = SeriesOut)))]
pub async fn relocate(call: SeriesCall<MoveSeriesIn>) -> Result<Response, Refusal> {
    let Caller { app, actor, .. } = &call.caller;
    let times = call.said.new_times()?;
    let done = series::move_to(app, actor, call.id, times, call.once).await?;
    call.caller.answer(done).await
}

/// The group no longer asks for its series to be moved.
#[utoipa::path(delete, path = "/", tag = "series", operation_id = "take_back_series_move",
    responses((status = 200, description = "As it stands", body = SeriesOut)))]
pub async fn take_back(on: WithId<SeriesId>) -> Result<Response, Refusal> {
    let Caller { app, actor, .. } = &on.caller;
    let done = series::take_back_move(app, actor, on.id, Idempotent::unkeyed()).await?;
    on.caller.answer(done).await
}

/// Changes what was said about all dates that have not begun, or those from a date on: all of them or none.
#[utoipa::path(patch, path = "/", tag = "series", operation_id = "change_series",
    request_body = ChangeSeriesIn,
    responses((status = 200, description = "As it is now", body = SeriesOut)))]
pub async fn change(call: SeriesCall<ChangeSeriesIn>) -> Result<Response, Refusal> {
    let Caller { app, actor, .. } = &call.caller;
    let from = read_from(call.said.from.as_deref())?;
    let (id, details) = (call.id, call.said.change.details());
    let done = series::amend(app, actor, id, from, details, Idempotent::unkeyed()).await?;
    call.caller.answer(done).await
}

/// Adds a date that the series could not get, or has lost again, if it is free now.
#[utoipa::path(post, path = "/", tag = "series", operation_id = "add_occurrence",
    request_body = OccurrenceIn,
    responses((status = 201, description = "Booked, or asked for", body = SeriesOut, headers(("Location" = String)))))]
pub async fn add(call: SeriesCall<OccurrenceIn>) -> Result<Response, Refusal> {
    let call = call.creating();
    let Caller { app, actor, .. } = &call.caller;
    let date = read_date("date", &call.said.date)?;
    let done = series::add(app, actor, call.id, date, call.once).await?;
    call.caller.answer(done).await
}
