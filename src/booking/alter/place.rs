//! When and where a booking is to be instead.

use entity::{
    Booking, Instant,
    audit::{Action, Role},
    booking::{ProposedMove, Status},
    space::{Approval, Pending},
};

use super::altered::Altered;
use crate::{
    account::Actor,
    booking::request::input::InputReader,
    config::Limits,
    error::Error,
    ledger::{pace::Pace, usage::LimitedBooker},
    refusal::rule::InvalidInput,
    rules::{
        allowance::Booker,
        deadline, lifecycle, permit,
        proposal::{self, Proposal, layout_in},
        reason::Reason,
        waiver::{self, Waiver},
    },
    slot::Slot,
    venue::{Catalogue, Space, Venue, hours::Hours},
    zone::{Zone, format_wall, parse_wall},
};

use time::PrimitiveDateTime;

/// Where and when a booking is to be instead, as somebody said it. Nothing here is trusted yet.
#[derive(Clone, Debug, Default)]
pub struct NewPlace {
    /// `venue/space`; where it is when missing. A booking stays in its venue.
    pub space: Option<String>,
    /// Wall times of the venue, `2026-12-05T16:00`.
    pub starts: String,
    pub ends: String,
    /// Managers only: codes of the rules that they waive, and why.
    pub waive: Vec<String>,
    pub waive_reason: Option<String>,
}

/// What could be read of a [`NewPlace`].
struct ReadPlace<'a> {
    space: &'a Space,
    starts: PrimitiveDateTime,
    ends: PrimitiveDateTime,
    slot: Slot,
}

impl NewPlace {
    fn read<'a>(
        &self,
        reading: &mut InputReader,
        catalogue: &'a Catalogue,
        venue: &'a Venue,
        stands_in: &'a Space,
    ) -> Option<ReadPlace<'a>> {
        let space = match self.space.as_deref() {
            None => Some(stands_in),
            Some(path) => catalogue
                .space(path)
                .filter(|(other, _)| other.row.id == venue.row.id)
                .map(|(_, space)| &**space),
        };
        let space = reading.field("space", space.ok_or(InvalidInput::Unknown));
        let starts = reading.field(
            "starts",
            parse_wall(&self.starts).ok_or(InvalidInput::Malformed),
        );
        let ends = reading.field(
            "ends",
            parse_wall(&self.ends).ok_or(InvalidInput::Malformed),
        );
        let (starts, ends) = starts.zip(ends)?;
        match proposal::slot(starts, ends, &venue.zone) {
            Ok(slot) => space.map(|space| ReadPlace {
                space,
                starts,
                ends,
                slot,
            }),
            Err(broken) => {
                reading.faults.extend(broken);
                None
            }
        }
    }

    /// When the booking is to be there. None where the wall times cannot be read or are not on the clock, and where it would
    /// end before it begins.
    #[must_use]
    pub fn slot(&self, zone: &Zone) -> Option<Slot> {
        let instant = |said: &str| zone.instant(parse_wall(said)?);
        Slot::new(instant(&self.starts)?, instant(&self.ends)?)
    }

    /// The booking at its new place, or as it stands and asks to be there. Who may not move it is told so first; then
    /// [`Error::Rules`] tells every fault of what they said. What is taken is not looked at.
    pub fn planned<'a>(
        &self,
        catalogue: &'a Catalogue,
        actor: &Actor,
        seen: &Booking,
        venue: &'a Venue,
        stands_in: &'a Space,
        now: Instant,
    ) -> Result<Altered<'a>, Error> {
        let mut reading = InputReader::default();
        let read = self.read(&mut reading, catalogue, venue, stands_in);
        let stands = Slot::of(seen);
        let ends_earlier = read.as_ref().is_some_and(|to| {
            let same = (to.space.row.id, to.slot.starts_at) == (seen.space_id, stands.starts_at);
            same && to.slot.ends_at < stands.ends_at
        });
        let stays = read
            .as_ref()
            .is_some_and(|to| (to.space.row.id, to.slot) == (seen.space_id, stands));
        let action = if ends_earlier {
            Action::Shorten
        } else {
            Action::Move
        };
        // Who may not is told so before what is wrong with what they said.
        let (role, _) = permit::allowed(actor, seen, action, now)?;
        let manager = role == Role::Venue;
        let waiver = reading.waiver(&self.waive, self.waive_reason.as_deref(), manager);
        let Some(to) = read else {
            return Err(Error::Rules(reading.faults));
        };
        let (space, slot) = (to.space, to.slot);
        let asks =
            !stays && lifecycle::moves_by_proposal(seen.status, action, role, space.row.approval);
        let layout = layout_in(space, &seen.layout);
        let hours = catalogue.hours(venue);
        let mut broken = if ends_earlier {
            proposal::check_earlier_end(slot, to.ends, &space.row, now)
        } else if stays {
            Vec::new()
        } else {
            // A group that moves a date of a series to a later day asks for that day alone. A series stays on its days.
            let is_later = to.starts.date() > venue.zone.local(stands.starts_at).date();
            let proposal = Proposal {
                slot,
                starts: to.starts,
                ends: to.ends,
                attendees: seen.attendees,
                layout: Some(layout).filter(|layout| !layout.is_empty()),
                stock: &seen.stock,
                for_group: seen.group_name.is_some(),
                by_manager: manager,
                in_series: seen.series_id.is_some() && (manager || !is_later),
            };
            let place = proposal::SpaceHours {
                space: &space.row,
                hours,
                zone: &venue.zone,
            };
            proposal::check(&proposal, &place, now)
        };
        let waiver = waiver.and_then(|waiver| waiver.spent_on(&mut broken));
        if manager {
            waiver::mark_waivable(&mut broken);
        }
        reading.faults.extend(broken);
        if !reading.faults.is_empty() {
            return Err(Error::Rules(reading.faults));
        }
        let mut after = Booking {
            space_id: space.row.id,
            starts: format_wall(to.starts),
            ends: format_wall(to.ends),
            starts_at: slot.starts_at,
            ends_at: slot.ends_at,
            layout: layout.to_owned(),
            ..seen.clone()
        };
        if stays {
            after = seen.clone();
        }
        if asks {
            return Ok(proposed(seen, after, role, venue, space, hours, now));
        }
        if action == Action::Move && after != *seen {
            // What was waived for the old time says nothing of the new one.
            let (codes, reason) = waiver.map(Waiver::stored).unzip();
            after.waived = codes.unwrap_or_default();
            after.waive_reason = reason;
            after.decided_at = now;
            after = after.proposing(None);
            if after.status == Status::Pending {
                waits_on(&mut after, venue, space, hours, now);
            }
        }
        if action == Action::Shorten {
            // It stands as it stood, whatever the space offers now.
            after.layout.clone_from(&seen.layout);
            after = after.proposing(None);
        }
        Ok(Altered {
            action,
            role,
            reason: Reason::default(),
            wanted: after.clone(),
            after,
            venue,
            space,
        })
    }
}

