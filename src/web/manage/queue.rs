//! What waits for an answer: the soonest answer time first, side by side who would lose by the other's yes.

use askama::Template;
use axum::{
    extract::{Path, RawQuery},
    http::StatusCode,
    response::Response,
};
use entity::{Booking, Instant, booking::Status};

use super::managed::managed;
use crate::{
    booking,
    i18n::Translator,
    refusal::losing::Loser,
    rules::{
        booker_record::Standing,
        losing::{Awaited, Outlook},
    },
    series::{self, WaitingSeries},
    text::Phone,
    urls,
    venue::{Catalogue, Venue},
    web::{
        booking::words::{asked_move, space_name, when},
        decide::{self, Decision},
        done,
        page_error::PageError,
        standing::lines,
        state::{Side, StateLabel},
        typed::Typed,
        visitor::{Frame, Visitor, personal},
    },
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
    /// Whether the venue is waited for, or the group.
    state: StateLabel,
    /// Where its page says what is in the way of a yes, and what can be done.
    instead: Option<String>,
    details: Vec<(String, String)>,
    decisions: Vec<Decision>,
}

/// What is answered as one.
struct Request {
    /// The first date of a series.
    booking: Booking,
    series: Option<WaitingSeries>,
}

impl Request {
    fn awaited(&self) -> Awaited<'_> {
        match &self.series {
            Some(series) => Awaited {
                dates: &series.bookings,
                moves: series.moves,
                ..Awaited::default()
            },
            None => Awaited {
                dates: std::slice::from_ref(&self.booking),
                moves: self.booking.proposed_move().is_some(),
                ..Awaited::default()
            },
        }
    }

    fn loses_by(&self, outlook: &Outlook) -> bool {
        let dates = self.awaited().dates;
        let lost = |loser: &Loser| dates.iter().any(|one| one.id == loser.booking.id);
        outlook.losers.iter().any(lost)
    }
}

/// `GET /manage/{venue}`
pub async fn queue(
    mut visitor: Visitor,
    Path(slug): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let catalogue = visitor.app.catalogue().await?;
    let venue = managed(&visitor, &catalogue, &slug)?;
    let query = Typed::read(query.unwrap_or_default().as_bytes());
    visitor.done = done::acts::of_one_of_many(&visitor, &catalogue, &query).await?;
    let (app, actor) = (&visitor.app, &visitor.actor);
    let waiting = booking::queue(app, actor, venue).await?;
    if !waiting.is_empty() {
        visitor.lists_contacts();
    }
    let standings = booking::standings(app, actor, &catalogue, venue, &waiting).await?;
    let mut series = series::waiting(app, actor, venue.row.id, &waiting).await?;
    let requests = waiting.into_iter().map(|booking| {
        let pending = booking.status == Status::Pending;
        let of = |one: &WaitingSeries| {
            let same = if one.moves {
                booking.move_of_series
            } else {
                pending
            };
            same && Some(one.row.id) == booking.series_id
        };
        let at = series.iter().position(of);
        Request {
            series: at.map(|at| series.swap_remove(at)),
            booking,
        }
    });
    let requests: Vec<Request> = requests.collect();
    let asked: Vec<Awaited<'_>> = requests.iter().map(Request::awaited).collect();
    let outlooks = booking::outlooks(app, actor, &catalogue, venue, &asked).await?;
    let all = requests.iter().zip(&outlooks).collect();
    let rivals = |one: &(&Request, &Outlook), other: &(&Request, &Outlook)| {
        one.0.loses_by(other.1) || other.0.loses_by(one.1)
    };
    let groups = grouped(all, rivals)
        .iter()
        .map(|group| {
            group
                .iter()
                .map(|(request, outlook)| {
                    let standing = standings.get(&request.booking.id);
                    one(&visitor, &catalogue, venue, request, (*outlook, standing))
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

fn one(
    visitor: &Visitor,
    catalogue: &Catalogue,
    venue: &Venue,
    request: &Request,
    (outlook, standing): (&Outlook, Option<&Standing>),
) -> Waiting {
    let booking = &request.booking;
    let t = visitor.t();
    let now = visitor.app.clock.now();
    let by = booking.move_answer_by.or(booking.answer_by);
    let by = by.unwrap_or(booking.starts_at);
    let path = format!("/manage/{}", venue.row.slug);
    let decisions = if let Some(series) = &request.series {
        decide::of_series(t, catalogue, series, &path)
    } else {
        let can = visitor.can(catalogue, booking);
        decide::possible(t, catalogue, booking, &can, &path)
    };
    let decisions = decide::foreseeing(t, catalogue, outlook, decisions);
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
    details.extend(standing.into_iter().flat_map(|standing| lines(t, standing)));
    let link = match &request.series {
        Some(series) => urls::series("", &series.row),
        None => urls::booking("", booking),
    };
    Waiting {
        code: booking.code.clone(),
        link: link.clone(),
        series: request
            .series
            .as_ref()
            .and_then(|series| dates_in_words(t, series)),
        title: booking.title.clone(),
        space: space_name(t, catalogue, booking),
        when: when(t, booking, venue),
        answer_by: t.deadline(venue.zone.local(by)),
        left: left(t, now, by),
        urgent: by <= now.plus_hours(24),
        state: StateLabel::of(t, booking, false, Side::Venue),
        instead: (!outlook.in_the_way.is_empty()).then(|| format!("{link}#decide")),
        details,
        decisions,
    }
}

fn dates_in_words(t: Translator, series: &WaitingSeries) -> Option<String> {
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
