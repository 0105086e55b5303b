//! What is in the way of a request and what could be had instead, in words.

use super::form::{self, Form};
use crate::refusal::conflict::{InTheWay, Offer};

/// Moves what is typed to another time or space.
pub struct OfferButton {
    pub action: String,
    pub instead: String,
    pub text: String,
}

impl Form<'_> {
    pub fn in_the_way(&self, one: &InTheWay) -> String {
        let t = self.visitor.t();
        let space = self.name_of(&one.space);
        let what = t.clash(one.kind);
        format!("{space}, {}: {what}", t.when(one.starts, one.ends))
    }

    pub fn offer(&self, offer: &Offer) -> OfferButton {
        let t = self.visitor.t();
        let space = self.name_of(&offer.space);
        let what = format!("{space}, {}", t.when(offer.starts, offer.ends));
        OfferButton {
            action: super::form_path(&offer.space),
            instead: form::instead(offer),
            text: t.with("form-offer", &[("offer", what.into())]),
        }
    }

    fn name_of(&self, path: &str) -> String {
        self.catalogue
            .space(path)
            .map(|(_, space)| space.row.name.get(self.visitor.language).to_owned())
            .unwrap_or_default()
    }
}
