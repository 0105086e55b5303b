//! What is borrowed with a booking: a number for each thing that the venue lends.

use entity::{Borrowed, Item};

use super::typed::Typed;
use crate::{
    i18n::Translator,
    refusal::rule::{InvalidInput, Violation},
    venue::Venue,
};

/// One thing that can be borrowed.
pub struct Lendable {
    pub name: String,
    pub label: String,
    pub value: String,
    pub most: i32,
}

/// What the field of one of them is called.
pub fn field(slug: &str) -> String {
    format!("stock-{slug}")
}

/// Everything that the venue lends, with the number that was typed.
pub fn lendable(t: Translator, venue: &Venue, typed: &Typed) -> Vec<Lendable> {
    venue
        .items()
        .map(|item| Lendable {
            name: field(&item.row.slug),
            label: t.with(
                "form-stock-item",
                &[
                    ("item", item.row.name.get(t.language).into()),
                    ("most", item.quantity.into()),
                ],
            ),
            value: typed.get(&field(&item.row.slug)).to_owned(),
            most: item.quantity,
        })
        .collect()
}

/// What is asked for, and in `broken` what of it cannot be read. Left empty, or none of it: not borrowed.
pub fn borrowed(venue: &Venue, typed: &Typed, broken: &mut Vec<Violation>) -> Borrowed {
    let mut items = Vec::new();
    for item in venue.items() {
        let Some(typed) = typed.some(&field(&item.row.slug)) else {
            continue;
        };
        match typed.parse() {
            Ok(0) => {}
            Ok(quantity) => items.push(Item {
                item: item.row.slug.clone(),
                quantity,
            }),
            Err(_) => broken.push(Violation::invalid("stock", InvalidInput::Malformed)),
        }
    }
    Borrowed(items)
}
