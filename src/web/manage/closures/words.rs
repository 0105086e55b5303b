//! A closure in words: where its page is, what is closed, when, and why.

use entity::Instant;

use crate::{
    closure::Closure,
    i18n::Translator,
    venue::{Catalogue, Venue},
    web::reasons::in_words,
};

/// The page of all closures of a venue.
pub fn path(venue: &Venue) -> String {
    format!("/manage/{}/closures", venue.row.slug)
}

/// By name, in the order of the venue; one word for all of it.
pub fn spaces(t: Translator, venue: &Venue, closure: &Closure) -> String {
    let closed = |id| closure.spaces.contains(&id);
    if venue.open_spaces().all(|space| closed(space.row.id)) {
        return t.text("closures-all");
    }
    let named = venue.spaces.iter().filter(|space| closed(space.row.id));
    let named = named.map(|space| space.row.name.get(t.language));
    named.collect::<Vec<_>>().join(", ")
}

/// When it runs or comes next; when it was, where all of it is over.
pub fn when(t: Translator, venue: &Venue, closure: &Closure, now: Instant) -> String {
    let shown = closure.shown_time(now);
    let local = |at| venue.zone.local(at);
    let when = t.when(local(shown.starts_at), local(shown.ends_at));
    if closure.times.is_empty() {
        return format!("{when} · {}", t.text("closures-never"));
    }
    when
}

/// Why it is closed, in the words of its managers; may be empty.
pub fn reason(t: Translator, catalogue: &Catalogue, closure: &Closure) -> String {
    let row = &closure.row;
    let (code, text) = (row.reason_code.as_deref(), row.reason_text.as_deref());
    in_words(t, catalogue, code, text)
}
