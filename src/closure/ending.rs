//! Those that end for a closure: all of them in as many statements as one, but for the mails.

use std::collections::{BTreeMap, HashMap};

use entity::{
    BookingId,
    audit::{Action, Role},
    booking::Status,
    closure_hit::{self, Outcome as Became},
};

use super::{apply::Work, hits};
use crate::{
    booking::alter::make_way,
    db::{Tx, Write},
    error::Error,
    ledger::{
        rivals,
        step::Step,
        store::{self, claims, series as many},
    },
    refusal::{closure::On, conflict::Offer},
    rules::{area::Area, as_if::AsIf, lifecycle, permit, reason::Reason},
};

use entity::Booking;

/// So many in one statement: databases bind only so many values.
pub const AT_ONCE: usize = 100;

impl Work<'_> {
    /// Why, in the words of the closure.
    pub fn reason(&self) -> Reason {
        Reason {
            code: self.after.row.reason_code.clone(),
            text: self.after.row.reason_text.clone(),
        }
    }

    pub fn step(&self, action: Action, role: Role) -> Step<'_> {
        Step {
            app: self.app,
            catalogue: self.catalogue,
            now: self.now,
            action,
            role,
            person: self.actor.who().map(|person| person.id),
        }
    }

    pub fn ending(&self, area: &Area, booking: &Booking) -> (Action, Became) {
        match (hits::on(self.catalogue, area, booking), booking.status) {
            (On::AskedMove, _) => (Action::DeclineMove, Became::Declined),
            (On::Booking, _) if booking.is_offer() => (Action::Cancel, Became::Cancelled),
            (On::Booking, Status::Pending) => (Action::Reject, Became::Cancelled),
            (On::Booking, _) => (Action::Cancel, Became::Cancelled),
        }
    }

    pub fn allowed(&self, booking: &Booking, action: Action) -> Result<(Role, Status), Error> {
        if action == Action::Cancel && self.actor.manages(booking.venue_id) {
            let closed = lifecycle::closed_over(booking, self.now).map_err(Error::State)?;
            if let Some(status) = closed {
                return Ok((Role::Venue, status));
            }
        }
        permit::allowed(self.actor, booking, action, self.now)
    }

    /// Of each that has not begun its group is told what is free instead. What they held is given back already. They are read
    /// anew: what was written for others may have changed them.
    pub async fn end_all_in(
        &self,
        tx: &Tx,
        area: &Area,
        ending: &[&Booking],
    ) -> Result<Vec<closure_hit::Model>, Error> {
        let told = ending.iter().copied();
        let told: Vec<&Booking> = told.filter(|one| one.starts_at > self.now).collect();
        let as_it_is = &AsIf::default();
        let free = self.look(area).places_in(tx, &told, as_it_is).await?;
        let ids: Vec<BookingId> = ending.iter().map(|one| one.id).collect();
        let mut hits = Vec::new();
        for ids in ids.chunks(AT_ONCE) {
            let mut ended = Vec::new();
            for booking in store::all_locked_in(tx, ids).await? {
                let (action, became) = self.ending(area, &booking);
                hits.push(self.hit(&booking, became));
                if became == Became::Declined {
                    let (app, catalogue, actor) = (self.app, self.catalogue, self.actor);
                    let reason = &self.reason();
                    make_way::declined_in(tx, app, catalogue, actor, &booking, reason).await?;
                } else {
                    ended.push((booking, action));
                }
            }
            self.end_in(tx, ended, &free).await?;
        }
        Ok(hits)
    }

    async fn end_in(
        &self,
        tx: &Tx,
        ended: Vec<(Booking, Action)>,
        free: &HashMap<BookingId, Vec<Offer>>,
    ) -> Result<(), Error> {
        if ended.is_empty() {
            return Ok(());
        }
        let reason = &self.reason();
        let mut ways: Vec<(Booking, Vec<BookingId>)> = Vec::new();
        let (mut lines, mut mails, mut units) = (Vec::new(), Vec::new(), Vec::new());
        for (before, action) in &ended {
            let (role, status) = self.allowed(before, *action)?;
            let step = self.step(*action, role);
            let news = step.news(before)?;
            let after = step.after(before, status, reason, news.venue, news.space);
            lines.push(step.line(&after, reason));
            units.extend(&news.space.units);
            let free = free.get(&before.id).map_or(&[][..], Vec::as_slice);
            mails.extend(news.made_room(*action, role, before, &after, reason, &[], free));
            match ways.iter_mut().find(|(like, _)| like.status == status) {
                Some((_, ids)) => ids.push(before.id),
                None => ways.push((after, vec![before.id])),
            }
        }
        let left = ended.iter().map(|(before, _)| before);
        let left = left.filter(|one| one.claims() && one.starts_at <= self.now);
        for before in left {
            claims::leave_floor_in(tx, before.id).await?;
        }
        units.sort_unstable();
        units.dedup();
        let mut writes = vec![many::notes(lines), store::touch(&units)];
        writes.extend(ways.iter().map(|(like, ids)| many::decide(ids, like)));
        writes.extend(mails);
        tx.run_all(writes).await?;
        let gone = ended.into_iter().map(|(before, _)| before);
        let back = self.back_in(tx, gone.filter(Booking::claims)).await?;
        if !back.is_empty() {
            tx.run_all(back).await?;
        }
        Ok(())
    }

    /// Those who waited for it outside what is closed are in the queue again.
    async fn back_in(
        &self,
        tx: &Tx,
        gone: impl Iterator<Item = Booking>,
    ) -> Result<Vec<Write>, Error> {
        let mut places: BTreeMap<_, Vec<Booking>> = BTreeMap::new();
        for booking in gone {
            let place = (booking.space_id, booking.series_id);
            places.entry(place).or_default().push(booking);
        }
        let (step, mut writes) = (self.step(Action::Cancel, Role::Venue), Vec::new());
        for gone in places.values() {
            let news = step.news(&gone[0])?;
            writes.extend(rivals::back_from_all_in(tx, &news, gone).await?);
        }
        Ok(writes)
    }
}
