//! What was said about a booking, line by line.

use entity::{audit::Role, term::TermKind};

use super::words::asked_move;
use crate::{booking::SeenBooking, i18n::Translator, text::Phone, venue::Catalogue};

/// Label and text of each line; what nobody said has none. Who manages the venue also sees what was waived, and why.
pub fn details(t: Translator, catalogue: &Catalogue, seen: &SeenBooking) -> Vec<(String, String)> {
    let booking = &seen.booking;
    let name = |kind, slug: &str| catalogue.name(kind, slug, t.language).to_owned();
    let mut said = vec![
        (t.text("form-event"), booking.title.clone()),
        (t.text("form-attendees"), booking.attendees.to_string()),
    ];
    let mut add = |key: String, value: Option<String>| {
        said.extend(
            value
                .filter(|value| !value.is_empty())
                .map(|value| (key, value)),
        );
    };
    if let (Some(asks), Some(venue)) = (asked_move(t, catalogue, booking), booking.move_answer_by) {
        let by = catalogue
            .venue_of(booking.venue_id)
            .map_or(String::new(), |of| t.deadline(of.zone.local(venue)));
        add(t.text("booking-asks-move"), Some(asks));
        add(t.text("queue-answer-by"), Some(by));
    }
    let layout = Some(&booking.layout).filter(|layout| !layout.is_empty());
    add(
        t.text("form-layout"),
        layout.map(|slug| name(TermKind::Layout, slug)),
    );
    let venue = catalogue.venue_of(booking.venue_id);
    let borrowed = venue.map(|venue| {
        let borrowed = venue.borrowed(&booking.stock);
        t.borrowed(borrowed.map(|(item, quantity)| (&item.row.name, quantity)))
    });
    add(t.text("mail-stock"), borrowed);
    add(t.text("form-group"), booking.group_name.clone());
    let programme = booking.programme.as_deref();
    add(
        t.text("booking-attended"),
        booking.attended.map(|people| people.to_string()),
    );
    add(
        t.text("form-programme"),
        programme.map(|slug| name(TermKind::Programme, slug)),
    );
    add(
        t.text("booking-contact"),
        Some(booking.contact_name.clone()),
    );
    let phone = booking.contact_phone.as_deref().map(Phone::readable);
    add(t.text("form-phone"), phone);
    add(t.text("form-note"), booking.note.clone());
    if seen.role == Role::Venue {
        let waived = booking.waived.0.iter();
        let waived: Vec<String> = waived
            .map(|code| t.text(&format!("waive-{code}")))
            .collect();
        add(t.text("booking-waived"), Some(waived.join(", ")));
        add(t.text("booking-waive-reason"), booking.waive_reason.clone());
    }
    said
}
