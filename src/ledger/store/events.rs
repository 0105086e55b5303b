//! Events, in SQL: written without a position in the transaction of what they tell of, and numbered before they are read.

use entity::{Instant, event};
use sea_orm::{
    ConnectionTrait, DbBackend, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use crate::db::{Tx, sql};

/// As many are numbered or forgotten in one transaction: other writers wait no longer.
pub const AT_ONCE: u64 = 5_000;

/// Whether an event is committed that has no position.
pub async fn is_any_unnumbered<C: ConnectionTrait>(conn: &C) -> Result<bool, DbErr> {
    let text = "SELECT 1 AS one FROM event WHERE position IS NULL LIMIT 1";
    let row = conn.query_one_raw(sql(conn, text, [])).await?;
    Ok(row.is_some())
}

/// Gives the next positions to events that have none, and returns to how many: fewer than [`AT_ONCE`] are all that were
/// committed. Locks the row of the highest position until the transaction ends, so a position is seen no sooner than all
/// below it.
///
/// Events stand by their times, then by their ids, but those of one thing by its versions, also where that makes them more
/// than [`AT_ONCE`]: clocks of processes differ.
pub async fn number_tx(tx: &Tx) -> Result<u64, DbErr> {
    let conn = tx.conn();
    let locked = format!(
        "SELECT last FROM event_numbers WHERE id = 0 {}",
        tx.locking("FOR UPDATE")
    );
    let row = conn.query_one_raw(sql(conn, &locked, [])).await?;
    let last: i64 = row
        .ok_or_else(|| DbErr::RecordNotFound("the highest position has no row".to_owned()))?
        .try_get("", "last")?;
    let about = "coalesce(booking_id, series_id, closure_id)";
    // A statement of its own: it sees what was committed until the lock was had, and so every position that was given.
    let text = format!(
        "WITH first AS MATERIALIZED (SELECT version, {about} AS about \
                 FROM event WHERE position IS NULL ORDER BY at, id LIMIT {AT_ONCE}), \
             latest AS MATERIALIZED (SELECT about, max(version) AS version FROM first GROUP BY about), \
             chosen AS (SELECT e.id, e.at, e.version, l.about \
                 FROM event e JOIN latest l ON l.about = {about} AND l.version >= e.version WHERE e.position IS NULL), \
             timed AS (SELECT id, version, about, row_number() OVER (ORDER BY at, id) AS nth FROM chosen), \
             put_off AS (SELECT id, version, nth, \
                 max(nth) OVER (PARTITION BY about ORDER BY version, nth) AS not_before FROM timed), \
             numbered AS (SELECT id, row_number() OVER (ORDER BY not_before, version, nth) AS n FROM put_off) \
         UPDATE event SET position = $1 + numbered.n FROM numbered WHERE numbered.id = event.id AND event.position IS NULL"
    );
    let given = conn.execute_raw(sql(conn, &text, [last.into()])).await?;
    let given = given.rows_affected();
    if given > 0 {
        let text = "UPDATE event_numbers SET last = last + $1 WHERE id = 0";
        let more = i64::try_from(given).unwrap_or(i64::MAX);
        conn.execute_raw(sql(conn, text, [more.into()])).await?;
    }
    Ok(given)
}

/// The events behind a position, at most `limit`, by position.
pub async fn after<C: ConnectionTrait>(
    conn: &C,
    position: i64,
    limit: u64,
) -> Result<Vec<event::Model>, DbErr> {
    event::Entity::find()
        .filter(event::COLUMN.position.gt(position))
        .order_by_asc(event::Column::Position)
        .limit(limit)
        .all(conn)
        .await
}

/// Deletes events of before `before` that have a position, the oldest first, and returns how many: fewer than [`AT_ONCE`] are
/// all. What has none yet could not be read by anybody, and stays.
pub async fn forget_tx(tx: &Tx, before: Instant) -> Result<u64, DbErr> {
    let conn = tx.conn();
    // In the words of the index; and never as a join, for which `PostgreSQL` would read all events.
    let oldest = format!(
        "SELECT id FROM event WHERE position IS NOT NULL AND at < $1 ORDER BY at LIMIT {AT_ONCE}"
    );
    let among = match tx.backend() {
        DbBackend::Postgres => format!("= ANY(ARRAY({oldest}))"),
        _ => format!("IN ({oldest})"),
    };
    let text = format!("DELETE FROM event WHERE id {among}");
    let gone = conn.execute_raw(sql(conn, &text, [before.into()])).await?;
    Ok(gone.rows_affected())
}
