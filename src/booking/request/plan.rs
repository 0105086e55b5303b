//! From what somebody said to a row that could be written.

use std::collections::BTreeSet;

use entity::{
    Booking, BookingId, Instant, PoolId,
    audit::{Action, Role},
    booking::Status,
    space::Pending,
};

use super::{
    input::{InputReader, ReadRequest},
    new::NewBooking,
};
use crate::{
    account::Person,
    error::Error,
    ledger::{
        change::{Act, OwnRow},
        occupancy::WantedPlace,
        operation::{Footprint, Ground},
        pace::Pace,
        usage::LimitedBooker,
    },
    quota::open_requests::OpenRequests,
    refusal::rule::{Code, InvalidInput, Violation},
    rules::{
        allowance::{Booker, Held},
        counts, deadline, lifecycle,
        proposal::{self, Proposal, SpaceHours},
        reason::Reason,
        waiver::{self, Waiver},
    },
    venue::{Space, Venue},
    zone::{format_wall, parse_wall},
};

/// A request that was understood and passed the rules.
pub struct RequestPlan<'a> {
    pub now: Instant,
    pub venue: &'a Venue,
    pub space: &'a Space,
    pub proposal: Proposal<'a>,
    pub row: Booking,
    pub role: Role,
    /// Whose waiting requests are counted. None for what is not one more that waits for an answer.
    pub open_requests: Option<OpenRequests>,
    /// Whose acts of the last hour are counted, if they are limited.
    pub pace: Option<Pace>,
    /// Whose use of the venue is limited; a manager's for themselves is not.
    pub counted: Option<LimitedBooker<'a>>,
    /// It names the quota: whether that is exceeded shows only under the booker's lock.
    pub waives_quota: Option<Waiver>,
    /// What the person told us for the first time, for the next form.
    pub remembered: Option<OwnRow>,
}

impl RequestPlan<'_> {
    /// What the one who asks does, for no reason that has to be told.
    pub fn act(&self) -> Act {
        Act {
            action: Action::Request,
            role: self.role,
            person: Some(self.row.requested_by),
            reason: Reason::default(),
        }
    }

    /// What the request alone may touch. The booker is locked whose requests are counted, or who is written to.
    pub fn footprint(&self) -> Footprint {
        let written = self.remembered.is_some().then_some(self.row.requested_by);
        let counted = self.counted.as_ref();
        let limited = self.open_requests.map(|quota| quota.booker);
        let paced = self.pace.as_ref().map(Pace::person);
        let person = counted.and_then(LimitedBooker::person);
        Footprint {
            booker: person.or(limited).or(paced).or(written),
            mailbox: counted.and_then(LimitedBooker::mailbox),
            pace: self.pace,
            usage: counted.and_then(|counted| counted.usage(&[self.proposal.slot])),
            open_requests: self.open_requests,
            spaces: vec![self.space.row.id],
            pools: self.pools(),
            wants: vec![self.want()],
            ..Footprint::default()
        }
    }

    /// Where the request would stand. Who claims nothing clears nothing away.
    pub fn want(&self) -> WantedPlace {
        WantedPlace {
            space: self.space.row.id,
            slot: self.proposal.slot,
            clears: self.row.claims(),
            gives: true,
        }
    }

    /// Every quota of the venue that the request would exceed beside what its booker has; the bookings `instead_of` are given
    /// up for it.
    pub fn exceeded(&self, held: &[Held], instead_of: &BTreeSet<BookingId>) -> Vec<Violation> {
        let Some(counted) = &self.counted else {
            return Vec::new();
        };
        let instead_of: Vec<BookingId> = instead_of.iter().copied().collect();
        let exceeded = counted.weigh(held, &instead_of, &[self.proposal.slot]);
        self.offered(exceeded.into_iter().flatten().collect())
    }

    /// With a mark where who asks may waive it.
    pub fn offered(&self, mut exceeded: Vec<Violation>) -> Vec<Violation> {
        if self.role == Role::Venue {
            waiver::mark_waivable(&mut exceeded);
        }
        exceeded
    }

    /// Takes the quotas out of `broken` that a manager waives, and keeps with the booking that they did.
    pub fn waive_quota(&self, row: &mut Booking, broken: &mut Vec<Violation>) {
        let waiver = self.waives_quota.clone();
        if let Some(waiver) = waiver.and_then(|waiver| waiver.spent_on(broken)) {
            let (codes, reason) = waiver.stored();
            row.waived.0.extend(codes.0);
            row.waive_reason = Some(reason);
        }
    }

    /// What it takes by count.
    pub fn pools(&self) -> Vec<PoolId> {
        let counts = counts::taken_by(self.venue, self.space, self.row.attendees, &self.row.stock);
        counts.into_iter().map(|count| count.pool).collect()
    }
}

