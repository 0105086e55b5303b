//! All dates altered in one transaction.

use entity::{
    BookingId, Instant, PoolId, SpaceId,
    audit::{Action, Role},
    booking::Status,
    series,
};

use super::{
    super::{
        super::{
            Booking,
            alter::{counted, later},
            broken::Broken,
            counts,
            floor::Wanted,
            lifecycle, overdue,
            reason::Reason,
            rivals,
            slot::Slot,
            step::Step,
            store::{self, claims, pools, series as stored},
            usage::Counted,
        },
        Series, clock,
        floor::free_in,
        news::{About, News},
        weigh,
    },
    Moved, What, Work,
};
use crate::{
    db::{Tx, Write},
    error::Error,
    http::idempotency::Outcome,
    mail::SeriesNews,
    venue::{self, Catalogue, Space, Venue},
};

impl Work<'_> {
    /// None when the catalogue or a booking is no longer the one that was read.
    pub async fn inside(
        &self,
        tx: &Tx,
        moved: &[Moved<'_>],
    ) -> Result<Option<Outcome<Series>>, Error> {
        let (app, catalogue, venue) = (self.app, self.catalogue, self.venue()?);
        let now = app.clock.now();
        let person = self.actor.signed_in()?.id;
        if let Some(kept) = self.once.begin_in(tx, person, now).await? {
            return Ok(Some(Outcome::Replayed(kept)));
        }
        let ids: Vec<BookingId> = moved.iter().map(|one| one.before.id).collect();
        let anew = moved.iter().filter(|one| one.claims_anew());
        let slots: Vec<Slot> = anew.map(|one| Slot::of(&one.to.after)).collect();
        // Who claims nothing clears nothing away.
        let claiming = moved
            .iter()
            .filter(|one| one.claims_anew() && one.to.after.claims());
        let claiming: Vec<Slot> = claiming.map(|one| Slot::of(&one.to.after)).collect();
        let spaces = spaces(moved);
        let pools = pools(venue, moved);
        let mut overdue = Vec::new();
        for space in &spaces {
            overdue.extend(weigh::overdue_near(tx, space, &pools, &claiming, now).await?);
        }
        overdue.sort_unstable();
        overdue.dedup();
        overdue.retain(|id| !ids.contains(id));
        let locked: Vec<BookingId> = overdue.iter().chain(&ids).copied().collect();
        let mut space_ids: Vec<SpaceId> = spaces.iter().map(|space| space.row.id).collect();
        space_ids.push(self.seen.row.space_id);
        // Who moves a booking of its own may not have more for that.
        let counted = moved.iter().find_map(|one| one.to.counted(self.actor));
        store::lock_in(
            tx,
            store::Locks {
                booker: counted.as_ref().and_then(Counted::person),
                spaces: &space_ids,
                pools: &pools,
                bookings: &locked,
            },
        )
        .await?;
        if venue::store::revision(tx.conn()).await? != catalogue.revision
            || !self.seen.still_holds_in(tx).await?
        {
            return Ok(None);
        }
        for one in moved {
            lifecycle::next_of(&one.before, one.to.action, one.to.role, now)
                .map_err(Error::State)?;
        }
        overdue::expire_in(tx, app, catalogue, &overdue).await?;
        if let Some(counted) = counted {
            let exceeded = counted.exceeded_in(tx, &ids, &slots).await?;
            let broken: Vec<Broken> = exceeded.into_iter().flatten().collect();
            if !broken.is_empty() {
                return Err(Error::Rules(broken));
            }
        }
        let after: Vec<Booking> = moved
            .iter()
            .map(|one| later(&one.before, one.to.after.clone()))
            .collect();
        let turned = self.turned(&ids, &after, now);
        self.claimed_in(tx, venue, moved, &after).await?;
        let row = self.placed()?;
        let mut writes = Vec::new();
        if row != self.seen.row {
            writes.push(stored::placed(&row));
        }
        writes.extend(self.rewritten(&spaces, moved, &after)?);
        writes.extend(
            self.told_in(tx, venue, &row, &spaces, moved, &after)
                .await?,
        );
        if let Some(like) = turned.first() {
            let ids: Vec<BookingId> = turned.iter().map(|one| one.id).collect();
            writes.push(store::unanswered::turn(&ids, like));
        }
        let all: Vec<Booking> = after.into_iter().chain(turned).collect();
        let series = Series {
            row: row.clone(),
            ..self.seen.series(&all)
        };
        writes.extend(self.once.keep(person, &series, catalogue));
        tx.run_all(writes).await?;
        Ok(Some(Outcome::Done(Box::new(series))))
    }

    /// Dates that stay and are to be answered with those that moved.
    fn turned(&self, moved: &[BookingId], after: &[Booking], now: Instant) -> Vec<Booking> {
        let Some(first) = clock::first(after, now) else {
            return Vec::new();
        };
        let stay = self.seen.bookings.iter();
        clock::turned(stay.filter(|one| !moved.contains(&one.id)), first, now)
    }

    /// Every booking as it is now, and what was done to it.
    fn rewritten(
        &self,
        spaces: &[&Space],
        moved: &[Moved<'_>],
        after: &[Booking],
    ) -> Result<Vec<Write>, Error> {
        let (catalogue, now) = (self.catalogue, self.app.clock.now());
        let person = Some(self.actor.signed_in()?.id);
        let mut writes = Vec::new();
        let mut lines = Vec::new();
        for (one, after) in moved.iter().zip(after) {
            let step = Step {
                app: self.app,
                catalogue,
                now,
                action: one.to.action,
                role: one.to.role,
                person,
            };
            lines.push(step.line(after, &Reason::default()));
        }
        if !lines.is_empty() {
            let before: Vec<&Booking> = moved.iter().map(|one| &one.before).collect();
            writes.extend([stored::rewritten(&before, after), stored::notes(lines)]);
        }
        let touched = catalogue_spaces(catalogue, moved, spaces).into_iter();
        let mut units: Vec<_> = touched
            .flat_map(|space| space.units.iter().copied())
            .collect();
        units.sort_unstable();
        units.dedup();
        writes.push(store::touch(&units));
        Ok(writes)
    }

    /// The group, the house, and who waits for the old times or waited for the new ones.
    async fn told_in(
        &self,
        tx: &Tx,
        venue: &Venue,
        row: &series::Model,
        spaces: &[&Space],
        moved: &[Moved<'_>],
        after: &[Booking],
    ) -> Result<Vec<Write>, Error> {
        let news = News {
            app: self.app,
            catalogue: self.catalogue,
            venue,
            series: row,
            now: self.app.clock.now(),
        };
        let mut writes = Vec::new();
        // Who had lost the time to the series where it was knows.
        let gave_way = moved.iter().map(|one| &one.before);
        let gave_way = gave_way.filter(|one| one.status == Status::Approved);
        let gave_way: Vec<Booking> = gave_way.cloned().collect();
        for space in catalogue_spaces(self.catalogue, moved, spaces) {
            let gone: Vec<Booking> = moved
                .iter()
                .filter(|one| one.before.space_id == space.row.id)
                .filter(|one| one.is_elsewhere() && one.before.claims())
                .map(|one| one.before.clone())
                .collect();
            let come: Vec<Booking> = moved
                .iter()
                .zip(after)
                .filter(|(one, _)| one.is_elsewhere() && !one.is_shortened())
                .map(|(_, after)| after)
                .filter(|one| one.space_id == space.row.id && one.status == Status::Approved)
                .cloned()
                .collect();
            let Some(about) = gone.iter().chain(&come).next().and_then(|one| news.of(one)) else {
                continue;
            };
            writes.extend(rivals::back_from_all_in(tx, &about, &gone).await?);
            writes.extend(rivals::told_by_all_in(tx, &about, &come, &gave_way).await?);
        }
        let known = after.iter().filter(|one| one.status == Status::Approved);
        let known: Vec<BookingId> = known.map(|one| one.id).collect();
        let kinds = self.kinds(moved, !known.is_empty());
        writes.extend(kinds.iter().filter_map(|kind| {
            news.told(About {
                news: *kind,
                bookings: after,
                others: Vec::new(),
                known: &known,
                reason: &Reason::default(),
            })
        }));
        Ok(writes)
    }

    /// To the group and to the house. Whoever only changed what was said knows; the group also gets a new title into its
    /// calendar.
    fn kinds(&self, moved: &[Moved<'_>], invited: bool) -> Vec<SeriesNews> {
        let by_group = moved.iter().any(|one| one.to.role == Role::Booker);
        match self.what {
            What::Times(_) if by_group => vec![SeriesNews::Moved, SeriesNews::MovedByGroup],
            What::Times(_) => vec![SeriesNews::Moved],
            What::Details(..) if !moved.iter().any(Moved::is_told) => Vec::new(),
            What::Details(..) if !by_group => vec![SeriesNews::Changed],
            What::Details(..) => {
                let titled = |one: &Moved<'_>| one.before.title != one.to.after.title;
                let entries = (invited && moved.iter().any(titled)).then_some(SeriesNews::Changed);
                let house = SeriesNews::ChangedByGroup;
                entries.into_iter().chain([house]).collect()
            }
        }
    }

    /// Gives back what the bookings claim and claims what they need now, where that differs.
    async fn claimed_in(
        &self,
        tx: &Tx,
        venue: &Venue,
        moved: &[Moved<'_>],
        after: &[Booking],
    ) -> Result<(), Error> {
        let (ids, now) = (&self.app.ids, self.app.clock.now());
        let (mut held, mut recounted, mut wanted) = (Vec::new(), Vec::new(), Vec::new());
        let mut shortened: Vec<&Booking> = Vec::new();
        for (one, after) in moved.iter().zip(after) {
            let counts = |of: &Booking| counted(venue, one.to.space, of);
            let elsewhere = one.is_elsewhere();
            if one.to.action == Action::Shorten {
                shortened.extend(after.claims().then_some(after));
                continue;
            }
            if elsewhere && one.before.claims() {
                held.push(one.before.id);
            }
            // Who stays keeps the floor, however much time has to lie between two uses by now.
            let recounts = !elsewhere && after.claims() && counts(&one.before) != counts(after);
            if recounts {
                recounted.push(after.id);
            }
            if elsewhere || recounts {
                wanted.push(Wanted {
                    booking: after,
                    space: one.to.space,
                    floor: elsewhere,
                });
            }
        }
        claims::release_all_in(tx, &held).await?;
        pools::release_in(tx, &recounted).await?;
        claims::shorten_in(tx, &shortened).await?;
        free_in(tx, self.catalogue, venue, &wanted, now).await?;
        wanted.retain(|one| one.booking.claims());
        let taken = |floor: bool| {
            let here = wanted.iter().filter(move |one| one.floor == floor);
            here.map(|one| (one.booking, one.space)).collect::<Vec<_>>()
        };
        let done = claims::claim_all_in(tx, ids, venue, &taken(true)).await?
            && claims::count_all_in(tx, ids, venue, &taken(false)).await?;
        if done { Ok(()) } else { Err(Error::Busy) }
    }

    /// The series at its new time and place, for the dates that it may still get.
    fn placed(&self) -> Result<series::Model, Error> {
        let row = &self.seen.row;
        let What::Times(times) = self.what else {
            return Ok(row.clone());
        };
        let stands = (row.starts.as_str(), row.ends.as_str());
        let minutes = times.read()?;
        let (starts, ends) = minutes.instead_of(stands).ok_or(Error::NotFound)?;
        let space = match times.space.as_deref() {
            Some(path) => self.catalogue.space(path).map(|(_, space)| space.row.id),
            None => Some(row.space_id),
        };
        Ok(series::Model {
            space_id: space.unwrap_or(row.space_id),
            starts,
            ends,
            ..row.clone()
        })
    }
}

/// To which they are moved.
fn spaces<'a>(moved: &[Moved<'a>]) -> Vec<&'a Space> {
    let mut spaces: Vec<&Space> = moved.iter().map(|one| one.to.space).collect();
    spaces.sort_by_key(|space| space.row.id);
    spaces.dedup_by_key(|space| space.row.id);
    spaces
}

/// Those, and those where they were.
fn catalogue_spaces<'a>(
    catalogue: &'a Catalogue,
    moved: &[Moved<'_>],
    spaces: &[&'a Space],
) -> Vec<&'a Space> {
    let left = moved
        .iter()
        .filter_map(|one| catalogue.space_of(one.before.space_id));
    let mut all: Vec<&Space> = left
        .map(AsRef::as_ref)
        .chain(spaces.iter().copied())
        .collect();
    all.sort_by_key(|space| space.row.id);
    all.dedup_by_key(|space| space.row.id);
    all
}

/// What they take by count.
fn pools(venue: &Venue, moved: &[Moved<'_>]) -> Vec<PoolId> {
    let counts = moved.iter().flat_map(|one| {
        let after = &one.to.after;
        counts::taken_by(venue, one.to.space, after.attendees, &after.stock)
    });
    let mut pools: Vec<PoolId> = counts.map(|count| count.pool).collect();
    pools.sort_unstable();
    pools.dedup();
    pools
}
