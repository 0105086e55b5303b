//! How much one person may do in an hour, however they come in: what they ask for, change, move and cancel, each of
//! which is a mail to somebody; messages have a limit of their own. Who acts for a venue is not counted.

use entity::{Instant, PersonId, audit::Role};

use super::store::pace;
use crate::{
    account::{Actor, Way},
    app::App,
    db::Tx,
    error::Error,
};

const HOUR_SECONDS: i64 = 3600;

/// Somebody whose acts are counted.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    person: PersonId,
    at_most: u32,
}

impl Pace {
    /// None for who acts for the venue, for the service itself, and where the settings know no limit.
    pub fn of(app: &App, actor: &Actor, role: Role) -> Option<Self> {
        let person = actor.who().filter(|_| role == Role::Booker)?.id;
        let limits = &app.config.limits;
        let at_most = match actor.way()? {
            Way::Session => limits.requests_per_hour,
            Way::Token => limits.token_requests_per_hour,
        };
        (at_most > 0).then_some(Self { person, at_most })
    }

    /// Who is to be locked, so that acts that come at once are counted one by one.
    pub fn person(&self) -> PersonId {
        self.person
    }

    /// [`Error::TooMany`], with the time until one of them is an hour old, when there were enough.
    pub async fn one_more_in(&self, tx: &Tx, now: Instant) -> Result<(), Error> {
        let since = Instant(now.0 - HOUR_SECONDS);
        match pace::nth_newest(tx, self.person, self.at_most, since).await? {
            None => Ok(()),
            Some(at) => Err(Error::TooMany {
                retry_after_seconds: at.since(since).whole_seconds().max(1),
            }),
        }
    }
}