/// Every fault of the request at once: what cannot be read, and every rule that is broken. `booked_for`: the account of
/// whom somebody else books for.
pub fn plan<'a>(
    ground: &Ground<'a>,
    person: &Person,
    booked_for: Option<&Person>,
    new: &'a NewBooking,
) -> Result<RequestPlan<'a>, Error> {
    let Ground {
        catalogue,
        actor,
        now,
        limits,
        ..
    } = *ground;
    let mut reading = InputReader::default();
    let place = catalogue.space(&new.space);
    if place.is_none() {
        reading
            .faults
            .push(Violation::invalid("space", InvalidInput::Unknown));
    }
    let manager = place.is_some_and(|(venue, _)| actor.manages(venue.row.id));
    let mut said = reading.words(new, catalogue, person, manager);
    let starts = reading.field(
        "starts",
        parse_wall(&new.starts).ok_or(InvalidInput::Malformed),
    );
    let ends = reading.field("ends", parse_wall(&new.ends).ok_or(InvalidInput::Malformed));
    let (Some((venue, space)), Some(starts), Some(ends)) = (place, starts, ends) else {
        return Err(Error::Rules(reading.faults));
    };
    let slot = match proposal::slot(starts, ends, &venue.zone) {
        Ok(slot) => slot,
        Err(broken) => {
            reading.faults.extend(broken);
            return Err(Error::Rules(reading.faults));
        }
    };
    reading.stock(&new.stock, venue);
    reading.replacing(&new.replacing, catalogue, manager);
    let proposal = Proposal {
        slot,
        starts,
        ends,
        attendees: new.attendees,
        layout: new.layout.as_deref().filter(|layout| !layout.is_empty()),
        stock: &new.stock,
        for_group: said.group.is_some(),
        by_manager: manager,
        in_series: new.series.is_some_and(|date| date.has_others),
    };
    let hours = catalogue.hours(venue);
    let place = SpaceHours {
        space: &space.row,
        hours,
        zone: &venue.zone,
    };
    let mut broken = proposal::check(&proposal, &place, now);
    let waives_quota = said.waiver.clone();
    let waives_quota = waives_quota.filter(|waiver| waiver.names(Code::Quota));
    said.waiver = said.waiver.and_then(|waiver| waiver.spent_on(&mut broken));
    if manager {
        waiver::mark_waivable(&mut broken);
    }
    reading.faults.extend(broken);
    if !reading.faults.is_empty() {
        return Err(Error::Rules(reading.faults));
    }

    let role = if manager { Role::Venue } else { Role::Booker };
    let remembered = OwnRow::remembered(
        person.id,
        said.name.clone().filter(|_| person.name.is_empty()),
        said.phone.clone().filter(|_| person.phone.is_none()),
    );
    let row = draft(ground, venue, space, &proposal, role, person, said, new);
    let waits = role == Role::Booker && row.status == Status::Pending;
    let open_requests = waits.then(|| OpenRequests {
        booker: person.id,
        venue: venue.row.id,
        limits,
        now,
    });
    let counted = counted(
        ground,
        (venue, space),
        (person, booked_for),
        new,
        &row,
        role,
    );
    Ok(RequestPlan {
        now,
        venue,
        space,
        proposal,
        row,
        role,
        open_requests,
        pace: Pace::of(&limits, actor, role),
        counted,
        waives_quota,
        remembered,
    })
}

