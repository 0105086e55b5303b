//! Venues, spaces, terms and days, in SQL.

pub mod counts;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use entity::{
    ClosureId, Instant, SpaceId, UnitId, catalogue_file, day, space, space_part, space_unit, term,
    unit, venue, venue_quota,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect, Value, sea_query::OnConflict,
};

use super::{Catalogue, Space, Venue};
use crate::{
    db::{Tx, list::one_of, sql},
    zone::Zone,
};

pub async fn revision<C: ConnectionTrait>(conn: &C) -> Result<i64, DbErr> {
    let row = conn
        .query_one_raw(sql(conn, "SELECT revision FROM catalogue", []))
        .await?;
    row.ok_or_else(|| DbErr::RecordNotFound("catalogue".to_owned()))?
        .try_get("", "revision")
}

/// The catalogue's revision, and how often what is claimed or asked for on each of these units has changed.
pub async fn changes<C: ConnectionTrait>(
    conn: &C,
    units: &[UnitId],
) -> Result<(i64, HashMap<UnitId, i64>), DbErr> {
    let mut values: Vec<Value> = Vec::new();
    let text = format!(
        "SELECT k.revision, u.id, u.changes FROM catalogue k LEFT JOIN unit u ON u.id {}",
        one_of(
            conn.get_database_backend(),
            units.iter().copied(),
            &mut values
        )
    );
    let rows = conn.query_all_raw(sql(conn, &text, values)).await?;
    let row = rows
        .first()
        .ok_or_else(|| DbErr::RecordNotFound("catalogue".to_owned()))?;
    let mut changes = HashMap::new();
    for row in &rows {
        if let Some(unit) = row.try_get::<Option<UnitId>>("", "id")? {
            changes.insert(unit, row.try_get("", "changes")?);
        }
    }
    Ok((row.try_get("", "revision")?, changes))
}

/// Reads the revision first, so that what is kept is never taken for newer than it is.
pub async fn load<C: ConnectionTrait>(conn: &C) -> Result<Catalogue, DbErr> {
    let revision = revision(conn).await?;
    let mut units: HashMap<SpaceId, Vec<UnitId>> = HashMap::new();
    for row in space_unit::Entity::find()
        .order_by_asc(space_unit::Column::UnitId)
        .all(conn)
        .await?
    {
        units.entry(row.space_id).or_default().push(row.unit_id);
    }
    let mut parts: HashMap<SpaceId, Vec<SpaceId>> = HashMap::new();
    for row in space_part::Entity::find().all(conn).await? {
        parts.entry(row.space_id).or_default().push(row.part_id);
    }
    let rows = venue::Entity::find()
        .order_by_asc(venue::Column::Position)
        .all(conn)
        .await?;
    let mut space_rows = space::Entity::find()
        .order_by_asc(space::Column::Position)
        .all(conn)
        .await?;
    let mut stocks = counts::lent(conn).await?;
    let mut quotas = venue_quota::Entity::find().all(conn).await?;
    let mut venues = Vec::new();
    for row in rows {
        let zone = Zone::named(&row.timezone)
            .ok_or_else(|| DbErr::Type(format!("no time zone {}", row.timezone)))?;
        let mut own = Vec::new();
        let stock = stocks.remove(&row.id).unwrap_or_default();
        let quotas = quotas.extract_if(.., |one| one.venue_id == row.id).next();
        for space in space_rows.extract_if(.., |space| space.venue_id == row.id) {
            let id = space.id;
            let space = Arc::new(Space {
                row: space,
                venue_slug: row.slug.clone(),
                units: units.remove(&id).unwrap_or_default(),
                parts: parts.remove(&id).unwrap_or_default(),
            });
            own.push(space);
        }
        venues.push(Arc::new(Venue {
            quotas: quotas.unwrap_or_else(|| venue_quota::Model::unset(row.id)),
            row,
            zone,
            spaces: own,
            stock,
        }));
    }
    let terms = term::Entity::find()
        .order_by_asc(term::Column::Position)
        .all(conn)
        .await?;
    let days: BTreeMap<_, _> = day::Entity::find()
        .all(conn)
        .await?
        .into_iter()
        .map(|day| (day.date, day))
        .collect();
    Ok(Catalogue::new(revision, venues, terms, days))
}

