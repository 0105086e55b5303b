//! What was tried and not done.

use entity::Booking;

use super::words::label;
use crate::{
    error::Error,
    i18n::Translator,
    refusal::losing::Loser,
    urls,
    venue::Catalogue,
    web::{
        decide,
        field::sentence,
        in_place::{self, BookingBox},
        losing::Loses,
        reasons::ReasonFields,
        tried::Tried,
    },
};

/// What it is called in the address that its form posts to, and in the page.
pub const REPLACE: &str = "replace";
const IN_PLACE: &str = "in-place";

/// For a manager whose approval would be refused: what it could be put in place of.
pub struct InPlaceForm {
    pub id: &'static str,
    pub action: String,
    /// Where to go afterwards.
    pub next: String,
    pub boxes: Vec<BookingBox>,
    /// What is wrong with what is ticked.
    pub errors: Vec<String>,
    pub why: ReasonFields,
    pub button: String,
    pub loses: Loses,
}

impl InPlaceForm {
    /// `found` could make room, `losers` lose besides.
    pub fn new(
        t: Translator,
        catalogue: &Catalogue,
        booking: &Booking,
        found: &[Booking],
        losers: &[Loser],
        tried: Option<&Tried<'_>>,
    ) -> Self {
        let typed = tried.map(|tried| tried.form.clone()).unwrap_or_default();
        let reasons = decide::reasons(t, catalogue, "cancel");
        let mut why = ReasonFields::new(IN_PLACE, reasons, t.text("form-replace_reason"));
        let mut errors = Vec::new();
        // What was written to the group that asks is not for the others.
        if let Some(tried) = tried.filter(|tried| tried.action == REPLACE) {
            let wrong = |field| wrong(t, catalogue, tried.error.as_ref(), field);
            why.fill(&typed, wrong("replace_reason"));
            errors = wrong("replacing");
        }
        let at_a_cost = Loses::of(t, catalogue, losers);
        Self {
            id: IN_PLACE,
            action: format!("{}/{REPLACE}", urls::booking("", booking)),
            next: typed.get("next").to_owned(),
            boxes: in_place::boxes(t, catalogue, found, &typed),
            errors,
            why,
            button: at_a_cost.anyway(t, &t.text("form-in-place-send")),
            loses: at_a_cost,
        }
    }

    /// The field that what is wrong with `field` is about.
    pub fn field_of(&self, field: &str) -> Option<String> {
        match field {
            "replace_reason" => Some(format!("{}-text", self.why.id)),
            "replacing" => Some(self.id.to_owned()),
            _ => None,
        }
    }
}

/// What is wrong with one field.
pub fn wrong(
    t: Translator,
    catalogue: &Catalogue,
    error: Option<&Error>,
    field: &str,
) -> Vec<String> {
    let Some(Error::Rules(broken)) = error else {
        return Vec::new();
    };
    let here = broken.iter().filter(|one| one.field == field);
    here.map(|one| sentence(t, catalogue, one)).collect()
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
                let text = sentence(t, catalogue, one);
                format!("{}: {text}", label(t, one.field))
            });
            (said.collect(), Vec::new())
        }
        Error::State(refusal) => (vec![t.refusal(*refusal)], Vec::new()),
        Error::Forbidden => (vec![t.text("state-only-venue")], Vec::new()),
        Error::Losing(_) => (vec![t.text("decide-asks-again")], Vec::new()),
        Error::Stale => (vec![t.text("problem-stale-detail")], Vec::new()),
        Error::TooMany {
            retry_after_seconds,
        } => {
            let when = t.in_so_long(*retry_after_seconds).into();
            (
                vec![t.with("page-too-many-when", &[("when", when)])],
                Vec::new(),
            )
        }
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
