//! Seats and stock of a catalogue: how many there are, never fewer than are promised.

use std::collections::{BTreeMap, HashMap};

use entity::{Instant, PoolId, SpaceId, VenueId, pool, stock};

use super::{
    file,
    imported::{ImportLine, Imported},
};
use crate::{
    app::App,
    db::Tx,
    error::Error,
    rules::counts::{self, Lent},
    venue::store::counts::{self as rows, Promised},
};

/// Pools and stock as they are stored.
pub struct PoolCounts {
    pools: HashMap<PoolId, pool::Model>,
    stock: HashMap<(VenueId, String), stock::Model>,
}

impl PoolCounts {
    pub async fn read(tx: &Tx) -> Result<Self, Error> {
        let pools = rows::pools(tx.conn()).await?;
        let stock = rows::stock(tx.conn()).await?;
        Ok(Self {
            pools: pools.into_iter().map(|pool| (pool.id, pool)).collect(),
            stock: stock
                .into_iter()
                .map(|row| ((row.venue_id, row.slug.clone()), row))
                .collect(),
        })
    }

    /// What it changed; a refusal where more is promised than there would be.
    pub async fn import(
        &mut self,
        tx: &Tx,
        app: &App,
        now: Instant,
        venue: &file::model::FileVenue,
        venue_id: VenueId,
        spaces: &BTreeMap<String, SpaceId>,
    ) -> Result<Result<Vec<ImportLine>, Imported>, Error> {
        for space in venue.spaces.iter().filter(|space| space.by_seat) {
            let Some(id) = spaces.get(&space.slug).copied() else {
                continue;
            };
            let seats = pool::Model {
                id: PoolId(id.0),
                quantity: space.capacity,
                space_id: Some(id),
                promised_from: now,
                longest: 0,
            };
            let what = format!("seats of {}/{}", venue.slug, space.slug);
            if let Err(refusal) = self.put(tx, seats, what).await? {
                return Ok(Err(refusal));
            }
        }
        let mut changes = Vec::new();
        for (position, item) in venue.stock.iter().enumerate() {
            let old = self.stock.remove(&(venue_id, item.slug.clone()));
            let id = old
                .as_ref()
                .map_or_else(|| PoolId(app.ids.uuid(now)), |old| old.id);
            let pool = pool::Model {
                id,
                quantity: item.quantity,
                space_id: None,
                promised_from: now,
                longest: 0,
            };
            let what = format!("stock {}/{}", venue.slug, item.slug);
            let counted = match self.put(tx, pool, what.clone()).await? {
                Ok(counted) => counted,
                Err(refusal) => return Ok(Err(refusal)),
            };
            let row = stock::Model {
                id,
                venue_id,
                slug: item.slug.clone(),
                position: position as i32,
                name: item.name.clone(),
                retired_at: None,
            };
            let known = old.is_some();
            if old.as_ref() != Some(&row) {
                rows::put_stock_tx(tx, row.clone(), !known).await?;
            }
            if !known {
                changes.push(ImportLine::Add(what));
            } else if counted || old != Some(row) {
                changes.push(ImportLine::Update(what));
            }
        }
        Ok(Ok(changes))
    }

    /// What the file no longer names is lent no longer; what was promised of it stands.
    pub async fn retire(&mut self, tx: &Tx, now: Instant) -> Result<Vec<ImportLine>, Error> {
        let mut changes = Vec::new();
        for (_, row) in self.stock.drain() {
            if row.retired_at.is_some() {
                continue;
            }
            changes.push(ImportLine::Retire(format!("stock {}", row.slug)));
            let retired_at = Some(now);
            rows::put_stock_tx(tx, stock::Model { retired_at, ..row }, false).await?;
        }
        Ok(changes)
    }

    /// Whether anything was changed.
    async fn put(
        &mut self,
        tx: &Tx,
        new: pool::Model,
        what: String,
    ) -> Result<Result<bool, Imported>, Error> {
        let Some(old) = self.pools.get(&new.id) else {
            rows::put_pool_tx(tx, new, true).await?;
            return Ok(Ok(true));
        };
        if old.quantity == new.quantity {
            return Ok(Ok(false));
        }
        let promised = rows::promised(tx, new.id, new.promised_from).await?;
        let bookings = codes_of_too_many(new.quantity, &promised);
        if !bookings.is_empty() {
            return Ok(Err(Imported::InUse { what, bookings }));
        }
        let new = pool::Model {
            longest: old.longest,
            promised_from: new.promised_from.max(old.promised_from),
            ..new
        };
        rows::put_pool_tx(tx, new, false).await?;
        Ok(Ok(true))
    }
}

/// Codes of the bookings that have more between them, at some time, than there would be.
fn codes_of_too_many(quantity: i32, promised: &[Promised]) -> Vec<String> {
    let all: Vec<Lent> = promised
        .iter()
        .map(|one| Lent {
            slot: one.slot,
            quantity: one.quantity,
            whole: false,
        })
        .collect();
    let too_many = |one: &&Promised| {
        let left = counts::left(i32::MAX, one.slot, &all);
        left.iter().any(|(_, left)| i32::MAX - left > quantity)
    };
    let some = promised.iter().filter(too_many);
    some.map(|one| one.code.clone()).collect()
}
