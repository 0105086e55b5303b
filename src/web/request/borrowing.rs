//! What is borrowed with a booking: a number for each thing that the venue lends.

use entity::{Borrowed, Item};

use super::form::Form;
use crate::booking::broken::{Broken, Flaw};

/// One thing that can be borrowed.
pub struct Lendable {
    pub name: String,
    pub label: String,
    pub value: String,
    pub most: i32,
}

fn field(slug: &str) -> String {
    format!("stock-{slug}")
}

impl Form<'_> {
    pub fn lendable(&self) -> Vec<Lendable> {
        let t = self.visitor.t();
        self.venue
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
                value: self.typed.get(&field(&item.row.slug)).to_owned(),
                most: item.quantity,
            })
            .collect()
    }

    /// Left empty, or none of it: not borrowed.
    pub fn borrowed(&self, broken: &mut Vec<Broken>) -> Borrowed {
        let mut items = Vec::new();
        for item in self.venue.items() {
            let Some(typed) = self.typed.some(&field(&item.row.slug)) else {
                continue;
            };
            match typed.parse() {
                Ok(0) => {}
                Ok(quantity) => items.push(Item {
                    item: item.row.slug.clone(),
                    quantity,
                }),
                Err(_) => broken.push(Broken::invalid("stock", Flaw::Malformed)),
            }
        }
        Borrowed(items)
    }
}
