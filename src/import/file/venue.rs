//! A venue with its hours, spaces and stock.

use entity::term::TermKind;

use super::{
    calendar,
    document::Table,
    model::{FileStock, FileVenue},
    rules::Rules,
    space,
    terms::Terms,
};

/// None when it has a fault.
pub fn read(
    table: &Table,
    slug: Option<String>,
    zone: Option<&str>,
    terms: &Terms,
    defaults: &Rules,
) -> Option<FileVenue> {
    let [name, about, address, how_to_come_in] =
        ["name", "about", "address", "how_to_come_in"].map(|key| table.need(key)?.words());
    let district = table
        .need("district")
        .and_then(|value| value.known(|slug| terms.check(TermKind::District, slug)));
    let email = table.need("email").and_then(|value| value.email());
    let phone = table.need("phone").and_then(|value| value.text());
    let timezone = table
        .get("timezone")
        .map_or(zone.map(str::to_owned), |value| value.timezone());
    let hours = calendar::venue_hours(table);
    let answer_within = table
        .need("answer_within_working_days")
        .and_then(|value| value.number(1..=60));
    let spaces = space::read(table, terms, defaults);
    let stock = stock(table);
    table.no_more();
    Some(FileVenue {
        slug: slug?,
        name: name?,
        about: about?,
        address: address?,
        how_to_come_in: how_to_come_in?,
        district: district?,
        email: email?,
        phone: phone?,
        timezone: timezone?,
        hours: hours?,
        answer_within_working_days: answer_within?,
        spaces: spaces?,
        stock,
    })
}

fn stock(venue: &Table) -> Vec<FileStock> {
    let item = |(table, slug): (Table, Option<String>)| {
        let name = table.need("name").and_then(|value| value.words());
        let quantity = table
            .need("quantity")
            .and_then(|value| value.number(1..=100_000));
        table.no_more();
        Some(FileStock {
            slug: slug?,
            name: name?,
            quantity: quantity?,
        })
    };
    venue
        .slugged("stock")
        .into_iter()
        .filter_map(item)
        .collect()
}
