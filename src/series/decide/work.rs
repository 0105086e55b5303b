//! One decision on many bookings, written in one transaction.

use entity::{
    BookingId, Instant, PoolId, SpaceId,
    audit::{Action, Role},
    booking::Status,
    series,
};

use super::{Chosen, Decision, Deed};
use crate::{
    account::Actor,
    app::App,
    db::{Tx, Write},
    error::Error,
    idempotency::Outcome,
    ledger::{
        notify_series::{About, News},
        occupancy::Wanted,
        overdue, rivals,
        step::Step,
        store::{self, claims, series as stored},
        unanswered,
    },
    mail::SeriesNews,
    rules::{counts, losing::Asked, reason::Reason},
    series::{Series, floor::free_in, look::Seen, weigh},
    slot::Slot,
    venue::{self, Catalogue, Space, Venue},
};

use entity::Booking;

/// A booking as it was and as it is.
struct Changed {
    before: Booking,
    after: Booking,
    action: Action,
}

pub struct Work<'a> {
    pub app: &'a App,
    pub catalogue: &'a Catalogue,
    pub venue: &'a Venue,
    pub actor: &'a Actor,
    pub row: &'a series::Model,
    pub decision: &'a Decision,
    pub reason: &'a Reason,
}

impl Work<'_> {
    /// None when the catalogue or a booking is no longer the one that was read.
    pub async fn inside(
        &self,
        tx: &Tx,
        before: &Seen,
        seen: &[Chosen],
    ) -> Result<Option<Outcome<Series>>, Error> {
        let (app, catalogue) = (self.app, self.catalogue);
        let now = app.clock.now();
        let person = self.actor.who().map(|person| person.id);
        let once = &self.decision.once;
        if let Some(person) = person
            && let Some(kept) = once.begin_in(tx, person, now).await?
        {
            return Ok(Some(Outcome::Replayed(kept)));
        }
        let spaces = self.spaces(seen)?;
        let pools = self.pools(seen);
        let mut overdue = Vec::new();
        let claiming = |one: &&Chosen| one.action == Action::Approve && !one.before.claims();
        let slots: Vec<Slot> = seen
            .iter()
            .filter(claiming)
            .map(|one| Slot::of(&one.before))
            .collect();
        for space in &spaces {
            overdue.extend(weigh::overdue_near(tx, space, &pools, &slots, now).await?);
        }
        overdue.sort_unstable();
        overdue.dedup();
        let ids: Vec<BookingId> = seen.iter().map(|one| one.before.id).collect();
        let locked: Vec<BookingId> = overdue.iter().chain(&ids).copied().collect();
        let space_ids: Vec<SpaceId> = spaces.iter().map(|space| space.row.id).collect();
        let locks = store::Locks {
            booker: None,
            spaces: &space_ids,
            pools: &pools,
            bookings: &locked,
        };
        store::lock_in(tx, locks).await?;
        if venue::store::revision(tx.conn()).await? != catalogue.revision {
            return Ok(None);
        }
        let bookings = stored::locked_in(tx, self.row.id).await?;
        if bookings != before.bookings {
            return Ok(None);
        }
        let mut chosen = self.decision.chosen(self.actor, &bookings, now)?;
        if chosen.len() != seen.len() {
            return Ok(None);
        }
        overdue.retain(|id| !ids.contains(id));
        if !overdue.is_empty() {
            overdue::expire_in(tx, app, catalogue, &overdue).await?;
            // Who waited for what these held has a new answer time: dates of this very series too.
            let bookings = stored::locked_in(tx, self.row.id).await?;
            chosen = self.decision.chosen(self.actor, &bookings, now)?;
        }
        if let Deed::Approve { known, .. } = &self.decision.deed {
            let granted = chosen.iter().filter(|one| one.action == Action::Approve);
            let dates: Vec<Booking> = granted.map(|one| one.before.clone()).collect();
            let asked = Asked {
                dates: &dates,
                moves: false,
                ..Asked::default()
            };
            rivals::agreed_in(tx, catalogue, asked, known.as_ref(), now).await?;
        }
        let (after, mut writes) = Box::pin(self.carried_out_in(tx, chosen, now)).await?;
        let series = before.series(&after);
        if let Some(person) = person {
            writes.extend(once.keep(person, &series, catalogue));
        }
        tx.run_all(writes).await?;
        Ok(Some(Outcome::Done(Box::new(series))))
    }

    /// The bookings after it, and the writes that are left. They are locked, and may be decided on so.
    pub async fn carried_out_in(
        &self,
        tx: &Tx,
        chosen: Vec<Chosen>,
        now: Instant,
    ) -> Result<(Vec<Booking>, Vec<Write>), Error> {
        let spaces = self.spaces(&chosen)?;
        let news = self.decision.news(&chosen);
        // Who lost the time to another group was told then.
        let told: Vec<BookingId> = if news == [SeriesNews::Expired] {
            stored::given(tx.conn(), self.row.id).await?
        } else {
            Vec::new()
        }
        .into_iter()
        .map(|(id, _)| id)
        .collect();
        let mut writes = self.escalated_in(tx, &chosen, &told, now).await?;
        let changed = self.changed(chosen, now, &mut writes)?;
        self.claimed_in(tx, &changed, now).await?;
        for space in &spaces {
            writes.extend(self.told_in(tx, space, &changed, now).await?);
        }
        writes.extend(self.mails(&news, &changed, &told, now));
        let after = changed.into_iter().map(|one| one.after);
        Ok((after.collect(), writes))
    }

    fn spaces(&self, chosen: &[Chosen]) -> Result<Vec<&Space>, Error> {
        let mut ids: Vec<SpaceId> = chosen.iter().map(|one| one.before.space_id).collect();
        ids.sort_unstable();
        ids.dedup();
        let spaces = ids
            .iter()
            .map(|id| self.catalogue.space_of(*id).map(AsRef::as_ref));
        spaces.collect::<Option<_>>().ok_or(Error::NotFound)
    }

    fn pools(&self, chosen: &[Chosen]) -> Vec<PoolId> {
        let mut pools: Vec<PoolId> = chosen
            .iter()
            .filter_map(|one| Some((one, self.catalogue.space_of(one.before.space_id)?)))
            .flat_map(|(one, space)| {
                let booking = &one.before;
                counts::taken_by(self.venue, space, booking.attendees, &booking.stock)
            })
            .map(|count| count.pool)
            .collect();
        pools.sort_unstable();
        pools.dedup();
        pools
    }

    /// Each booking as it is to be; what is written is the same for all that go one way.
    fn changed(
        &self,
        chosen: Vec<Chosen>,
        now: Instant,
        writes: &mut Vec<Write>,
    ) -> Result<Vec<Changed>, Error> {
        let mut changed: Vec<Changed> = Vec::new();
        let mut lines = Vec::new();
        for Chosen {
            before,
            action,
            role,
            status,
        } in chosen
        {
            let step = self.step(action, role, now);
            let space = self
                .catalogue
                .space_of(before.space_id)
                .ok_or(Error::NotFound)?;
            // What is said with an approval is not why a date is left out of it.
            let reason = if self.decision.leaves_out(action) {
                &Reason::default()
            } else {
                self.reason
            };
            let after = step.after(&before, status, reason, self.venue, space);
            lines.push(step.line(&after, reason));
            changed.push(Changed {
                before,
                after,
                action,
            });
        }
        let mut ways: Vec<(Status, Vec<BookingId>, &Booking)> = Vec::new();
        for one in &changed {
            let (status, id) = (one.after.status, one.after.id);
            match ways.iter_mut().find(|(way, ..)| *way == status) {
                Some((_, ids, _)) => ids.push(id),
                None => ways.push((status, vec![id], &one.after)),
            }
        }
        writes.extend(ways.iter().map(|(_, ids, like)| stored::decide(ids, like)));
        writes.push(stored::notes(lines));
        let spaces = changed
            .iter()
            .filter_map(|one| self.catalogue.space_of(one.after.space_id));
        let mut units: Vec<_> = spaces
            .flat_map(|space| space.units.iter().copied())
            .collect();
        units.sort_unstable();
        units.dedup();
        writes.push(store::touch(&units));
        Ok(changed)
    }

    /// Claims and releases what the new states ask for. [`Error::NotAllDates`] when somebody else holds one of the times.
    async fn claimed_in(&self, tx: &Tx, changed: &[Changed], now: Instant) -> Result<(), Error> {
        let ended = |one: &&Changed| one.before.claims() && !one.after.claims();
        let released: Vec<BookingId> = changed
            .iter()
            .filter(ended)
            .map(|one| one.after.id)
            .collect();
        claims::release_all_in(tx, &released).await?;
        for one in changed.iter().filter(ended) {
            if one.before.starts_at <= now {
                claims::leave_floor_in(tx, one.before.id).await?;
            }
        }
        let claiming = changed
            .iter()
            .filter(|one| one.after.claims() && !one.before.claims());
        let wanted = claiming.filter_map(|one| {
            Some(Wanted {
                booking: &one.after,
                space: self.catalogue.space_of(one.after.space_id)?,
                floor: true,
            })
        });
        let wanted: Vec<Wanted<'_>> = wanted.collect();
        free_in(tx, self.catalogue, self.venue, &wanted, now).await?;
        let wanted: Vec<_> = wanted.iter().map(|one| (one.booking, one.space)).collect();
        if claims::claim_all_in(tx, &self.app.ids, self.venue, &wanted).await? {
            return Ok(());
        }
        Err(Error::Busy)
    }

    /// Those who wait for what was given or has come free, in one space.
    async fn told_in(
        &self,
        tx: &Tx,
        space: &Space,
        changed: &[Changed],
        now: Instant,
    ) -> Result<Vec<Write>, Error> {
        let here = |one: &&Changed| one.after.space_id == space.row.id;
        let approved = changed
            .iter()
            .filter(here)
            .filter(|one| one.action == Action::Approve);
        let approved: Vec<Booking> = approved.map(|one| one.after.clone()).collect();
        let ended = |one: &&Changed| one.before.claims() && !one.after.claims();
        let released = changed.iter().filter(here).filter(ended);
        let released: Vec<Booking> = released.map(|one| one.before.clone()).collect();
        let series = self.news(now);
        let Some(news) = changed
            .iter()
            .find(here)
            .and_then(|one| series.of(&one.after))
        else {
            return Ok(Vec::new());
        };
        let mut writes = rivals::told_by_all_in(tx, &news, &approved, &[]).await?;
        writes.extend(rivals::back_from_all_in(tx, &news, &released).await?);
        Ok(writes)
    }

    fn news(&self, now: Instant) -> News<'_> {
        News {
            app: self.app,
            catalogue: self.catalogue,
            venue: self.venue,
            series: self.row,
            now,
        }
    }

    /// Not of what was `told` before.
    fn mails(
        &self,
        kinds: &[SeriesNews],
        changed: &[Changed],
        told: &[BookingId],
        now: Instant,
    ) -> Vec<Write> {
        let news = self.news(now);
        let excepted = |one: &Changed| self.decision.leaves_out(one.action);
        let (others, about): (Vec<&Changed>, Vec<&Changed>) = changed
            .iter()
            .filter(|one| !told.contains(&one.after.id))
            .partition(|one| excepted(one));
        let others: Vec<_> = others
            .iter()
            .filter_map(|one| news.date(&one.after, false))
            .collect();
        let known = |one: &&&Changed| {
            one.before.status == Status::Approved || one.after.status == Status::Approved
        };
        let known: Vec<BookingId> = about.iter().filter(known).map(|one| one.after.id).collect();
        let bookings: Vec<Booking> = about.iter().map(|one| one.after.clone()).collect();
        let told = kinds.iter().filter_map(|kind| {
            news.told(About {
                news: *kind,
                bookings: &bookings,
                others: others.clone(),
                known: &known,
                reason: self.reason,
            })
        });
        told.collect()
    }

    /// What the administrators are to be told of the dates that nobody answered.
    async fn escalated_in(
        &self,
        tx: &Tx,
        chosen: &[Chosen],
        told: &[BookingId],
        now: Instant,
    ) -> Result<Vec<Write>, Error> {
        let mut rows = Vec::new();
        for one in chosen.iter().filter(|one| !told.contains(&one.before.id)) {
            let step = self.step(one.action, one.role, now);
            let became = unanswered::became_in(tx, &step, &one.before).await?;
            rows.extend(became.map(|it| unanswered::escalation_of(&step, &one.before, it)));
        }
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let (lines, escalations) = rows.into_iter().unzip();
        Ok(vec![
            stored::notes(lines),
            store::unanswered::escalate(escalations),
        ])
    }

    fn step(&self, action: Action, role: Role, now: Instant) -> Step<'_> {
        Step {
            app: self.app,
            catalogue: self.catalogue,
            now,
            action,
            role,
            person: self.actor.who().map(|person| person.id),
        }
    }
}