impl<'a> Altered<'a> {
    /// Whose use of the venue it adds to, if that is limited. What the venue itself moves is the venue's to weigh.
    pub fn counted(
        &self,
        limits: &Limits,
        now: Instant,
        actor: &Actor,
    ) -> Option<LimitedBooker<'a>> {
        let moves = matches!(self.action, Action::Move | Action::ProposeMove);
        let group = actor.who().filter(|_| moves && self.role == Role::Booker)?;
        let by_itself =
            self.space.row.approval == Approval::Automatic && self.after.status == Status::Approved;
        let default = by_itself.then(|| {
            LimitedBooker::by_itself(limits, now, Booker::of(group), self.venue, self.space)
        });
        LimitedBooker::of(Booker::of(group), self.venue).or(default.flatten())
    }

    /// The limit of acts that the alteration is held against, if there is one. Nobody is kept from giving back what they
    /// have.
    pub fn pace(&self, limits: &Limits, actor: &Actor) -> Option<Pace> {
        let asks = matches!(
            self.action,
            Action::Change | Action::Move | Action::ProposeMove
        );
        Pace::of(limits, actor, self.role).filter(|_| asks)
    }
}

/// The booking as it stands, asking to be as `wanted`.
pub fn proposed<'a>(
    seen: &Booking,
    wanted: Booking,
    role: Role,
    venue: &'a Venue,
    space: &'a Space,
    hours: Hours<'_>,
    now: Instant,
) -> Altered<'a> {
    let asks = ProposedMove {
        space_id: wanted.space_id,
        starts_at: wanted.starts_at,
        ends_at: wanted.ends_at,
        layout: wanted.layout.clone(),
        // Seats and things that are lent are not kept for a move that is only asked for: whoever says yes takes them then.
        holds: space.row.pending == Pending::Hold && space.seats().is_none(),
        answer_by: answer_by(&wanted, seen, venue, space, hours, now),
        of_series: false,
    };
    Altered {
        action: Action::ProposeMove,
        role,
        reason: Reason::default(),
        after: seen.clone().proposing(Some(asks)),
        wanted: wanted.proposing(None),
        venue,
        space,
    }
}

/// A request that waits does so by the rules of where it is now.
fn waits_on(after: &mut Booking, venue: &Venue, space: &Space, hours: Hours<'_>, now: Instant) {
    if space.row.approval == Approval::Automatic {
        after.status = Status::Approved;
    }
    after.holds = space.row.pending == Pending::Hold;
    let by = answer_by(after, after, venue, space, hours, now);
    *after = after
        .clone()
        .to_be_answered(by, deadline::half_time(now, by));
}

/// For a move both starts count: it has to be answered before the one and the other.
fn answer_by(
    wanted: &Booking,
    stands: &Booking,
    venue: &Venue,
    space: &Space,
    hours: Hours<'_>,
    now: Instant,
) -> Instant {
    let starts_at = wanted.starts_at.min(stands.starts_at);
    let (notice, days) = (space.row.notice_hours, venue.row.answer_within_working_days);
    deadline::answer_by(now, starts_at, notice, days, hours, &venue.zone)
}
