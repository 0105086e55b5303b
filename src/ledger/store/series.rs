//! Series and their dates, and what is written for all bookings of one at once.

use std::collections::HashSet;

use entity::{BookingId, Instant, SeriesId, VenueId, booking, series, series_date};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, Iterable, ModelTrait,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use time::Date;

use crate::db::{Rows, Tx, Write, list::among, sql};

pub async fn find<C: ConnectionTrait>(
    conn: &C,
    id: SeriesId,
) -> Result<Option<series::Model>, DbErr> {
    series::Entity::find_by_id(id).one(conn).await
}

pub async fn find_by_code<C: ConnectionTrait>(
    conn: &C,
    code: &str,
) -> Result<Option<series::Model>, DbErr> {
    series::Entity::find()
        .filter(series::COLUMN.code.eq(code))
        .one(conn)
        .await
}

/// The series with these ids, in no order. No query without ids.
pub async fn all<C: ConnectionTrait>(
    conn: &C,
    ids: &HashSet<SeriesId>,
) -> Result<Vec<series::Model>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    series::Entity::find()
        .filter(among(
            conn.get_database_backend(),
            series::Column::Id,
            ids.iter().copied(),
        ))
        .all(conn)
        .await
}

/// The bookings of a series, by start.
pub async fn bookings<C: ConnectionTrait>(
    conn: &C,
    id: SeriesId,
) -> Result<Vec<booking::Model>, DbErr> {
    booking::Entity::find()
        .filter(booking::COLUMN.series_id.eq(id))
        .order_by_asc(booking::Column::StartsAt)
        .order_by_asc(booking::Column::Id)
        .all(conn)
        .await
}

/// Dates of these series that wait for the answer of a venue, by start.
pub async fn waiting<C: ConnectionTrait>(
    conn: &C,
    venue: VenueId,
    series: &HashSet<SeriesId>,
) -> Result<Vec<booking::Model>, DbErr> {
    if series.is_empty() {
        return Ok(Vec::new());
    }
    booking::Entity::find()
        .filter(booking::COLUMN.venue_id.eq(venue))
        .filter(booking::Column::Status.eq(booking::Status::Pending))
        .filter(booking::Column::OfferOf.is_null())
        .filter(among(
            conn.get_database_backend(),
            booking::Column::SeriesId,
            series.iter().copied(),
        ))
        .order_by_asc(booking::Column::StartsAt)
        .order_by_asc(booking::Column::Id)
        .all(conn)
        .await
}

/// Dates of these series that ask together to be moved, by start.
pub async fn asking<C: ConnectionTrait>(
    conn: &C,
    series: &HashSet<SeriesId>,
) -> Result<Vec<booking::Model>, DbErr> {
    if series.is_empty() {
        return Ok(Vec::new());
    }
    booking::Entity::find()
        .filter(among(
            conn.get_database_backend(),
            booking::Column::SeriesId,
            series.iter().copied(),
        ))
        .filter(booking::Column::MoveAnswerBy.is_not_null())
        .filter(booking::Column::MoveOfSeries.eq(true))
        .order_by_asc(booking::Column::StartsAt)
        .order_by_asc(booking::Column::Id)
        .all(conn)
        .await
}

/// Bookings that ask to be moved together with one of these, and whose answer time for that is over.
pub async fn overdue_with<C: ConnectionTrait>(
    conn: &C,
    bookings: &[BookingId],
    now: Instant,
) -> Result<Vec<BookingId>, DbErr> {
    if bookings.is_empty() {
        return Ok(Vec::new());
    }
    let together = || booking::Entity::find().filter(booking::Column::MoveOfSeries.eq(true));
    let series = together()
        .select_only()
        .column(booking::Column::SeriesId)
        .filter(among(
            conn.get_database_backend(),
            booking::Column::Id,
            bookings.iter().copied(),
        ));
    together()
        .select_only()
        .column(booking::Column::Id)
        .filter(booking::Column::SeriesId.in_subquery(series.into_query()))
        .filter(booking::Column::MoveAnswerBy.lte(now))
        .into_tuple()
        .all(conn)
        .await
}

