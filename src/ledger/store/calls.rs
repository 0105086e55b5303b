//! What somebody of a venue is to tell by telephone.

use std::collections::BTreeMap;

use entity::{
    BookingId, Instant, OutboxId, PersonId, VenueId, closure_hit, outbox, outbox::Delivery,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr,
};

use crate::{
    db::{Tx, list::among, sql},
    mail::outbox::CALL,
};

/// What is on the list of a venue, oldest first. `SQLite` keeps the order of a CROSS JOIN: one that sees the venue first
/// walks all its bookings.
pub async fn news<C: ConnectionTrait>(
    conn: &C,
    venue: VenueId,
) -> Result<Vec<outbox::Model>, DbErr> {
    let text = format!(
        "SELECT o.* FROM outbox o CROSS JOIN booking b WHERE b.id = o.booking_id \
         AND b.venue_id = $1 AND o.channel = '{CALL}' AND o.state = 'queued' ORDER BY o.seq, o.id"
    );
    outbox::Entity::find()
        .from_raw_sql(sql(conn, &text, [venue.into()]))
        .all(conn)
        .await
}

/// The last that is to be told of each of these bookings.
pub async fn newest<C: ConnectionTrait>(
    conn: &C,
    bookings: &[BookingId],
) -> Result<BTreeMap<BookingId, OutboxId>, DbErr> {
    let queued = outbox::Entity::find()
        .filter(among(
            conn.get_database_backend(),
            outbox::Column::BookingId,
            bookings.iter().copied(),
        ))
        .filter(outbox::COLUMN.channel.eq(CALL))
        .filter(outbox::COLUMN.state.eq(Delivery::Queued))
        .order_by_asc(Expr::cust("seq"))
        .order_by_asc(outbox::Column::Id)
        .all(conn)
        .await?;
    let ids = queued.iter();
    Ok(ids
        .filter_map(|one| Some((one.booking_id?, one.id)))
        .collect())
}

/// Those that closures of a venue drove away, that start or would have started in the window, and that nobody has been
/// told of; soonest first.
pub async fn hits<C: ConnectionTrait>(
    conn: &C,
    venue: VenueId,
    from: Instant,
    to: Instant,
) -> Result<Vec<closure_hit::Model>, DbErr> {
    let text = "SELECT h.* FROM closure_hit h JOIN closure c ON c.id = h.closure_id JOIN booking b ON b.id = h.booking_id \
         WHERE c.venue_id = $1 AND h.told_at IS NULL \
         AND (h.starts_at > $2 AND h.starts_at <= $3 OR b.starts_at > $2 AND b.starts_at <= $3) ORDER BY h.starts_at, h.id";
    closure_hit::Entity::find()
        .from_raw_sql(sql(conn, text, [venue.into(), from.into(), to.into()]))
        .all(conn)
        .await
}

/// Notes that what was queued about a booking has been told, up to what the teller had before them. Nothing when `up_to` is
/// of another booking.
pub async fn tell_tx(
    tx: &Tx,
    booking: BookingId,
    up_to: OutboxId,
    (at, by): (Instant, PersonId),
) -> Result<(), DbErr> {
    let text = format!(
        "UPDATE outbox SET state = 'sent', sent_at = $2, told_by = $3 WHERE booking_id = $1 AND channel = '{CALL}' AND state = 'queued' \
         AND seq <= (SELECT l.seq FROM outbox l WHERE l.id = $4 AND l.booking_id = $1)"
    );
    let values = [booking.into(), at.into(), by.into(), up_to.into()];
    tx.conn().execute_raw(sql(tx.conn(), &text, values)).await?;
    Ok(())
}

/// What was noted so, by that person at that instant, is still to be told.
pub async fn take_back_tx(
    tx: &Tx,
    booking: BookingId,
    (at, by): (Instant, PersonId),
) -> Result<(), DbErr> {
    let text = format!(
        "UPDATE outbox SET state = 'queued', sent_at = NULL, told_by = NULL WHERE booking_id = $1 AND channel = '{CALL}' \
         AND state = 'sent' AND sent_at = $2 AND told_by = $3"
    );
    let values = [booking.into(), at.into(), by.into()];
    tx.conn().execute_raw(sql(tx.conn(), &text, values)).await?;
    Ok(())
}

/// Notes that what closures did to a booking has been told, as far as nobody has noted it yet.
pub async fn tell_hits_tx(
    tx: &Tx,
    booking: BookingId,
    (at, by): (Instant, PersonId),
) -> Result<(), DbErr> {
    closure_hit::Entity::update_many()
        .col_expr(closure_hit::Column::ToldAt, Expr::value(Some(at)))
        .col_expr(closure_hit::Column::ToldBy, Expr::value(Some(by)))
        .filter(closure_hit::COLUMN.booking_id.eq(booking))
        .filter(closure_hit::Column::ToldAt.is_null())
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// As [`take_back_tx`], of what closures did to the booking.
pub async fn take_back_hits_tx(
    tx: &Tx,
    booking: BookingId,
    (at, by): (Instant, PersonId),
) -> Result<(), DbErr> {
    closure_hit::Entity::update_many()
        .col_expr(closure_hit::Column::ToldAt, Expr::value(None::<Instant>))
        .col_expr(closure_hit::Column::ToldBy, Expr::value(None::<PersonId>))
        .filter(closure_hit::COLUMN.booking_id.eq(booking))
        .filter(closure_hit::COLUMN.told_at.eq(at))
        .filter(closure_hit::COLUMN.told_by.eq(by))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// When that person last noted that something about the booking has been told. None when they never did.
pub async fn last_told<C: ConnectionTrait>(
    conn: &C,
    booking: BookingId,
    by: PersonId,
) -> Result<Option<Instant>, DbErr> {
    let text = format!(
        "SELECT MAX(at) AS at FROM (\
            SELECT sent_at AS at FROM outbox WHERE booking_id = $1 AND channel = '{CALL}' AND told_by = $2 \
            UNION ALL SELECT told_at FROM closure_hit WHERE booking_id = $1 AND told_by = $2) told"
    );
    let row = conn
        .query_one_raw(sql(conn, &text, [booking.into(), by.into()]))
        .await?;
    row.map_or(Ok(None), |row| row.try_get("", "at"))
}
