//! Bookings and claims, in SQL. Claims are written by `claims` alone.

pub mod acts;
pub mod calls;
pub mod claims;
pub mod closed;
pub mod closures;
pub mod conditions;
pub mod due;
pub mod escalation;
pub mod events;
pub mod free;
pub mod hits;
pub mod list;
pub mod locked;
pub mod losing;
pub mod messages;
pub mod orphans;
pub mod pace;
pub mod picture;
pub mod pools;
pub mod remap;
pub mod series;
pub mod taken;
pub mod usage;

use std::collections::BTreeMap;

use entity::{
    AuditId, BookingId, PersonId, PoolId, SpaceId, UnitId, audit, booking, booking::Status, unit,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    QueryTrait, Value, sea_query::Expr,
};

use crate::{
    db::{
        Listed, Tx, Write,
        list::{among, one_of},
        sql,
    },
    venue::store::GATE,
};

/// Minutes between two uses, by their layouts: what the space asks for that asks for more.
macro_rules! longer_turnaround {
    ($before:literal, $after:literal) => {
        concat!(
            "(SELECT max(minutes) FROM (SELECT ",
            turnaround!("theirs", $before, $after),
            " AS minutes UNION ALL SELECT ",
            turnaround!("ours", $before, $after),
            ") both_of_them)"
        )
    };
}

macro_rules! turnaround {
    ($space:literal, $before:literal, $after:literal) => {
        concat!(
            "coalesce(CAST(",
            $space,
            ".turnarounds -> ",
            $before,
            ".layout ->> ",
            $after,
            ".layout AS bigint), ",
            $space,
            ".turnaround_minutes)"
        )
    };
}

/// Of the claims of others on the unit `du` that a pending booking `b` would run into, turnaround included.
///
/// No turnaround is longer than a day, so what ends a day before `b` or begins a day after is not even looked at. The claim
/// before `b` is not the only one on its left: the turnaround after an earlier one may be longer than that of a closure between.
macro_rules! claims_in_the_way {
    ($what:literal) => {
        concat!(
            "SELECT ",
            $what,
            " FROM claim dc JOIN space theirs ON theirs.id = dc.space_id JOIN space ours ON ours.id = b.space_id \
             WHERE dc.unit_id = du.unit_id AND dc.booking_id IS DISTINCT FROM b.id AND NOT dc.proposed \
             AND dc.starts_at >= coalesce((SELECT max(p.starts_at) FROM claim p \
                 WHERE p.unit_id = du.unit_id AND p.starts_at <= b.starts_at - 86400), 0) \
             AND dc.starts_at < b.ends_at + 86400 \
             AND dc.starts_at < b.ends_at + CASE WHEN dc.booking_id IS NULL THEN 0 ELSE 60 * ",
            longer_turnaround!("b", "dc"),
            " END AND dc.ends_at > b.starts_at - CASE WHEN dc.booking_id IS NULL THEN 0 ELSE 60 * ",
            longer_turnaround!("dc", "b"),
            " END"
        )
    };
}

/// Whether a pending booking `b` holds nothing and there are such claims in its way.
///
/// `PostgreSQL` makes a join of an EXISTS, and may begin it with all claims, unless it has an OFFSET.
macro_rules! in_the_way_of_a_request {
    ($such:literal) => {
        concat!(
            "(NOT b.holds AND EXISTS (SELECT 1 FROM space_unit du WHERE du.space_id = b.space_id AND EXISTS (",
            claims_in_the_way!("1"),
            $such,
            " LIMIT 1 OFFSET 0)))"
        )
    };
}

/// Whether a pending booking `b` that holds nothing cannot be had as things are, for somebody else's claim.
pub const DISPLACED: &str = in_the_way_of_a_request!("");