/// As [`bookings`], kept from changing until the transaction ends. Whoever locks units as well locks those first.
pub async fn locked_tx(tx: &Tx, id: SeriesId) -> Result<Vec<booking::Model>, DbErr> {
    let mut locked = booking::Entity::find()
        .filter(booking::COLUMN.series_id.eq(id))
        .order_by_asc(booking::Column::Id)
        .lock_exclusive()
        .all(tx.conn())
        .await?;
    locked.sort_by_key(|booking| (booking.starts_at, booking.id));
    Ok(locked)
}

/// Every date that a series wants, ascending.
pub async fn dates<C: ConnectionTrait>(
    conn: &C,
    id: SeriesId,
) -> Result<Vec<series_date::Model>, DbErr> {
    series_date::Entity::find()
        .filter(series_date::COLUMN.series_id.eq(id))
        .order_by_asc(series_date::Column::Date)
        .all(conn)
        .await
}

/// The date is had by the booking that it names from now on.
pub fn had_by(date: &series_date::Model) -> Write {
    let change = series_date::ActiveModel {
        booking_id: Set(date.booking_id),
        ..Default::default()
    };
    Write::Update(
        series_date::Entity::update_many()
            .set(change)
            .filter(series_date::COLUMN.series_id.eq(date.series_id))
            .filter(series_date::COLUMN.date.eq(date.date))
            .into_query(),
    )
}

/// Writes where and at what time of day a series is from now on, and where its group asks it to be.
pub fn placed(after: &series::Model) -> Write {
    let change = series::ActiveModel {
        space_id: Set(after.space_id),
        starts: Set(after.starts.clone()),
        ends: Set(after.ends.clone()),
        move_space_id: Set(after.move_space_id),
        move_starts: Set(after.move_starts.clone()),
        move_ends: Set(after.move_ends.clone()),
        move_from: Set(after.move_from),
        ..Default::default()
    };
    Write::Update(
        series::Entity::update_many()
            .set(change)
            .filter(series::COLUMN.id.eq(after.id))
            .into_query(),
    )
}

/// Writes that the dates of a series from `from` on are where the series is, and that those before it stay where `before`
/// was; all follow the series when `from` is missing.
pub fn followed(before: &series::Model, from: Option<Date>) -> Vec<Write> {
    let place = |of: Option<&series::Model>| series_date::ActiveModel {
        space_id: Set(of.map(|of| of.space_id)),
        starts: Set(of.map(|of| of.starts.clone())),
        ends: Set(of.map(|of| of.ends.clone())),
        ..Default::default()
    };
    let dates =
        || series_date::Entity::update_many().filter(series_date::COLUMN.series_id.eq(before.id));
    let Some(from) = from else {
        return vec![Write::Update(dates().set(place(None)).into_query())];
    };
    let earlier = dates()
        .set(place(Some(before)))
        .filter(series_date::COLUMN.date.lt(from))
        .filter(series_date::COLUMN.space_id.is_null());
    let later = dates()
        .set(place(None))
        .filter(series_date::COLUMN.date.gte(from));
    vec![
        Write::Update(earlier.into_query()),
        Write::Update(later.into_query()),
    ]
}

/// Many bookings as they are now, in one statement: every column in which one of them is another than `before`.
pub fn rewritten(before: &[&booking::Model], after: &[booking::Model]) -> Write {
    let pairs = || before.iter().zip(after);
    let differs = |column: &booking::Column| {
        pairs().any(|(before, after)| before.get(*column) != after.get(*column))
    };
    let changed = booking::Column::iter().filter(differs);
    let columns: Vec<_> = std::iter::once(booking::Column::Id)
        .chain(changed)
        .collect();
    Write::Rewrite(Rows::with(&columns, after.iter().cloned()))
}

/// Waiting bookings of a series whose time somebody else was given, and since when.
pub async fn given<C: ConnectionTrait>(
    conn: &C,
    id: SeriesId,
) -> Result<Vec<(BookingId, Instant)>, DbErr> {
    let text = format!(
        "SELECT b.id, {} AS since FROM booking b WHERE b.series_id = $1 AND b.status = 'pending' AND {}",
        super::GIVEN_SINCE,
        super::GIVEN
    );
    let rows = conn.query_all_raw(sql(conn, &text, [id.into()])).await?;
    rows.iter()
        .map(|row| Ok((row.try_get("", "id")?, row.try_get("", "since")?)))
        .collect()
}
