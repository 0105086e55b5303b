//! The page of a booking: a ticket when it is confirmed.

use askama::Template;
use entity::{Instant, audit::Role, booking::Status, term::TermKind};

use super::{
    alter::{AlterForm, Forms, place_of},
    history::{Line, history},
    messages::{self, Conversation},
    on_top::OnTop,
    refused::{InPlace, REPLACE, why_not, wrong},
    told::{MailLine, told},
};
use crate::{
    booking::{self, Seen},
    error::Error,
    i18n::Translator,
    refusal::rule::Broken,
    rules::losing::Outlook,
    text::Phone,
    urls,
    venue::{Catalogue, Venue},
    web::{
        decide::{self, Decision},
        done::Done,
        losing,
        not_done::NotDone,
        request::view::Input,
        state::{Side, State},
        typed::Typed,
        venues::VenueFacts,
        visitor::{Frame, Visitor},
    },
    zone::parse_wall,
};
use entity::{Booking, booking::WaitsFor};

/// What somebody tried, and why it was not done, if it was not only to be read in another language.
pub struct Tried<'a> {
    pub action: &'a str,
    pub form: Typed,
    pub error: Option<Error>,
}

#[derive(Template)]
#[template(path = "booking.html", config = "config/askama.toml")]
pub struct BookingPage {
    frame: Frame,
    pub on_top: OnTop,
    code: String,
    code_label: &'static str,
    title: String,
    space: String,
    when: String,
    state: State,
    /// What the state means for the group now.
    meaning: String,
    is_ticket: bool,
    facts: VenueFacts,
    pub details: Vec<(String, String)>,
    decisions: Vec<Decision>,
    /// Where a yes would be refused, for what, as far as it is known.
    in_the_way: Option<Vec<String>>,
    /// Where it is given up, in words.
    give_up: Option<(String, String)>,
    pub in_place: Option<InPlace>,
    kept_heading: String,
    /// What else is held for the group: where it stands, and what it is.
    kept: Vec<(String, String)>,
    alter: Vec<AlterForm>,
    messages: Conversation,
    version: i32,
    mails: Vec<MailLine>,
    history: Vec<Line>,
    not_done: NotDone,
    /// Of the series that it is a date of.
    series: Option<String>,
}

impl BookingPage {
    /// Says at the button of a yes what it would cost whom. Whether there is none, because a yes would be refused: then the
    /// page says for what.
    pub fn foresee(&mut self, t: Translator, catalogue: &Catalogue, outlook: &Outlook) -> bool {
        let decisions = std::mem::take(&mut self.decisions);
        let refused = !outlook.in_the_way.is_empty() && decisions.iter().any(Decision::is_yes);
        self.decisions = decide::foreseeing(t, catalogue, outlook, decisions);
        let why = || losing::in_the_way(t, catalogue, &outlook.in_the_way);
        self.in_the_way = refused.then(why);
        refused
    }

    /// Leads from what was wrong to the field that it is about.
    pub fn lead_to_fields(&mut self, tried: &Tried<'_>) {
        let Some(Error::Rules(broken)) = &tried.error else {
            return;
        };
        let fields: Vec<_> = broken
            .iter()
            .map(|one| self.field_of(tried.action, one))
            .collect();
        for (said, field) in self.not_done.said.iter_mut().zip(fields) {
            said.1 = field;
        }
    }

    fn field_of(&self, action: &str, broken: &Broken) -> Option<String> {
        if action == REPLACE {
            return self.in_place.as_ref()?.field_of(broken.field);
        }
        if action == messages::SLUG {
            return Some(format!("{}-text", self.messages.id));
        }
        if let Some(form) = self.alter.iter().find(|one| one.slug == action) {
            let place = place_of(broken);
            let field = form.fields.iter().find(|field| field.name == place)?;
            return Some(field.name.to_owned());
        }
        let decision = self.decisions.iter().find(|one| one.slug == action)?;
        decision.field_of(broken.field)
    }

    /// Leaves out what the line says that tells of what was `done`.
    pub fn say_once(&mut self, done: &Done) {
        if done.more.contains(&self.meaning) {
            self.meaning.clear();
        }
        self.on_top
            .again
            .take_if(|again| done.links.contains(again));
    }
}