/// The key of the advisory lock that stands for the catalogue as it is: "catalogu" in ASCII. Whoever decides by the catalogue
/// shares it, whoever changes the catalogue has it alone. Those who wait for it are served in turn: a lock on rows would
/// be overtaken by everybody who shares them.
pub const GATE: i64 = 0x6361_7461_6c6f_6775;

/// Keeps every other import away, and every request whose rules were read from the catalogue as it stands. On `PostgreSQL`
/// this waits for the writes that are under way, while all others wait behind it.
pub async fn lock_catalogue_tx(tx: &Tx) -> Result<(), DbErr> {
    if tx.locking("lock").is_empty() {
        return Ok(());
    }
    let conn = tx.conn();
    let gate = "SELECT pg_advisory_xact_lock($1)";
    conn.query_all_raw(sql(conn, gate, [GATE.into()])).await?;
    // An older version knows no gate: of two imports this keeps the second away.
    conn.query_all_raw(sql(conn, "SELECT id FROM catalogue FOR UPDATE", []))
        .await?;
    Ok(())
}

/// The file from which the catalogue was loaded last. None when an older version loaded it, or nobody.
pub async fn file<C: ConnectionTrait>(conn: &C) -> Result<Option<String>, DbErr> {
    let row = catalogue_file::Entity::find_by_id(1).one(conn).await?;
    Ok(row.map(|row| row.text))
}

pub async fn keep_file_tx(tx: &Tx, text: &str) -> Result<(), DbErr> {
    if file(tx.conn()).await?.as_deref() == Some(text) {
        return Ok(());
    }
    catalogue_file::Entity::delete_by_id(1)
        .exec(tx.conn())
        .await?;
    let row = catalogue_file::Model {
        id: 1,
        text: text.to_owned(),
    };
    catalogue_file::Entity::insert(row.into_active_model())
        .exec_without_returning(tx.conn())
        .await
        .map(|_| ())
}

pub async fn grow_revision_tx(tx: &Tx) -> Result<(), DbErr> {
    tx.conn()
        .execute_raw(sql(
            tx.conn(),
            "UPDATE catalogue SET revision = revision + 1",
            [],
        ))
        .await
        .map(|_| ())
}

/// Retired ones too.
pub async fn has_venues<C: ConnectionTrait>(conn: &C) -> Result<bool, DbErr> {
    Ok(venue::Entity::find().one(conn).await?.is_some())
}

pub async fn venues(tx: &Tx) -> Result<Vec<venue::Model>, DbErr> {
    venue::Entity::find()
        .order_by_asc(venue::Column::Position)
        .all(tx.conn())
        .await
}

pub async fn spaces(tx: &Tx) -> Result<Vec<space::Model>, DbErr> {
    space::Entity::find()
        .order_by_asc(space::Column::Position)
        .all(tx.conn())
        .await
}

pub async fn terms(tx: &Tx) -> Result<Vec<term::Model>, DbErr> {
    term::Entity::find().all(tx.conn()).await
}

pub async fn days(tx: &Tx) -> Result<Vec<day::Model>, DbErr> {
    day::Entity::find().all(tx.conn()).await
}

/// Whole and part.
pub async fn parts(tx: &Tx) -> Result<Vec<(SpaceId, SpaceId)>, DbErr> {
    let rows = space_part::Entity::find().all(tx.conn()).await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.space_id, row.part_id))
        .collect())
}

/// Of all spaces.
pub async fn units(tx: &Tx) -> Result<BTreeMap<SpaceId, BTreeSet<UnitId>>, DbErr> {
    let mut units: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for row in space_unit::Entity::find().all(tx.conn()).await? {
        units.entry(row.space_id).or_default().insert(row.unit_id);
    }
    Ok(units)
}

/// Spaces and all units, in the order that everybody keeps. The gate is shut: only an older version, which knows none, has
/// to be kept away.
pub async fn lock_floor_tx(tx: &Tx, spaces: &[SpaceId]) -> Result<(), DbErr> {
    if tx.locking("lock").is_empty() {
        return Ok(());
    }
    space::Entity::find()
        .filter(space::COLUMN.id.is_in(spaces.iter().copied()))
        .order_by_asc(space::Column::Id)
        .lock_exclusive()
        .all(tx.conn())
        .await?;
    let text = "SELECT id FROM unit ORDER BY id FOR NO KEY UPDATE";
    let locked = tx.conn().query_all_raw(sql(tx.conn(), text, [])).await;
    locked.map(|_| ())
}