/// Whose use of the venue is limited: that of whoever the booking is for, but for the house itself.
fn counted<'a>(
    ground: &Ground<'_>,
    (venue, space): (&'a Venue, &Space),
    (person, booked_for): (&Person, Option<&Person>),
    new: &NewBooking,
    row: &Booking,
    role: Role,
) -> Option<LimitedBooker<'a>> {
    let house = |person: &Person| person.administrator || person.venues.contains(&venue.row.id);
    let known = |person: &Person| (!house(person)).then(|| Booker::of(person));
    let booker = match (&new.on_behalf, booked_for) {
        (_, Some(account)) => known(account),
        (None, None) => known(person),
        (Some(_), None) => row.contact_email.clone().map(Booker::without_account),
    };
    let by_itself = role == Role::Booker && row.status == Status::Approved;
    booker.and_then(|booker| {
        let set = LimitedBooker::of(booker.clone(), venue);
        let default = by_itself
            .then(|| LimitedBooker::by_itself(&ground.limits, ground.now, booker, venue, space));
        set.or(default.flatten())
    })
}

#[expect(
    clippy::too_many_arguments,
    reason = "it gathers what was found out, in one place, once"
)]
fn draft(
    ground: &Ground<'_>,
    venue: &Venue,
    space: &Space,
    proposal: &Proposal<'_>,
    role: Role,
    person: &Person,
    said: ReadRequest,
    new: &NewBooking,
) -> Booking {
    let now = ground.now;
    let status = lifecycle::first(space.row.approval, role);
    let starts_at = proposal.slot.starts_at;
    let waits = status == Status::Pending;
    let answer_by = waits.then(|| ground.answer_by(venue, space, starts_at));
    let remind_at = answer_by.and_then(|by| deadline::half_time(now, by));
    let first_layout = space.row.layouts.0.first().map(String::as_str);
    let id = BookingId(ground.ids.uuid(now));
    let (waived, waive_reason) = said.waiver.map(Waiver::stored).unzip();
    Booking {
        id,
        code: ground.ids.booking_code(),
        uid: format!("{id}@{}", ground.host),
        venue_id: venue.row.id,
        space_id: space.row.id,
        starts: format_wall(proposal.starts),
        ends: format_wall(proposal.ends),
        timezone: venue.row.timezone.clone(),
        starts_at,
        ends_at: proposal.slot.ends_at,
        status,
        holds: space.row.pending == Pending::Hold,
        answer_by,
        title: said.title.unwrap_or_default(),
        attendees: proposal.attendees,
        attended: None,
        layout: proposal
            .layout
            .or(first_layout)
            .unwrap_or_default()
            .to_owned(),
        stock: new.stock.clone(),
        group_name: said.group,
        programme: said.programme,
        note: said.note,
        public: new.public,
        booker_id: said.contact.booker,
        contact_name: said.contact.name,
        contact_email: said.contact.email,
        contact_phone: said.contact.phone,
        language: said.contact.language,
        requested_by: person.id,
        waived: waived.unwrap_or_default(),
        waive_reason,
        reason_code: None,
        reason_text: None,
        decided_at: now,
        sequence: 0,
        version: 1,
        created_at: now,
        move_space_id: None,
        move_starts_at: None,
        move_ends_at: None,
        move_layout: None,
        move_holds: None,
        move_answer_by: None,
        move_of_series: false,
        remind_at,
        asked_at: None,
        asked_answer_by: None,
        latest_answer_by: None,
        offer_of: None,
        series_id: new.series.map(|date| date.series),
    }
}
