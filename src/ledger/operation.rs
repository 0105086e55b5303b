//! What the gate asks of an operation: what it reads first, what it may touch, and what it decides.

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    Booking, BookingId, ClosureId, Instant, PersonId, PoolId, SeriesId, SpaceId, audit::Action,
    booking::Status, closure_hit, series, series_date,
};

use super::{
    change::{Act, ChangeSet},
    closed::{Closed, Closing},
    occupancy::{Occupancy, WantedPlace},
    pace::Pace,
    usage::{LimitedBooker, Usage},
};
use crate::{
    account::{Actor, Person},
    clock::Ids,
    config::Limits,
    error::Error,
    quota::open_requests::{OpenRequests, Used},
    rules::{
        allowance::Held,
        closure::Closure,
        deadline,
        lifecycle::Moment,
        losing::{Awaited, KnownLosers, WaitingAtVenue},
        proposal::{Proposal, proposal_of},
    },
    slot::Slot,
    venue::{Catalogue, Space, Venue},
};

/// A change of bookings that somebody asks for. The gate calls `names`, `footprint` and `decide` in this order, and again
/// from the first when what was read has changed before it was locked. None of its functions knows a database, a runtime, a
/// clock or the `App`.
pub trait Operation: Send + Sync {
    /// What is answered.
    type Done: Clone + Send + Sync;

    /// What has to be read before anything is locked.
    fn names(&self) -> Names;

    /// What may be touched, from what was read without a lock. A refusal here locks nobody out.
    fn footprint(&self, seen: &Picture, ground: &Ground<'_>) -> Result<Footprint, Error>;

    /// What becomes of it, from what is locked.
    fn decide(&self, world: &World<'_>) -> Result<ChangeSet<Self::Done>, Error>;

    /// What is decided without a look where nothing is in the way: the statement that claims says whether there is. None where
    /// a look is needed anyway.
    fn fast_path<'a>(
        &'a self,
        seen: &Picture,
        ground: &Ground<'a>,
    ) -> Option<FastPath<'a, Self::Done>> {
        let _ = (seen, ground);
        None
    }

    /// The bookings for which other times and places are looked for when the operation is refused because of a conflict.
    /// Empty where nobody would want other times.
    fn sought(&self, seen: &Picture, ground: &Ground<'_>) -> Vec<Sought> {
        let _ = (seen, ground);
        Vec::new()
    }
}

/// A booking as it was wanted. Alone it may not be as far ahead as a date of a series: who may have it elsewhere without the
/// others, wants it without its series.
#[derive(Clone, Debug)]
pub struct Sought {
    pub booking: Booking,
    pub by_manager: bool,
}

impl Sought {
    /// As its group wants it.
    #[must_use]
    pub fn by_group(booking: Booking) -> Self {
        Self {
            booking,
            by_manager: false,
        }
    }

    /// Without its series.
    #[must_use]
    pub fn alone(self) -> Self {
        let booking = Booking {
            series_id: None,
            ..self.booking
        };
        Self { booking, ..self }
    }

    /// As somebody would ask for it.
    #[must_use]
    pub fn proposal(&self, venue: &Venue) -> Proposal<'_> {
        Proposal {
            by_manager: self.by_manager,
            ..proposal_of(&self.booking, venue)
        }
    }
}

/// What an operation decides when nothing is in its way.
pub struct FastPath<'a, D> {
    pub set: ChangeSet<D>,
    /// Whose use of the venue is limited, and the time that is to be added to it. None where it is not.
    pub counted: Option<(LimitedBooker<'a>, Slot)>,
}

/// Which rows an operation is about.
#[derive(Clone, Debug, Default)]
pub struct Names {
    pub bookings: Vec<BookingId>,
    /// Of whom it has to be known whether there is an account.
    pub account: Option<Whose>,
    /// Whether those bookings come with what is held for their groups, and with the bookings for which they are held
    /// themselves.
    pub with_held: bool,
    /// Whether those bookings come with the dates that they are of their series.
    pub with_dates: bool,
    /// Whether those bookings come with all bookings of their series.
    pub with_series: bool,
    /// A series with its row, its dates and all its bookings.
    pub series: Option<SeriesId>,
    /// A closure, with those who made way for it.
    pub closure: Option<ClosureId>,
}

