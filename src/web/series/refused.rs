//! What was tried with a series and not done.

use super::lines::line;
use crate::{
    error::Error, i18n::Translator, refusal::dates::DateOutcome, venue::Catalogue,
    web::booking::refused,
};

/// In words, with what could be had instead.
pub fn why_not(
    t: Translator,
    catalogue: &Catalogue,
    error: &Error,
) -> (Vec<String>, Vec<(String, String)>) {
    let Error::NotAllDates(dates) = error else {
        return refused::why_not(t, catalogue, error);
    };
    let lacking = dates
        .iter()
        .filter(|date| !matches!(date.outcome, DateOutcome::Free));
    let lacking = lacking.map(|date| {
        let line = line(t, catalogue, date);
        let why = line.why.join(" ");
        format!("{}: {}. {why}", line.when, line.state)
            .trim_end()
            .to_owned()
    });
    let said = std::iter::once(t.text("series-not-all")).chain(lacking);
    (said.collect(), Vec::new())
}
