//! What the gate asks of an operation: what it reads first, what it may touch, and what it decides.

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    Booking, BookingId, Instant, PersonId, PoolId, SpaceId, audit::Action, booking::Status,
    series_date,
};

use super::{
    change::{Act, ChangeSet},
    occupancy::{Occupancy, Want},
    pace::Pace,
    usage::Usage,
};
use crate::{
    account::Actor,
    clock::Ids,
    config::Limits,
    error::Error,
    rules::{
        allowance::Held,
        deadline,
        lifecycle::Moment,
        losing::{Asked, Field, Known},
    },
    venue::{Catalogue, Space, Venue},
};

/// A change of bookings that somebody asks for. The gate calls the three functions in their order, and again from the first
/// when what was read has changed before it was locked. None of them knows a database, a runtime, a clock or the `App`.
pub trait Operation: Send + Sync {
    /// What is answered.
    type Done: Clone + Send + Sync;

    /// What has to be read before anything is locked.
    fn names(&self) -> Names;

    /// What may be touched, from what was read without a lock. A refusal here locks nobody out.
    fn footprint(&self, seen: &Picture, ground: &Ground<'_>) -> Result<Footprint, Error>;

    /// What becomes of it, from what is locked.
    fn decide(&self, world: &World<'_>) -> Result<ChangeSet<Self::Done>, Error>;

    /// The bookings as they were wanted, for which other times and places are looked for when they are refused because of a
    /// conflict. Empty where nobody would want any.
    fn wanted(&self, seen: &Picture, ground: &Ground<'_>) -> Vec<Booking> {
        let _ = (seen, ground);
        Vec::new()
    }
}

/// Which rows an operation is about.
#[derive(Clone, Debug, Default)]
pub struct Names {
    pub bookings: Vec<BookingId>,
    /// Whether those bookings come with what is held for their groups, and with the bookings for which they are held
    /// themselves.
    pub with_held: bool,
    /// Whether those bookings come with the dates that they are of their series.
    pub with_dates: bool,
    /// Whether those bookings come with all bookings of their series.
    pub with_series: bool,
}

/// Rows as they were read together.
#[derive(Clone, Debug, Default)]
pub struct Picture {
    /// The named bookings, and those that come with them. What does not exist is missing.
    pub bookings: BTreeMap<BookingId, Booking>,
    /// What is held for the groups of the named bookings, by start.
    pub held: Vec<Booking>,
    pub dates: Vec<series_date::Model>,
}

impl Picture {
    /// [`Error::NotFound`] when there is no such booking.
    pub fn booking(&self, id: BookingId) -> Result<&Booking, Error> {
        self.bookings.get(&id).ok_or(Error::NotFound)
    }

    /// Whether every row that was `seen` is still the same version, and no row has come along.
    #[must_use]
    pub fn is_still(&self, seen: &Self) -> bool {
        let version = |of: &Booking| (of.id, of.version);
        let same = seen.bookings.values().all(|one| {
            let now = self.bookings.get(&one.id).map(version);
            now == Some(version(one))
        });
        let held = |of: &Self| of.held.iter().map(version).collect::<Vec<_>>();
        same && held(self) == held(seen) && self.dates == seen.dates
    }
}

/// What an operation goes by beside the rows.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    pub catalogue: &'a Catalogue,
    pub actor: &'a Actor,
    pub now: Instant,
    /// The day of the next month, 1 to 28, at whose end a month of arrivals is closed.
    pub month_closes_on_day: u8,
    /// How much one person may ask for.
    pub limits: Limits,
    pub ids: &'a Ids,
    /// The host part of calendar UIDs.
    pub host: &'a str,
}

impl<'a> Ground<'a> {
    /// The venue and the space of a booking. [`Error::NotFound`] only where somebody has deleted one of them.
    pub fn place_of(&self, booking: &Booking) -> Result<(&'a Venue, &'a Space), Error> {
        let place = self.catalogue.place_of(booking.venue_id, booking.space_id);
        place.ok_or(Error::NotFound)
    }

