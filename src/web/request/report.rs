//! What would become of each date of a series, before anything is sent.

use askama::Template;

use super::{
    exception::{Exception, REASON, exception_for, waived},
    faults::FieldTexts,
    form::RequestForm,
};
use crate::{
    recurrence::Pattern,
    refusal::dates::{DateVerdict, Dated},
    rules::waiver::WAIVABLE,
    web::{
        field::Input,
        series::lines::{DateLine, line},
        visitor::Frame,
        waiving,
    },
};

/// Says that the report was shown.
pub const REPORT: &str = "report";
/// Says that it was read.
pub const CONFIRMED: &str = "confirmed";
/// Says that all dates were free when it was: then it is all of them or none.
pub const ALL: &str = "all";
/// The rules that were waived in the report that was read.
pub const WAIVED: &str = "waived";

#[derive(Template)]
#[template(path = "series_report.html", config = "config/askama.toml")]
pub struct ReportPage {
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

/// The page about these dates. `said`: what is wrong with the reason of a waiver. `changed`: some dates were taken after the
/// report was read.
pub fn report(
    form: &RequestForm<'_>,
    pattern: Option<Pattern>,
    dates: &[Dated],
    said: &FieldTexts,
    changed: bool,
) -> ReportPage {
    let t = form.visitor.t();
    let free = dates
        .iter()
        .filter(|one| one.outcome.verdict() == DateVerdict::Free);
    let free = free.count();
    let counts = [("free", free.into()), ("all", dates.len().into())];
    let exception = exception_for(form, dates, said);
    let sent = [CONFIRMED, ALL, WAIVED].map(str::to_owned).into_iter();
    let asked_again = exception.iter().map(|_| REASON.to_owned());
    let kept = sent
        .chain(WAIVABLE.map(waiving::field))
        .chain(asked_again)
        .fold(form.typed.clone(), |kept, name| kept.without(&name));
    let waived = if said.is_empty() {
        waived(form).join(" ")
    } else {
        String::new()
    };
    ReportPage {
        frame: Frame {
            form: Some("form".to_owned()),
            ..form.visitor.frame(t.text("series-report"))
        },
        action: form.path(),
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
