//! What stands on spaces that are rebuilt, in SQL.

use std::collections::BTreeSet;

use entity::{BookingId, Instant, SpaceId, UnitId, booking, booking::Status, claim};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect};

use super::GIVEN;
use crate::{
    db::{Tx, list::among, sql},
    rules::proposal::LONGEST_DAYS,
};

/// Bookings of `spaces` that claim their floor and have not begun.
pub async fn to_come(
    tx: &Tx,
    spaces: &[SpaceId],
    now: Instant,
) -> Result<Vec<booking::Model>, DbErr> {
    let mut all = booking::Entity::find()
        .filter(among(
            tx.backend(),
            booking::Column::SpaceId,
            spaces.iter().copied(),
        ))
        .filter(booking::COLUMN.starts_at.gt(now))
        .filter(booking::Column::Status.is_in([
            Status::Pending,
            Status::Approved,
            Status::CheckedIn,
        ]))
        .all(tx.conn())
        .await?;
    all.retain(booking::Model::claims);
    Ok(all)
}

/// All bookings that wait or stand and are not over, by start. What began longer ago than anything lasts is not looked at.
pub async fn to_come_anywhere(tx: &Tx, now: Instant) -> Result<Vec<booking::Model>, DbErr> {
    let earliest = now.plus_days(-i64::from(LONGEST_DAYS));
    booking::Entity::find()
        .filter(booking::COLUMN.starts_at.gt(earliest))
        .filter(booking::COLUMN.ends_at.gt(now))
        .filter(booking::Column::Status.is_in([
            Status::Pending,
            Status::Approved,
            Status::CheckedIn,
        ]))
        .order_by_asc(booking::Column::StartsAt)
        .order_by_asc(booking::Column::Code)
        .all(tx.conn())
        .await
}

/// Bookings that hold floor for a move from or to one of `spaces`.
pub async fn asking_to_move(tx: &Tx, spaces: &[SpaceId]) -> Result<Vec<booking::Model>, DbErr> {
    let one_of = |column: booking::Column| column.is_in(spaces.iter().copied());
    booking::Entity::find()
        .filter(booking::COLUMN.move_holds.eq(true))
        .filter(booking::Column::MoveAnswerBy.is_not_null())
        .filter(one_of(booking::Column::SpaceId).or(one_of(booking::Column::MoveSpaceId)))
        .all(tx.conn())
        .await
}

/// Requests to come that hold nothing and whose time somebody else was given.
pub async fn given(tx: &Tx, now: Instant) -> Result<Vec<booking::Model>, DbErr> {
    let text = format!(
        "SELECT b.* FROM booking b WHERE b.status = 'pending' AND b.starts_at > $1 AND {GIVEN} ORDER BY b.id"
    );
    let found = booking::Entity::find().from_raw_sql(sql(tx.conn(), &text, [now.into()]));
    found.all(tx.conn()).await
}

/// All claims on `units` that are not over at `from`.
pub async fn on_units(
    tx: &Tx,
    units: &BTreeSet<UnitId>,
    from: Instant,
) -> Result<Vec<claim::Model>, DbErr> {
    claim::Entity::find()
        .filter(among(
            tx.backend(),
            claim::Column::UnitId,
            units.iter().copied(),
        ))
        .filter(claim::COLUMN.ends_at.gt(from))
        .all(tx.conn())
        .await
}

/// The codes of these bookings, by start.
pub async fn codes(tx: &Tx, bookings: &BTreeSet<BookingId>) -> Result<Vec<String>, DbErr> {
    booking::Entity::find()
        .select_only()
        .column(booking::Column::Code)
        .filter(among(
            tx.backend(),
            booking::Column::Id,
            bookings.iter().copied(),
        ))
        .order_by_asc(booking::Column::StartsAt)
        .order_by_asc(booking::Column::Code)
        .into_tuple()
        .all(tx.conn())
        .await
}

/// The units that a booking claims as it stands: those of its space, unless that was rebuilt after the booking had begun.
pub async fn floor_of(tx: &Tx, booking: BookingId) -> Result<Vec<UnitId>, DbErr> {
    let claims = claim::Entity::find()
        .filter(claim::COLUMN.booking_id.eq(booking))
        .filter(claim::COLUMN.proposed.eq(false))
        .all(tx.conn())
        .await?;
    Ok(claims.into_iter().map(|claim| claim.unit_id).collect())
}
