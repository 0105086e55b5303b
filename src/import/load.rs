//! One transaction over the whole file.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{
    counts, file,
    imported::{ImportLine, Imported},
};
use crate::{
    app::App, db::Tx, error::Error, ledger::remap, rules::closed_over::closed_over, venue::store,
};

use entity::{Instant, SpaceId, VenueId, day, space, term, venue};

pub struct Import<'a> {
    file: &'a file::model::CatalogueFile,
    pub now: Instant,
    app: &'a App,
    venues: HashMap<String, venue::Model>,
    spaces: HashMap<(VenueId, String), space::Model>,
    terms: HashMap<(term::TermKind, String), term::Model>,
    days: BTreeMap<time::Date, day::Model>,
    pub parts: BTreeMap<SpaceId, BTreeSet<SpaceId>>,
    counts: counts::PoolCounts,
    /// By the seat until now and no longer, or the other way round.
    pub let_otherwise: Vec<SpaceId>,
    pub changes: Vec<ImportLine>,
}

impl<'a> Import<'a> {
    pub async fn new(
        tx: &Tx,
        app: &'a App,
        file: &'a file::model::CatalogueFile,
    ) -> Result<Self, Error> {
        let mut parts: BTreeMap<SpaceId, BTreeSet<SpaceId>> = BTreeMap::new();
        for (whole, part) in store::parts(tx).await? {
            parts.entry(whole).or_default().insert(part);
        }
        Ok(Self {
            file,
            now: app.clock.now(),
            app,
            venues: store::venues(tx)
                .await?
                .into_iter()
                .map(|row| (row.slug.clone(), row))
                .collect(),
            spaces: store::spaces(tx)
                .await?
                .into_iter()
                .map(|row| ((row.venue_id, row.slug.clone()), row))
                .collect(),
            terms: store::terms(tx)
                .await?
                .into_iter()
                .map(|row| ((row.kind, row.slug.clone()), row))
                .collect(),
            days: store::days(tx)
                .await?
                .into_iter()
                .map(|row| (row.date, row))
                .collect(),
            parts,
            counts: counts::PoolCounts::read(tx).await?,
            let_otherwise: Vec::new(),
            changes: Vec::new(),
        })
    }

    pub async fn run(mut self, tx: &Tx, accepted: bool) -> Result<Imported, Error> {
        let before = store::load(tx.conn()).await?;
        let given = remap::given_tx(tx, self.now).await?;
        self.terms(tx).await?;
        self.days(tx).await?;
        let mut of_venue = Vec::new();
        for (position, venue) in self.file.venues.iter().enumerate() {
            let id = self.venue(tx, venue, position).await?;
            let ids = self.spaces(tx, id, venue).await?;
            of_venue.push((venue, id, ids));
        }
        self.retire(tx).await?;
        if let Some(refusal) = self.put_units_tx(tx, &of_venue).await? {
            return Ok(refusal);
        }
        for (venue, venue_id, ids) in of_venue {
            let (app, now) = (self.app, self.now);
            let done = self
                .counts
                .import(tx, app, now, venue, venue_id, &ids)
                .await?;
            match done {
                Ok(changes) => self.changes.extend(changes),
                Err(refusal) => return Ok(refusal),
            }
        }
        self.changes.extend(self.counts.retire(tx, self.now).await?);
        store::keep_file_tx(tx, &self.file.text).await?;
        let changes = self.changes;
        if changes.is_empty() {
            return Ok(Imported::Changes(changes));
        }
        store::grow_revision_tx(tx).await?;
        let after = store::load(tx.conn()).await?;
        remap::let_free_tx(tx, self.app, &after, &given).await?;
        let to_come = remap::to_come_tx(tx, self.now).await?;
        let bookings = closed_over(&before, &after, to_come);
        if bookings.is_empty() {
            return Ok(Imported::Changes(changes));
        }
        Ok(Imported::ClosesOver {
            changes,
            bookings,
            accepted,
        })
    }

    async fn venue(
        &mut self,
        tx: &Tx,
        venue: &file::model::FileVenue,
        position: usize,
    ) -> Result<VenueId, Error> {
        let old = self.venues.remove(&venue.slug);
        let id = old
            .as_ref()
            .map_or_else(|| VenueId(self.app.ids.uuid(self.now)), |old| old.id);
        let row = venue::Model {
            id,
            slug: venue.slug.clone(),
            position: position as i32,
            name: venue.name.clone(),
            about: venue.about.clone(),
            address: venue.address.clone(),
            how_to_come_in: venue.how_to_come_in.clone(),
            district: venue.district.clone(),
            email: venue.email.clone(),
            phone: venue.phone.clone(),
            timezone: venue.timezone.clone(),
            hours: venue.hours.clone(),
            answer_within_working_days: venue.answer_within_working_days,
            retired_at: None,
        };
        let name = format!("venue {}", venue.slug);
        if self.differs(old.as_ref(), &row, name) {
            store::put_venue_in(tx, row, old.is_none()).await?;
        }
        Ok(id)
    }

