//! What an operation decides on, read under its locks.

use std::collections::BTreeSet;

use entity::{Booking, BookingId, SpaceId, UnitId, booking};
use sea_orm::{
    ConnectionTrait, DbBackend, DbErr, EntityTrait, FromQueryResult, QueryResult, Value,
};

use super::{
    conditions, picture,
    taken::{self, on_units_sql},
};
use crate::{
    db::{
        Tx,
        list::{self, one_of},
        sql,
    },
    ledger::operation::{Names, Picture},
    quota::open_requests::{OpenRequests, Used},
    rules::{claimed::TakenUnit, proposal::LONGEST_DAYS},
    slot::{Slot, Windows},
};

/// What [`read_tx`] is to read.
pub struct LockedQuery<'a> {
    pub names: &'a Names,
    /// Bookings beside the named ones.
    pub also: &'a BTreeSet<BookingId>,
    /// Where a change may be felt by those who wait and hold nothing.
    pub near: &'a [(SpaceId, Slot)],
    /// Whose waiting requests are counted. None where nobody's are.
    pub quota: Option<&'a OpenRequests>,
    pub floor: &'a Windows<UnitId>,
}

/// What is there. The bookings that are named, those of `also`, those of a named series and the competitors are kept from
/// changing until the transaction ends; what is held for a group, and the booking that it lost, only where they are among
/// these.
pub struct Locked {
    /// Of the catalogue.
    pub revision: i64,
    pub picture: Picture,
    /// Requests that wait and hold nothing: those near where a change may be felt, and those that are named.
    pub competitors: Vec<Booking>,
    /// Zero where nobody's requests are counted.
    pub used: Used,
    /// By unit and start.
    pub taken: Vec<TakenUnit>,
}

/// Reads and locks. The floor of the bookings that may change is locked before; of other rows, those of a series among them,
/// nothing but an answer time is written. All rows are locked by one statement in the order of their ids: two operations that
/// share rows but no floor wait for each other one way only. No more queries than [`picture::read`], but one where nothing is
/// named; on `SQLite` one more where floor is wanted.
pub async fn read_tx(tx: &Tx, wanted: &LockedQuery<'_>) -> Result<Locked, DbErr> {
    let (names, conn) = (wanted.names, tx.conn());
    let mut values: Vec<Value> = Vec::new();
    let ids = ids_sql(tx.backend(), wanted, &mut values);
    let those = is_one_of(tx.backend(), "SELECT id FROM those");
    let (counts, counted) = match wanted.quota {
        Some(quota) => (
            format!(
                "CROSS JOIN ({}) o",
                conditions::waiting_sql(quota, &mut values)
            ),
            ", o.everywhere, o.here",
        ),
        None => (String::new(), ""),
    };
    let with = format!(
        "WITH those AS MATERIALIZED ({ids}), \
             locked AS MATERIALIZED (SELECT * FROM booking WHERE {those} ORDER BY id {}) \
         SELECT k.revision AS catalogue_revision{counted}, l.*",
        tx.locking("FOR UPDATE")
    );
    // In the process a second query costs less than a booking's columns beside each claim.
    let together = tx.backend() == DbBackend::Postgres;
    let text = if together {
        let taken = on_units_sql(tx.backend(), wanted.floor, &mut values);
        format!(
            "{with}, t.* FROM catalogue k {counts} CROSS JOIN (SELECT 1 AS part UNION ALL SELECT 2) parts \
             LEFT JOIN locked l ON parts.part = 1 LEFT JOIN ({taken}) t ON parts.part = 2 \
             ORDER BY parts.part, l.id, t.t_unit_id, t.t_starts_at"
        )
    } else {
        format!("{with} FROM catalogue k {counts} LEFT JOIN locked l ON true ORDER BY l.id")
    };
    let rows = conn.query_all_raw(sql(conn, &text, values)).await?;
    let first = rows
        .first()
        .ok_or_else(|| DbErr::RecordNotFound("catalogue".to_owned()))?;
    let revision = first.try_get("", "catalogue_revision")?;
    let used = match wanted.quota {
        Some(_) => used(first)?,
        None => Used::default(),
    };
    let (mut bookings, mut floor) = (Vec::new(), Vec::new());
    for row in rows {
        if row.try_get::<Option<BookingId>>("", "id")?.is_some() {
            bookings.push(booking::Model::from_query_result(&row, "")?);
        } else if together && taken::is_there(&row)? {
            floor.push(row);
        }
    }
    let competes = |one: &&Booking| one.status == booking::Status::Pending && !one.holds;
    let competitors = bookings.iter().filter(competes).cloned().collect();
    let bookings = picture::named(names, wanted.also, bookings);
    Ok(Locked {
        revision,
        picture: picture::complete(conn, names, bookings).await?,
        competitors,
        used,
        taken: if together {
            taken::read_all(&floor)?
        } else {
            taken::on_units(conn, wanted.floor).await?
        },
    })
}

