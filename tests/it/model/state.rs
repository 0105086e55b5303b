//! What the house should look like: plain lists, walked through from end to end.

use entity::{BookingId, Instant, booking::Status, space::Unanswered};
use uuid::Uuid;

use super::{
    closing::Closing,
    house::{House, SEATS},
    operation::Span,
    quota::Quotas,
    series::Series,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot {
    pub from: Instant,
    pub to: Instant,
}

impl Slot {
    pub fn half_hours(self) -> Vec<Instant> {
        let mut half_hours = Vec::new();
        let mut at = self.from;
        while at < self.to {
            half_hours.push(at);
            at = at.plus_minutes(30);
        }
        half_hours
    }

    pub fn days_later(self, days: i64) -> Self {
        Self {
            from: self.from.plus_days(days),
            to: self.to.plus_days(days),
        }
    }

    pub fn meets(self, other: Self) -> bool {
        self.from < other.to && other.from < self.to
    }
}

/// Floor that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Claim {
    pub unit: usize,
    pub slot: Slot,
    pub space: usize,
    pub layout: usize,
    /// Only for a move that is asked for.
    pub proposed: bool,
}

/// A move that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asks {
    pub space: usize,
    pub slot: Slot,
    pub layout: usize,
    pub holds: bool,
    pub answer_by: Instant,
    /// Whether it is asked for and answered with the other dates of its series.
    pub of_series: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booked {
    pub id: BookingId,
    pub owner: usize,
    pub space: usize,
    pub slot: Slot,
    pub layout: usize,
    pub people: i32,
    pub microphones: i32,
    pub status: Status,
    pub holds: bool,
    pub answer_by: Option<Instant>,
    /// Since when the venue waits for an answer of the group, and the answer time before that.
    pub asked: Option<(Instant, Instant)>,
    /// Beyond this no question puts the answer time.
    pub latest: Option<Instant>,
    pub asks: Option<Asks>,
    /// The booking that had to make room, where this one is held for its group.
    pub offer_of: Option<BookingId>,
    /// Of which series it is a date.
    pub series: Option<usize>,
    pub claims: Vec<Claim>,
}

impl Booked {
    pub fn new(owner: usize, wanted: &Wanted, approved: bool, holds: bool) -> Self {
        Self {
            id: BookingId(Uuid::nil()),
            owner,
            space: wanted.space,
            slot: wanted.slot,
            layout: wanted.layout,
            people: wanted.people,
            microphones: wanted.microphones,
            status: if approved {
                Status::Approved
            } else {
                Status::Pending
            },
            holds,
            answer_by: None,
            asked: None,
            latest: None,
            asks: None,
            offer_of: None,
            series: None,
            claims: Vec::new(),
        }
    }

    /// Whether it waits for an answer and claims no floor meanwhile.
    pub fn waits_without_floor(&self) -> bool {
        self.status == Status::Pending && !self.holds
    }

    /// Whether it is held for a group that had to make room, and waits for that group.
    pub fn is_held_offer(&self) -> bool {
        self.status == Status::Pending && self.offer_of.is_some()
    }

    /// Whose first choice it is that its group has when it has to make room.
    pub fn choice(&self) -> BookingId {
        self.offer_of
            .filter(|_| self.is_held_offer())
            .unwrap_or(self.id)
    }

    /// Held from `now` for the group of a booking that had to make room, for a day or until it would begin.
    pub fn offer(&self, space: usize, slot: Slot, now: Instant, house: &House) -> Self {
        let wanted = Wanted {
            space,
            slot,
            ..self.wanted()
        };
        let mut offer = Self::new(self.owner, &wanted, false, true);
        offer.offer_of = Some(self.choice());
        offer.answer_by = Some(now.plus_hours(24).min(slot.from));
        offer.claim(house);
        offer
    }

    /// Whether it takes what it takes; what is over has taken it.
    pub fn stands(&self) -> bool {
        match self.status {
            Status::Approved | Status::CheckedIn | Status::Completed => true,
            Status::Pending => self.holds,
            _ => false,
        }
    }

    /// Whether it is a hold whose time is over: it is in nobody's way.
    pub fn is_overdue(&self, now: Instant) -> bool {
        let over = match House::letting(self.space).unanswered {
            _ if self.is_held_offer() => self.answer_by,
            Unanswered::Expire => self.answer_by,
            Unanswered::Stay | Unanswered::Approve => Some(self.slot.from),
        };
        self.status == Status::Pending && over.is_some_and(|at| at <= now)
    }

    pub fn asks_too_long(&self, now: Instant) -> bool {
        self.asks.is_some_and(|asks| asks.answer_by <= now)
    }

    /// Takes the floor of its space as it is now.
    pub fn claim(&mut self, house: &House) {
        self.claims.clear();
        if self.space == SEATS || !self.stands() {
            return;
        }
        let claim = |unit| Claim {
            unit,
            slot: self.slot,
            space: self.space,
            layout: self.layout,
            proposed: false,
        };
        self.claims = house.units(self.space).into_iter().map(claim).collect();
    }

    pub fn wanted(&self) -> Wanted {
        Wanted {
            space: self.space,
            slot: self.slot,
            layout: self.layout,
            people: self.people,
            microphones: self.microphones,
            in_series: self.series.is_some(),
        }
    }

    pub fn only_ends_earlier(&self, space: usize, slot: Slot) -> bool {
        space == self.space && slot.from == self.slot.from && slot.to < self.slot.to
    }

    pub fn give_up(&mut self, status: Status) {
        self.status = status;
        self.asks = None;
        self.claims.clear();
    }