/// Somebody who may have an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Whoever has this mailbox.
    Mailbox(String),
    /// Whoever the named series is for.
    BookerOfSeries,
}

/// Rows as they were read together.
#[derive(Clone, Debug, Default)]
pub struct Picture {
    /// The named bookings, and those that come with them. What does not exist is missing.
    pub bookings: BTreeMap<BookingId, Booking>,
    /// What is held for the groups of the named bookings: of each group by start.
    pub held: Vec<Booking>,
    /// By date: of the named series all, of named bookings their own.
    pub dates: Vec<series_date::Model>,
    /// The named series. None where none is named, or it does not exist.
    pub series: Option<series::Model>,
    /// The named closure. None where none is named, or it does not exist.
    pub closure: Option<Closure>,
    /// Who made way for the named closure, by when they were to start.
    pub hits: Vec<closure_hit::Model>,
    /// The account that is named. None where nobody has one.
    pub account: Option<Person>,
}

impl Picture {
    /// [`Error::NotFound`] when there is no such booking.
    pub fn booking(&self, id: BookingId) -> Result<&Booking, Error> {
        self.bookings.get(&id).ok_or(Error::NotFound)
    }

    /// Whether every booking that was `seen` is still the same version, and what is held, the dates, the series, the closure
    /// and the account are the same. A booking that has come along shows only in the dates.
    #[must_use]
    pub fn is_still(&self, seen: &Self) -> bool {
        let version = |of: &Booking| (of.id, of.version);
        let same = seen.bookings.values().all(|one| {
            let now = self.bookings.get(&one.id).map(version);
            now == Some(version(one))
        });
        let held = |of: &Self| of.held.iter().map(version).collect::<Vec<_>>();
        let account = |of: &Self| of.account.as_ref().map(|person| person.id);
        same && held(self) == held(seen)
            && self.dates == seen.dates
            && self.series == seen.series
            && self.closure == seen.closure
            && account(self) == account(seen)
    }
}

/// What an operation goes by beside the rows.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    pub catalogue: &'a Catalogue,
    pub actor: &'a Actor,
    /// When the operation looked first: what the locks are waited for lies after it.
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
    pub fn venue_and_space(&self, booking: &Booking) -> Result<(&'a Venue, &'a Space), Error> {
        let place = self.catalogue.venue_and_space(booking.space_id);
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
        let (venue, space) = self.venue_and_space(before)?;
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
    /// Who is locked: because their acts or their use are counted, or because something is written to their account.
    pub booker: Option<PersonId>,
    /// A mailbox without an account whose use is counted: two managers who book for it at once do not exceed together.
    pub mailbox: Option<String>,
    /// Whose acts of the last hour are limited.
    pub pace: Option<Pace>,
    /// What has to be known of how much a booker has of a venue.
    pub usage: Option<Usage>,
    /// Of whom it has to be known how many requests wait already.
    pub open_requests: Option<OpenRequests>,
    /// Spaces with all their units.
    pub spaces: Vec<SpaceId>,
    pub pools: Vec<PoolId>,
    /// Bookings that may change, with all floor that they claim, stand on or ask for.
    pub bookings: BTreeSet<BookingId>,
    /// Where something may be claimed.
    pub wants: Vec<WantedPlace>,
    /// Bookings of which it has to be known whether their time was given to another group, and whether the administrators
    /// have been told that nobody answered.
    pub waiting: Vec<BookingId>,
    /// Of whom it has to be known who would lose by a yes.
    pub losing: Option<Losing>,
    /// What is closed or opened. Who is hit, and who may have a place back, is found by the gate, locked, and part of the
    /// picture.
    pub closing: Option<Closing>,
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
    /// How many requests of the booker wait. Zero unless the footprint asks for it.
    pub used: Used,
    /// What waits where a yes would be felt. None unless the footprint asks who loses.
    pub field: Option<WaitingAtVenue>,
    /// What stands where spaces are closed or opened. Empty unless the footprint asks for it.
    pub closed: Closed,
}

impl World<'_> {
    /// [`Error::Losing`] when somebody loses by a yes to `asked` whom the one who says it does not know of. What would be
    /// refused anyway is refused for that. Nobody is missed where `known` is None, and where the footprint did not ask who
    /// loses.
    pub fn agreed(&self, asked: &Awaited<'_>, known: Option<&KnownLosers>) -> Result<(), Error> {
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