/// How many requests of a booker wait, as [`read_tx`] counts them.
pub async fn used_tx(tx: &Tx, quota: &OpenRequests) -> Result<Used, DbErr> {
    let mut values: Vec<Value> = Vec::new();
    let text = conditions::waiting_sql(quota, &mut values);
    let row = tx
        .conn()
        .query_one_raw(sql(tx.conn(), &text, values))
        .await?;
    row.as_ref().map_or_else(|| Ok(Used::default()), used)
}

fn used(row: &QueryResult) -> Result<Used, DbErr> {
    Ok(Used {
        open_requests_per_venue: count(row, "here")?,
        open_requests: count(row, "everywhere")?,
    })
}

/// The ids of all bookings that are to be locked.
fn ids_sql(backend: DbBackend, wanted: &LockedQuery<'_>, values: &mut Vec<Value>) -> String {
    let names = wanted.names;
    let ids: BTreeSet<BookingId> = names.bookings.iter().chain(wanted.also).copied().collect();
    let those = one_of(backend, ids, values);
    let mut ids = format!("SELECT id FROM booking WHERE id {those}");
    if let Some(series) = names.series {
        values.push(series.into());
        let of_series = format!(
            " UNION SELECT id FROM booking WHERE series_id = ${}",
            values.len()
        );
        ids.push_str(&of_series);
    }
    if names.with_series {
        let of_their_series = format!(
            " UNION SELECT other.id FROM booking one JOIN booking other ON other.series_id = one.series_id WHERE one.id {those}"
        );
        ids.push_str(&of_their_series);
    }
    format!(
        "{ids} UNION {}",
        competitors_sql(backend, wanted.near, values)
    )
}

/// The ids of the requests that wait and hold nothing, for floor of one of these spaces near its time there.
fn competitors_sql(
    backend: DbBackend,
    near: &[(SpaceId, Slot)],
    values: &mut Vec<Value>,
) -> String {
    let rows = list::slots(backend, "space_id", near.iter().copied(), values);
    let longest = i64::from(LONGEST_DAYS) * 86_400;
    let waits = format!(
        "b.space_id = theirs.space_id AND b.status = 'pending' AND NOT b.holds AND b.starts_at < r.ends_at \
         AND b.starts_at > r.starts_at - {longest} AND b.ends_at > r.starts_at"
    );
    // As in `taken::on_floor_sql`.
    let waiting = match backend {
        DbBackend::Postgres => {
            format!("LATERAL (SELECT b.id FROM booking b WHERE {waits} OFFSET 0) b")
        }
        _ => format!("booking b INDEXED BY booking_competing WHERE {waits}"),
    };
    format!(
        "SELECT b.id FROM {rows} JOIN space_unit ours ON ours.space_id = r.space_id \
         JOIN space_unit theirs ON theirs.unit_id = ours.unit_id CROSS JOIN {waiting}"
    )
}

/// Requests that wait and hold nothing, near these places; without a lock, in the order of their ids. No query without places.
pub async fn competitors_tx(tx: &Tx, near: &[(SpaceId, Slot)]) -> Result<Vec<Booking>, DbErr> {
    if near.is_empty() {
        return Ok(Vec::new());
    }
    let mut values = Vec::new();
    let ids = competitors_sql(tx.backend(), near, &mut values);
    let text = format!(
        "SELECT * FROM booking WHERE {} ORDER BY id",
        is_one_of(tx.backend(), &ids)
    );
    booking::Entity::find()
        .from_raw_sql(sql(tx.conn(), &text, values))
        .all(tx.conn())
        .await
}

/// Whether a booking is among the `ids`: never as a join, whatever a planner believes of how many there are.
fn is_one_of(backend: DbBackend, ids: &str) -> String {
    match backend {
        DbBackend::Postgres => format!("id = ANY(ARRAY({ids}))"),
        _ => format!("id IN ({ids})"),
    }
}

fn count(row: &QueryResult, name: &str) -> Result<u32, DbErr> {
    let count = row.try_get::<i64>("", name)?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}
