//! As `claims`, for many bookings at once, in as many statements as for one.

use entity::{BookingId, UnitId, booking, claim};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, ExprTrait, QueryFilter,
    sea_query::{CaseStatement, Expr},
};

use super::{pools, rows::put_in};
use crate::{
    clock::Ids,
    db::Tx,
    rules::counts::{self, Count},
    venue::{Space, Venue},
};

/// Claims all that these bookings take, each in its space. False when something is taken; the
/// transaction is to be rolled back then.
pub async fn claim_all_in(
    tx: &Tx,
    ids: &Ids,
    venue: &Venue,
    wanted: &[(&booking::Model, &Space)],
) -> Result<bool, DbErr> {
    let floor = wanted
        .iter()
        .filter(|(_, space)| space.seats().is_none())
        .flat_map(|(booking, space)| space.units.iter().map(|unit| claim(booking, *unit)));
    if !put_in(tx, floor.collect()).await? {
        return Ok(false);
    }
    pools::claim_all_in(tx, ids, counted(venue, wanted)).await
}

fn counted<'a>(
    venue: &Venue,
    wanted: &[(&'a booking::Model, &Space)],
) -> Vec<(&'a booking::Model, Count)> {
    let counted = wanted.iter().flat_map(|(booking, space)| {
        let counts = counts::taken_by(venue, space, booking.attendees, &booking.stock);
        counts.into_iter().map(move |count| (*booking, count))
    });
    counted.collect()
}

/// Takes by count what these bookings need, and leaves their floor as it is. False when there is not enough; the transaction
/// is to be rolled back then.
pub async fn count_all_in(
    tx: &Tx,
    ids: &Ids,
    venue: &Venue,
    wanted: &[(&booking::Model, &Space)],
) -> Result<bool, DbErr> {
    pools::claim_all_in(tx, ids, counted(venue, wanted)).await
}

/// Gives back what the bookings took beyond their ends, and what is claimed for moves that they ask for. What is left stands
/// as it stood: no gap is asked for anew, and no more seats or things than there were.
pub async fn shorten_in(tx: &Tx, bookings: &[&booking::Model]) -> Result<(), DbErr> {
    if bookings.is_empty() {
        return Ok(());
    }
    let all = || bookings.iter().map(|booking| booking.id);
    release_all_proposed_in(tx, &all().collect::<Vec<_>>()).await?;
    let mut ends = CaseStatement::new();
    for booking in bookings {
        let this = Expr::col(claim::Column::BookingId).eq(booking.id);
        ends = ends.case(this, Expr::val(booking.ends_at));
    }
    pools::shorten_in(tx, all(), ends.clone()).await?;
    claim::Entity::update_many()
        .col_expr(claim::Column::EndsAt, ends.into())
        .filter(claim::COLUMN.booking_id.is_in(all()))
        .exec(tx.conn())
        .await
        .map(|_| ())
}

fn claim(booking: &booking::Model, unit: UnitId) -> claim::Model {
    claim::Model {
        unit_id: unit,
        starts_at: booking.starts_at,
        ends_at: booking.ends_at,
        space_id: booking.space_id,
        layout: booking.layout.clone(),
        booking_id: Some(booking.id),
        closure_id: None,
        proposed: false,
    }
}

/// Gives back everything that these bookings claim.
pub async fn release_all_in(tx: &Tx, bookings: &[BookingId]) -> Result<(), DbErr> {
    if bookings.is_empty() {
        return Ok(());
    }
    pools::release_in(tx, bookings).await?;
    claim::Entity::delete_many()
        .filter(claim::COLUMN.booking_id.is_in(bookings.iter().copied()))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Gives back what is claimed for moves that these bookings ask for.
pub async fn release_all_proposed_in(tx: &Tx, bookings: &[BookingId]) -> Result<(), DbErr> {
    if bookings.is_empty() {
        return Ok(());
    }
    claim::Entity::delete_many()
        .filter(claim::COLUMN.booking_id.is_in(bookings.iter().copied()))
        .filter(claim::COLUMN.proposed.eq(true))
        .exec(tx.conn())
        .await?;
    Ok(())
}