    pub fn drop_asks(&mut self) {
        self.asks = None;
        self.claims.retain(|claim| !claim.proposed);
    }

    /// What the move that it asks for takes beyond what it has.
    pub fn claims_of_asks(&self, house: &House) -> Vec<Claim> {
        let Some(asks) = self.asks.filter(|asks| asks.holds) else {
            return Vec::new();
        };
        let mut claims = Vec::new();
        for unit in house.units(asks.space) {
            let mut own = self.claims.iter().filter(|claim| !claim.proposed);
            let own = own.find(|claim| claim.unit == unit).map(|claim| claim.slot);
            let mut piece = |from: Instant, to: Instant| {
                if from < to {
                    claims.push(Claim {
                        unit,
                        slot: Slot { from, to },
                        space: asks.space,
                        layout: asks.layout,
                        proposed: true,
                    });
                }
            };
            match own {
                None => piece(asks.slot.from, asks.slot.to),
                Some(own) => {
                    piece(asks.slot.from, asks.slot.to.min(own.from));
                    piece(asks.slot.from.max(own.to), asks.slot.to);
                }
            }
        }
        claims
    }
}

#[derive(Clone, Debug)]
pub struct Model {
    pub house: House,
    pub now: Instant,
    pub begun: Instant,
    pub bookings: Vec<Booked>,
    pub closings: Vec<Closing>,
    pub series: Vec<Series>,
    pub quotas: Quotas,
    /// Who made room in the operation that was done last, as they were.
    pub made_room: Vec<Booked>,
}

/// What somebody wants, wherever they are.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    pub space: usize,
    pub slot: Slot,
    pub layout: usize,
    pub people: i32,
    pub microphones: i32,
    pub in_series: bool,
}

impl Model {
    pub fn new(begun: Instant) -> Self {
        Self {
            house: House::with_parts(),
            now: begun,
            begun,
            bookings: Vec::new(),
            closings: Vec::new(),
            series: Vec::new(),
            quotas: Quotas::default(),
            made_room: Vec::new(),
        }
    }

    pub fn slot(&self, span: Span) -> Slot {
        let at = |half_hours: i64| self.begun.plus_minutes(30 * half_hours);
        Slot {
            from: at(span.from),
            to: at(span.from + span.length),
        }
    }

    pub fn too_close(&self, one: &Claim, other: &Claim) -> bool {
        let gap = |before: &Claim, after: &Claim| {
            let uses = ((before.space, before.layout), (after.space, after.layout));
            self.house.gap(uses.0, uses.1)
        };
        one.unit == other.unit
            && one.slot.from < other.slot.to.plus_minutes(gap(other, one))
            && other.slot.from < one.slot.to.plus_minutes(gap(one, other))
    }

    /// Claims of all but `of`, also of those whose time is over if `all`.
    pub fn claims_of_others(&self, of: Option<usize>, all: bool) -> Vec<Claim> {
        let mut claims = Vec::new();
        for (at, booking) in self.bookings.iter().enumerate() {
            for claim in &booking.claims {
                let over = if claim.proposed {
                    booking.asks_too_long(self.now)
                } else {
                    booking.is_overdue(self.now)
                };
                if Some(at) != of && (all || !over) {
                    claims.push(*claim);
                }
            }
        }
        claims
    }

    pub fn floor_is_taken(&self, of: Option<usize>, wanted: &Wanted) -> bool {
        if wanted.space == SEATS {
            return false;
        }
        let others = self.claims_of_others(of, false);
        self.house.units(wanted.space).into_iter().any(|unit| {
            let claim = Claim {
                unit,
                slot: wanted.slot,
                space: wanted.space,
                layout: wanted.layout,
                proposed: false,
            };
            let closed = self.is_closed(unit, wanted.slot);
            closed || others.iter().any(|other| self.too_close(&claim, other))
        })
    }

    pub fn is_taken(&self, of: Option<usize>, wanted: &Wanted) -> bool {
        self.floor_is_taken(of, wanted) || self.counts_are_taken(of, wanted)
    }

    /// Whether a request that holds nothing cannot be had as things are.
    pub fn is_displaced(&self, at: usize) -> bool {
        self.is_closed_to(at) || self.meets(at, |_| true)
    }

    /// Whether it has lost its time for good, to a booking or to a closure: what is only held may be free again.
    pub fn is_given(&self, at: usize) -> bool {
        self.is_closed_to(at) || self.is_given_away(at)
    }

    fn is_closed_to(&self, at: usize) -> bool {
        let booking = &self.bookings[at];
        let mut units = self.house.units(booking.space).into_iter();
        booking.waits_without_floor() && units.any(|unit| self.is_closed(unit, booking.slot))
    }

    /// Whether its time was given to a booking.
    pub fn is_given_away(&self, at: usize) -> bool {
        self.meets(at, |other| other.status != Status::Pending)
    }

    /// Whether a request that holds nothing meets the claims of such others.
    fn meets(&self, at: usize, such: impl Fn(&Booked) -> bool) -> bool {
        let booking = &self.bookings[at];
        let others = self.bookings.iter().enumerate();
        let others = others.filter(|(other, one)| *other != at && such(one));
        let others = others.flat_map(|(_, one)| &one.claims);
        let others: Vec<&Claim> = others.filter(|claim| !claim.proposed).collect();
        let own = self.house.units(booking.space).into_iter();
        let mut own = own.map(|unit| Claim {
            unit,
            slot: booking.slot,
            space: booking.space,
            layout: booking.layout,
            proposed: false,
        });
        booking.waits_without_floor()
            && booking.space != SEATS
            && own.any(|claim| others.iter().any(|other| self.too_close(&claim, other)))
    }
}
