//! The page of a booking: a ticket when it is confirmed.

use askama::Template;
use entity::{audit::Role, booking::Status};

use super::{
    details::details,
    forms::{AlterForm, BookingForms, field_of},
    history::{HistoryLine, history},
    mails::{MailLine, mail_line},
    meaning::{held_offers, meaning},
    messages::{self, Conversation},
    on_top::OnTop,
    refused::{InPlaceForm, REPLACE, why_not, wrong},
    words::{space_name, when},
};
use crate::{
    booking::SeenBooking,
    error::Error,
    i18n::Translator,
    refusal::rule::Violation,
    rules::losing::Outlook,
    urls,
    venue::Catalogue,
    web::{
        decide::{self, Decision},
        done::DoneNotice,
        field::Input,
        losing,
        not_done::NotDone,
        state::{Side, StateLabel},
        tried::Tried,
        venues::VenueDirections,
        visitor::{Frame, Visitor},
    },
};

#[derive(Template)]
#[template(path = "booking.html", config = "config/askama.toml")]
pub struct BookingDetailPage {
    frame: Frame,
    pub on_top: OnTop,
    code: String,
    code_label: &'static str,
    title: String,
    space: String,
    when: String,
    state: StateLabel,
    /// What the state means for the group now.
    meaning: String,
    is_ticket: bool,
    facts: VenueDirections,
    pub details: Vec<(String, String)>,
    decisions: Vec<Decision>,
    /// Where a yes would be refused, for what, as far as it is known.
    in_the_way: Option<Vec<String>>,
    /// Where it is given up, in words.
    give_up: Option<(String, String)>,
    pub in_place: Option<InPlaceForm>,
    kept_heading: String,
    /// What else is held for the group: where it stands, and what it is.
    kept: Vec<(String, String)>,
    alter: Vec<AlterForm>,
    messages: Conversation,
    version: i32,
    mails: Vec<MailLine>,
    history: Vec<HistoryLine>,
    not_done: NotDone,
    /// Of the series that it is a date of.
    series: Option<String>,
}

impl BookingDetailPage {
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

    fn field_of(&self, action: &str, broken: &Violation) -> Option<String> {
        if action == REPLACE {
            return self.in_place.as_ref()?.field_of(broken.field);
        }
        if action == messages::SLUG {
            return Some(format!("{}-text", self.messages.id));
        }
        if let Some(form) = self.alter.iter().find(|one| one.slug == action) {
            let place = field_of(broken);
            let field = form.fields.iter().find(|field| field.name == place)?;
            return Some(field.name.to_owned());
        }
        let decision = self.decisions.iter().find(|one| one.slug == action)?;
        decision.field_of(broken.field)
    }

    /// Leaves out what the line says that tells of what was `done`.
    pub fn say_once(&mut self, done: &DoneNotice) {
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
    seen: &SeenBooking,
    tried: Option<&Tried<'_>>,
) -> Result<BookingDetailPage, Error> {
    let t = visitor.t();
    let booking = &seen.booking;
    let venue = catalogue
        .venue_of(booking.venue_id)
        .ok_or(Error::NotFound)?;
    let can = visitor.can(catalogue, booking);
    let side = match seen.role {
        Role::Venue => Side::Venue,
        _ => Side::Group,
    };
    let mut decisions = decide::possible(t, catalogue, booking, &can, "");
    let give_up = decide::giving_up(t, booking, &can);
    let error = tried.and_then(|tried| tried.error.as_ref());
    let not_done = error.map(|error| NotDone::from(why_not(t, catalogue, error)));
    let forms = BookingForms {
        visitor,
        catalogue,
        venue,
        space: catalogue
            .space_of(booking.space_id)
            .ok_or(Error::NotFound)?,
        booking,
        can: &can,
    };
    let alter = forms.possible(tried);
    let messages = Conversation::of(visitor, venue, seen, tried);
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
    Ok(BookingDetailPage {
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
        state: StateLabel::of(t, booking, seen.given, side),
        on_top: OnTop::default(),
        meaning: meaning(t, catalogue, seen, venue),
        is_ticket: matches!(
            booking.status,
            Status::Approved | Status::CheckedIn | Status::Completed
        ),
        facts: VenueDirections::new(venue, t),
        details: details(t, catalogue, seen),
        decisions,
        in_the_way: None,
        give_up: give_up.map(|give_up| (urls::cancel(booking), give_up.label)),
        in_place: None,
        kept_heading: t.text(match side {
            Side::Group => "mail-kept",
            Side::Venue => "booking-kept-heading",
        }),
        kept: held_offers(t, catalogue, venue, &seen.kept),
        alter,
        messages,
        version: booking.version,
        mails: seen
            .mails
            .iter()
            .map(|mail| mail_line(t, venue, mail))
            .collect(),
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