pub fn page(
    visitor: &Visitor,
    catalogue: &Catalogue,
    seen: &Seen,
    tried: Option<&Tried<'_>>,
) -> Result<BookingPage, Error> {
    let t = visitor.t();
    let booking = &seen.booking;
    let venue = catalogue
        .venue_of(booking.venue_id)
        .ok_or(Error::NotFound)?;
    let when_now = booking::moment(&visitor.app, catalogue, booking);
    let side = match seen.role {
        Role::Venue => Side::Venue,
        _ => Side::Group,
    };
    let mut decisions = decide::possible(t, catalogue, &visitor.actor, booking, when_now, "");
    let give_up = decide::giving_up(t, &visitor.actor, booking, when_now);
    let error = tried.and_then(|tried| tried.error.as_ref());
    let not_done = error.map(|error| NotDone::from(why_not(t, catalogue, error)));
    let forms = Forms {
        visitor,
        catalogue,
        venue,
        space: catalogue
            .space_of(booking.space_id)
            .ok_or(Error::NotFound)?,
        booking,
    };
    let alter =
        forms.possible(tried.map(|tried| (tried.action, &tried.form, tried.error.as_ref())));
    let messages = Conversation::of(
        visitor,
        venue,
        seen,
        tried.map(|tried| (tried.action, &tried.form)),
    );
    // Whoever came from another page goes back to it, whatever they decide.
    if let Some(next) = tried.and_then(|tried| tried.form.some("next")) {
        for decision in &mut decisions {
            next.clone_into(&mut decision.next);
        }
    }
    let form = tried.and_then(|tried| {
        if tried.action == messages::SLUG {
            return Some(messages.id.clone());
        }
        if let Some(form) = alter.iter().find(|one| one.slug == tried.action) {
            return Some(form.id.clone());
        }
        let decision = decisions.iter_mut().find(|one| one.slug == tried.action)?;
        let wrong = |field: &str| wrong(t, catalogue, error, field);
        decision.fill(&tried.form, wrong);
        Some(decision.id.clone())
    });
    Ok(BookingPage {
        frame: Frame {
            path: visitor.path_or(urls::booking("", booking)),
            form,
            ..visitor.frame(format!("{} · {}", booking.code, booking.title))
        },
        code: booking.code.clone(),
        code_label: code_label(booking.status),
        title: booking.title.clone(),
        space: space_name(t, catalogue, booking),
        when: when(t, booking, venue),
        state: State::of(t, booking, seen.given, side),
        on_top: OnTop::default(),
        meaning: meaning(t, catalogue, seen, venue),
        is_ticket: matches!(
            booking.status,
            Status::Approved | Status::CheckedIn | Status::Completed
        ),
        facts: VenueFacts::new(venue, t),
        details: details(t, catalogue, seen),
        decisions,
        in_the_way: None,
        give_up: give_up.map(|give_up| (urls::cancel(booking), give_up.label)),
        in_place: None,
        kept_heading: t.text(match side {
            Side::Group => "mail-kept",
            Side::Venue => "booking-kept-heading",
        }),
        kept: kept(t, catalogue, venue, &seen.kept),
        alter,
        messages,
        version: booking.version,
        mails: seen.mails.iter().map(|mail| told(t, venue, mail)).collect(),
        history: seen
            .history
            .iter()
            .map(|entry| history(t, catalogue, venue, seen, entry))
            .collect(),
        not_done: not_done.unwrap_or_default(),
        series: seen.series.as_ref().map(|series| {
            let date = booking.starts.get(..10).unwrap_or_default();
            format!("{}?from={date}", urls::series("", series))
        }),
    })
}

/// What was never approved is a request.
fn code_label(status: Status) -> &'static str {
    match status {
        Status::Pending | Status::Rejected | Status::Withdrawn | Status::Expired => "request-code",
        _ => "booking-code",
    }
}

