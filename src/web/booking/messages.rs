//! What a group and its venue write to each other, and the form for the next line, on the page of a booking.

use entity::{audit::Role, booking::Status};

use super::{history::who, words::moment};
use crate::{
    booking::{Message, NewMessage, SeenBooking},
    i18n::Translator,
    text::Phone,
    venue::Venue,
    web::{tried::Tried, typed::Typed, visitor::Visitor},
};

/// It posts to `/bookings/{code}/{SLUG}`.
pub const SLUG: &str = "messages";

pub struct Conversation {
    pub lines: Vec<MessageLine>,
    /// What the venue asks the group that looks at it, and waits to be told.
    pub asked: Option<String>,
    /// What a line written now does, and whether one is waited for.
    pub meaning: String,
    /// The number of a group that has to be called: for the link, and as it is read.
    pub call: Option<(String, String)>,
    /// Of the form.
    pub id: String,
    pub label: String,
    /// What was typed before it was refused.
    pub typed: Typed,
    /// Whether it can be for the venue only.
    pub managers: bool,
}

/// One message of the conversation.
pub struct MessageLine {
    pub who: String,
    pub at: String,
    pub text: String,
    pub internal: bool,
}

impl Conversation {
    pub fn of(
        visitor: &Visitor,
        venue: &Venue,
        seen: &SeenBooking,
        tried: Option<&Tried<'_>>,
    ) -> Self {
        let t = visitor.t();
        let booking = &seen.booking;
        let managers = seen.role == Role::Venue;
        let pending = booking.status == Status::Pending;
        let unread = managers && booking.contact_email.is_none();
        let number = booking.contact_phone.as_ref().filter(|_| unread);
        // No word would help whose time is given away.
        let waits = booking.waits_for_group() && !seen.given;
        let meaning = match (managers, pending, waits) {
            _ if number.is_some() => t.text("messages-by-phone"),
            _ if unread => t.text("messages-to-nobody"),
            (true, _, true) => t.text("messages-group-asked"),
            (false, _, true) => t.text("messages-you-are-asked"),
            (true, true, false) => t.text("messages-ask"),
            _ => t.text("messages-write"),
        };
        let typed = tried
            .filter(|tried| tried.action == SLUG)
            .map(|tried| tried.form.clone());
        let question = || {
            let of_venue = |one: &&Message| one.role == Role::Venue;
            let last = seen.messages.iter().rev().find(of_venue)?;
            Some(last.text.clone())
        };
        let asks = !managers && waits;
        Self {
            asked: asks.then(question).flatten(),
            lines: seen
                .messages
                .iter()
                .map(|message| line(t, venue, seen, message))
                .collect(),
            meaning,
            call: number.map(|number| (number.clone(), Phone::readable(number))),
            id: format!("{SLUG}-{}", booking.code),
            label: t.text(if managers {
                "messages-to-group"
            } else {
                "messages-to-venue"
            }),
            typed: typed.unwrap_or_default(),
            managers,
        }
    }

    pub fn text(&self) -> &str {
        self.typed.get("text")
    }

    pub fn is_internal(&self) -> bool {
        self.typed.some("internal").is_some()
    }
}

fn line(t: Translator, venue: &Venue, seen: &SeenBooking, message: &Message) -> MessageLine {
    let author = message.author.as_deref().filter(|name| !name.is_empty());
    let side = who(t, seen, message.role);
    MessageLine {
        who: match author {
            Some(name) if message.role == Role::Booker => name.to_owned(),
            Some(name) => format!("{side}, {name}"),
            None => side,
        },
        at: moment(t, venue, message.at),
        text: message.text.clone(),
        internal: message.internal,
    }
}

pub fn typed(form: &Typed) -> NewMessage {
    NewMessage {
        text: form.get("text").to_owned(),
        internal: form.some("internal").is_some(),
    }
}
