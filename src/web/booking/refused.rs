//! What was tried and not done.

use entity::term::TermKind;

use super::alter::label;
use crate::{error::Error, i18n::Translator, urls, venue::Catalogue};

/// In words, with what could be had instead.
pub fn why_not(
    t: Translator,
    catalogue: &Catalogue,
    error: &Error,
) -> (Vec<String>, Vec<(String, String)>) {
    let name = |path: &str| {
        let space = catalogue.space(path);
        space.map_or(String::new(), |(_, space)| {
            space.row.name.get(t.language).to_owned()
        })
    };
    match error {
        Error::Rules(broken) => {
            let said = broken.iter().map(|one| {
                let text = t.broken(one, |slug| {
                    catalogue
                        .name(TermKind::Layout, slug, t.language)
                        .to_owned()
                });
                format!("{}: {text}", label(t, one.field))
            });
            (said.collect(), Vec::new())
        }
        Error::State(refusal) => (vec![t.refusal(*refusal)], Vec::new()),
        Error::Forbidden => (vec![t.text("state-only-venue")], Vec::new()),
        Error::Stale => (vec![t.text("problem-stale-detail")], Vec::new()),
        Error::Conflict {
            conflicts,
            alternatives,
        } => {
            let mut said = vec![t.text("form-conflict")];
            let place = |space, starts, ends| format!("{}, {}", name(space), t.when(starts, ends));
            said.extend(
                conflicts
                    .iter()
                    .map(|one| place(&one.space, one.starts, one.ends)),
            );
            let offers = alternatives.iter().map(|offer| {
                (
                    urls::request("", &offer.space, offer.starts, offer.ends),
                    place(&offer.space, offer.starts, offer.ends),
                )
            });
            (said, offers.collect())
        }
        _ => (Vec::new(), Vec::new()),
    }
}
