//! What is in the way of a request and what could be had instead, in words.

use super::{
    filled,
    form::{self, RequestForm},
};
use crate::refusal::conflict::{Alternative, Conflict};

/// Moves what is typed to another time or space.
pub struct OfferButton {
    pub action: String,
    pub instead: String,
    pub text: String,
}

/// What is in the way: where, when, and of what kind.
pub fn in_the_way(form: &RequestForm<'_>, one: &Conflict) -> String {
    let t = form.visitor.t();
    let space = name_of(form, &one.space);
    let what = t.clash(one.kind);
    format!("{space}, {}: {what}", t.when(one.starts, one.ends))
}

/// The button of an offer.
pub fn button(form: &RequestForm<'_>, offer: &Alternative) -> OfferButton {
    let t = form.visitor.t();
    let space = name_of(form, &offer.space);
    let what = format!("{space}, {}", t.when(offer.starts, offer.ends));
    OfferButton {
        action: form::path(&offer.space),
        instead: filled::instead(offer),
        text: t.with("form-offer", &[("offer", what.into())]),
    }
}

fn name_of(form: &RequestForm<'_>, path: &str) -> String {
    let space = form.catalogue.space(path);
    space.map_or(String::new(), |(_, space)| {
        space.row.name.get(form.visitor.language).to_owned()
    })
}
