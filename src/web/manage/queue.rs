//! What waits for an answer: the soonest answer time first, rivals side by side.

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use entity::{Instant, booking::Status};

use super::{
    super::{
        booking::{asked_move, space_name, when},
        decide::{self, Decision},
        error::PageError,
        standing::said,
        visitor::{Frame, Visitor, personal},
    },
    managed,
};
use crate::{
    booking::{
        self, Booking,
        series::{self, Waiting as Series},
        slot::Slot,
        standing::Standing,
        text::Phone,
    },
    i18n::Translator,
    urls,
    venue::{self, Catalogue, Venue},
    zone::parse_wall,
};

#[derive(Template)]
#[template(path = "queue.html", config = "config/askama.toml")]
struct QueuePage {
    frame: Frame,
    venue_name: String,
    day: String,
    groups: Vec<Vec<Waiting>>,
}

struct Waiting {
    code: String,
    /// Of the booking, or of its series.
    link: String,
    /// How many dates of a series it is, and until when.
    series: Option<String>,
    title: String,
    space: String,
    when: String,
    answer_by: String,
    left: String,
    /// Less than a day is left.
    urgent: bool,
    /// The venue waits for the group, not the group for the venue.
    asked: bool,
    details: Vec<(String, String)>,
    decisions: Vec<Decision>,
}

/// What is answered as one.
struct Asked {
    /// The first date of a series.
    booking: Booking,
    series: Option<Series>,
}

impl Asked {
    fn dates(&self) -> &[Booking] {
        match &self.series {
            Some(series) => &series.bookings,
            None => std::slice::from_ref(&self.booking),
        }
    }

    /// From the first date to the last.
    fn whole(&self) -> Option<Slot> {
        let dates = self.dates();
        Slot::new(dates.first()?.starts_at, dates.last()?.ends_at)
    }

    /// Both are walked once, side by side: dates of one series do not overlap.
    fn is_rival_of(&self, other: &Self, catalogue: &Catalogue) -> bool {
        let near = self.whole().zip(other.whole());
        if !near.is_some_and(|(one, other)| one.overlaps(other)) {
            return false;
        }
        let (mut ours, mut theirs) = (self.dates(), other.dates());
        while let ([one, our_rest @ ..], [other, their_rest @ ..]) = (ours, theirs) {
            if are_rivals(catalogue, one, other) {
                return true;
            }
            if one.ends_at <= other.ends_at {
                ours = our_rest;
            } else {
                theirs = their_rest;
            }
        }
        false
    }
}

/// `GET /manage/{venue}`
pub async fn queue(visitor: Visitor, Path(slug): Path<String>) -> Result<Response, PageError> {
    let catalogue = venue::current(&visitor.app).await?;
    let venue = managed(&visitor, &catalogue, &slug)?;
    let (app, actor) = (&visitor.app, &visitor.actor);
    let waiting = booking::queue(app, actor, venue).await?;
    let standings = booking::standings(app, actor, &catalogue, venue, &waiting).await?;
    let mut series = series::waiting(app, actor, venue.row.id, &waiting).await?;
    let asked = waiting.into_iter().map(|booking| {
        let pending = booking.status == Status::Pending;
        let of = |one: &Series| {
            let same = if one.moves {
                booking.move_of_series
            } else {
                pending
            };
            same && Some(one.row.id) == booking.series_id
        };
        let at = series.iter().position(of);
        Asked {
            series: at.map(|at| series.swap_remove(at)),
            booking,
        }
    });
    let rival = |one: &Asked, other: &Asked| one.is_rival_of(other, &catalogue);
    let groups = grouped(asked.collect(), rival)
        .iter()
        .map(|group| {
            group
                .iter()
                .map(|asked| {
                    let standing = standings.get(&asked.booking.id);
                    one(&visitor, &catalogue, venue, asked, standing)
                })
                .collect()
        })
        .collect();
    let t = visitor.t();
    let page = QueuePage {
        frame: visitor.frame(t.text("queue-heading")),
        venue_name: venue.row.name.get(t.language).to_owned(),
        day: format!("/manage/{slug}/day"),
        groups,
    };
    personal(StatusCode::OK, &page)
}

