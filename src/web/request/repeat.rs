//! Asking for several dates: what would become of each is shown first, then the request is sent.

use axum::{http::StatusCode, response::Response};

use super::{
    answer::FormAnswer,
    draft,
    exception::{REASON, waived},
    faults::form_field,
    form::RequestForm,
    read::but_waived,
    reply,
    report::{ALL, CONFIRMED, WAIVED, report},
    view::refused,
};
use crate::{
    booking::NewBooking,
    error::Error,
    recurrence::RuleInput,
    refusal::rule::Violation,
    series::{self, NewSeries, OnConflict, Series},
    urls,
    web::{done, once::once, page_error::PageError, visitor::personal},
};

/// Shows what would become of each date, or sends the request once that was seen.
pub async fn send(
    form: &mut RequestForm<'_>,
    new: NewBooking,
    rule: RuleInput,
    broken: Vec<Violation>,
) -> Result<Response, PageError> {
    let visitor = form.visitor;
    let (app, actor) = (&visitor.app, &visitor.actor);
    let on_conflict = if form.typed.some(ALL).is_some() {
        OnConflict::Refuse
    } else {
        OnConflict::Skip
    };
    let new = NewSeries {
        booking: new,
        rule,
        on_conflict,
    };
    let broken = with_rules(form, &new, broken).await?;
    if only_of_the_waiver(&broken) {
        return unexplained(form, new, &broken).await;
    }
    if !broken.is_empty() {
        return refused(form, FormAnswer::Broken(broken));
    }
    if actor.who().is_none() {
        return draft::sign_in_first(form).await;
    }
    let waived = form.typed.get(WAIVED) == waived(form).join(" ");
    if form.typed.some(CONFIRMED).is_none() || !waived {
        let dates = series::dry_run(app, actor, &new).await?;
        let report = report(form, new.rule.pattern(), &dates, &[], false);
        return personal(StatusCode::OK, &report);
    }
    let pattern = new.rule.pattern();
    let once = once(&form.path(), &form.typed, page_of);
    match series::request(app, actor, new, once).await {
        Err(Error::NotAllDates(dates)) => personal(
            StatusCode::CONFLICT,
            &report(form, pattern, &dates, &[], true),
        ),
        done => reply::answered(form, done, page_of).await,
    }
}

/// What would be said of the form if it were sent now. Nothing is written.
pub async fn what_stands_against(
    form: &RequestForm<'_>,
    new: NewBooking,
    rule: RuleInput,
    broken: Vec<Violation>,
) -> Result<FormAnswer, Error> {
    let new = NewSeries {
        booking: new,
        rule,
        on_conflict: OnConflict::Skip,
    };
    with_rules(form, &new, broken).await.map(FormAnswer::Broken)
}

/// What cannot be read, and what is wrong with all dates alike.
async fn with_rules(
    form: &RequestForm<'_>,
    new: &NewSeries,
    mut broken: Vec<Violation>,
) -> Result<Vec<Violation>, Error> {
    match series::check(&form.visitor.app, &form.visitor.actor, new).await {
        Ok(()) => {}
        Err(Error::Rules(more)) => {
            let said: Vec<_> = broken.iter().map(|one| form_field(one.field)).collect();
            let mut more = but_waived(form, more);
            more.retain(|one| !said.contains(&form_field(one.field)));
            broken.extend(more);
        }
        Err(error) => return Err(error),
    }
    Ok(broken)
}

fn only_of_the_waiver(broken: &[Violation]) -> bool {
    !broken.is_empty() && broken.iter().all(|one| one.field == REASON)
}

/// The report again, with nothing waived, because it does not say why.
async fn unexplained(
    form: &RequestForm<'_>,
    mut new: NewSeries,
    broken: &[Violation],
) -> Result<Response, PageError> {
    new.booking.waive.clear();
    let dates = match series::dry_run(&form.visitor.app, &form.visitor.actor, &new).await {
        Ok(dates) => dates,
        Err(Error::Rules(more)) => return refused(form, FormAnswer::Broken(more)),
        Err(error) => return Err(error.into()),
    };
    let said: Vec<_> = broken.iter().map(|one| (REASON, form.say(one))).collect();
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    let pattern = new.rule.pattern();
    personal(status, &report(form, pattern, &dates, &said, false))
}

fn page_of(series: &Series) -> String {
    done::on(&urls::series("", &series.row), done::ACT)
}
