//! From what somebody said to a row that could be written.

use entity::{
    BookingId, Instant, PoolId,
    audit::Role,
    booking::{self, Status},
    space::Pending,
};

use super::{
    NewBooking,
    reading::{Reading, Said},
};
use crate::{
    account::{self, Actor, Person},
    app::App,
    clock::Ids,
    db::{Tx, Write},
    error::Error,
    ledger::{
        pace::Pace,
        store::{
            self, Locks, claims,
            conditions::{Conditions, RequestQuota},
        },
        usage::Counted,
    },
    refusal::rule::{Broken, Code, Flaw},
    rules::{
        allowance::Booker,
        counts, deadline, lifecycle,
        proposal::{self, Place, Proposal},
        reason::Reason,
        waiver::{self, Waiver},
    },
    venue::{Catalogue, Space, Venue, hours::Hours},
    zone::{format_wall, parse_wall},
};

/// A request that was understood and passed the rules.
pub struct Plan<'a> {
    pub now: Instant,
    pub venue: &'a Venue,
    pub space: &'a Space,
    pub proposal: Proposal<'a>,
    pub row: booking::Model,
    pub role: Role,
    pub conditions: Conditions,
    /// Whose acts of the last hour are counted, if they are limited.
    pub pace: Option<Pace>,
    /// Whose use of the venue is limited; a manager's for themselves is not.
    pub counted: Option<Counted<'a>>,
    /// It names the quota: whether that is exceeded shows only under the booker's lock.
    pub waives_quota: Option<Waiver>,
    /// What makes room for it, and why.
    pub replacing: &'a [BookingId],
    pub replace_reason: Reason,
    /// What the person told us for the first time, for the next form.
    pub remembered: Option<Write>,
}

impl Plan<'_> {
    /// The booker is locked whose requests are counted, or who is written to.
    pub fn locks<'b>(&'b self, pools: &'b [PoolId], bookings: &'b [BookingId]) -> Locks<'b> {
        let written = self.remembered.is_some().then_some(self.row.requested_by);
        let counted = self.counted.as_ref().and_then(Counted::person);
        let limited = self.conditions.quota.map(|quota| quota.booker);
        let paced = self.pace.as_ref().map(Pace::person);
        Locks {
            booker: counted.or(limited).or(paced).or(written),
            spaces: std::slice::from_ref(&self.space.row.id),
            pools,
            bookings,
        }
    }

    /// In the order that everybody keeps. [`Error::TooMany`] when the person has done enough for this hour.
    pub async fn lock_in(&self, tx: &Tx, locks: Locks<'_>) -> Result<(), Error> {
        if let Some(counted) = &self.counted {
            counted.lock_mailbox_in(tx).await?;
        }
        store::lock_in(tx, locks).await?;
        if let Some(pace) = &self.pace {
            pace.one_more_in(tx, self.now).await?;
        }
        Ok(())
    }

    /// Whether requests that hold nothing may be waiting for the same floor.
    pub fn has_competitors(&self) -> bool {
        let competes = |space: &Space| {
            space.row.pending == Pending::Compete
                && space
                    .units
                    .iter()
                    .any(|unit| self.space.units.contains(unit))
        };
        self.venue.spaces.iter().any(|space| competes(space))
    }

    /// Every quota of the venue that it would exceed, now that the booker is locked.
    pub async fn exceeded_in(&self, tx: &Tx) -> Result<Vec<Broken>, Error> {
        let Some(counted) = &self.counted else {
            return Ok(Vec::new());
        };
        let exceeded = counted.exceeded_in(tx, &[], &[self.proposal.slot]).await?;
        Ok(self.offered(exceeded.into_iter().flatten().collect()))
    }

    /// With a mark where who asks may waive it.
    pub fn offered(&self, mut exceeded: Vec<Broken>) -> Vec<Broken> {
        if self.role == Role::Venue {
            waiver::offer(&mut exceeded);
        }
        exceeded
    }

    /// Takes the quotas out of `broken` that a manager waives, and keeps with the booking that they did.
    pub fn waive_quota(&self, row: &mut booking::Model, broken: &mut Vec<Broken>) {
        let waiver = self.waives_quota.clone();
        if let Some(waiver) = waiver.and_then(|waiver| waiver.spent_on(broken)) {
            let (codes, reason) = waiver.kept();
            row.waived.0.extend(codes.0);
            row.waive_reason = Some(reason);
        }
    }

    /// What it takes by count.
    pub fn pools(&self) -> Vec<PoolId> {
        let counts = counts::taken_by(self.venue, self.space, self.row.attendees, &self.row.stock);
        counts.into_iter().map(|count| count.pool).collect()
    }

    pub async fn claim_in(&self, tx: &Tx, ids: &Ids) -> Result<bool, Error> {
        let (venue, space) = (self.venue, self.space);
        Ok(claims::claim_in(tx, ids, &self.row, venue, space, &self.conditions).await?)
    }
}