/// As [`DISPLACED`], for good: by a closure, or by a booking that stands or stood. What is only held, for a group that may
/// take it or for a request that waits, is given to nobody yet.
pub const GIVEN: &str = in_the_way_of_a_request!(
    " AND (dc.booking_id IS NULL OR EXISTS (SELECT 1 FROM booking og WHERE og.id = dc.booking_id AND og.status <> 'pending'))"
);

/// Since when the time of a pending booking `b` is given to somebody else; a closure decides nothing, so what it displaces
/// counts from the epoch and gives up at once.
pub const GIVEN_SINCE: &str = concat!(
    "(SELECT coalesce(max((",
    claims_in_the_way!("max((SELECT w.decided_at FROM booking w WHERE w.id = dc.booking_id))"),
    ")), 0) FROM space_unit du WHERE du.space_id = b.space_id)"
);

pub async fn find<C: ConnectionTrait>(
    conn: &C,
    id: BookingId,
) -> Result<Option<booking::Model>, DbErr> {
    booking::Entity::find_by_id(id).one(conn).await
}

pub async fn find_by_code<C: ConnectionTrait>(
    conn: &C,
    code: &str,
) -> Result<Option<booking::Model>, DbErr> {
    booking::Entity::find()
        .filter(booking::COLUMN.code.eq(code))
        .one(conn)
        .await
}

/// The bookings with these ids, in the order of the ids; those that are not there are left out.
pub async fn find_all<C: ConnectionTrait>(
    conn: &C,
    ids: &[BookingId],
) -> Result<Vec<booking::Model>, DbErr> {
    booking::Entity::find()
        .filter(among(
            conn.get_database_backend(),
            booking::Column::Id,
            ids.iter().copied(),
        ))
        .order_by_asc(booking::Column::Id)
        .all(conn)
        .await
}

/// What is held for the group of a booking that had to make room, by start.
pub async fn offers_of<C: ConnectionTrait>(
    conn: &C,
    displaced: BookingId,
) -> Result<Vec<booking::Model>, DbErr> {
    booking::Entity::find()
        .filter(booking::COLUMN.offer_of.eq(displaced))
        .filter(booking::COLUMN.status.eq(Status::Pending))
        .order_by_asc(booking::Column::StartsAt)
        .order_by_asc(booking::Column::Id)
        .all(conn)
        .await
}

/// All that was ever held for the groups of bookings that had to make room, whatever became of it.
pub async fn ever_offered<C: ConnectionTrait>(
    conn: &C,
    displaced: &[BookingId],
) -> Result<Vec<booking::Model>, DbErr> {
    booking::Entity::find()
        .filter(among(
            conn.get_database_backend(),
            booking::Column::OfferOf,
            displaced.iter().copied(),
        ))
        .all(conn)
        .await
}

/// Of each of these bookings that was ever reopened, the last line of its history that says so.
pub async fn reopened<C: ConnectionTrait>(
    conn: &C,
    bookings: &[BookingId],
) -> Result<BTreeMap<BookingId, AuditId>, DbErr> {
    let lines = audit::Entity::find()
        .filter(among(
            conn.get_database_backend(),
            audit::Column::BookingId,
            bookings.iter().copied(),
        ))
        .filter(audit::COLUMN.action.eq(audit::Action::Reopen))
        .order_by_asc(Expr::cust("seq"))
        .order_by_asc(audit::Column::Id)
        .all(conn)
        .await?;
    Ok(lines
        .into_iter()
        .map(|line| (line.booking_id, line.id))
        .collect())
}

/// What was done to a booking, oldest first.
pub async fn history<C: ConnectionTrait>(
    conn: &C,
    id: BookingId,
) -> Result<Vec<audit::Model>, DbErr> {
    audit::Entity::find()
        .filter(audit::COLUMN.booking_id.eq(id))
        .order_by_asc(Expr::cust("seq"))
        .order_by_asc(audit::Column::Id)
        .all(conn)
        .await
}

