//! What was tried and not done.

use entity::{booking::Status, term::TermKind};

use super::{
    super::{
        decide,
        in_place::{self, BookingBox},
    },
    alter::label,
    view::Tried,
};
use crate::{booking::Booking, error::Error, i18n::Translator, urls, venue::Catalogue};

/// For a manager whose approval was refused: what it could be put in place of.
pub struct InPlace {
    pub action: String,
    pub boxes: Vec<BookingBox>,
    pub reasons: Vec<(String, String, bool)>,
    pub text: String,
}

impl InPlace {
    pub fn new(
        t: Translator,
        catalogue: &Catalogue,
        booking: &Booking,
        tried: &Tried<'_>,
    ) -> Option<Self> {
        let boxes = in_place::boxes(t, catalogue, &tried.in_place, &tried.form);
        if boxes.is_empty() || booking.status != Status::Pending {
            return None;
        }
        let replaces = tried.action == "replace";
        let typed = |name| tried.form.get(name).to_owned();
        let chosen = typed("reason");
        let reasons = decide::reasons(t, catalogue, "cancel").into_iter();
        let reasons = reasons.map(|(slug, name)| {
            let is_chosen = replaces && slug == chosen;
            (slug, name, is_chosen)
        });
        Some(Self {
            action: format!("{}/replace", urls::booking("", booking)),
            boxes,
            reasons: reasons.collect(),
            // What was written to the group that asks is not for the others.
            text: if replaces {
                typed("text")
            } else {
                String::new()
            },
        })
    }
}

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
        Error::Losing(_) => (vec![t.text("decide-asks-again")], Vec::new()),
        Error::Stale => (vec![t.text("problem-stale-detail")], Vec::new()),
        Error::TooMany { .. } => (vec![t.text("problem-too-many-detail")], Vec::new()),
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
