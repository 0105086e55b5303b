//! What bookers have of a venue.

use entity::{VenueId, booking};
use sea_orm::{
    ConnectionTrait, DbErr, QueryResult,
    sea_query::{Alias, Cond, Expr, ExprTrait, Query, SelectStatement},
};

use super::DISPLACED;
use crate::{
    booking::{
        allowance::{Booker, Held},
        slot::Slot,
    },
    db::{Tx, Write},
};

/// Whose bookings, where, starting when. Whoever decides by them has locked the booker.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    pub booker: &'a Booker,
    pub venue: VenueId,
    pub window: Slot,
}

pub async fn held_in(tx: &Tx, scope: Scope<'_>) -> Result<Vec<Held>, DbErr> {
    let rows = tx.conn().query_all(&holding(scope)).await?;
    rows.iter().map(read).collect()
}

/// Runs `writes` and tells what was held before them: as [`Tx::run_all`].
pub async fn held_before(
    tx: &Tx,
    writes: Vec<Write>,
    scope: Scope<'_>,
) -> Result<Vec<Held>, DbErr> {
    let rows = tx.run_all_and_read(writes, holding(scope)).await?;
    rows.iter().map(read).collect()
}

/// Bookings that count and start in the window, or are asked to be moved to a start in it.
fn holding(scope: Scope<'_>) -> SelectStatement {
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
    Query::select()
        .columns(
            [
                booking::Column::Id,
                booking::Column::StartsAt,
                booking::Column::EndsAt,
                booking::Column::MoveStartsAt,
                booking::Column::MoveEndsAt,
            ]
            .map(|name| (b(), name)),
        )
        .from_as(booking::Entity, b())
        .and_where(column(booking::Column::VenueId).eq(scope.venue))
        .cond_where(
            Cond::any()
                .add(column(booking::Column::BookerId).eq(scope.booker.person))
                .add(unclaimed),
        )
        .cond_where(
            Cond::any()
                .add(within(booking::Column::StartsAt))
                .add(within(booking::Column::MoveStartsAt)),
        )
        .and_where(Expr::cust(counts()))
        .to_owned()
}

/// Whether a booking `b` counts: it waits, it stands, or it was there to be used.
fn counts() -> String {
    format!(
        "(b.status IN ('approved', 'checked_in', 'completed', 'no_show') OR b.status = 'pending' AND NOT {DISPLACED})"
    )
}

fn read(row: &QueryResult) -> Result<Held, DbErr> {
    let asked: (Option<_>, Option<_>) = (
        row.try_get("", "move_starts_at")?,
        row.try_get("", "move_ends_at")?,
    );
    Ok(Held {
        id: row.try_get("", "id")?,
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