    async fn spaces(
        &mut self,
        tx: &Tx,
        venue_id: VenueId,
        venue: &file::model::FileVenue,
    ) -> Result<BTreeMap<String, SpaceId>, Error> {
        let mut ids = BTreeMap::new();
        for (position, space) in venue.spaces.iter().enumerate() {
            let old = self.spaces.remove(&(venue_id, space.slug.clone()));
            let id = old
                .as_ref()
                .map_or_else(|| SpaceId(self.app.ids.uuid(self.now)), |old| old.id);
            ids.insert(space.slug.clone(), id);
            let row = space::Model {
                id,
                venue_id,
                slug: space.slug.clone(),
                position: position as i32,
                name: space.name.clone(),
                kind: space.kind.clone(),
                capacity: space.capacity,
                by_seat: space.by_seat,
                layouts: space.layouts.clone(),
                equipment: space.equipment.clone(),
                approval: space.approval,
                pending: space.pending,
                unanswered: space.unanswered,
                who: space.who,
                step_minutes: space.step_minutes,
                turnaround_minutes: space.turnaround_minutes,
                turnarounds: space.turnarounds.clone(),
                min_minutes: space.min_minutes,
                max_minutes: space.max_minutes,
                notice_hours: space.notice_hours,
                horizon_days: space.horizon_days,
                series_horizon_days: space.series_horizon_days,
                cancel_hours: space.cancel_hours,
                retired_at: None,
            };
            if old.as_ref().is_some_and(|old| old.by_seat != row.by_seat) {
                self.let_otherwise.push(id);
            }
            if self.differs(
                old.as_ref(),
                &row,
                format!("space {}/{}", venue.slug, space.slug),
            ) {
                store::put_space_in(tx, row, old.is_none()).await?;
            }
        }
        Ok(ids)
    }

    async fn terms(&mut self, tx: &Tx) -> Result<(), Error> {
        for (position, term) in self.file.terms.iter().enumerate() {
            let old = self.terms.remove(&(term.kind, term.slug.clone()));
            let row = term::Model {
                kind: term.kind,
                slug: term.slug.clone(),
                position: position as i32,
                name: term.name.clone(),
                uses: term.uses.clone(),
                words: term.words.clone(),
                retired_at: None,
            };
            if self.differs(
                old.as_ref(),
                &row,
                format!("{:?} {}", term.kind, term.slug).to_lowercase(),
            ) {
                store::put_term_in(tx, row, old.is_none()).await?;
            }
        }
        Ok(())
    }

    async fn days(&mut self, tx: &Tx) -> Result<(), Error> {
        for row in &self.file.days {
            let old = self.days.remove(&row.date);
            if self.differs(old.as_ref(), row, format!("day {}", row.date)) {
                store::put_day_in(tx, row.clone(), old.is_none()).await?;
            }
        }
        for date in std::mem::take(&mut self.days).into_keys() {
            store::remove_day_tx(tx, date).await?;
            self.changes.push(ImportLine::Remove(format!("day {date}")));
        }
        Ok(())
    }

    async fn retire(&mut self, tx: &Tx) -> Result<(), Error> {
        let retired_at = Some(self.now);
        for row in std::mem::take(&mut self.terms)
            .into_values()
            .filter(|row| row.retired_at.is_none())
        {
            self.changes.push(ImportLine::Retire(
                format!("{:?} {}", row.kind, row.slug).to_lowercase(),
            ));
            store::put_term_in(tx, term::Model { retired_at, ..row }, false).await?;
        }
        for row in std::mem::take(&mut self.spaces)
            .into_values()
            .filter(|row| row.retired_at.is_none())
        {
            self.changes
                .push(ImportLine::Retire(format!("space {}", row.slug)));
            store::put_space_in(tx, space::Model { retired_at, ..row }, false).await?;
        }
        for row in std::mem::take(&mut self.venues)
            .into_values()
            .filter(|row| row.retired_at.is_none())
        {
            self.changes
                .push(ImportLine::Retire(format!("venue {}", row.slug)));
            store::put_venue_in(tx, venue::Model { retired_at, ..row }, false).await?;
        }
        Ok(())
    }

    fn differs<T: PartialEq>(&mut self, old: Option<&T>, new: &T, name: String) -> bool {
        match old {
            None => self.changes.push(ImportLine::Add(name)),
            Some(old) if old != new => self.changes.push(ImportLine::Update(name)),
            Some(_) => return false,
        }
        true
    }
}
