//! One message about a booking. A question of the venue about a waiting request stops its answer time until the
//! group answers. The dates of a series share one answer time.

use entity::{
    Booking, BookingId, Instant, MessageId, VenueId,
    audit::{Action, Role},
    message,
};

use crate::{
    error::Error,
    ledger::{
        change::{Act, Change, ChangeSet, Letter, OwnRow},
        operation::{Footprint, Ground, Names, Operation, Picture, World},
        pace::Pace,
    },
    rules::{
        deadline::{self, Office},
        lifecycle,
        permit::role,
        reason::Reason,
    },
    text,
};

/// A message as it was typed.
#[derive(Clone, Debug, Default)]
pub struct NewMessage {
    pub text: String,
    /// Only for those who manage the venue, and only from them.
    pub internal: bool,
}

/// What somebody wrote, as who may see it sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub id: MessageId,
    pub at: Instant,
    pub role: Role,
    pub text: String,
    pub internal: bool,
    /// Who wrote it, for those who manage the venue; may be empty.
    pub author: Option<String>,
    pub booking: BookingId,
    pub venue: VenueId,
}

/// A message that somebody writes about a booking.
#[derive(Clone, Debug)]
pub struct Writing {
    pub id: BookingId,
    pub new: NewMessage,
}

impl Writing {
    /// In which role it is written, and the text, fit to be kept.
    fn read(&self, booking: &Booking, ground: &Ground<'_>) -> Result<(Role, String), Error> {
        ground.actor.signed_in()?;
        let role = role(ground.actor, booking)?;
        if self.new.internal && role != Role::Venue {
            return Err(Error::Forbidden);
        }
        let text = text::Message::parse(&self.new.text);
        let text = text.map_err(|flaw| Error::invalid("text", flaw))?;
        Ok((role, text.as_str().to_owned()))
    }
}

impl Operation for Writing {
    type Done = Message;

    fn names(&self) -> Names {
        Names {
            bookings: vec![self.id],
            with_series: true,
            ..Names::default()
        }
    }

    /// No unit: what is claimed stays as it is.
    fn footprint(&self, seen: &Picture, ground: &Ground<'_>) -> Result<Footprint, Error> {
        let person = ground.actor.signed_in()?.id;
        let (role, _) = self.read(seen.booking(self.id)?, ground)?;
        Ok(Footprint {
            booker: Some(person),
            pace: (role == Role::Booker).then(|| Pace::of_messages(person)),
            ..Footprint::default()
        })
    }

    fn decide(&self, world: &World<'_>) -> Result<ChangeSet<Message>, Error> {
        let (ground, before) = (&world.ground, world.picture.booking(self.id)?);
        let person = ground.actor.signed_in()?;
        let (role, text) = self.read(before, ground)?;
        let message = message::Model {
            id: MessageId(ground.ids.uuid(ground.now)),
            booking_id: before.id,
            at: ground.now,
            person_id: person.id,
            role,
            text: text.clone(),
            internal: self.new.internal,
        };
        let written = seen(before, message.clone(), person.name.clone(), role);
        let mut set = ChangeSet::nothing(written);
        set.rows.push(OwnRow::Message {
            message,
            of: Box::new(before.clone()),
        });
        if self.new.internal {
            return Ok(set);
        }
        let mut told = before.clone();
        let mut together: Vec<&Booking> = world.picture.bookings.values().collect();
        together.retain(|one| answered_as(one) == answered_as(before));
        together.sort_by_key(|one| (one.starts_at, one.id));
        let turned = together
            .first()
            .and_then(|first| after_message(ground, first, role));
        if let Some((action, like)) = turned {
            told = like.share_answer_time(before.clone());
            let act = Act {
                action,
                role,
                person: Some(person.id),
                reason: Reason::default(),
            };
            let change = |one: &&Booking| {
                let after = like.share_answer_time((*one).clone());
                Change::new((*one).clone(), after, act.clone())
            };
            set.changes.extend(together.iter().map(change));
        }
        set.letters.push(Letter::Wrote {
            role,
            booking: Box::new(told),
            text,
        });
        Ok(set)
    }
}

/// What bookings have in common that are answered together.
fn answered_as(
    booking: &Booking,
) -> (
    entity::booking::Status,
    Option<Instant>,
    Option<Instant>,
    Option<Instant>,
) {
    (
        booking.status,
        booking.answer_by,
        booking.asked_at,
        booking.asked_answer_by,
    )
}

/// The booking with its answer time stopped by a question, or running on after an answer. None where a message is only a message:
/// about what does not wait, of a group that was not asked, or in an answer time that is over.
fn after_message(ground: &Ground<'_>, before: &Booking, role: Role) -> Option<(Action, Booking)> {
    let now = ground.now;
    let action = match role {
        Role::Venue => Action::Ask,
        _ => Action::Answer,
    };
    lifecycle::next_of(before, action, role, now).ok()?;
    let (venue, space) = ground.venue_and_space(before).ok()?;
    let office = Office {
        hours: ground.catalogue.hours(venue),
        zone: &venue.zone,
    };
    let by = before.answer_by?;
    let mut after = Booking {
        version: before.version + 1,
        ..before.clone()
    };
    match (action, before.asked_at, before.asked_answer_by) {
        (Action::Ask, None, _) if by > now => {
            let cut_off = deadline::cut_off(now, before.starts_at, space.row.notice_hours);
            let stopped = office.stopped(now, by, before.latest_answer_by, cut_off);
            after.asked_at = Some(now);
            after.asked_answer_by = Some(by);
            after.answer_by = Some(stopped.by);
            after.latest_answer_by = Some(before.latest_answer_by.unwrap_or(stopped.by));
            // Who has been reminded is not reminded again.
            after.remind_at = before
                .remind_at
                .and_then(|_| deadline::half_time(stopped.until, stopped.by));
        }
        (Action::Answer, Some(asked_at), Some(was)) => {
            let by = office.answered(now, asked_at, was, by);
            after.asked_at = None;
            after.asked_answer_by = None;
            after.answer_by = Some(by);
            after.remind_at = before.remind_at.and_then(|_| deadline::half_time(now, by));
        }
        _ => return None,
    }
    Some((action, after))
}

/// A message as somebody sees it who has that part in the booking.
pub fn seen(booking: &Booking, message: message::Model, author: String, by: Role) -> Message {
    Message {
        id: message.id,
        at: message.at,
        role: message.role,
        text: message.text,
        internal: message.internal,
        author: (by == Role::Venue).then_some(author),
        booking: booking.id,
        venue: booking.venue_id,
    }
}
