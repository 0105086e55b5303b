//! From the fields of the form to a request, and what of them cannot be read.

use entity::Language;
use time::{Date, Duration, PrimitiveDateTime, Time};

use super::borrowing;
use crate::{
    booking::{NewBooking, OnBehalf},
    refusal::{
        conflict::Offer,
        rule::{Broken, Facts, Flaw},
    },
    text::Phone,
    venue::{Catalogue, Space, Venue},
    web::{typed::Typed, visitor::Visitor, week},
    zone::{format_wall, parse_wall},
};
use entity::Booking;

/// An end at or before this, and before the start, is meant on the next day.
const END_OF_NIGHT: Time = time::macros::time!(6:00);

/// The wall times of an offer that was chosen, `STARTS/ENDS`.
pub const INSTEAD: &str = "instead";

/// The report on a series was read, and the form is wanted again.
pub const AGAIN: &str = "again";

/// Stands in a form that is shown with what is wrong with it.
pub const REFUSED: &str = "refused";

pub struct Form<'a> {
    pub visitor: &'a Visitor,
    pub catalogue: &'a Catalogue,
    pub venue: &'a Venue,
    pub space: &'a Space,
    pub typed: Typed,
    /// What a manager may put the request in place of.
    pub could_make_room: Vec<Booking>,
}

pub struct Faults {
    pub new: NewBooking,
    /// What the form asks for and did not get.
    pub broken: Vec<Broken>,
}

/// What stands in a form that nobody has touched: what was said about the booking that it is to be `like`, with its time if
/// that is to come.
pub fn first(
    visitor: &Visitor,
    venue: &Venue,
    space: &Space,
    query: &Typed,
    like: Option<&Booking>,
) -> Typed {
    let mut typed = Typed::default();
    if let Some(booking) = like {
        said_before(&mut typed, venue, booking);
        let times = parse_wall(&booking.starts).zip(parse_wall(&booking.ends));
        if let Some((starts, ends)) = times {
            set_times(&mut typed, starts, ends);
            if booking.starts_at <= visitor.app.clock.now() {
                typed.set("date", "");
            }
        }
    }
    if let Some(starts) = parse_wall(query.get("starts")) {
        let shortest = Duration::minutes(week::shortest(&space.row));
        let ends = parse_wall(query.get("ends")).unwrap_or_else(|| starts.saturating_add(shortest));
        set_times(&mut typed, starts, ends);
    }
    if let Some(people) = query.some("attendees") {
        typed.set("attendees", people);
    }
    if let Some(person) = visitor.actor.who() {
        typed.set("name", &*person.name);
        let phone = person.phone.as_deref().map(Phone::readable);
        typed.set("phone", phone.unwrap_or_default());
    }
    typed
}

fn said_before(typed: &mut Typed, venue: &Venue, booking: &Booking) {
    typed.set("title", &*booking.title);
    typed.set("attendees", booking.attendees.to_string());
    typed.set("layout", &*booking.layout);
    typed.set("group", booking.group_name.clone().unwrap_or_default());
    typed.set("programme", booking.programme.clone().unwrap_or_default());
    typed.set("note", booking.note.clone().unwrap_or_default());
    typed.set("public", if booking.public { "1" } else { "" });
    for (item, quantity) in venue.borrowed(&booking.stock) {
        typed.set(&borrowing::field(&item.row.slug), quantity.to_string());
    }
}

/// The form as it was filled in, at the time that was offered instead. A layout that the other space does not have falls
/// away by itself: the form shows only the layouts of its space.
pub fn moved(mut typed: Typed) -> Typed {
    if let Some((starts, ends)) = typed.get(INSTEAD).split_once('/')
        && let (Some(starts), Some(ends)) = (parse_wall(starts), parse_wall(ends))
    {
        set_times(&mut typed, starts, ends);
    }
    typed.without(INSTEAD)
}

/// What the button of an offer says to `moved`.
pub fn instead(offer: &Offer) -> String {
    format!("{}/{}", format_wall(offer.starts), format_wall(offer.ends))
}