/// Every fault of the request at once: what cannot be read, and every rule that is broken. `booked_for`: the account of
/// whom somebody else books for.
pub fn plan<'a>(
    app: &App,
    catalogue: &'a Catalogue,
    actor: &Actor,
    person: &Person,
    booked_for: Option<&Person>,
    new: &'a NewBooking,
) -> Result<Plan<'a>, Error> {
    let now = app.clock.now();
    let mut reading = Reading::default();
    let place = catalogue.space(&new.space);
    if place.is_none() {
        reading.faults.push(Broken::invalid("space", Flaw::Unknown));
    }
    let manager = place.is_some_and(|(venue, _)| actor.manages(venue.row.id));
    let mut said = reading.words(new, catalogue, person, manager);
    let starts = reading.field("starts", parse_wall(&new.starts).ok_or(Flaw::Malformed));
    let ends = reading.field("ends", parse_wall(&new.ends).ok_or(Flaw::Malformed));
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
    let replace_reason = reading.replacing(&new.replacing, catalogue, manager);
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
    let place = Place {
        space: &space.row,
        hours,
        zone: &venue.zone,
    };
    let mut broken = proposal::check(&proposal, &place, now);
    let waives_quota = said.waiver.clone();
    let waives_quota = waives_quota.filter(|waiver| waiver.names(Code::Quota));
    said.waiver = said.waiver.and_then(|waiver| waiver.spent_on(&mut broken));
    if manager {
        waiver::offer(&mut broken);
    }
    reading.faults.extend(broken);
    if !reading.faults.is_empty() {
        return Err(Error::Rules(reading.faults));
    }

    let role = if manager { Role::Venue } else { Role::Booker };
    let remembered = account::store::remember(
        person.id,
        said.name.clone().filter(|_| person.name.is_empty()),
        said.phone.clone().filter(|_| person.phone.is_none()),
    );
    let row = draft(
        app, now, venue, space, &proposal, role, person, said, new, hours,
    );
    let waits = role == Role::Booker && row.status == Status::Pending;
    let quota = waits.then(|| RequestQuota {
        booker: person.id,
        venue: venue.row.id,
        limits: app.config.limits,
        now,
    });
    let house = |person: &Person| person.administrator || person.venues.contains(&venue.row.id);
    let known = |person: &Person| (!house(person)).then(|| Booker::of(person));
    let booker = match (&new.on_behalf, booked_for) {
        (_, Some(account)) => known(account),
        (None, None) => known(person),
        (Some(_), None) => row.contact_email.clone().map(Booker::without_account),
    };
    let by_itself = role == Role::Booker && row.status == Status::Approved;
    let counted = booker.and_then(|booker| {
        let set = Counted::of(booker.clone(), venue);
        let default =
            by_itself.then(|| Counted::by_itself(&app.config.limits, now, booker, venue, space));
        set.or(default.flatten())
    });
    Ok(Plan {
        now,
        venue,
        space,
        proposal,
        row,
        role,
        conditions: Conditions {
            revision: catalogue.revision,
            quota,
        },
        pace: Pace::of(&app.config.limits, actor, role),
        counted,
        waives_quota,
        replacing: &new.replacing.bookings,
        replace_reason,
        remembered,
    })
}

#[expect(
    clippy::too_many_arguments,
    reason = "it gathers what was found out, in one place, once"
)]
fn draft(
    app: &App,
    now: Instant,
    venue: &Venue,
    space: &Space,
    proposal: &Proposal<'_>,
    role: Role,
    person: &Person,
    said: Said,
    new: &NewBooking,
    hours: Hours<'_>,
) -> booking::Model {
    let status = lifecycle::first(space.row.approval, role);
    let starts_at = proposal.slot.starts_at;
    let answer_by = (status == Status::Pending).then(|| {
        let (notice, days) = (space.row.notice_hours, venue.row.answer_within_working_days);
        deadline::answer_by(now, starts_at, notice, days, hours, &venue.zone)
    });
    let remind_at = answer_by.and_then(|by| deadline::half_time(now, by));
    let first_layout = space.row.layouts.0.first().map(String::as_str);
    let id = BookingId(app.ids.uuid(now));
    let (waived, waive_reason) = said.waiver.map(Waiver::kept).unzip();
    booking::Model {
        id,
        code: app.ids.booking_code(),
        uid: format!("{id}@{}", app.config.host()),
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
