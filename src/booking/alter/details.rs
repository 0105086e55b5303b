//! What was said about a booking, said anew.

use entity::{Booking, Borrowed, audit::Action};

use super::altered::Altered;
use crate::{
    account::Actor,
    booking::request::input::InputReader,
    error::Error,
    refusal::state::StateRefusal,
    rules::{lifecycle::Moment, permit, proposal, reason::Reason},
    text::{Note, Phone, Title},
    venue::{Catalogue, Space, Venue},
};

/// What is to be different; none leaves it as it was. Blank takes away what need not be said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    pub title: Option<String>,
    pub attendees: Option<i32>,
    /// Slug.
    pub layout: Option<String>,
    /// All that it borrows from now on.
    pub stock: Option<Borrowed>,
    /// Slug.
    pub programme: Option<String>,
    pub note: Option<String>,
    pub public: Option<bool>,
    pub phone: Option<String>,
}

impl Details {
    /// What changing these details is in the life cycle. Once nothing is changed any more, the venue still says which
    /// programme a booking was part of.
    #[must_use]
    pub fn action(&self, actor: &Actor, seen: &Booking, when: Moment) -> Action {
        let programme = Self {
            programme: self.programme.clone(),
            ..Self::default()
        };
        let said_of = |action| permit::allowed(actor, seen, action, when);
        let of_programme_alone = self.programme.is_some() && *self == programme;
        // Who comes too late for that is told so.
        let was_to_classify = || {
            matches!(
                said_of(Action::Classify),
                Ok(_) | Err(Error::State(StateRefusal::MonthClosed))
            )
        };
        if of_programme_alone && said_of(Action::Change).is_err() && was_to_classify() {
            Action::Classify
        } else {
            Action::Change
        }
    }

    /// The booking with these details, `action` being what the life cycle calls it. [`Error::Rules`] tells every fault of
    /// them at once.
    pub fn planned<'a>(
        &self,
        catalogue: &Catalogue,
        actor: &Actor,
        seen: &Booking,
        venue: &'a Venue,
        space: &'a Space,
        (action, when): (Action, Moment),
    ) -> Result<Altered<'a>, Error> {
        let (role, _) = permit::allowed(actor, seen, action, when)?;
        let after = self.applied(seen, venue, space, catalogue)?;
        Ok(Altered {
            action,
            role,
            reason: Reason::default(),
            wanted: after.clone(),
            after,
            venue,
            space,
        })
    }

    /// Every fault of what is new at once. What stays is not looked at again: it was allowed once.
    fn applied(
        &self,
        before: &Booking,
        venue: &Venue,
        space: &Space,
        catalogue: &Catalogue,
    ) -> Result<Booking, Error> {
        let mut reading = InputReader::default();
        let mut after = before.clone();
        if let Some(title) = &self.title
            && let Some(title) = reading.field("title", Title::parse(title))
        {
            after.title = title.into();
        }
        if self.note.is_some() {
            after.note = reading.optional("note", self.note.as_deref(), Note::parse);
        }
        if self.phone.is_some() {
            after.contact_phone = reading.optional("phone", self.phone.as_deref(), Phone::parse);
        }
        if self.programme.is_some() && self.programme != before.programme {
            after.programme = reading.programme(self.programme.as_deref(), catalogue);
        }
        if let Some(stock) = self.stock.as_ref().filter(|said| **said != before.stock) {
            reading.stock(stock, venue);
            after.stock = stock.clone();
        }
        let attendees = self.attendees.filter(|said| *said != before.attendees);
        let layout = self.layout.as_deref();
        let layout = layout.filter(|said| !said.is_empty() && *said != before.layout);
        let broken = proposal::check_use(attendees, layout, &space.row);
        reading.faults.extend(broken);
        if !reading.faults.is_empty() {
            return Err(Error::Rules(reading.faults));
        }
        after.attendees = attendees.unwrap_or(after.attendees);
        after.public = self.public.unwrap_or(after.public);
        if let Some(layout) = layout {
            // Who asked for a move asked for it as things stood.
            after = after.proposing(None);
            layout.clone_into(&mut after.layout);
        }
        Ok(after)
    }
}
