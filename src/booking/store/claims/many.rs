//! The gate for many bookings at once: as many statements as for one.

use entity::{BookingId, booking, claim, pool_claim};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, Value};

use super::pools;
use crate::{
    booking::counts,
    clock::Ids,
    db::{Tx, Violation, sql, violation},
    venue::{Space, Venue},
};

/// Claims all that these bookings take, each in its space, sorted by unit and start. False when something is taken; the
/// transaction is to be rolled back then.
pub async fn claim_all_in(
    tx: &Tx,
    ids: &Ids,
    venue: &Venue,
    wanted: &[(&booking::Model, &Space)],
) -> Result<bool, DbErr> {
    let mut rows: Vec<_> = wanted
        .iter()
        .filter(|(_, space)| space.seats().is_none())
        .flat_map(|(booking, space)| space.units.iter().map(|unit| (*unit, *booking)))
        .collect();
    rows.sort_by_key(|(unit, booking)| (*unit, booking.starts_at));
    if !rows.is_empty() {
        let mut values: Vec<Value> = Vec::new();
        let mut lines = Vec::new();
        for (unit, booking) in &rows {
            let line: [Value; 6] = [
                (*unit).into(),
                booking.starts_at.into(),
                booking.ends_at.into(),
                booking.space_id.into(),
                booking.layout.as_str().into(),
                booking.id.into(),
            ];
            let names = (1..=line.len()).map(|at| format!("${}", values.len() + at));
            lines.push(format!("({})", names.collect::<Vec<_>>().join(", ")));
            values.extend(line);
        }
        let text = format!(
            "INSERT INTO claim (unit_id, starts_at, ends_at, space_id, layout, booking_id) VALUES {} \
             ON CONFLICT DO NOTHING",
            lines.join(", ")
        );
        match tx.conn().execute_raw(sql(tx.conn(), &text, values)).await {
            Ok(done) if done.rows_affected() == rows.len() as u64 => {}
            Ok(_) => return Ok(false),
            Err(error) if violation(&error) == Some(Violation::Taken) => return Ok(false),
            Err(error) => return Err(error),
        }
    }
    let counted = wanted.iter().flat_map(|(booking, space)| {
        let counts = counts::taken_by(venue, space, booking.attendees, &booking.stock);
        counts.into_iter().map(move |count| (*booking, count))
    });
    pools::claim_all_in(tx, ids, counted.collect()).await
}

/// Gives back everything that these bookings claim.
pub async fn release_all_in(tx: &Tx, bookings: &[BookingId]) -> Result<(), DbErr> {
    if bookings.is_empty() {
        return Ok(());
    }
    pool_claim::Entity::delete_many()
        .filter(
            pool_claim::COLUMN
                .booking_id
                .is_in(bookings.iter().copied()),
        )
        .exec(tx.conn())
        .await?;
    claim::Entity::delete_many()
        .filter(claim::COLUMN.booking_id.is_in(bookings.iter().copied()))
        .exec(tx.conn())
        .await?;
    Ok(())
}
