//! What bookers have of a venue.

use entity::{Instant, PersonId, VenueId, booking};
use sea_orm::{
    ConnectionTrait, DbBackend, DbErr, QueryResult, Value,
    sea_query::{Alias, Cond, Expr, ExprTrait, Query, SelectStatement},
};

use super::DISPLACED;
use crate::{
    db::{Tx, Write, list::one_of_texts, sql},
    rules::{
        allowance::{Booker, Held},
        booker_record::PastBooking,
    },
    slot::Slot,
};

/// Whose bookings, where, starting when. Whoever decides by them has locked the booker.
#[derive(Clone, Copy, Debug)]
pub struct UsageScope<'a> {
    pub booker: &'a Booker,
    pub venue: VenueId,
    pub window: Slot,
}

/// Keeps every other transaction that books for this mailbox waiting. There is nothing to do on `SQLite`, where the
/// transaction is the only one that writes.
pub async fn lock_mailbox_tx(tx: &Tx, mailbox: &str) -> Result<(), DbErr> {
    if tx.locking("lock").is_empty() {
        return Ok(());
    }
    let lock = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))";
    let lock = sql(tx.conn(), lock, vec![mailbox.into()]);
    tx.conn().query_one_raw(lock).await.map(|_| ())
}

/// What of the scope counts against the limits of its booker.
pub async fn held<C: ConnectionTrait>(conn: &C, scope: UsageScope<'_>) -> Result<Vec<Held>, DbErr> {
    let rows = conn.query_all(&holding(scope)).await?;
    rows.iter().map(read).collect()
}

/// Runs `writes` and tells what was held before them: as [`Tx::run_all`].
pub async fn held_before(
    tx: &Tx,
    writes: Vec<Write>,
    scope: UsageScope<'_>,
) -> Result<Vec<Held>, DbErr> {
    let rows = tx.run_all_and_read(writes, holding(scope)).await?;
    rows.iter().map(read).collect()
}

/// Bookings that count and start in the window, or are asked to be moved to a start in it.
fn holding(scope: UsageScope<'_>) -> SelectStatement {
    let b = || Alias::new("b");
    let column = |column: booking::Column| Expr::col((b(), column));
    let within = |start: booking::Column| {
        column(start)
            .gte(scope.window.starts_at)
            .and(column(start).lt(scope.window.ends_at))
    };
    let unclaimed = column(booking::Column::BookerId)
        .is_null()
        .and(column(booking::Column::ContactEmail).eq(&*scope.booker.mailbox));
    let mut theirs = Cond::any().add(unclaimed);
    if let Some(person) = scope.booker.person {
        theirs = theirs.add(column(booking::Column::BookerId).eq(person));
    }
    Query::select()
        .columns(
            [
                booking::Column::Id,
                booking::Column::SpaceId,
                booking::Column::BookerId,
                booking::Column::RequestedBy,
                booking::Column::StartsAt,
                booking::Column::EndsAt,
                booking::Column::MoveStartsAt,
                booking::Column::MoveEndsAt,
            ]
            .map(|name| (b(), name)),
        )
        .from_as(booking::Entity, b())
        // Said so that no planner begins with all that the venue ever had.
        .and_where(column(booking::Column::VenueId).ne(scope.venue).not())
        .cond_where(theirs)
        .cond_where(
            Cond::any()
                .add(within(booking::Column::StartsAt))
                .add(within(booking::Column::MoveStartsAt)),
        )
        .and_where(Expr::cust(counts()))
        .to_owned()
}

/// Whether a booking `b` counts: it waits for the venue, it stands, or it was there to be used.
fn counts() -> String {
    format!(
        "(b.status IN ('approved', 'checked_in', 'completed', 'no_show') OR b.status = 'pending' AND b.offer_of IS NULL AND NOT {DISPLACED})"
    )
}

/// What of a venue those with these mailboxes had, have or are to have, by bookings that start from `since` on; and what
/// they cancelled themselves.
pub async fn of_mailboxes<C: ConnectionTrait>(
    conn: &C,
    venue: VenueId,
    mailboxes: &[&str],
    since: Instant,
) -> Result<Vec<PastBooking>, DbErr> {
    if mailboxes.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<Value> = vec![venue.into(), since.into()];
    let backend = conn.get_database_backend();
    let theirs = one_of_texts(backend, mailboxes, &mut values);
    // `SQLite` would walk all bookings without an account.
    let unowned = match backend {
        DbBackend::Postgres => "booking",
        _ => "booking INDEXED BY booking_of_mailbox",
    };
    let counts = counts();
    let text = format!(
        "WITH own AS MATERIALIZED ( \
             SELECT * FROM booking WHERE booker_id IN (SELECT id FROM person WHERE email {theirs}) AND starts_at >= $2 \
             UNION ALL \
             SELECT * FROM {unowned} WHERE booker_id IS NULL AND contact_email {theirs} AND starts_at >= $2) \
         SELECT coalesce(p.email, b.contact_email) AS mailbox, b.id, b.space_id, b.booker_id, b.requested_by, b.starts_at, b.ends_at, b.move_starts_at, \
             b.move_ends_at, b.status, b.decided_at \
         FROM own b LEFT JOIN person p ON p.id = b.booker_id WHERE b.venue_id = $1 AND ({counts} OR b.status = 'cancelled' AND EXISTS (SELECT 1 FROM audit a \
             WHERE a.booking_id = b.id AND a.action = 'cancel' AND a.role = 'booker' AND a.at = b.decided_at))"
    );
    let rows = conn.query_all_raw(sql(conn, &text, values)).await?;
    rows.iter()
        .map(|row| {
            Ok(PastBooking {
                mailbox: row.try_get("", "mailbox")?,
                space: row.try_get("", "space_id")?,
                held: read(row)?,
                status: row.try_get("", "status")?,
                decided_at: row.try_get("", "decided_at")?,
            })
        })
        .collect()
}

/// When a venue was given to anybody, by bookings that start in the window.
pub async fn granted<C: ConnectionTrait>(
    conn: &C,
    venue: VenueId,
    window: Slot,
) -> Result<Vec<Slot>, DbErr> {
    let text = "SELECT starts_at, ends_at FROM booking WHERE venue_id = $1 \
         AND status IN ('approved', 'checked_in', 'completed', 'no_show') AND starts_at >= $2 AND starts_at < $3";
    let values = [venue.into(), window.starts_at.into(), window.ends_at.into()];
    let rows = conn.query_all_raw(sql(conn, text, values)).await?;
    rows.iter()
        .map(|row| {
            Ok(Slot {
                starts_at: row.try_get("", "starts_at")?,
                ends_at: row.try_get("", "ends_at")?,
            })
        })
        .collect()
}

fn read(row: &QueryResult) -> Result<Held, DbErr> {
    let asked: (Option<_>, Option<_>) = (
        row.try_get("", "move_starts_at")?,
        row.try_get("", "move_ends_at")?,
    );
    let booker: Option<PersonId> = row.try_get("", "booker_id")?;
    let requested_by: PersonId = row.try_get("", "requested_by")?;
    Ok(Held {
        id: row.try_get("", "id")?,
        space: row.try_get("", "space_id")?,
        by_booker: booker == Some(requested_by),
        stands: Slot {
            starts_at: row.try_get("", "starts_at")?,
            ends_at: row.try_get("", "ends_at")?,
        },
        asked: asked
            .0
            .zip(asked.1)
            .map(|(starts_at, ends_at)| Slot { starts_at, ends_at }),
    })
}
