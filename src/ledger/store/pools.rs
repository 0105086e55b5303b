//! What is taken by count: seats and stock.

use entity::{BookingId, Instant, PoolId, booking::Status};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, QueryResult, Value};

use super::taken::UNANSWERED;
use crate::{
    db::{list::one_of, sql},
    rules::{
        claimed::{Owner, TakenCount, over_at},
        counts::Lent,
    },
    slot::Slot,
};

/// Every claim on `pools` that overlaps `window`.
pub async fn on_pools<C: ConnectionTrait>(
    conn: &C,
    pools: &[PoolId],
    window: Slot,
) -> Result<Vec<TakenCount>, DbErr> {
    if pools.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<Value> = vec![window.starts_at.into(), window.ends_at.into()];
    let pools = pools.iter().copied();
    let which = format!(
        "p.id {}",
        one_of(conn.get_database_backend(), pools, &mut values)
    );
    overlapping(conn, &which, values).await
}

/// Claims on the pools `p` of which `which` is true, from `$1` to `$2`; by pool and start.
pub async fn overlapping<C: ConnectionTrait>(
    conn: &C,
    which: &str,
    values: Vec<Value>,
) -> Result<Vec<TakenCount>, DbErr> {
    // As in `taken::on_floor_sql`.
    let overlaps = "c.pool_id = p.id AND c.starts_at < $2 AND c.ends_at > $1 AND c.starts_at >= $1 - p.longest";
    let claims = match conn.get_database_backend() {
        DbBackend::Postgres => format!(
            "LATERAL (SELECT c.* FROM pool_claim c WHERE {overlaps} OFFSET 0) c \
             LEFT JOIN LATERAL (SELECT b.* FROM booking b WHERE b.id = c.booking_id OFFSET 0) b ON true \
             LEFT JOIN space s ON s.id = b.space_id WHERE {which}"
        ),
        _ => format!(
            "pool_claim c LEFT JOIN booking b ON b.id = c.booking_id LEFT JOIN space s ON s.id = b.space_id \
             WHERE {which} AND {overlaps}"
        ),
    };
    let text = format!(
        "SELECT c.pool_id, c.starts_at, c.ends_at, c.quantity, c.whole, c.booking_id, b.status, b.answer_by, {UNANSWERED} AS unanswered \
         FROM pool p CROSS JOIN {claims} ORDER BY c.pool_id, c.starts_at"
    );
    let rows = conn.query_all_raw(sql(conn, &text, values)).await?;
    rows.iter().map(read).collect()
}

fn read(row: &QueryResult) -> Result<TakenCount, DbErr> {
    let starts_at: Instant = row.try_get("", "starts_at")?;
    let booking = match row.try_get::<Option<BookingId>>("", "booking_id")? {
        // None while this very transaction has claimed but not yet written the booking.
        Some(id) => Some(match row.try_get::<Option<Status>>("", "status")? {
            Some(status) => Owner {
                id,
                status,
                over_at: over_at(
                    row.try_get("", "unanswered")?,
                    row.try_get("", "answer_by")?,
                    starts_at,
                ),
            },
            None => Owner {
                id,
                status: Status::Approved,
                over_at: None,
            },
        }),
        None => None,
    };
    Ok(TakenCount {
        pool: row.try_get("", "pool_id")?,
        lent: Lent {
            slot: Slot {
                starts_at,
                ends_at: row.try_get("", "ends_at")?,
            },
            quantity: row.try_get("", "quantity")?,
            whole: row.try_get("", "whole")?,
        },
        booking,
    })
}
