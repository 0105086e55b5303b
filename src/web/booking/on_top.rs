//! What a group reads first: what the venue said with its answer, and how to go on where the answer was no.

use entity::{
    Booking,
    audit::{self, Action, Role},
    booking::Status,
};

use crate::{
    booking::{self, SeenBooking},
    error::Error,
    i18n::Translator,
    refusal::conflict::Alternative,
    urls,
    venue::{Catalogue, Venue},
    web::{reasons::in_words, visitor::Visitor},
    zone::format_wall,
};

/// So many other times are offered.
const MOST_OFFERS: usize = 3;

#[derive(Default)]
pub struct OnTop {
    /// Words of the venue, with what they are: a note with its yes, the reason of its no.
    pub words: Option<(String, String)>,
    /// Addresses of the form at other times, filled in like this booking.
    pub offers: Vec<(String, String)>,
    /// The same, at the time of this booking if that is to come.
    pub again: Option<(String, String)>,
}

impl OnTop {
    pub async fn of(
        visitor: &Visitor,
        catalogue: &Catalogue,
        venue: &Venue,
        seen: &SeenBooking,
    ) -> Result<Self, Error> {
        let offers = if is_refused(seen) && seen.role == Role::Booker {
            offers(visitor, catalogue, venue, seen).await?
        } else {
            Vec::new()
        };
        Ok(Self {
            words: words(visitor.t(), catalogue, seen),
            offers,
            again: again(visitor.t(), catalogue, seen),
        })
    }
}

/// Whether somebody else than the group ended it, or gave its time away.
fn is_refused(seen: &SeenBooking) -> bool {
    let booking = &seen.booking;
    let says_why = booking.reason_code.is_some() || booking.reason_text.is_some();
    match booking.status {
        Status::Rejected | Status::Expired => true,
        Status::Cancelled => says_why,
        Status::Pending => seen.given,
        _ => false,
    }
}

async fn offers(
    visitor: &Visitor,
    catalogue: &Catalogue,
    venue: &Venue,
    seen: &SeenBooking,
) -> Result<Vec<(String, String)>, Error> {
    let t = visitor.t();
    let mut found = booking::instead(&visitor.app, catalogue, venue, &seen.booking).await?;
    // Leaves out the refused start, and puts what overlaps it last.
    let refused = &seen.booking;
    let own = catalogue.space_of(refused.space_id);
    let here = |offer: &Alternative| own.is_some_and(|space| space.path() == offer.space);
    found.retain(|offer| !here(offer) || format_wall(offer.starts) != refused.starts);
    found.sort_by_key(|offer| {
        let (starts, ends) = (format_wall(offer.starts), format_wall(offer.ends));
        here(offer) && starts < refused.ends && refused.starts < ends
    });
    let offer = |offer: &Alternative| {
        let (_, space) = catalogue.space(&offer.space)?;
        let name = space.row.name.get(t.language);
        Some((
            urls::request_like(
                &offer.space,
                Some((offer.starts, offer.ends)),
                &seen.booking,
            ),
            format!("{name}, {}", t.when(offer.starts, offer.ends)),
        ))
    };
    Ok(found.iter().filter_map(offer).take(MOST_OFFERS).collect())
}

fn words(t: Translator, catalogue: &Catalogue, seen: &SeenBooking) -> Option<(String, String)> {
    let booking = &seen.booking;
    let (label, said) = match booking.status {
        Status::Approved | Status::CheckedIn => {
            let told = |action| {
                matches!(
                    action,
                    Action::Approve | Action::AcceptMove | Action::Move | Action::Shorten
                )
            };
            let lines = seen.history.iter().rev();
            let mut lines = lines.filter(|line| line.role == Role::Venue && told(line.action));
            // A yes without words takes no earlier ones away.
            let last = lines.find_map(|line| line.reason_text.clone())?;
            ("booking-venue-note", last)
        }
        _ => {
            let made_room = |line: &audit::Model| line.action == Action::Replace;
            let said = reason(t, catalogue, booking);
            if said.is_empty() && seen.history.last().is_some_and(made_room) {
                ("booking-reason", t.text("history-replace"))
            } else {
                ("booking-reason", said)
            }
        }
    };
    Some((t.text(label), said)).filter(|(_, said)| !said.trim().is_empty())
}

/// Why it was refused or cancelled; empty when nobody said.
fn reason(t: Translator, catalogue: &Catalogue, booking: &Booking) -> String {
    let (code, text) = (
        booking.reason_code.as_deref(),
        booking.reason_text.as_deref(),
    );
    in_words(t, catalogue, code, text)
}

/// The form, filled in like a booking of the visitor's own that is over or was not to be.
pub fn again(t: Translator, catalogue: &Catalogue, seen: &SeenBooking) -> Option<(String, String)> {
    let booking = &seen.booking;
    let label = match booking.status {
        Status::Rejected | Status::Expired => "booking-ask-again",
        Status::Withdrawn | Status::Cancelled | Status::Completed | Status::NoShow => {
            "booking-book-again"
        }
        Status::Pending | Status::Approved | Status::CheckedIn => return None,
    };
    let space = catalogue.space_of(booking.space_id)?;
    let open = seen.role == Role::Booker && space.row.retired_at.is_none();
    open.then(|| {
        (
            urls::request_like(&space.path(), None, booking),
            t.text(label),
        )
    })
}
