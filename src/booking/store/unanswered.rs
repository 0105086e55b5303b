//! What nobody answers: of what venues are to be reminded, and of what administrators are to be told.
//!
//! Both take rows of bookings and of escalations in no order that others keep, so they wait for none: what somebody else
//! is busy with is for the next look.

use entity::{AuditId, BookingId, Instant, audit::Action, booking, escalation};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryTrait,
    sea_query::Expr,
};

use super::DISPLACED;
use crate::db::{Tx, Write, sql};

/// Waiting requests whose venues are to be reminded by now, at most 200; not those whose time somebody else was given,
/// nor what waits for its group.
pub async fn to_remind_in(tx: &Tx, now: Instant) -> Result<Vec<booking::Model>, DbErr> {
    let text = format!(
        "SELECT b.* FROM booking b WHERE b.status = 'pending' AND b.remind_at <= $1 AND b.answer_by > $1 AND b.offer_of IS NULL AND NOT {DISPLACED} \
         ORDER BY b.starts_at, b.id LIMIT 200 {}",
        tx.locking("FOR UPDATE OF b SKIP LOCKED")
    );
    booking::Entity::find()
        .from_raw_sql(sql(tx.conn(), &text, [now.into()]))
        .all(tx.conn())
        .await
}

/// Their venues have been reminded. Nobody sees it, so their version stays.
pub fn reminded(bookings: &[booking::Model]) -> Write {
    Write::Update(
        booking::Entity::update_many()
            .col_expr(booking::Column::RemindAt, Expr::val(None::<Instant>))
            .filter(booking::COLUMN.id.is_in(bookings.iter().map(|of| of.id)))
            .into_query(),
    )
}

/// Requests that wait on though their answer time is over, and of which no administrator has been told since. At most 50.
pub async fn staying<C: ConnectionTrait>(conn: &C, now: Instant) -> Result<Vec<BookingId>, DbErr> {
    let text = format!(
        "SELECT b.id FROM booking b JOIN space s ON s.id = b.space_id \
         WHERE b.status = 'pending' AND b.answer_by <= $1 AND b.starts_at > $1 AND s.unanswered = 'stay' AND b.offer_of IS NULL \
         AND NOT {DISPLACED} \
         AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.booking_id = b.id AND a.action = 'escalate' AND a.at >= b.answer_by) \
         ORDER BY b.answer_by, b.id LIMIT 50"
    );
    let rows = conn.query_all_raw(sql(conn, &text, [now.into()])).await?;
    rows.iter().map(|row| row.try_get("", "id")).collect()
}

/// Whether it has been written down already that nobody answered in this answer time.
pub async fn escalated_in(tx: &Tx, booking: &booking::Model) -> Result<bool, DbErr> {
    use entity::audit;
    use sea_orm::PaginatorTrait;
    let lines = audit::Entity::find()
        .filter(audit::COLUMN.booking_id.eq(booking.id))
        .filter(audit::Column::Action.eq(Action::Escalate))
        .filter(audit::Column::At.gte(booking.answer_by.unwrap_or(booking.created_at)))
        .count(tx.conn())
        .await?;
    Ok(lines > 0)
}

pub fn escalate(escalation: escalation::Model) -> Write {
    Write::Insert(escalation::Entity::insert(escalation.into_active_model()).into_query())
}

/// Takes out what the administrators are to be told, at most 200.
pub async fn take_escalations_in(
    tx: &Tx,
) -> Result<Vec<(escalation::Model, booking::Model)>, DbErr> {
    let text = format!(
        "SELECT e.* FROM escalation e ORDER BY e.audit_id LIMIT 200 {}",
        tx.locking("FOR UPDATE OF e SKIP LOCKED")
    );
    let taken = escalation::Entity::find()
        .from_raw_sql(sql(tx.conn(), &text, []))
        .all(tx.conn())
        .await?;
    if taken.is_empty() {
        return Ok(Vec::new());
    }
    let lines: Vec<AuditId> = taken.iter().map(|one| one.audit_id).collect();
    escalation::Entity::delete_many()
        .filter(escalation::COLUMN.audit_id.is_in(lines))
        .exec(tx.conn())
        .await?;
    let bookings = booking::Entity::find()
        .filter(
            booking::COLUMN
                .id
                .is_in(taken.iter().map(|one| one.booking_id)),
        )
        .all(tx.conn())
        .await?;
    let mut found = Vec::new();
    for one in taken {
        let of = bookings.iter().find(|of| of.id == one.booking_id);
        found.extend(of.map(|of| (one, of.clone())));
    }
    Ok(found)
}
