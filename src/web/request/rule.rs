//! The rule of a series, as it is typed into the form.

use entity::{Every, Nth};
use time::PrimitiveDateTime;

use super::{faults::FieldTexts, form::RequestForm};
use crate::{
    booking::NewBooking,
    i18n::Translator,
    recurrence::RuleInput,
    web::field::{Field, Input},
    zone::parse_wall,
};

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

/// The fields of the rule.
pub fn repetition(form: &RequestForm<'_>, t: Translator, said: &FieldTexts) -> Vec<Field> {
    let field = |name, input| form.field(t, name, input, said);
    vec![
        field("every", Input::Choice(choices(t))),
        field("until", Input::Line("date", "off", false)),
        field("count", Input::Line("number", "off", false)),
    ]
}

/// The rule that was typed; none for a single date.
pub fn rule(form: &RequestForm<'_>, new: &NewBooking) -> Option<RuleInput> {
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
    Some(RuleInput {
        every,
        nth,
        starts: new.starts.clone(),
        ends: new.ends.clone(),
        until: form.typed.some("until").map(str::to_owned),
        count: count.map(|count| count.parse().unwrap_or(0)),
    })
}
