//! Closures, and the bookings that made way for them. What they claim stands in `closed`.

use std::collections::HashMap;

use entity::{
    Booking, BookingId, ClosureId, HitId, Instant, OutboxId, PersonId, UnitId, VenueId, closure,
    closure_hit, closure_space, closure_time, person,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QueryResult, QuerySelect, Value, sea_query::Expr,
};

use super::GIVEN;
use crate::{
    db::{
        Rows, Tx, Write,
        list::{among, one_of},
        sql,
    },
    rules::closure::Closure,
    slot::Slot,
};

/// A booking that made way for a closure, whose group is to be called.
#[derive(Clone, Debug)]
pub struct HitToCall {
    pub hit: closure_hit::Model,
    /// As it is now.
    pub booking: Booking,
    /// The name of the manager who called; none while nobody did.
    pub by: Option<String>,
    /// The newest that waits on the list of the venue to be told of the booking. None unless somebody looks for it.
    pub last: Option<OutboxId>,
}

const AT_MOST: u64 = 200;

pub async fn find<C: ConnectionTrait>(conn: &C, id: ClosureId) -> Result<Option<Closure>, DbErr> {
    let row = closure::Entity::find_by_id(id).one(conn).await?;
    let found = with_times(conn, row.into_iter().collect()).await?;
    Ok(found.into_iter().next())
}

/// The closures of a venue by start: of more than 200 those that end last.
pub async fn of_venue<C: ConnectionTrait>(conn: &C, venue: VenueId) -> Result<Vec<Closure>, DbErr> {
    let mut rows = closure::Entity::find()
        .filter(closure::COLUMN.venue_id.eq(venue))
        .order_by_desc(closure::Column::EndsAt)
        .limit(AT_MOST)
        .all(conn)
        .await?;
    rows.sort_by_key(|row| (row.starts_at, row.id));
    with_times(conn, rows).await
}

/// The closures of a venue that stand at some time of the window, or both before it and after it, in the order of their ids;
/// not the one called `without`.
pub async fn near<C: ConnectionTrait>(
    conn: &C,
    venue: VenueId,
    window: Slot,
    without: Option<ClosureId>,
) -> Result<Vec<Closure>, DbErr> {
    let mut found = closure::Entity::find()
        .filter(closure::COLUMN.venue_id.eq(venue))
        .filter(closure::COLUMN.starts_at.lt(window.ends_at))
        .filter(closure::COLUMN.ends_at.gt(window.starts_at));
    if let Some(without) = without {
        found = found.filter(closure::COLUMN.id.ne(without));
    }
    let rows = found.order_by_asc(closure::Column::Id).all(conn).await?;
    with_times(conn, rows).await
}

async fn with_times<C: ConnectionTrait>(
    conn: &C,
    rows: Vec<closure::Model>,
) -> Result<Vec<Closure>, DbErr> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<ClosureId> = rows.iter().map(|row| row.id).collect();
    let mut spaces: HashMap<ClosureId, Vec<_>> = HashMap::new();
    let found = closure_space::Entity::find()
        .filter(among(
            conn.get_database_backend(),
            closure_space::Column::ClosureId,
            ids.iter().copied(),
        ))
        .order_by_asc(closure_space::Column::SpaceId);
    for row in found.all(conn).await? {
        spaces.entry(row.closure_id).or_default().push(row.space_id);
    }
    let mut times: HashMap<ClosureId, Vec<_>> = HashMap::new();
    let found = closure_time::Entity::find()
        .filter(among(
            conn.get_database_backend(),
            closure_time::Column::ClosureId,
            ids,
        ))
        .order_by_asc(closure_time::Column::StartsAt);
    for row in found.all(conn).await? {
        let slot = Slot {
            starts_at: row.starts_at,
            ends_at: row.ends_at,
        };
        times.entry(row.closure_id).or_default().push(slot);
    }
    let closures = rows.into_iter().map(|row| Closure {
        spaces: spaces.remove(&row.id).unwrap_or_default(),
        times: times.remove(&row.id).unwrap_or_default(),
        row,
    });
    Ok(closures.collect())
}

/// Writes a closure with its times, and with its spaces when it is new: those stay as they are.
pub async fn put_tx(tx: &Tx, before: Option<&Closure>, after: &Closure) -> Result<(), DbErr> {
    let (conn, id) = (tx.conn(), after.row.id);
    let mut writes = Vec::new();
    if before.is_some() {
        let row = after.row.clone().into_active_model();
        closure::Entity::update(row.reset_all()).exec(conn).await?;
        closure_time::Entity::delete_many()
            .filter(closure_time::COLUMN.closure_id.eq(id))
            .exec(conn)
            .await?;
    } else {
        let spaces = after.spaces.iter().map(|space| closure_space::Model {
            closure_id: id,
            space_id: *space,
        });
        writes.push(Write::Insert(Rows::of([after.row.clone()])));
        writes.push(Write::Insert(Rows::of(spaces)));
    }
    let times = after.times.iter().map(|time| closure_time::Model {
        closure_id: id,
        starts_at: time.starts_at,
        ends_at: time.ends_at,
    });
    writes.push(Write::Insert(Rows::of(times)));
    tx.run_all(writes).await
}

