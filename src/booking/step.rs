//! One step in the life of a booking: what it claims or gives back, who is told, what is written down.

use entity::{
    AuditId, Instant, PersonId, audit,
    audit::{Action, Role},
    booking::Status,
};

use super::{
    Booking,
    change::Reason,
    conflict::clashes,
    deadline,
    news::News,
    offers,
    rules::Proposal,
    slot::Slot,
    store::{self, claims, taken},
};
use crate::{
    app::App,
    db::{Tx, Write},
    error::Error,
    venue::{Catalogue, Space, Venue},
    zone::parse_wall,
};

/// The booking as if its group asked for it again.
pub(super) fn proposal_of<'a>(booking: &'a Booking, venue: &Venue) -> Proposal<'a> {
    Proposal {
        slot: Slot {
            starts_at: booking.starts_at,
            ends_at: booking.ends_at,
        },
        starts: parse_wall(&booking.starts).unwrap_or_else(|| venue.zone.local(booking.starts_at)),
        ends: parse_wall(&booking.ends).unwrap_or_else(|| venue.zone.local(booking.ends_at)),
        attendees: booking.attendees,
        layout: Some(&booking.layout),
        for_group: booking.group_name.is_some(),
        by_manager: false,
    }
}

/// One step in the life of a booking.
pub(super) struct Step<'a> {
    pub app: &'a App,
    pub catalogue: &'a Catalogue,
    pub now: Instant,
    pub action: Action,
    pub role: Role,
    pub person: Option<PersonId>,
}

impl Step<'_> {
    /// Claims or releases what the new state asks for; returns the booking after it and the writes that are left.
    pub async fn take_in(
        &self,
        tx: &Tx,
        before: Booking,
        status: Status,
        reason: &Reason,
    ) -> Result<(Booking, Vec<Write>), Error> {
        let catalogue = self.catalogue;
        let gone = || {
            Error::internal(format!(
                "booking {} is of a space that is not there",
                before.id
            ))
        };
        let venue = catalogue.venue_of(before.venue_id).ok_or_else(gone)?;
        let space = catalogue.space_of(before.space_id).ok_or_else(gone)?;
        let after = self.after(&before, status, reason, venue, space);
        let news = News {
            app: self.app,
            catalogue,
            venue,
            space,
            now: self.now,
        };
        let mut writes = vec![
            store::update(&before, after.clone()),
            store::note(self.line(&after, reason)),
            store::touch(&space.units),
        ];
        match (before.claims(), after.claims()) {
            (false, true) => {
                self.claim_in(tx, &after, venue, space).await?;
                let offers = offers_for_rivals(tx, self, &after, venue, space).await?;
                writes.extend(
                    offers
                        .iter()
                        .flat_map(|(rival, offers)| news.time_given(rival, offers)),
                );
            }
            (true, false) => {
                claims::release_in(tx, before.id).await?;
                writes.extend(self.rivals_back(tx, &before, venue).await?);
            }
            _ => {
                if !after.claims() && after.status == Status::Pending {
                    self.look_in(tx, &after, venue, space).await?;
                }
            }
        }
        writes.extend(news.changed(self.action, self.role, &before, &after, reason));
        Ok((after, writes))
    }

    fn after(
        &self,
        before: &Booking,
        status: Status,
        reason: &Reason,
        venue: &Venue,
        space: &Space,
    ) -> Booking {
        let answer_by = if status == Status::Pending {
            let hours = self.catalogue.hours(venue);
            let days = venue.row.answer_within_working_days;
            let by = deadline::answer_by(
                self.now,
                before.starts_at,
                space.row.notice_hours,
                days,
                hours,
                &venue.zone,
            );
            Some(by)
        } else {
            before.answer_by
        };
        let says_why = matches!(self.action, Action::Reject | Action::Cancel);
        Booking {
            status,
            answer_by,
            reason_code: reason.code.clone().filter(|_| says_why),
            reason_text: reason.text.clone().filter(|_| says_why),
            decided_at: self.now,
            sequence: before.sequence + 1,
            version: before.version + 1,
            ..before.clone()
        }
    }

    fn line(&self, after: &Booking, reason: &Reason) -> audit::Model {
        audit::Model {
            id: AuditId(self.app.ids.uuid(self.now)),
            booking_id: after.id,
            at: self.now,
            role: self.role,
            person_id: self.person,
            action: self.action,
            status: after.status,
            reason_code: reason.code.clone(),
            reason_text: reason.text.clone(),
        }
    }

    async fn claim_in(
        &self,
        tx: &Tx,
        after: &Booking,
        venue: &Venue,
        space: &Space,
    ) -> Result<(), Error> {
        self.look_in(tx, after, venue, space).await?;
        let slot = Slot {
            starts_at: after.starts_at,
            ends_at: after.ends_at,
        };
        let conditions = claims::Conditions {
            revision: self.catalogue.revision,
            quota: None,
        };
        if claims::claim_in(tx, after.id, space, slot, &after.layout, &conditions).await? {
            return Ok(());
        }
        Err(Error::Busy)
    }

    /// [`Error::Conflict`] when somebody else holds the time. Holds whose answer time is over are in nobody's way.
    async fn look_in(
        &self,
        tx: &Tx,
        after: &Booking,
        venue: &Venue,
        space: &Space,
    ) -> Result<(), Error> {
        let slot = Slot {
            starts_at: after.starts_at,
            ends_at: after.ends_at,
        };
        let in_place = taken::on_units(tx.conn(), &space.units, offers::around(slot)).await?;
        let others = in_place
            .iter()
            .filter(|unit| unit.booking.is_none_or(|owner| owner.id != after.id));
        let in_the_way = clashes(
            slot,
            i64::from(space.row.turnaround_minutes),
            &offers::merged(others),
        );
        if in_the_way.is_empty() {
            return Ok(());
        }
        let conflicts = offers::named(self.catalogue, venue, &in_the_way);
        Err(Error::Conflict {
            conflicts,
            alternatives: Vec::new(),
        })
    }

    /// Requests that waited for the same time are in the queue again; those whose answer time has passed meanwhile get a
    /// new one.
    async fn rivals_back(
        &self,
        tx: &Tx,
        released: &Booking,
        venue: &Venue,
    ) -> Result<Vec<Write>, Error> {
        let rivals = store::rivals(
            tx,
            released.id,
            released.space_id,
            released.starts_at,
            released.ends_at,
        )
        .await?;
        let hours = self.catalogue.hours(venue);
        let mut writes = Vec::new();
        for rival in rivals {
            let Some(space) = self.catalogue.space_of(rival.space_id) else {
                continue;
            };
            if rival.answer_by.is_none_or(|by| by > self.now) || rival.starts_at <= self.now {
                continue;
            }
            let days = venue.row.answer_within_working_days;
            let by = deadline::answer_by(
                self.now,
                rival.starts_at,
                space.row.notice_hours,
                days,
                hours,
                &venue.zone,
            );
            let after = Booking {
                answer_by: Some(by),
                version: rival.version + 1,
                ..rival.clone()
            };
            writes.push(store::update(&rival, after));
        }
        Ok(writes)
    }
}

