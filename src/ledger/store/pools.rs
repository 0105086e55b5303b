//! What bookings take by count: seats and stock. Closures take theirs in `closed`.

use entity::{BookingId, Instant, PoolClaimId, PoolId, booking, booking::Status, pool_claim};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, QueryFilter, QueryResult, Value,
    sea_query::CaseStatement,
};

use super::{conditions::Conditions, taken::UNANSWERED};
use crate::{
    clock::Ids,
    db::{Tx, Violation, sql, violation},
    rules::{
        claimed::{Owner, TakenCount, over_at},
        counts::{Count, Lent},
    },
    slot::Slot,
};

/// Takes all of `counts` for a booking. False when there is not enough of one of them or a condition fails; the
/// transaction is to be rolled back then.
pub async fn claim_in(
    tx: &Tx,
    ids: &Ids,
    booking: &booking::Model,
    counts: &[Count],
    conditions: Option<&Conditions>,
) -> Result<bool, DbErr> {
    let mut values: Vec<Value> = vec![
        booking.starts_at.into(),
        booking.ends_at.into(),
        booking.id.into(),
        false.into(),
    ];
    let only_if = match conditions {
        Some(conditions) => conditions.sql(&mut values),
        None => "1 = 1".to_owned(),
    };
    let mut sorted = counts.to_vec();
    sorted.sort_by_key(|count| count.pool);
    let rows: Vec<String> = sorted
        .iter()
        .map(|count| {
            let at = values.len();
            values.push(PoolClaimId(ids.uuid(booking.created_at)).into());
            values.push(count.pool.into());
            values.push(count.quantity.into());
            let (id, pool, quantity) = (at + 1, at + 2, at + 3);
            format!("SELECT ${id}, ${pool}, $1, $2, ${quantity}, $4, $3 WHERE {only_if}")
        })
        .collect();
    let text = format!(
        "INSERT INTO pool_claim (id, pool_id, starts_at, ends_at, quantity, whole, booking_id) {}",
        rows.join(" UNION ALL ")
    );
    match tx.conn().execute_raw(sql(tx.conn(), &text, values)).await {
        Ok(done) => {
            Ok(usize::try_from(done.rows_affected()).is_ok_and(|taken| taken == counts.len()))
        }
        Err(error) if violation(&error) == Some(Violation::Taken) => Ok(false),
        Err(error) => Err(error),
    }
}

/// As [`claim_in`], for many bookings in one statement, sorted by pool and start.
pub async fn claim_all_in(
    tx: &Tx,
    ids: &Ids,
    mut wanted: Vec<(&booking::Model, Count)>,
) -> Result<bool, DbErr> {
    if wanted.is_empty() {
        return Ok(true);
    }
    wanted.sort_by_key(|(booking, count)| (count.pool, booking.starts_at));
    let mut values: Vec<Value> = vec![false.into()];
    let mut rows = Vec::new();
    for (booking, count) in &wanted {
        let at = values.len();
        values.extend::<[Value; 6]>([
            PoolClaimId(ids.uuid(booking.created_at)).into(),
            count.pool.into(),
            booking.starts_at.into(),
            booking.ends_at.into(),
            count.quantity.into(),
            booking.id.into(),
        ]);
        let name = |column: usize| format!("${}", at + column);
        let (id, pool, quantity) = (name(1), name(2), name(5));
        rows.push(format!(
            "({id}, {pool}, {}, {}, {quantity}, $1, {})",
            name(3),
            name(4),
            name(6)
        ));
    }
    let text = format!(
        "INSERT INTO pool_claim (id, pool_id, starts_at, ends_at, quantity, whole, booking_id) VALUES {}",
        rows.join(", ")
    );
    match tx.conn().execute_raw(sql(tx.conn(), &text, values)).await {
        Ok(done) => Ok(done.rows_affected() == wanted.len() as u64),
        Err(error) if violation(&error) == Some(Violation::Taken) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Gives back what these bookings take by count.
pub async fn release_in(tx: &Tx, bookings: &[BookingId]) -> Result<(), DbErr> {
    if bookings.is_empty() {
        return Ok(());
    }
    pool_claim::Entity::delete_many()
        .filter(
            pool_claim::COLUMN
                .booking_id
                .is_in(bookings.iter().copied()),
        )
        .exec(tx.conn())
        .await
        .map(|_| ())
}

/// Gives back what bookings took by count beyond these ends, each said by `booking_id`.
pub async fn shorten_in(
    tx: &Tx,
    bookings: impl Iterator<Item = BookingId>,
    ends: CaseStatement,
) -> Result<(), DbErr> {
    pool_claim::Entity::update_many()
        .col_expr(pool_claim::Column::EndsAt, ends.into())
        .filter(pool_claim::COLUMN.booking_id.is_in(bookings))
        .exec(tx.conn())
        .await
        .map(|_| ())
}

/// Every claim on `pools` that overlaps `window`.
pub async fn on_pools<C: ConnectionTrait>(
    conn: &C,
    pools: &[PoolId],
    window: Slot,
) -> Result<Vec<TakenCount>, DbErr> {
    if pools.is_empty() {
        return Ok(Vec::new());
    }
    let names: Vec<String> = (3..3 + pools.len()).map(|at| format!("${at}")).collect();
    let which = format!("p.id IN ({})", names.join(", "));
    let mut values: Vec<Value> = vec![window.starts_at.into(), window.ends_at.into()];
    values.extend(pools.iter().map(|pool| (*pool).into()));
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
        "SELECT c.pool_id, c.starts_at, c.ends_at, c.quantity, c.whole, c.booking_id, b.status, b.answer_by, {UNANSWERED} \
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