    /// Now, and which months are still open at the venue of a booking.
    #[must_use]
    pub fn moment(&self, booking: &Booking) -> Moment {
        match self.catalogue.venue_of(booking.venue_id) {
            Some(venue) => Moment::of(self.now, &venue.zone, self.month_closes_on_day),
            None => self.now.into(),
        }
    }
}

impl Ground<'_> {
    /// The booking once it has become `status` by the act: with a new answer time where it waits again, and without a move
    /// that its group asked for, for that was asked for as things stood.
    pub fn turned(&self, before: &Booking, status: Status, act: &Act) -> Result<Booking, Error> {
        let (venue, space) = self.place_of(before)?;
        let waiting = if status == Status::Pending {
            let by = self.answer_by(venue, space, before.starts_at);
            before
                .clone()
                .to_be_answered(by, deadline::half_time(self.now, by))
        } else {
            before.clone()
        };
        let says_why = matches!(
            act.action,
            Action::Reject | Action::Cancel | Action::Replace
        );
        Ok(Booking {
            status,
            reason_code: act.reason.code.clone().filter(|_| says_why),
            reason_text: act.reason.text.clone().filter(|_| says_why),
            decided_at: if status == before.status {
                before.decided_at
            } else {
                self.now
            },
            sequence: before.sequence + 1,
            version: before.version + 1,
            ..waiting.proposing(None)
        })
    }

    /// When a request for that space is answered at the latest, if it comes now and is to begin then.
    #[must_use]
    pub fn answer_by(&self, venue: &Venue, space: &Space, starts_at: Instant) -> Instant {
        deadline::answer_by(
            self.now,
            starts_at,
            space.row.notice_hours,
            venue.row.answer_within_working_days,
            self.catalogue.hours(venue),
            &venue.zone,
        )
    }
}

/// What is locked before anything is decided, and what is read then.
#[derive(Clone, Debug, Default)]
pub struct Footprint {
    /// Whose acts or use are counted.
    pub booker: Option<PersonId>,
    /// A mailbox without an account whose use is counted: two managers who book for it at once do not exceed together.
    pub mailbox: Option<String>,
    /// Whose acts of the last hour are limited.
    pub pace: Option<Pace>,
    /// What has to be known of how much a booker has of a venue.
    pub usage: Option<Usage>,
    /// Spaces with all their units.
    pub spaces: Vec<SpaceId>,
    pub pools: Vec<PoolId>,
    /// Bookings that may change, with all floor that they claim, stand on or ask for.
    pub bookings: BTreeSet<BookingId>,
    /// Where something may be claimed.
    pub wants: Vec<Want>,
    /// Bookings of which it has to be known whether their time was given to another group, and whether the administrators
    /// have been told that nobody answered.
    pub waiting: Vec<BookingId>,
    /// Of whom it has to be known who would lose by a yes.
    pub losing: Option<Losing>,
}

/// A yes of which somebody may lose something.
#[derive(Clone, Debug, Default)]
pub struct Losing {
    pub dates: Vec<BookingId>,
    /// Whether it is a yes to the moves that the bookings ask for.
    pub moves: bool,
    /// What makes room by the yes.
    pub instead_of: Vec<BookingId>,
}

/// What an operation decides on: read under the locks, with holds whose time is over gone from it.
pub struct World<'a> {
    pub ground: Ground<'a>,
    pub picture: Picture,
    /// What is taken at the places that are wanted.
    pub occupancy: Occupancy,
    /// Those of the waiting bookings whose time was given to another group.
    pub given: BTreeSet<BookingId>,
    /// Those of the waiting bookings of which the administrators have been told in this answer time.
    pub escalated: BTreeSet<BookingId>,
    /// What the booker has of the venue. Empty unless the footprint asks for it.
    pub held: Vec<Held>,
    /// What waits where a yes would be felt. None unless the footprint asks who loses.
    pub field: Option<Field>,
}

impl World<'_> {
    /// [`Error::Losing`] when somebody loses by a yes to `asked` whom the one who says it does not know of. What would be
    /// refused anyway is refused for that. Nobody is missed where the footprint did not ask who loses.
    pub fn agreed(&self, asked: &Asked<'_>, known: Option<&Known>) -> Result<(), Error> {
        let venue = asked
            .dates
            .first()
            .and_then(|one| self.ground.catalogue.venue_of(one.venue_id));
        let (Some(known), Some(field), Some(venue)) = (known, &self.field, venue) else {
            return Ok(());
        };
        let outlook = field.outlook(self.ground.catalogue, venue, asked, self.ground.now);
        if outlook.in_the_way.is_empty() && !known.covers(&outlook.losers) {
            return Err(Error::Losing(outlook.losers));
        }
        Ok(())
    }
}
