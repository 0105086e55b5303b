//! Who is asking, with which rights. Only `account` makes one out of a session or a token, so it cannot be forged.

use std::sync::Arc;

use entity::{Language, PersonId, VenueId, audit::Role, booking};

use crate::error::Error;

/// Who asks, with which rights.
#[derive(Clone, Debug)]
pub struct Actor(Identity);

#[derive(Clone, Debug)]
enum Identity {
    Anonymous,
    Person(Arc<Person>, Credential),
    System,
}

/// What somebody signed in with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credential {
    /// With the cookie of a session, which anybody gets who has a mailbox.
    Session,
    /// With a token, which whoever runs the service gave them.
    Token,
}

/// Somebody who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub email: String,
    /// Empty until told.
    pub name: String,
    pub phone: Option<String>,
    pub language: Option<Language>,
    pub administrator: bool,
    /// The venues that they manage by name; an administrator manages all.
    pub venues: Vec<VenueId>,
}

impl Actor {
    #[must_use]
    pub fn anonymous() -> Self {
        Self(Identity::Anonymous)
    }

    /// The service itself, when a time has come.
    pub(crate) fn system() -> Self {
        Self(Identity::System)
    }

    /// Somebody who is signed in, for tests of what decides.
    #[cfg(test)]
    pub(crate) fn signed_in_as(person: Person) -> Self {
        Self::person(person, Credential::Session)
    }

    pub(super) fn person(person: Person, way: Credential) -> Self {
        Self(Identity::Person(Arc::new(person), way))
    }

    /// None when nobody is signed in.
    #[must_use]
    pub fn way(&self) -> Option<Credential> {
        match &self.0 {
            Identity::Person(_, way) => Some(*way),
            Identity::Anonymous | Identity::System => None,
        }
    }

    /// Who it is: [`Error::Unauthenticated`] when nobody is signed in.
    pub fn signed_in(&self) -> Result<&Person, Error> {
        self.who().ok_or(Error::Unauthenticated)
    }

    #[must_use]
    pub fn who(&self) -> Option<&Person> {
        match &self.0 {
            Identity::Person(person, _) => Some(person),
            Identity::Anonymous | Identity::System => None,
        }
    }

    #[must_use]
    pub fn manages(&self, venue: VenueId) -> bool {
        self.who()
            .is_some_and(|person| person.administrator || person.venues.contains(&venue))
    }

    /// In which roles they stand to a booking. The venue's comes first: it may do more. A booking that a manager made for
    /// somebody without an account is theirs who shows, by signing in, that its mailbox is theirs.
    #[must_use]
    pub fn roles(&self, booking: &booking::Model) -> Vec<Role> {
        if matches!(self.0, Identity::System) {
            return vec![Role::System];
        }
        let mut roles = Vec::new();
        if self.manages(booking.venue_id) {
            roles.push(Role::Venue);
        }
        let is_theirs = |person: &Person| match booking.booker_id {
            Some(booker) => booker == person.id,
            None => booking.contact_email.as_ref() == Some(&person.email),
        };
        if self.who().is_some_and(is_theirs) {
            roles.push(Role::Booker);
        }
        roles
    }
}
