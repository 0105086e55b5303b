//! Pools and stock, in SQL.

use std::collections::HashMap;

use entity::{Instant, PoolId, VenueId, pool, stock};
use sea_orm::{ActiveModelTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryOrder};

use crate::{
    db::{Tx, sql},
    slot::Slot,
    venue::Stock,
};

pub async fn pools<C: ConnectionTrait>(conn: &C) -> Result<Vec<pool::Model>, DbErr> {
    pool::Entity::find().all(conn).await
}

pub async fn stock<C: ConnectionTrait>(conn: &C) -> Result<Vec<stock::Model>, DbErr> {
    stock::Entity::find()
        .order_by_asc(stock::Column::Position)
        .all(conn)
        .await
}

/// What each venue lends, and how many there are.
pub async fn lent<C: ConnectionTrait>(conn: &C) -> Result<HashMap<VenueId, Vec<Stock>>, DbErr> {
    let pools: HashMap<_, _> = pools(conn)
        .await?
        .into_iter()
        .map(|pool| (pool.id, pool.quantity))
        .collect();
    let mut of_venue: HashMap<VenueId, Vec<Stock>> = HashMap::new();
    for row in stock(conn).await? {
        let quantity = pools.get(&row.id).copied().unwrap_or(0);
        let venue = of_venue.entry(row.venue_id).or_default();
        venue.push(Stock { row, quantity });
    }
    Ok(of_venue)
}

/// What a booking has of a pool.
pub struct Promised {
    pub code: String,
    pub slot: Slot,
    pub quantity: i32,
}

/// What is not yet given back, by start.
pub async fn promised(tx: &Tx, pool: PoolId, from: Instant) -> Result<Vec<Promised>, DbErr> {
    let text = "SELECT b.code, c.starts_at, c.ends_at, c.quantity FROM pool_claim c JOIN booking b ON b.id = c.booking_id \
         WHERE c.pool_id = $1 AND c.ends_at > $2 ORDER BY c.starts_at, b.code";
    let conn = tx.conn();
    let rows = conn
        .query_all_raw(sql(conn, text, [pool.into(), from.into()]))
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Promised {
                code: row.try_get("", "code")?,
                slot: Slot {
                    starts_at: row.try_get("", "starts_at")?,
                    ends_at: row.try_get("", "ends_at")?,
                },
                quantity: row.try_get("", "quantity")?,
            })
        })
        .collect()
}

/// Inserts a new one, or writes all of one that is there; the database refuses fewer than are promised.
pub async fn put_pool_tx(tx: &Tx, row: pool::Model, new: bool) -> Result<(), DbErr> {
    let row = row.into_active_model();
    if new {
        let insert = pool::Entity::insert(row);
        return insert.exec_without_returning(tx.conn()).await.map(|_| ());
    }
    row.reset_all().update(tx.conn()).await.map(|_| ())
}

/// As [`put_pool_tx`].
pub async fn put_stock_tx(tx: &Tx, row: stock::Model, new: bool) -> Result<(), DbErr> {
    let row = row.into_active_model();
    if new {
        let insert = stock::Entity::insert(row);
        return insert.exec_without_returning(tx.conn()).await.map(|_| ());
    }
    row.reset_all().update(tx.conn()).await.map(|_| ())
}
