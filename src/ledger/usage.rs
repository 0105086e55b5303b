//! What a booker has of a venue, held against what its managers allow: under the booker's lock.

use std::sync::Arc;

use entity::{BookingId, Instant, PersonId, VenueId, space::Approval};

use super::store::usage::{self, UsageScope};
use crate::{
    app::App,
    config::Limits,
    error::Error,
    refusal::rule::Violation,
    rules::allowance::{Allowance, Booker, ByItself, Held},
    slot::Slot,
    venue::{Space, Venue},
};

/// A booker whose bookings at a venue are limited.
pub struct LimitedBooker<'a> {
    booker: Booker,
    venue: &'a Venue,
    by_itself: Option<ByItself>,
}

/// Whose bookings count, where, and starting when.
#[derive(Clone, Debug)]
pub struct Usage {
    pub booker: Booker,
    pub venue: VenueId,
    pub window: Slot,
}

impl Usage {
    /// The same, for the store.
    #[must_use]
    pub fn scope(&self) -> UsageScope<'_> {
        UsageScope {
            booker: &self.booker,
            venue: self.venue,
            window: self.window,
        }
    }
}

impl<'a> LimitedBooker<'a> {
    /// The booker, limited by what the managers of the venue have set. None where they have set no limit.
    pub fn of(booker: Booker, venue: &'a Venue) -> Option<Self> {
        Self {
            booker,
            venue,
            by_itself: None,
        }
        .if_limited()
    }

    /// The booker, limited in what is approved by itself in `space`. None where the settings know no limit.
    pub fn by_itself(
        limits: &Limits,
        now: Instant,
        booker: Booker,
        venue: &'a Venue,
        space: &Space,
    ) -> Option<Self> {
        let automatic = |one: &&Arc<Space>| one.row.approval == Approval::Automatic;
        let spaces = venue.spaces.iter().filter(automatic);
        let by_itself = ByItself {
            spaces: spaces.map(|one| one.row.id).collect(),
            space: space.row.id,
            to_come: limits.automatic_per_space,
            now,
            hours_per_week: limits.automatic_hours_per_week,
        };
        Self {
            booker,
            venue,
            by_itself: Some(by_itself),
        }
        .if_limited()
    }

    fn if_limited(self) -> Option<Self> {
        self.allowance().is_limited().then_some(self)
    }

    /// Who is to be locked. None where only a mailbox is known.
    pub fn person(&self) -> Option<PersonId> {
        self.booker.person
    }

    /// The mailbox that is to be locked where nobody has an account of it, so that two managers who book for it at once do not
    /// exceed together. None where there is an account.
    #[must_use]
    pub fn mailbox(&self) -> Option<String> {
        let alone = self.booker.person.is_none();
        alone.then(|| self.booker.mailbox.clone())
    }

    /// As [`LimitedBooker::weigh`], for who only wants to know: nobody is locked.
    pub async fn exceeded_now(
        &self,
        app: &App,
        wanted: &[Slot],
    ) -> Result<Vec<Vec<Violation>>, Error> {
        let Some(scope) = self.scope_of_all(wanted) else {
            return Ok(Vec::new());
        };
        let held = usage::held(app.db.read(), scope).await?;
        Ok(self.allowance().exceeded(&held, &[], wanted))
    }

    /// What the `wanted` time exceeds beside what is `held` in its [`LimitedBooker::scope`].
    pub fn exceeded(&self, held: &[Held], wanted: Slot) -> Vec<Violation> {
        let exceeded = self.allowance().exceeded(held, &[], &[wanted]);
        exceeded.into_iter().flatten().collect()
    }

    /// What has to be read to weigh these times. None without any.
    pub fn usage(&self, wanted: &[Slot]) -> Option<Usage> {
        let reaches = wanted.iter().map(|slot| self.allowance().reach(*slot));
        let window = reaches.reduce(Slot::and_between)?;
        Some(Usage {
            booker: self.booker.clone(),
            venue: self.venue.row.id,
            window,
        })
    }

    /// For each of the `wanted` times, in order, every quota that it would exceed beside what is `held`; what exceeds nothing
    /// counts for those after it. The bookings `instead_of` are given up for them.
    pub fn weigh(
        &self,
        held: &[Held],
        instead_of: &[BookingId],
        wanted: &[Slot],
    ) -> Vec<Vec<Violation>> {
        self.allowance().exceeded(held, instead_of, wanted)
    }

    fn scope_of_all(&self, wanted: &[Slot]) -> Option<UsageScope<'_>> {
        let reaches = wanted.iter().map(|slot| self.allowance().reach(*slot));
        let window = reaches.reduce(Slot::and_between)?;
        Some(self.within(window))
    }

    /// Which bookings count when this time is `wanted`.
    pub fn scope(&self, wanted: Slot) -> UsageScope<'_> {
        self.within(self.allowance().reach(wanted))
    }

    fn allowance(&self) -> Allowance<'_> {
        Allowance {
            quotas: &self.venue.quotas,
            by_itself: self.by_itself.as_ref(),
            zone: &self.venue.zone,
        }
    }

    fn within(&self, window: Slot) -> UsageScope<'_> {
        UsageScope {
            booker: &self.booker,
            venue: self.venue.row.id,
            window,
        }
    }
}
