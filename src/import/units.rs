//! The parts and units of all spaces, brought in line with the file; bookings go along or stand in the way.

use std::collections::{BTreeMap, BTreeSet};

use entity::{SpaceId, UnitId, VenueId, space};

use super::{
    file,
    imported::{ImportLine, Imported},
    load::Import,
};
use crate::{
    db::Tx,
    error::Error,
    ledger::remap::{Remap, Remapped, UnitsBySpace},
    venue::store,
};

/// The venue of a file and its spaces by slug, as they are stored.
pub type Stored<'f> = (
    &'f file::model::FileVenue,
    VenueId,
    BTreeMap<String, SpaceId>,
);

impl Import<'_> {
    /// Writes the parts and units of all spaces as the file has them. Venues and spaces are written before. Returns the
    /// refusal where bookings stand in the way, None where nothing is in the way.
    pub async fn put_units_tx(
        &mut self,
        tx: &Tx,
        of_file: &[Stored<'_>],
    ) -> Result<Option<Imported>, Error> {
        let spaces: BTreeMap<SpaceId, space::Model> = store::spaces(tx)
            .await?
            .into_iter()
            .map(|row| (row.id, row))
            .collect();
        let parts = self.put_parts_tx(tx, of_file, &spaces).await?;
        let after: UnitsBySpace = file::parts::units(&parts)
            .into_iter()
            .map(|(space, leaves)| (space, leaves.iter().map(|leaf| UnitId(leaf.0)).collect()))
            .collect();
        let rebuilding = Remap {
            spaces: &spaces,
            before: &store::units(tx).await?,
            after: &after,
            now: self.now,
        };
        let paths = paths(of_file);
        if let Some(refusal) = self.standing_still_tx(tx, &rebuilding, &paths).await? {
            return Ok(Some(refusal));
        }
        let changed = rebuilding.changed();
        if changed.is_empty() {
            return Ok(None);
        }
        store::lock_floor_tx(tx, &changed).await?;
        // A closure would have to take other floor, on which somebody may be.
        let closures = store::closures_to_come(tx, &changed, self.now).await?;
        if !closures.is_empty() {
            let named = changed.iter().filter_map(|space| paths.get(space).cloned());
            let named: Vec<String> = named.collect();
            let what = format!("the floor of {}", named.join(", "));
            return Ok(Some(Imported::InUse {
                what,
                bookings: closures,
            }));
        }
        let mut rebuilt = Vec::new();
        for space in changed {
            store::set_units_tx(tx, space, &after[&space]).await?;
            if rebuilding.before.contains_key(&space) {
                rebuilt.extend(paths.get(&space).cloned());
            }
        }
        let parts = rebuilt.iter().map(|path| format!("parts of {path}"));
        self.changes.extend(parts.map(ImportLine::Update));
        match rebuilding.follow_tx(tx).await? {
            Remapped::Bookings(0) => {}
            Remapped::Bookings(many) => {
                let claims = format!("claims of {many} bookings");
                self.changes.push(ImportLine::Update(claims));
            }
            Remapped::InTheWay(bookings) => {
                let what = format!("the floor of {}", rebuilt.join(", "));
                return Ok(Some(Imported::InUse { what, bookings }));
            }
        }
        Ok(None)
    }

    /// The parts of every space from now on. A retired one keeps those that it had.
    async fn put_parts_tx(
        &mut self,
        tx: &Tx,
        of_file: &[Stored<'_>],
        spaces: &BTreeMap<SpaceId, space::Model>,
    ) -> Result<BTreeMap<SpaceId, Vec<SpaceId>>, Error> {
        let mut all = BTreeMap::new();
        for (venue, _, ids) in of_file {
            for space in &venue.spaces {
                let parts = space.parts.iter().filter_map(|part| ids.get(part).copied());
                let parts: BTreeSet<SpaceId> = parts.collect();
                let id = ids[&space.slug];
                if self.parts.remove(&id).unwrap_or_default() != parts {
                    store::set_parts_tx(tx, id, &parts).await?;
                }
                all.insert(id, parts.into_iter().collect());
            }
        }
        for id in spaces.keys() {
            let kept = self.parts.remove(id).unwrap_or_default();
            all.entry(*id).or_insert(kept.into_iter().collect());
        }
        Ok(all)
    }

    /// Refused while bookings are to come: to let a space by the seat or no longer, and to take floor from a space that a
    /// retired one still stands on. No file says any more that the one is a part of the other.
    async fn standing_still_tx(
        &self,
        tx: &Tx,
        rebuilding: &Remap<'_>,
        paths: &BTreeMap<SpaceId, String>,
    ) -> Result<Option<Imported>, Error> {
        for (space, path) in paths {
            let mut standing = Vec::new();
            if self.let_otherwise.contains(space) {
                standing.push(*space);
            }
            let had = rebuilding.before.get(space).cloned().unwrap_or_default();
            let lost = &had - &rebuilding.after[space];
            let retired = rebuilding
                .after
                .iter()
                .filter(|(other, units)| !paths.contains_key(other) && !units.is_disjoint(&lost));
            standing.extend(retired.map(|(other, _)| *other));
            let mut bookings = store::bookings_to_come(tx, &standing, self.now).await?;
            bookings.extend(store::closures_to_come(tx, &standing, self.now).await?);
            if !bookings.is_empty() {
                let what = format!("the floor of {path}");
                return Ok(Some(Imported::InUse { what, bookings }));
            }
        }
        Ok(None)
    }
}

/// Of the spaces of the file.
fn paths(of_file: &[Stored<'_>]) -> BTreeMap<SpaceId, String> {
    let named = of_file.iter().flat_map(|(venue, _, ids)| {
        let path = |slug: &String| format!("{}/{slug}", venue.slug);
        ids.iter().map(move |(slug, id)| (*id, path(slug)))
    });
    named.collect()
}