/// From when to when on a date, or until the small hours after it.
pub fn over_night(
    date: Date,
    from: Time,
    to: Time,
) -> Option<(PrimitiveDateTime, PrimitiveDateTime)> {
    let last = if to < from && to <= END_OF_NIGHT {
        date.next_day()?
    } else {
        date
    };
    Some((
        PrimitiveDateTime::new(date, from),
        PrimitiveDateTime::new(last, to),
    ))
}

fn set_times(typed: &mut Typed, starts: PrimitiveDateTime, ends: PrimitiveDateTime) {
    typed.set("date", starts.date().to_string());
    typed.set("from", clock(starts));
    typed.set("to", clock(ends));
}

fn clock(moment: PrimitiveDateTime) -> String {
    format!("{:02}:{:02}", moment.hour(), moment.minute())
}

impl Form<'_> {
    /// The date and the wall times as typed, as far as they can be read.
    pub fn times(&self) -> (Option<Date>, Option<Time>, Option<Time>) {
        let date = crate::zone::parse_date(self.typed.get("date").trim());
        let time = |name| {
            parse_wall(&format!("2000-01-01T{}", self.typed.get(name).trim()))
                .map(PrimitiveDateTime::time)
        };
        (date, time("from"), time("to"))
    }

    /// From when to when, if both can be read.
    pub fn starts_and_ends(&self) -> Option<(PrimitiveDateTime, PrimitiveDateTime)> {
        let (date, from, to) = self.times();
        over_night(date?, from?, to?)
    }

    /// Whether a manager of the venue fills it in.
    pub fn is_managers(&self) -> bool {
        self.visitor.actor.manages(self.venue.row.id)
    }

    pub fn is_for_another(&self) -> bool {
        self.is_managers() && !self.typed.get("for").is_empty()
    }

    pub fn read(&self) -> Faults {
        let typed = &self.typed;
        let mut broken = Vec::new();
        let mut missing = |field, name: &str| {
            if typed.some(name).is_none() {
                broken.push(Broken::invalid(field, Flaw::Missing));
            }
        };
        missing("starts", "date");
        missing("from", "from");
        missing("ends", "to");
        missing("attendees", "attendees");
        let behalf = self.is_for_another();
        if !behalf {
            missing("name", "name");
            missing("phone", "phone");
        }
        let attendees = typed.get("attendees").trim().parse();
        if attendees.is_err() && typed.some("attendees").is_some() {
            broken.push(Broken::invalid("attendees", Flaw::Malformed));
        }
        let stock = self.borrowed(&mut broken);
        let owned = |name| typed.some(name).map(str::to_owned);
        let (starts, ends) = self
            .starts_and_ends()
            .map(|(starts, ends)| (format_wall(starts), format_wall(ends)))
            .unwrap_or_default();
        let on_behalf = behalf.then(|| OnBehalf {
            name: typed.get("for_name").to_owned(),
            phone: owned("for_phone"),
            email: owned("for_email"),
            group: owned("group"),
            language: Language::from_tag(typed.get("for_language")),
        });
        let new = NewBooking {
            replacing: self.replacing(),
            space: self.space.path(),
            starts,
            ends,
            title: typed.get("title").to_owned(),
            attendees: attendees.unwrap_or_default(),
            phone: owned("phone").filter(|_| !behalf),
            name: owned("name").filter(|_| !behalf),
            group: owned("group"),
            programme: owned("programme"),
            layout: owned("layout"),
            stock,
            note: owned("note"),
            public: !typed.get("public").is_empty(),
            on_behalf,
            waive: self.waived(),
            waive_reason: owned("waive_reason"),
            language: self.visitor.language,
            series: None,
        };
        Faults { new, broken }
    }
}

/// Adds what the rules say, but for what is wrong only because a field was left out or could not be read.
pub fn join(broken: &mut Vec<Broken>, more: Vec<Broken>) {
    let unread = |field: &str| match field {
        "starts" | "ends" => broken
            .iter()
            .any(|one| matches!(one.field, "starts" | "from" | "ends")),
        other => broken.iter().any(|one| one.field == other),
    };
    let told: Vec<Broken> = more
        .into_iter()
        .filter(|one| {
            let unread = unread(one.field);
            let echo = matches!(
                one.facts,
                Facts::Invalid(Flaw::Missing | Flaw::Malformed | Flaw::LessThanOne)
            );
            !(unread && echo)
        })
        .collect();
    broken.extend(told);
}
