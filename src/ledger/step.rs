//! One step in the life of a booking: what it claims or gives back, who is told, what is written down.

use entity::{
    AuditId, Instant, PersonId, audit,
    audit::{Action, Role},
    booking::Status,
};

use super::{
    notify::News,
    rivals,
    store::{self, claims, conditions, list, pools, taken},
    unanswered,
};
use crate::{
    app::App,
    db::{Tx, Write},
    error::Error,
    rules::{
        availability, claimed::Owner, counts, deadline, proposal::proposal_of, reason::Reason,
    },
    slot::Slot,
    venue::{Catalogue, Space, Venue},
};

use entity::Booking;

/// One step in the life of a booking.
#[derive(Clone, Copy)]
pub struct Step<'a> {
    pub app: &'a App,
    pub catalogue: &'a Catalogue,
    pub now: Instant,
    pub action: Action,
    pub role: Role,
    pub person: Option<PersonId>,
}

/// What comes along with few steps.
#[derive(Clone, Copy, Default)]
pub struct Along<'a> {
    /// How many came, if somebody counted.
    pub attended: Option<i32>,
    /// These gave their time back in this transaction: who had lost it to them knows.
    pub gave_way: &'a [Booking],
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
        let along = Along::default();
        self.take_along_in(tx, before, status, reason, along).await
    }

    /// As [`Step::take_in`], with what comes along.
    pub async fn take_along_in(
        &self,
        tx: &Tx,
        before: Booking,
        status: Status,
        reason: &Reason,
        along: Along<'_>,
    ) -> Result<(Booking, Vec<Write>), Error> {
        // Who lost the time to another group was told then.
        let told = self.action == Action::Expire
            && list::given_since(tx.conn(), before.id).await?.is_some();
        if told {
            return self.quietly_in(tx, &before, status, reason, along).await;
        }
        let mut writes = unanswered::escalated_in(tx, self, &before).await?;
        let done = self.quietly_in(tx, &before, status, reason, along);
        let (after, took) = done.await?;
        writes.extend(took);
        let news = self.news(&before)?;
        writes.extend(news.changed(self.action, self.role, &before, &after, reason));
        Ok((after, writes))
    }

    /// As [`Step::take_along_in`], with nobody told who has a part in the booking.
    pub async fn quietly_in(
        &self,
        tx: &Tx,
        before: &Booking,
        status: Status,
        reason: &Reason,
        along: Along<'_>,
    ) -> Result<(Booking, Vec<Write>), Error> {
        let news = self.news(before)?;
        let (venue, space) = (news.venue, news.space);
        let after = Booking {
            attended: match self.action {
                Action::NoShow | Action::Reopen => None,
                _ => along.attended.or(before.attended),
            },
            ..self.after(before, status, reason, venue, space)
        };
        let mut writes = vec![
            store::update(before, after.clone()),
            store::note(self.line(&after, reason)),
            store::touch(&space.units),
        ];
        if before.proposed_move().is_some() {
            claims::release_proposed_in(tx, before.id).await?;
        }
        match (before.claims(), after.claims()) {
            // What has passed is only counted: its floor may have been somebody else's.
            (false, true) if after.status == Status::Completed => {}
            (false, true) => {
                self.claim_in(tx, &after, venue, space).await?;
            }
            (true, false) => {
                claims::release_in(tx, before.id).await?;
                if before.starts_at <= self.now {
                    claims::leave_floor_in(tx, before.id).await?;
                }
                writes.extend(rivals::back_in(tx, &news, before).await?);
            }
            _ => {
                if !after.claims() && after.status == Status::Pending {
                    self.look_in(tx, &after, venue, space).await?;
                }
            }
        }
        // What stood all along takes nothing from anybody; what held it while it waited is given it only now.
        let is_given = before.status == Status::Pending || !before.claims();
        let stands = matches!(after.status, Status::Approved | Status::CheckedIn);
        if stands && is_given {
            writes.extend(rivals::told_in(tx, &news, &after, along.gave_way).await?);
        }
        Ok((after, writes))
    }

    /// What mails about a booking are made from.
    pub fn news(&self, booking: &Booking) -> Result<News<'_>, Error> {
        let (catalogue, id) = (self.catalogue, booking.id);
        let place = catalogue.place_of(booking.venue_id, booking.space_id);
        let gone = || Error::internal(format!("booking {id} is of a space that is not there"));
        let (venue, space) = place.ok_or_else(gone)?;
        Ok(News {
            app: self.app,
            catalogue,
            venue,
            space,
            now: self.now,
        })
    }

    pub fn after(
        &self,
        before: &Booking,
        status: Status,
        reason: &Reason,
        venue: &Venue,
        space: &Space,
    ) -> Booking {
        let waiting = if status == Status::Pending {
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
            before
                .clone()
                .to_be_answered(by, deadline::half_time(self.now, by))
        } else {
            before.clone()
        };
        let says_why = matches!(
            self.action,
            Action::Reject | Action::Cancel | Action::Replace
        );
        Booking {
            status,
            reason_code: reason.code.clone().filter(|_| says_why),
            reason_text: reason.text.clone().filter(|_| says_why),
            decided_at: if status == before.status {
                before.decided_at
            } else {
                self.now
            },
            sequence: before.sequence + 1,
            version: before.version + 1,
            // Who asked for a move asked for it as things stood.
            ..waiting.proposing(None)
        }
    }

    pub fn line(&self, after: &Booking, reason: &Reason) -> audit::Model {
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

    pub async fn claim_in(
        &self,
        tx: &Tx,
        after: &Booking,
        venue: &Venue,
        space: &Space,
    ) -> Result<(), Error> {
        self.look_in(tx, after, venue, space).await?;
        let conditions = conditions::Conditions {
            revision: self.catalogue.revision,
            quota: None,
        };
        if claims::claim_in(tx, &self.app.ids, after, venue, space, &conditions).await? {
            return Ok(());
        }
        Err(Error::Busy)
    }

    /// [`Error::Conflict`] when somebody else holds the time. Holds whose answer time is over are in nobody's way.
    pub async fn look_in(
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
        let others = |owner: Option<Owner>| owner.is_none_or(|owner| owner.id != after.id);
        let mut floor =
            taken::on_units(tx.conn(), &space.units, availability::around(slot)).await?;
        floor.retain(|unit| others(unit.booking));
        let counts = counts::taken_by(venue, space, after.attendees, &after.stock);
        let counts: Vec<_> = counts.iter().map(|count| count.pool).collect();
        let mut counted = pools::on_pools(tx.conn(), &counts, slot).await?;
        counted.retain(|count| others(count.booking));
        let (catalogue, proposal) = (self.catalogue, proposal_of(after, venue));
        let conflicts = availability::in_the_way(
            catalogue, venue, space, &proposal, &floor, &counted, self.now,
        );
        if conflicts.is_empty() {
            return Ok(());
        }
        Err(Error::Conflict {
            conflicts,
            alternatives: Vec::new(),
        })
    }
}
