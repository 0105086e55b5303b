//! The dates of a series in words.

use entity::{Booking, Instant, audit::Role, booking::Status};

use crate::{
    i18n::Translator,
    refusal::dates::{DateOutcome, DateVerdict, Dated},
    series::SeriesCard,
    urls,
    venue::Catalogue,
    web::{
        booking::words::asked_move,
        field::sentence,
        losing,
        state::{Side, StateLabel},
    },
};

/// One date in words.
pub struct DateLine {
    /// `2026-12-05`
    pub date: String,
    pub when: String,
    /// Of its booking.
    pub link: Option<String>,
    pub state: String,
    pub why: Vec<String>,
    /// Where to ask for it instead, and what that is.
    pub offers: Vec<(String, String)>,
    pub can_be_added: bool,
}

/// Every date of a series with what has become of it.
pub fn lines(
    t: Translator,
    catalogue: &Catalogue,
    card: &SeriesCard,
    now: Instant,
) -> Vec<DateLine> {
    let (asks, side) = match card.role {
        Role::Booker => ("series-you-ask-move", Side::Group),
        _ => ("series-asks-move", Side::Venue),
    };
    let lines = card.series.dates.iter().map(|date| {
        let mut line = line(t, catalogue, date);
        if let DateOutcome::Booked(booking) = &date.outcome {
            line.can_be_added = has_ended(booking) && booking.starts_at > now;
            let given = card.given.contains(&booking.id);
            line.state = StateLabel::of(t, booking, given, side).text;
            if given {
                line.why.push(t.text("booking-displaced"));
            }
            if let Some(asked) = asked_move(t, catalogue, booking) {
                line.why.push(format!("{}: {asked}", t.text(asks)));
            }
        }
        line
    });
    lines.collect()
}

fn has_ended(booking: &Booking) -> bool {
    matches!(
        booking.status,
        Status::Rejected | Status::Withdrawn | Status::Cancelled | Status::Expired
    )
}

pub fn line(t: Translator, catalogue: &Catalogue, date: &Dated) -> DateLine {
    let mut line = DateLine {
        date: date.starts.date().to_string(),
        when: t.when(date.starts, date.ends),
        link: None,
        state: t.text(match date.outcome.verdict() {
            DateVerdict::Booked | DateVerdict::Free => "series-free",
            DateVerdict::Taken => "series-taken",
            DateVerdict::Closed => "series-closed",
            DateVerdict::Holiday => "series-holiday",
            DateVerdict::Rule => "series-rule",
        }),
        why: Vec::new(),
        offers: Vec::new(),
        can_be_added: false,
    };
    match &date.outcome {
        DateOutcome::Free => line.can_be_added = true,
        DateOutcome::Booked(booking) => {
            line.link = Some(urls::booking("", booking));
            line.state = t.status(booking.status);
        }
        DateOutcome::Taken {
            conflicts,
            alternatives,
        } => {
            let place = |space: &str, starts, ends| {
                let space = catalogue.space(space);
                let name = space.map_or("", |(_, space)| space.row.name.get(t.language));
                format!("{name}, {}", t.when(starts, ends))
            };
            line.why = losing::in_the_way(t, catalogue, conflicts);
            let offers = alternatives.iter().map(|one| {
                (
                    urls::request("", &one.space, one.starts, one.ends),
                    place(&one.space, one.starts, one.ends),
                )
            });
            line.offers = offers.collect();
        }
        DateOutcome::Broken(broken) => {
            let said = broken.iter().map(|one| sentence(t, catalogue, one));
            line.why = said.collect();
        }
    }
    line
}