/// Requests and asked-for moves that want some of these units then and may hold nothing, with when. What was asked for until an
/// answer time that is over is in nobody's way, and whose time was given to another group was told so.
pub async fn waiting<C: ConnectionTrait>(
    conn: &C,
    units: &[UnitId],
    window: Slot,
    now: Instant,
) -> Result<Vec<(BookingId, Slot)>, DbErr> {
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<Value> = vec![window.starts_at.into(), window.ends_at.into(), now.into()];
    let units = units.iter().copied();
    let spaces = format!(
        "SELECT space_id FROM space_unit WHERE unit_id {}",
        one_of(conn.get_database_backend(), units, &mut values)
    );
    let text = format!(
        "SELECT b.id, b.starts_at, b.ends_at FROM booking b JOIN space s ON s.id = b.space_id \
             WHERE b.space_id IN ({spaces}) AND b.status = 'pending' AND NOT b.holds \
             AND b.starts_at < $2 AND b.ends_at > $1 AND NOT {GIVEN} \
             AND (CASE WHEN s.unanswered = 'expire' THEN b.answer_by ELSE b.starts_at END > $3 OR b.answer_by IS NULL) \
         UNION ALL SELECT b.id, b.move_starts_at, b.move_ends_at FROM booking b \
             WHERE b.move_answer_by > $3 AND b.move_space_id IN ({spaces}) \
             AND b.status = 'approved' AND b.move_starts_at < $2 AND b.move_ends_at > $1"
    );
    let rows = conn.query_all_raw(sql(conn, &text, values)).await?;
    let read = |row: &QueryResult| {
        let slot = Slot {
            starts_at: row.try_get("", "starts_at")?,
            ends_at: row.try_get("", "ends_at")?,
        };
        Ok((row.try_get("", "id")?, slot))
    };
    rows.iter().map(read).collect()
}

/// Who made way for a closure, by when they were.
pub async fn hits_of<C: ConnectionTrait>(
    conn: &C,
    closure: ClosureId,
) -> Result<Vec<closure_hit::Model>, DbErr> {
    closure_hit::Entity::find()
        .filter(closure_hit::COLUMN.closure_id.eq(closure))
        .order_by_asc(closure_hit::Column::StartsAt)
        .order_by_asc(closure_hit::Column::Id)
        .all(conn)
        .await
}

/// Who made way for a closure, by when they were, each with who told its group.
pub async fn hits<C: ConnectionTrait>(
    conn: &C,
    closure: ClosureId,
) -> Result<Vec<HitToCall>, DbErr> {
    let hits = hits_of(conn, closure).await?;
    let ids: Vec<BookingId> = hits.iter().map(|hit| hit.booking_id).collect();
    let bookings = super::find_all(conn, &ids).await?;
    let tellers: Vec<PersonId> = hits.iter().filter_map(|hit| hit.told_by).collect();
    let tellers = person::Entity::find()
        .filter(among(
            conn.get_database_backend(),
            person::Column::Id,
            tellers,
        ))
        .all(conn)
        .await?;
    let told = hits.into_iter().filter_map(|hit| {
        let booking = bookings.iter().find(|one| one.id == hit.booking_id)?;
        let by = hit
            .told_by
            .and_then(|id| tellers.iter().find(|person| person.id == id));
        Some(HitToCall {
            booking: booking.clone(),
            by: by.map(|person| person.name.clone()),
            last: None,
            hit,
        })
    });
    Ok(told.collect())
}

/// A hit of the closure, kept from changing until the transaction ends. None when the closure has no such hit.
pub async fn hit_tx(
    tx: &Tx,
    closure: ClosureId,
    hit: HitId,
) -> Result<Option<closure_hit::Model>, DbErr> {
    closure_hit::Entity::find_by_id(hit)
        .filter(closure_hit::COLUMN.closure_id.eq(closure))
        .lock_exclusive()
        .one(tx.conn())
        .await
}

/// Notes who has told the group, or that nobody has.
pub async fn tell_tx(tx: &Tx, hit: HitId, told: Option<(Instant, PersonId)>) -> Result<(), DbErr> {
    let (at, by) = told.unzip();
    closure_hit::Entity::update_many()
        .col_expr(closure_hit::Column::ToldAt, Expr::value(at))
        .col_expr(closure_hit::Column::ToldBy, Expr::value(by))
        .filter(closure_hit::COLUMN.id.eq(hit))
        .exec(tx.conn())
        .await
        .map(|_| ())
}