/// What a write locks before it reads what it decides on.
#[derive(Clone, Copy, Debug, Default)]
pub struct Locks<'a> {
    pub booker: Option<PersonId>,
    /// With all their units. Their rules and parts stay as they are: the catalogue's gate is held open.
    pub spaces: &'a [SpaceId],
    pub pools: &'a [PoolId],
    /// All units that these claim, and those of where they are and ask to be: whoever changes them tells that the picture
    /// of these units is old.
    pub bookings: &'a [BookingId],
}

/// Locks, in the order that everybody keeps: the catalogue's gate, the booker, the spaces, all units, the pools, each kind by
/// id. One round trip on `PostgreSQL`; nothing to do on `SQLite`, where the transaction is the only one that writes.
pub async fn lock_tx(tx: &Tx, locks: Locks<'_>) -> Result<(), DbErr> {
    if tx.locking("lock").is_empty() {
        return Ok(());
    }
    let mut values: Vec<Value> = vec![locks.booker.into(), GATE.into()];
    let backend = tx.backend();
    let spaces = one_of(backend, locks.spaces.iter().copied(), &mut values);
    let claimed = match locks.bookings {
        [] => String::new(),
        bookings => {
            let bookings = one_of(backend, bookings.iter().copied(), &mut values);
            format!(
                "UNION SELECT unit_id FROM claim WHERE booking_id {bookings} \
                 UNION SELECT u.unit_id FROM booking b JOIN space_unit u ON u.space_id IN (b.space_id, b.move_space_id) \
                 WHERE b.id {bookings}"
            )
        }
    };
    let pools = one_of(backend, locks.pools.iter().copied(), &mut values);
    // Each part counts those before it, so none is locked before the other is, also where one of them locks nothing.
    let text = format!(
        "WITH gate AS MATERIALIZED (SELECT pg_advisory_xact_lock_shared($2)), \
         booker AS MATERIALIZED (SELECT id FROM person WHERE id = $1 AND (SELECT count(*) FROM gate) > 0 FOR NO KEY UPDATE), \
         spaces AS MATERIALIZED (SELECT id FROM space WHERE id {spaces} \
             AND (SELECT count(*) FROM gate) + (SELECT count(*) FROM booker) > 0 ORDER BY id FOR SHARE), \
         units AS MATERIALIZED (SELECT u.id FROM unit u \
             WHERE u.id IN (SELECT unit_id FROM space_unit WHERE space_id {spaces} {claimed}) \
             AND (SELECT count(*) FROM gate) + (SELECT count(*) FROM spaces) > 0 ORDER BY u.id FOR NO KEY UPDATE), \
         pools AS MATERIALIZED (SELECT p.id FROM pool p WHERE p.id {pools} \
             AND (SELECT count(*) FROM gate) + (SELECT count(*) FROM units) > 0 ORDER BY p.id FOR NO KEY UPDATE OF p) \
         SELECT count(*) FROM pools WHERE (SELECT count(*) FROM gate) + (SELECT count(*) FROM booker) + (SELECT count(*) FROM units) > 0"
    );
    tx.conn()
        .query_all_raw(sql(tx.conn(), &text, values))
        .await
        .map(|_| ())
}

/// Reads a booking and keeps it from changing until the transaction ends. Whoever locks units as well locks those first.
pub async fn locked_tx(tx: &Tx, id: BookingId) -> Result<Option<booking::Model>, DbErr> {
    use sea_orm::QuerySelect;
    booking::Entity::find_by_id(id)
        .lock_exclusive()
        .one(tx.conn())
        .await
}

/// Tells everybody who kept a picture of these units that it is old.
pub fn touch(units: &[UnitId]) -> Write {
    let changes = unit::Column::Changes;
    let update = unit::Entity::update_many()
        .col_expr(changes, Expr::col(changes).add(1))
        .into_query();
    Write::UpdateOf(update, Listed::of(unit::Column::Id, units.iter().copied()))
}

#[cfg(test)]
mod tests;
