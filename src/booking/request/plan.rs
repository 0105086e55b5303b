//! From what somebody said to a row that could be written.

use entity::{
    Booking, Instant, PoolId,
    audit::{Action, Role},
    booking::Status,
};

use super::{draft::draft, input::InputReader, new::NewBooking};
use crate::{
    account::Person,
    error::Error,
    ledger::{
        change::{Act, OwnRow},
        occupancy::WantedPlace,
        operation::{Footprint, Ground, Sought},
        pace::Pace,
        usage::LimitedBooker,
    },
    quota::open_requests::OpenRequests,
    refusal::rule::{Code, InvalidInput, Violation},
    rules::{
        allowance::Booker,
        counts,
        proposal::{self, Proposal, SpaceHours},
        reason::Reason,
        waiver::{self, Waiver},
    },
    venue::{Space, Venue},
    zone::parse_wall,
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
    /// The waiver, where it names the quota: whether that is exceeded shows only under the booker's lock.
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

    /// The pools of which the request takes something.
    pub fn pools(&self) -> Vec<PoolId> {
        counts::pools_of(self.venue, self.space, &self.row)
    }

    /// The booking as it was asked for: without a layout where none was named. Another space need not have the layout that
    /// the wanted one gives.
    #[must_use]
    pub fn sought(&self) -> Sought {
        Sought {
            booking: Booking {
                layout: self.proposal.layout.unwrap_or_default().to_owned(),
                ..self.row.clone()
            },
            by_manager: self.proposal.by_manager,
        }
    }
}

/// The request as it could be written. [`Error::Rules`] tells every fault at once: what cannot be read, and every rule that
/// is broken. `booked_for`: the account of whom somebody else books for.
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