/// Codes of the bookings of `spaces` that wait or stand and are not over.
pub async fn bookings_to_come(
    tx: &Tx,
    spaces: &[SpaceId],
    now: Instant,
) -> Result<Vec<String>, DbErr> {
    if spaces.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<Value> = vec![now.into()];
    let text = format!(
        "SELECT code FROM booking WHERE status IN ('pending', 'approved', 'checked_in') AND ends_at > $1 \
         AND space_id {} ORDER BY starts_at, code",
        one_of(tx.backend(), spaces.iter().copied(), &mut values)
    );
    let rows = tx
        .conn()
        .query_all_raw(sql(tx.conn(), &text, values))
        .await?;
    rows.iter().map(|row| row.try_get("", "code")).collect()
}

/// Closures that have not ended and close one of these spaces, by name.
pub async fn closures_to_come(
    tx: &Tx,
    spaces: &[SpaceId],
    now: Instant,
) -> Result<Vec<String>, DbErr> {
    if spaces.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<Value> = vec![now.into()];
    let text = format!(
        "SELECT DISTINCT t.closure_id FROM closure_time t JOIN closure_space s ON s.closure_id = t.closure_id \
         WHERE t.ends_at > $1 AND s.space_id {} ORDER BY t.closure_id",
        one_of(tx.backend(), spaces.iter().copied(), &mut values)
    );
    let rows = tx
        .conn()
        .query_all_raw(sql(tx.conn(), &text, values))
        .await?;
    let ids = rows.iter().map(|row| row.try_get("", "closure_id"));
    ids.map(|id| id.map(|id: ClosureId| format!("closure {id}")))
        .collect()
}

pub async fn set_units_tx(tx: &Tx, space: SpaceId, units: &BTreeSet<UnitId>) -> Result<(), DbErr> {
    space_unit::Entity::delete_many()
        .filter(space_unit::COLUMN.space_id.eq(space))
        .exec(tx.conn())
        .await?;
    for unit_id in units.iter().copied() {
        unit::Entity::insert(
            unit::Model {
                id: unit_id,
                changes: 0,
            }
            .into_active_model(),
        )
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(tx.conn())
        .await?;
        let row = space_unit::Model {
            space_id: space,
            unit_id,
        };
        space_unit::Entity::insert(row.into_active_model())
            .exec_without_returning(tx.conn())
            .await?;
    }
    Ok(())
}

pub async fn set_parts_tx(tx: &Tx, space: SpaceId, parts: &BTreeSet<SpaceId>) -> Result<(), DbErr> {
    space_part::Entity::delete_many()
        .filter(space_part::COLUMN.space_id.eq(space))
        .exec(tx.conn())
        .await?;
    for part_id in parts.iter().copied() {
        let row = space_part::Model {
            space_id: space,
            part_id,
        };
        space_part::Entity::insert(row.into_active_model())
            .exec_without_returning(tx.conn())
            .await?;
    }
    Ok(())
}

macro_rules! put {
    ($($name:ident: $table:ident),+ $(,)?) => {$(
        /// Inserts a new row, or writes all of one that is there.
        pub async fn $name(tx: &Tx, row: $table::Model, new: bool) -> Result<(), DbErr> {
            let row = row.into_active_model();
            if new {
                $table::Entity::insert(row).exec_without_returning(tx.conn()).await.map(|_| ())
            } else {
                row.reset_all().update(tx.conn()).await.map(|_| ())
            }
        }
    )+};
}

put! {
    put_venue_in: venue,
    put_space_in: space,
    put_term_in: term,
    put_day_in: day,
}

/// In place of those that were set before.
pub async fn put_quotas_tx(tx: &Tx, quotas: venue_quota::Model) -> Result<(), DbErr> {
    venue_quota::Entity::delete_by_id(quotas.venue_id)
        .exec(tx.conn())
        .await?;
    venue_quota::Entity::insert(quotas.into_active_model())
        .exec_without_returning(tx.conn())
        .await
        .map(|_| ())
}

pub async fn remove_day_tx(tx: &Tx, date: time::Date) -> Result<(), DbErr> {
    day::Entity::delete_by_id(date)
        .exec(tx.conn())
        .await
        .map(|_| ())
}