/// The requests that lose their time to `winner`, with what each could have instead.
async fn offers_for_rivals(
    tx: &Tx,
    step: &Step<'_>,
    winner: &Booking,
    venue: &Venue,
    space: &Space,
) -> Result<Vec<(Booking, Vec<offers::Offer>)>, Error> {
    let turnaround = offers::around(Slot {
        starts_at: winner.starts_at,
        ends_at: winner.ends_at,
    });
    let mut found = Vec::new();
    let claimed = taken::on_units(tx.conn(), &space.units, turnaround).await?;
    let claimed: Vec<_> = claimed
        .iter()
        .filter(|unit| unit.booking.is_some_and(|owner| owner.id == winner.id))
        .collect();
    for rival in store::rivals(
        tx,
        winner.id,
        winner.space_id,
        turnaround.starts_at,
        turnaround.ends_at,
    )
    .await?
    {
        let Some(theirs) = step.catalogue.space_of(rival.space_id) else {
            continue;
        };
        let wanted = Slot {
            starts_at: rival.starts_at,
            ends_at: rival.ends_at,
        };
        let in_the_way = claimed
            .iter()
            .copied()
            .filter(|unit| theirs.units.contains(&unit.unit));
        if clashes(
            wanted,
            i64::from(theirs.row.turnaround_minutes),
            &offers::merged(in_the_way),
        )
        .is_empty()
        {
            continue;
        }
        let proposal = proposal_of(&rival, venue);
        let offers = offers::alternatives(
            tx.conn(),
            step.catalogue,
            venue,
            theirs,
            &proposal,
            step.now,
        )
        .await?;
        found.push((rival, offers));
    }
    Ok(found)
}
