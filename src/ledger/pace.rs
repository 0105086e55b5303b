//! How much one person may do in an hour, however they come in: what they ask for, change, move and cancel, each of which is
//! a mail to somebody; messages have a limit of their own. A cancellation counts and is never refused. Who acts for a venue
//! is not counted.

use entity::{Instant, PersonId, audit::Role};

use super::store::{messages, pace};
use crate::{
    account::{Actor, Credential},
    config::Limits,
    db::Tx,
    error::Error,
};

const HOUR_SECONDS: i64 = 3600;
/// Messages that a group may write in an hour: each is a mail to the venue.
const MESSAGES: u32 = 20;

/// Somebody of whose acts there may be so many in an hour.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    person: PersonId,
    at_most: u32,
    of: Counted,
}

#[derive(Clone, Copy, Debug)]
enum Counted {
    Acts,
    Messages,
}

impl Pace {
    /// None for who acts for the venue, for the service itself, and where the settings know no limit.
    pub fn of(limits: &Limits, actor: &Actor, role: Role) -> Option<Self> {
        let person = actor.who().filter(|_| role == Role::Booker)?.id;
        let at_most = match actor.way()? {
            Credential::Session => limits.requests_per_hour,
            Credential::Token => limits.token_requests_per_hour,
        };
        (at_most > 0).then_some(Self {
            person,
            at_most,
            of: Counted::Acts,
        })
    }

    /// The messages of somebody who writes for a group.
    #[must_use]
    pub fn of_messages(person: PersonId) -> Self {
        Self {
            person,
            at_most: MESSAGES,
            of: Counted::Messages,
        }
    }

    /// Who is to be locked, so that acts that come at once are counted one by one.
    pub fn person(&self) -> PersonId {
        self.person
    }

    /// [`Error::TooMany`], with the time until one of them is an hour old, when there were enough.
    pub async fn one_more_tx(&self, tx: &Tx, now: Instant) -> Result<(), Error> {
        let since = Instant(now.0 - HOUR_SECONDS);
        let nth = match self.of {
            Counted::Acts => pace::nth_newest(tx, self.person, self.at_most, since).await?,
            Counted::Messages => messages::nth_newest(tx, self.person, self.at_most, since).await?,
        };
        match nth {
            None => Ok(()),
            Some(at) => Err(Error::TooMany {
                retry_after_seconds: at.since(since).whole_seconds().max(1),
            }),
        }
    }
}
