//! What nobody answers: of what venues are to be reminded, and of what administrators are to be told.
//!
//! Both take rows of bookings and of escalations in no order that others keep, so they wait for none: what somebody else
//! is busy with is for the next look.

use std::collections::BTreeSet;

use entity::{AuditId, BookingId, Instant, audit::Action, booking, escalation};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryTrait, Value,
    sea_query::Expr,
};
use uuid::Uuid;

use super::DISPLACED;
use crate::db::{Listed, Tx, Write, list::among, sql};

/// So much is dealt with at one look. A series has fewer dates.
const AT_ONE_LOOK: usize = 200;

/// Waiting requests whose venues are to be reminded by now; not those in whose way somebody else's claim stands, nor what
/// waits for its group. At most 200.
pub async fn to_remind_tx(tx: &Tx, now: Instant) -> Result<Vec<booking::Model>, DbErr> {
    let text = format!(
        "SELECT b.* FROM booking b WHERE b.status = 'pending' AND b.remind_at <= $1 AND b.answer_by > $1 AND b.offer_of IS NULL AND NOT {DISPLACED} \
         ORDER BY coalesce(b.series_id, b.id), b.id LIMIT {AT_ONE_LOOK} {}",
        tx.locking("FOR UPDATE OF b SKIP LOCKED")
    );
    let mut waiting = booking::Entity::find()
        .from_raw_sql(sql(tx.conn(), &text, [now.into()]))
        .all(tx.conn())
        .await?;
    leave_torn(&mut waiting, |booking| booking);
    Ok(waiting)
}

/// The last request of a full look may be a series of which more dates come: it is left to the next look.
fn leave_torn<T>(rows: &mut Vec<T>, booking: impl Fn(&T) -> &booking::Model) {
    let request = |row: &T| request_of(booking(row));
    if rows.len() == AT_ONE_LOOK
        && let Some(last) = rows.last().map(&request)
    {
        rows.retain(|row| request(row) != last);
    }
}

fn request_of(booking: &booking::Model) -> Uuid {
    booking.series_id.map_or(booking.id.0, |series| series.0)
}

/// Notes that the venues of these requests have been reminded. Nobody sees it, so their version stays.
pub fn reminded(bookings: &[booking::Model]) -> Write {
    let update = booking::Entity::update_many()
        .col_expr(booking::Column::RemindAt, Expr::val(None::<Instant>))
        .into_query();
    let these = bookings.iter().map(|of| of.id);
    Write::UpdateOf(update, Listed::of(booking::Column::Id, these))
}

/// Requests that wait on though their answer time is over, with nobody else's claim in their way, and of which it has not
/// been written down since that nobody answered: a look's worth, or those of `of` and of the series that it is a date of.
pub async fn staying<C: ConnectionTrait>(
    conn: &C,
    now: Instant,
    of: Option<&booking::Model>,
) -> Result<Vec<booking::Model>, DbErr> {
    let mut values: Vec<Value> = vec![now.into()];
    let mut only = "";
    if let Some(of) = of {
        values.extend([of.id.into(), of.series_id.into()]);
        only = "AND (b.id = $2 OR b.series_id = $3)";
    }
    let text = format!(
        "SELECT b.* FROM booking b JOIN space s ON s.id = b.space_id \
         WHERE b.status = 'pending' AND b.answer_by <= $1 AND b.starts_at > $1 AND s.unanswered = 'stay' AND b.offer_of IS NULL \
         AND NOT {DISPLACED} \
         AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.booking_id = b.id AND a.action = 'escalate' AND a.at >= b.answer_by) \
         {only} ORDER BY b.answer_by, b.id LIMIT {AT_ONE_LOOK}"
    );
    booking::Entity::find()
        .from_raw_sql(sql(conn, &text, values))
        .all(conn)
        .await
}

/// Those of `bookings` of which it has been written down already that nobody answered in this answer time. No query
/// without any.
pub async fn escalated_tx(
    tx: &Tx,
    bookings: &[&booking::Model],
) -> Result<BTreeSet<BookingId>, DbErr> {
    use entity::audit;
    if bookings.is_empty() {
        return Ok(BTreeSet::new());
    }
    let lines = audit::Entity::find()
        .filter(among(
            tx.backend(),
            audit::Column::BookingId,
            bookings.iter().map(|of| of.id),
        ))
        .filter(audit::Column::Action.eq(Action::Escalate))
        .all(tx.conn())
        .await?;
    let since = |of: &booking::Model| of.answer_by.unwrap_or(of.created_at);
    let told = bookings.iter().filter(|of| {
        let mut lines = lines.iter();
        lines.any(|line| line.booking_id == of.id && line.at >= since(of))
    });
    Ok(told.map(|of| of.id).collect())
}

/// Takes out what the administrators are to be told, with the bookings as they are now: a look's worth. Whoever takes it
/// tells it in the same transaction.
pub async fn take_escalations_tx(
    tx: &Tx,
) -> Result<Vec<(escalation::Model, booking::Model)>, DbErr> {
    let text = format!(
        "SELECT e.* FROM escalation e \
         ORDER BY coalesce((SELECT b.series_id FROM booking b WHERE b.id = e.booking_id), e.booking_id), e.audit_id \
         LIMIT {AT_ONE_LOOK} {}",
        tx.locking("FOR UPDATE OF e SKIP LOCKED")
    );
    let taken = escalation::Entity::find()
        .from_raw_sql(sql(tx.conn(), &text, []))
        .all(tx.conn())
        .await?;
    if taken.is_empty() {
        return Ok(Vec::new());
    }
    let bookings = booking::Entity::find()
        .filter(among(
            tx.backend(),
            booking::Column::Id,
            taken.iter().map(|one| one.booking_id),
        ))
        .all(tx.conn())
        .await?;
    let mut found = Vec::new();
    for one in taken {
        let of = bookings.iter().find(|of| of.id == one.booking_id);
        found.extend(of.map(|of| (one, of.clone())));
    }
    leave_torn(&mut found, |(_, booking)| booking);
    let lines: Vec<AuditId> = found.iter().map(|(one, _)| one.audit_id).collect();
    escalation::Entity::delete_many()
        .filter(among(tx.backend(), escalation::Column::AuditId, lines))
        .exec(tx.conn())
        .await?;
    Ok(found)
}