/// Puts together what belongs together, each group where its first member stands.
fn grouped<T>(items: Vec<T>, belong: impl Fn(&T, &T) -> bool) -> Vec<Vec<T>> {
    let mut groups: Vec<Vec<T>> = Vec::new();
    for item in items {
        let mut near = (0..groups.len())
            .filter(|at| groups[*at].iter().any(|other| belong(&item, other)))
            .collect::<Vec<_>>();
        if near.is_empty() {
            groups.push(vec![item]);
            continue;
        }
        let first = near.remove(0);
        for later in near.into_iter().rev() {
            let joined = groups.remove(later);
            groups[first].extend(joined);
        }
        groups[first].push(item);
    }
    groups
}

fn are_rivals(catalogue: &Catalogue, one: &Booking, other: &Booking) -> bool {
    let slot = |booking: &Booking| Slot {
        starts_at: booking.starts_at,
        ends_at: booking.ends_at,
    };
    let (Some(here), Some(there)) = (
        catalogue.space_of(one.space_id),
        catalogue.space_of(other.space_id),
    ) else {
        return false;
    };
    let shared = || here.units.iter().any(|unit| there.units.contains(unit));
    slot(one).overlaps(slot(other)) && shared()
}

fn one(
    visitor: &Visitor,
    catalogue: &Catalogue,
    venue: &Venue,
    asked: &Asked,
    standing: Option<&Standing>,
) -> Waiting {
    let booking = &asked.booking;
    let t = visitor.t();
    let now = visitor.app.clock.now();
    let by = booking.move_answer_by.or(booking.answer_by);
    let by = by.unwrap_or(booking.starts_at);
    let path = format!("/manage/{}", venue.row.slug);
    let mut details = vec![(t.text("form-attendees"), booking.attendees.to_string())];
    let mut add = |key: &str, value: Option<String>| {
        details.extend(value.map(|value| (t.text(key), value)));
    };
    let borrowed = venue.borrowed(&booking.stock);
    let borrowed = t.borrowed(borrowed.map(|(item, quantity)| (&item.row.name, quantity)));
    add("mail-stock", Some(borrowed).filter(|text| !text.is_empty()));
    add("booking-asks-move", asked_move(t, catalogue, booking));
    add("form-group", booking.group_name.clone());
    add("booking-contact", Some(booking.contact_name.clone()));
    add(
        "form-phone",
        booking.contact_phone.as_deref().map(Phone::readable),
    );
    add("form-note", booking.note.clone());
    details.extend(standing.into_iter().flat_map(|standing| said(t, standing)));
    Waiting {
        code: booking.code.clone(),
        link: match &asked.series {
            Some(series) => urls::series("", &series.row),
            None => urls::booking("", booking),
        },
        series: asked
            .series
            .as_ref()
            .and_then(|series| dates_in_words(t, series)),
        title: booking.title.clone(),
        space: space_name(t, catalogue, booking),
        when: when(t, booking, venue),
        answer_by: t.deadline(venue.zone.local(by)),
        left: left(t, now, by),
        urgent: by <= now.plus_hours(24),
        asked: booking.waits_for_group(),
        details,
        decisions: match &asked.series {
            Some(series) => decide::of_series(t, catalogue, series, &path),
            None => decide::possible(t, catalogue, &visitor.actor, booking, now, &path),
        },
    }
}

fn dates_in_words(t: Translator, series: &Series) -> Option<String> {
    let last = parse_wall(&series.bookings.last()?.starts)?.date();
    let said = [
        ("count", series.bookings.len().into()),
        ("last", t.date(last).into()),
    ];
    let key = if series.moves {
        "series-waits-move"
    } else {
        "series-waits"
    };
    Some(t.with(key, &said))
}

/// How long there is to answer.
fn left(t: Translator, now: Instant, by: Instant) -> String {
    let minutes = by.since(now).whole_minutes();
    if minutes <= 0 {
        t.text("queue-overdue")
    } else if minutes >= 48 * 60 {
        t.with("queue-days-left", &[("days", (minutes / 60 / 24).into())])
    } else {
        let rounded = if minutes >= 60 {
            minutes / 60 * 60
        } else {
            minutes
        };
        t.with("queue-left", &[("length", t.duration(rounded).into())])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_together_stands_together() {
        let near = |a: &i32, b: &i32| (a - b).abs() <= 1;
        assert_eq!(
            grouped(vec![5, 1, 9, 2, 10], near),
            [vec![5], vec![1, 2], vec![9, 10]]
        );
        assert_eq!(grouped(vec![1, 3, 2], near), [vec![1, 3, 2]]);
    }
}
