//! How bookings take floor and give it back, and moves that are only asked for; closures do in `closed`.

pub use many::{claim_all_in, count_all_in, release_all_in, release_all_proposed_in, shorten_in};
pub use rows::{asked_for, floor_of, keep_floor_in, leave_floor_in, leave_in, put_in};

pub mod many;
pub mod rows;

use entity::{BookingId, UnitId, booking, booking::ProposedMove};
use sea_orm::{ConnectionTrait, DbErr, Value};

use super::{conditions::Conditions, pools};
use crate::{
    clock::Ids,
    db::{Tx, Violation, sql, violation},
    rules::counts::{self, Count},
    venue::{Space, Venue},
};

/// Claims all that a booking takes: the units of its space, or seats of it, and what it borrows. False when something is
/// taken or a condition fails; the transaction is to be rolled back then.
pub async fn claim_in(
    tx: &Tx,
    ids: &Ids,
    booking: &booking::Model,
    venue: &Venue,
    space: &Space,
    conditions: &Conditions,
) -> Result<bool, DbErr> {
    let counts = counts::taken_by(venue, space, booking.attendees, &booking.stock);
    let by_seat = space.seats().is_some();
    if !by_seat && !claim_units_in(tx, booking, space, conditions).await? {
        return Ok(false);
    }
    if counts.is_empty() {
        return Ok(true);
    }
    let conditions = by_seat.then_some(conditions);
    pools::claim_in(tx, ids, booking, &counts, conditions).await
}

/// Sorted by unit, in one statement.
async fn claim_units_in(
    tx: &Tx,
    booking: &booking::Model,
    space: &Space,
    conditions: &Conditions,
) -> Result<bool, DbErr> {
    let mut values: Vec<Value> = vec![
        booking.starts_at.into(),
        booking.ends_at.into(),
        space.row.id.into(),
        booking.layout.as_str().into(),
        booking.id.into(),
    ];
    let conditions = conditions.sql(&mut values);
    let text = format!(
        "INSERT INTO claim (unit_id, starts_at, ends_at, space_id, layout, booking_id) \
         SELECT unit_id, $1, $2, $3, $4, $5 FROM space_unit WHERE space_id = $3 AND {conditions} ORDER BY unit_id \
         ON CONFLICT DO NOTHING"
    );
    match tx.conn().execute_raw(sql(tx.conn(), &text, values)).await {
        Ok(done) => {
            Ok(usize::try_from(done.rows_affected())
                .is_ok_and(|claimed| claimed == space.units.len()))
        }
        Err(error) if violation(&error) == Some(Violation::Taken) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Claims for the move that an approved booking asks for, where the booking as it stands does not. `own` and `there` are
/// the units of both spaces. False when one of them is taken.
pub async fn propose_in(
    tx: &Tx,
    booking: &booking::Model,
    asks: &ProposedMove,
    own: &[UnitId],
    there: &[UnitId],
) -> Result<bool, DbErr> {
    put_in(tx, asked_for(booking, asks, own, there)).await
}

/// Takes `counts` instead of what the booking took by count so far, and leaves its floor as it is. False when there is not
/// enough; the transaction is to be rolled back then.
pub async fn recount_in(
    tx: &Tx,
    ids: &Ids,
    booking: &booking::Model,
    counts: &[Count],
) -> Result<bool, DbErr> {
    pools::release_in(tx, &[booking.id]).await?;
    if counts.is_empty() {
        return Ok(true);
    }
    pools::claim_in(tx, ids, booking, counts, None).await
}

/// Gives back what is claimed for the move that the booking asks for.
pub async fn release_proposed_in(tx: &Tx, booking: BookingId) -> Result<(), DbErr> {
    release_all_proposed_in(tx, &[booking]).await
}

/// Gives back everything that the booking claims.
pub async fn release_in(tx: &Tx, booking: BookingId) -> Result<(), DbErr> {
    release_all_in(tx, &[booking]).await
}