pub fn space_name(t: Translator, catalogue: &Catalogue, booking: &Booking) -> String {
    let space = catalogue.space_of(booking.space_id);
    space.map_or(String::new(), |space| {
        space.row.name.get(t.language).to_owned()
    })
}

pub fn when(t: Translator, booking: &Booking, venue: &Venue) -> String {
    let local = |text, at| parse_wall(text).unwrap_or_else(|| venue.zone.local(at));
    t.when(
        local(&booking.starts, booking.starts_at),
        local(&booking.ends, booking.ends_at),
    )
}

/// Where and when its group asks it to be moved.
pub fn asked_move(t: Translator, catalogue: &Catalogue, booking: &Booking) -> Option<String> {
    let asks = booking.proposed_move()?;
    let zone = &catalogue.venue_of(booking.venue_id)?.zone;
    let space = catalogue.space_of(asks.space_id)?;
    let when = t.when(zone.local(asks.starts_at), zone.local(asks.ends_at));
    Some(format!("{}, {when}", space.row.name.get(t.language)))
}

pub(super) fn moment(t: Translator, venue: &Venue, at: Instant) -> String {
    t.moment(venue.zone.local(at))
}

fn meaning(t: Translator, catalogue: &Catalogue, seen: &Seen, venue: &Venue) -> String {
    match seen.role {
        Role::Venue => for_the_venue(t, &seen.booking, seen.given, venue),
        _ => for_the_group(t, catalogue, seen, venue),
    }
}

/// What is said to a group is nothing to a manager, who has the state and what can be done.
fn for_the_venue(t: Translator, booking: &Booking, given: bool, venue: &Venue) -> String {
    let by = booking
        .answer_by
        .filter(|_| booking.is_offer() || booking.waits_for(given) == Some(WaitsFor::Venue));
    // The answer to a move has a line of its own.
    let Some(by) = by.filter(|_| booking.status == Status::Pending) else {
        return String::new();
    };
    let moment = t.deadline(venue.zone.local(by));
    if booking.is_offer() {
        t.with("booking-kept-for-them", &[("moment", moment.into())])
    } else {
        format!("{}: {moment}", t.text("queue-answer-by"))
    }
}

fn for_the_group(t: Translator, catalogue: &Catalogue, seen: &Seen, venue: &Venue) -> String {
    let booking = &seen.booking;
    let instead = seen.instead_of.as_ref();
    let instead = instead.map(|of| place(t, catalogue, venue, of));
    match booking.status {
        Status::Pending if seen.given => t.text("booking-displaced"),
        // Its clock stands still until they answer.
        Status::Pending if booking.waits_for_group() => String::new(),
        Status::Pending => booking.answer_by.map_or(String::new(), |by| {
            let moment = t.deadline(venue.zone.local(by)).into();
            match (booking.is_offer(), instead) {
                (true, Some(place)) => {
                    let said = [("moment", moment), ("place", place.into())];
                    t.with("booking-kept-instead", &said)
                }
                (true, None) => t.with("booking-kept-for-you", &[("moment", moment)]),
                (false, _) => t.with("booking-answer-by", &[("moment", moment)]),
            }
        }),
        Status::Approved => t.text("booking-show-code"),
        Status::Expired if booking.asked_at.is_some() => t.text("booking-expired-asked"),
        Status::Expired => t.text("booking-expired"),
        _ => String::new(),
    }
}

fn place(t: Translator, catalogue: &Catalogue, venue: &Venue, of: &Booking) -> String {
    format!("{}, {}", space_name(t, catalogue, of), when(t, of, venue))
}

fn kept(
    t: Translator,
    catalogue: &Catalogue,
    venue: &Venue,
    offers: &[Booking],
) -> Vec<(String, String)> {
    let line = |offer: &Booking| {
        let place = place(t, catalogue, venue, offer);
        let until = t.deadline(venue.zone.local(offer.answer_by?));
        let said = [("place", place.into()), ("until", until.into())];
        Some((urls::booking("", offer), t.with("mail-kept-until", &said)))
    };
    offers.iter().filter_map(line).collect()
}

fn details(t: Translator, catalogue: &Catalogue, seen: &Seen) -> Vec<(String, String)> {
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
