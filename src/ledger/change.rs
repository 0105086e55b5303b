//! What an operation decides, as data: bookings before and after, who is told, and rows of its own.

use entity::{
    Booking, BookingId, PersonId,
    audit::{Action, Role},
    booking::Status,
    escalation::Became,
    message, series, series_date,
};
use time::Date;

use super::closed::Closes;
use crate::{
    mail::SeriesNews,
    refusal::{conflict::Alternative, dates::Dated},
    rules::reason::Reason,
    slot::Slot,
};

/// Who does what to a booking, and why, as its history tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    pub action: Action,
    pub role: Role,
    /// None for the service itself.
    pub person: Option<PersonId>,
    pub reason: Reason,
}

impl Act {
    /// An act of the service itself, when a time has come.
    #[must_use]
    pub fn of_the_service(action: Action) -> Self {
        Self {
            action,
            role: Role::System,
            person: None,
            reason: Reason::default(),
        }
    }
}

/// What becomes of one booking. What the booking claims is never named: the gate works that out from both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// None for a new booking.
    pub before: Option<Booking>,
    pub after: Booking,
    /// What was done to the booking, in order. Empty where nobody did anything to the booking: it gets a new answer time,
    /// because its time has come free or because it shares that of another date of its series; or the administrators are only
    /// told of it.
    pub acts: Vec<Act>,
    /// What the administrators are told about a booking that nobody answered in time.
    pub became: Option<Became>,
    /// What the group is offered that loses its place by the change. None where nobody looks for other places.
    pub instead: Option<Instead>,
}

/// What a group is offered that loses its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instead {
    /// So many places are held for the group, at most; the others are only shown.
    pub held: usize,
}

impl Change {
    /// What one act makes of a booking.
    #[must_use]
    pub fn new(before: Booking, after: Booking, act: Act) -> Self {
        Self {
            before: Some(before),
            after,
            acts: vec![act],
            became: None,
            instead: None,
        }
    }

    /// A booking that changes because of something else: nobody did anything to it.
    #[must_use]
    pub fn unseen(before: Option<Booking>, after: Booking) -> Self {
        Self {
            before,
            after,
            acts: Vec::new(),
            became: None,
            instead: None,
        }
    }

    /// A booking that was not there before.
    #[must_use]
    pub fn made(after: Booking, act: Act) -> Self {
        Self {
            before: None,
            after,
            acts: vec![act],
            became: None,
            instead: None,
        }
    }

    /// This change, and what `next` makes of the booking after it, as one.
    #[must_use]
    pub fn and_then(self, next: Self) -> Self {
        Self {
            before: self.before,
            after: next.after,
            acts: [self.acts, next.acts].concat(),
            became: self.became.or(next.became),
            instead: self.instead.or(next.instead),
        }
    }

    /// The booking as it stood, if the change gives up its place, whole or in part: then others may have it.
    #[must_use]
    pub fn leaves(&self) -> Option<&Booking> {
        let before = self.before.as_ref().filter(|before| before.claims())?;
        let gone = !self.after.claims() || place_of(before) != place_of(&self.after);
        gone.then_some(before)
    }

    /// Whether the booking stands now where somebody else could have stood until the change: it was approved, or moved.
    #[must_use]
    pub fn is_given_its_place(&self) -> bool {
        let stands = matches!(self.after.status, Status::Approved | Status::CheckedIn);
        let anew = self.before.as_ref().is_none_or(|before| {
            before.status == Status::Pending || !before.claims() || self.moves(before)
        });
        stands && anew
    }

    /// Whether the booking stands elsewhere now than `before`, and not only shorter.
    fn moves(&self, before: &Booking) -> bool {
        let (was, is) = (Slot::of(before), Slot::of(&self.after));
        let cut = is.ends_at < was.ends_at
            && (before.space_id, was.starts_at, &before.layout)
                == (self.after.space_id, is.starts_at, &self.after.layout);
        place_of(before) != place_of(&self.after) && !cut
    }

    /// The booking where it stood, if it made room there or moved away: who had lost that time to it knows. None where it
    /// stays, and for one that was not approved and did not make room.
    #[must_use]
    pub fn gave_way(&self) -> Option<&Booking> {
        let before = self.before.as_ref()?;
        let replaced = self.acts.iter().any(|act| act.action == Action::Replace);
        let moved = before.status == Status::Approved && self.after.claims() && self.moves(before);
        (replaced || moved).then_some(before)
    }

