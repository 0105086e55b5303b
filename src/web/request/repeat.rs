//! Asking for several dates: the rule as typed, and what would become of each date before anything is sent.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use entity::{Every, Nth};
use time::PrimitiveDateTime;

use super::{
    answer::Answer,
    draft,
    exception::{Exception, REASON, name_of},
    faults::{Said, place},
    form::Form,
    form_path, refused,
    view::{Field, Input},
};
use crate::{
    booking::NewBooking,
    error::Error,
    i18n::Translator,
    idempotency::Outcome,
    recurrence::{Pattern, SaidRule},
    refusal::{
        dates::{Dated, Verdict},
        rule::Broken,
    },
    rules::waiver::WAIVABLE,
    series::{self, NewSeries, OnConflict, Series},
    urls,
    web::{
        done,
        error::PageError,
        once::once,
        series::lines::{DateLine, line},
        visitor::{Frame, personal},
    },
    zone::parse_wall,
};

/// Says that the report was shown.
pub const REPORT: &str = "report";
/// Says that it was read.
const CONFIRMED: &str = "confirmed";
/// Says that all dates were free when it was: then it is all of them or none.
const ALL: &str = "all";
/// The rules that were waived in the report that was read.
const WAIVED: &str = "waived";

#[derive(Template)]
#[template(path = "series_report.html", config = "config/askama.toml")]
struct ReportPage {
    frame: Frame,
    action: String,
    /// Every field of the form as typed.
    fields: Vec<(String, String)>,
    space: String,
    pattern: Option<String>,
    lead: String,
    /// For a manager, where a rule is in the way of a date.
    exception: Option<Exception>,
    waived: String,
    dates: Vec<DateLine>,
    /// The label of the button; none when nothing can be had.
    send: Option<String>,
    all_free: bool,
    /// It was sent, and some dates were taken meanwhile.
    changed: bool,
}

/// What the form offers.
fn choices(t: Translator) -> Vec<(String, String)> {
    [
        ("", t.text("series-once")),
        ("week", t.text("series-week")),
        ("two_weeks", t.text("series-two-weeks")),
        ("month", t.text("series-month")),
        ("month_last", t.text("series-month-last")),
    ]
    .map(|(value, text)| (value.to_owned(), text))
    .to_vec()
}

impl Form<'_> {
    pub fn repetition(&self, t: Translator, said: &Said) -> Vec<Field> {
        let field = |name, input| self.field(t, name, input, said);
        vec![
            field("every", Input::Choice(choices(t))),
            field("until", Input::Line("date", "off", false)),
            field("count", Input::Line("number", "off", false)),
        ]
    }
}

/// The rule that was typed; none for a single date.
pub fn rule(form: &Form<'_>, new: &NewBooking) -> Option<SaidRule> {
    let (every, last) = match form.typed.get("every") {
        "week" => (Every::Week, false),
        "two_weeks" => (Every::TwoWeeks, false),
        "month" => (Every::MonthWeekday, false),
        "month_last" => (Every::MonthWeekday, true),
        _ => return None,
    };
    let first = parse_wall(&new.starts).map(PrimitiveDateTime::date);
    let nth =
        (every == Every::MonthWeekday).then(|| match first.map(|date| (date.day() - 1) / 7) {
            _ if last => Nth::Last,
            Some(0) | None => Nth::First,
            Some(1) => Nth::Second,
            Some(2) => Nth::Third,
            Some(3) => Nth::Fourth,
            // There is not always a fifth.
            Some(_) => Nth::Last,
        });
    let count = form.typed.some("count");
    Some(SaidRule {
        every,
        nth,
        starts: new.starts.clone(),
        ends: new.ends.clone(),
        until: form.typed.some("until").map(str::to_owned),
        count: count.map(|count| count.parse().unwrap_or(0)),
    })
}

