//! The catalogue: the file that says which venues, spaces, words and holidays there are.
//!
//! `read` goes through the whole file and names every fault at once, so that an operator mends it in one go.

use document::{Document, Table};

mod calendar;
mod document;
mod fault;
pub mod model;
pub mod parts;
mod rules;
mod space;
mod terms;
#[cfg(test)]
mod tests;
mod turnaround;
mod venue;

pub use fault::FileFault;
pub use model::{CatalogueFile, FileSpace, FileStock, FileTerm, FileVenue};
pub use parts::units;

/// The faults are in the order of their lines, never empty.
pub fn read(text: &str) -> Result<CatalogueFile, Vec<FileFault>> {
    let parsed = document::parse(text)?;
    let document = Document::new(text);
    let catalogue = catalogue(text, &document.table(&parsed));
    let faults = document.into_faults();
    match catalogue {
        Some(catalogue) if faults.is_empty() => Ok(catalogue),
        _ => Err(faults),
    }
}

fn catalogue(text: &str, file: &Table) -> Option<CatalogueFile> {
    let timezone = file.need("timezone").and_then(|value| value.timezone());
    let terms = terms::read(file);
    let defaults = rules::defaults(file);
    let venues = file.slugged("venue");
    if venues.is_empty() {
        file.fault_at("venue", "is missing");
    }
    let venues: Vec<_> = venues
        .into_iter()
        .map(|(table, slug)| venue::read(&table, slug, timezone.as_deref(), &terms, &defaults))
        .collect();
    let days = calendar::days(file);
    file.no_more();
    Some(CatalogueFile {
        text: text.to_owned(),
        timezone: timezone?,
        venues: venues.into_iter().collect::<Option<_>>()?,
        terms: terms.words,
        days,
    })
}