    /// Whether calendars show the booking otherwise than before.
    #[must_use]
    pub fn is_seen(&self) -> bool {
        let Some(before) = &self.before else {
            return true;
        };
        let after = &self.after;
        let title = |of: &Booking| of.public.then(|| of.title.clone());
        before.status != after.status
            || place_of(before) != place_of(after)
            || before.proposed_move() != after.proposed_move()
            || (before.attendees, &before.stock) != (after.attendees, &after.stock)
            || title(before) != title(after)
    }
}

/// The space, the time and the layout of a booking: what its claims on floor are made of.
#[must_use]
pub fn place_of(booking: &Booking) -> (entity::SpaceId, Slot, &str) {
    (booking.space_id, Slot::of(booking), &booking.layout)
}

/// Everything that an operation decides.
#[derive(Clone, Debug)]
pub struct ChangeSet<D> {
    pub changes: Vec<Change>,
    pub letters: Vec<Letter>,
    pub rows: Vec<OwnRow>,
    /// None but of what closes spaces or opens them.
    pub closes: Option<Box<Closes>>,
    /// What is answered, and kept under the idempotency key.
    pub done: D,
}

impl<D> ChangeSet<D> {
    /// Nothing changes, and that is the answer.
    #[must_use]
    pub fn nothing(done: D) -> Self {
        Self {
            changes: Vec::new(),
            letters: Vec::new(),
            rows: Vec::new(),
            closes: None,
            done,
        }
    }
}

/// What somebody is told.
#[derive(Clone, Debug)]
pub enum Letter {
    /// Both sides, of a new booking.
    Requested(Box<Booking>),
    /// Both sides, of a new series, with every date that it wants.
    SeriesRequested {
        series: Box<series::Model>,
        dates: Vec<Dated>,
    },
    /// Both sides, of what `act` made of a booking.
    Changed {
        act: Act,
        before: Box<Booking>,
        after: Box<Booking>,
    },
    /// A group that lost its place, with what is held for it and what else is free.
    MadeRoom {
        act: Act,
        before: Box<Booking>,
        after: Box<Booking>,
        held: Vec<Booking>,
        free: Vec<Alternative>,
    },
    /// A group for which a place is held that it had lost to a closure.
    FreeAgain(Box<Booking>),
    /// A group whose request waits for a time that somebody else was given.
    TimeGiven {
        request: Box<Booking>,
        free: Vec<Alternative>,
    },
    /// One side, of what the other wrote.
    Wrote {
        role: Role,
        booking: Box<Booking>,
        text: String,
    },
    /// One side, of a whole series.
    Series(Box<SeriesLetter>),
}

impl Letter {
    /// What both sides are told of a change, by its last act. None for a new booking, and where nobody did anything.
    #[must_use]
    pub fn of(change: &Change) -> Option<Self> {
        Some(Self::Changed {
            act: change.acts.last()?.clone(),
            before: Box::new(change.before.clone()?),
            after: Box::new(change.after.clone()),
        })
    }
}

/// News of a series: one mail, however many dates the news is about.
#[derive(Clone, Debug)]
pub struct SeriesLetter {
    pub series: series::Model,
    pub news: SeriesNews,
    /// The dates as they are now, by start.
    pub bookings: Vec<Booking>,
    /// Dates of the same request that the news is not about.
    pub others: Vec<Booking>,
    /// Those dates that the group's calendar knows, or shall know.
    pub known: Vec<BookingId>,
    pub reason: Reason,
}

/// A row that an operation writes beside those of bookings.
#[derive(Clone, Debug)]
pub enum OwnRow {
    Message {
        message: message::Model,
        /// The booking that the message is about, as it was read. Where the same operation changes the booking, the event of
        /// the message tells the version after that.
        of: Box<Booking>,
    },
    /// The date of a series is had by another booking from now on.
    DateHad(series_date::Model),
    /// A new series.
    Series(series::Model),
    /// Every date that a new series wants.
    SeriesDates(Vec<series_date::Model>),
    /// Where and at what time of day a series is from now on, and what its group asks for.
    SeriesPlaced(series::Model),
    /// The dates of a series from this one on are where the series is from now on; those before it stay where `before` was. All
    /// follow it where the date is missing.
    SeriesFollowed {
        before: series::Model,
        from: Option<Date>,
    },
    /// What a person told us for the first time, for the next form.
    Remembered {
        person: PersonId,
        name: Option<String>,
        phone: Option<String>,
    },
}

impl OwnRow {
    /// None where there is nothing to remember.
    #[must_use]
    pub fn remembered(
        person: PersonId,
        name: Option<String>,
        phone: Option<String>,
    ) -> Option<Self> {
        let says_something = name.is_some() || phone.is_some();
        says_something.then_some(Self::Remembered {
            person,
            name,
            phone,
        })
    }
}