/// Shows what would become of each date, or sends the request once that was seen.
pub async fn send(
    form: &mut Form<'_>,
    new: NewBooking,
    rule: SaidRule,
    broken: Vec<Broken>,
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
        return refused(form, Answer::Broken(broken));
    }
    let path = form_path(&form.space.path());
    if actor.who().is_none() {
        return draft::sign_in_first(form).await;
    }
    let waived = form.typed.get(WAIVED) == form.waived().join(" ");
    if form.typed.some(CONFIRMED).is_none() || !waived {
        let dates = series::weigh(app, actor, &new).await?;
        let report = report(form, new.rule.pattern(), &dates, &[], false);
        return personal(StatusCode::OK, &report);
    }
    let pattern = new.rule.pattern();
    let once = once(&path, &form.typed, page_of);
    match series::request(app, actor, new, once).await {
        Ok(Outcome::Done(series)) => {
            draft::forget(visitor).await;
            Ok(Redirect::to(&page_of(&series)).into_response())
        }
        Ok(Outcome::Replayed(kept)) => {
            Ok(Redirect::to(kept.location.as_deref().unwrap_or("/bookings")).into_response())
        }
        Err(Error::NotAllDates(dates)) => personal(
            StatusCode::CONFLICT,
            &report(form, pattern, &dates, &[], true),
        ),
        Err(Error::Rules(broken)) => refused(form, Answer::Broken(broken)),
        Err(Error::KeyReused) => {
            // Sent already, then changed: another request, if they mean it.
            form.typed.set("key", app.ids.token());
            refused(form, Answer::SentBefore)
        }
        Err(Error::TooMany {
            retry_after_seconds,
        }) => refused(
            form,
            Answer::TooManySent {
                retry_after_seconds,
            },
        ),
        Err(error) => Err(error.into()),
    }
}

/// What would be said of the form if it were sent now. Nothing is written.
pub async fn what_stands_against(
    form: &Form<'_>,
    new: NewBooking,
    rule: SaidRule,
    broken: Vec<Broken>,
) -> Result<Answer, Error> {
    let new = NewSeries {
        booking: new,
        rule,
        on_conflict: OnConflict::Skip,
    };
    with_rules(form, &new, broken).await.map(Answer::Broken)
}

/// What cannot be read, and what is wrong with all dates alike.
async fn with_rules(
    form: &Form<'_>,
    new: &NewSeries,
    mut broken: Vec<Broken>,
) -> Result<Vec<Broken>, Error> {
    match series::check(&form.visitor.app, &form.visitor.actor, new).await {
        Ok(()) => {}
        Err(Error::Rules(more)) => {
            let said: Vec<_> = broken.iter().map(|one| place(one.field)).collect();
            let mut more = not_to_be_waived(form, more);
            more.retain(|one| !said.contains(&place(one.field)));
            broken.extend(more);
        }
        Err(error) => return Err(error),
    }
    Ok(broken)
}

/// A manager who was signed out meanwhile signs in first; then what they waive counts.
fn not_to_be_waived(form: &Form<'_>, mut broken: Vec<Broken>) -> Vec<Broken> {
    let signed_in = form.visitor.actor.who().is_some();
    broken.retain(|one| signed_in || !form.waives(one.code()));
    broken
}

fn only_of_the_waiver(broken: &[Broken]) -> bool {
    !broken.is_empty() && broken.iter().all(|one| one.field == REASON)
}

/// The report again, with nothing waived, because it does not say why.
async fn unexplained(
    form: &Form<'_>,
    mut new: NewSeries,
    broken: &[Broken],
) -> Result<Response, PageError> {
    new.booking.waive.clear();
    let dates = match series::weigh(&form.visitor.app, &form.visitor.actor, &new).await {
        Ok(dates) => dates,
        Err(Error::Rules(more)) => return refused(form, Answer::Broken(more)),
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

fn report(
    form: &Form<'_>,
    pattern: Option<Pattern>,
    dates: &[Dated],
    said: &Said,
    changed: bool,
) -> ReportPage {
    let t = form.visitor.t();
    let free = dates
        .iter()
        .filter(|one| one.fate.verdict() == Verdict::Free);
    let free = free.count();
    let counts = [("free", free.into()), ("all", dates.len().into())];
    let exception = form.exception_for(dates, said);
    let sent = [CONFIRMED, ALL, WAIVED].map(str::to_owned).into_iter();
    let asked_again = exception.iter().map(|_| REASON.to_owned());
    let kept = sent
        .chain(WAIVABLE.map(name_of))
        .chain(asked_again)
        .fold(form.typed.clone(), |kept, name| kept.without(&name));
    let waived = if said.is_empty() {
        form.waived().join(" ")
    } else {
        String::new()
    };
    ReportPage {
        frame: Frame {
            form: Some("form".to_owned()),
            ..form.visitor.frame(t.text("series-report"))
        },
        action: form_path(&form.space.path()),
        fields: kept.pairs(),
        space: form.space.row.name.get(t.language).to_owned(),
        pattern: pattern.map(|pattern| t.pattern(pattern)),
        lead: t.with("series-report-lead", &counts),
        exception,
        waived,
        dates: dates
            .iter()
            .map(|date| line(t, form.catalogue, date))
            .collect(),
        send: (free > 0).then(|| t.with("series-report-send", &counts)),
        all_free: free == dates.len(),
        changed,
    }
}
