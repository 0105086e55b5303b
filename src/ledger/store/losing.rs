//! What waits at a venue, with what stands where it would.

use entity::booking;
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, Value};

use super::{pools, taken};
use crate::{
    db::sql,
    rules::{
        availability::with_turnaround,
        losing::{Awaited, WaitingAtVenue},
    },
    slot::Slot,
    venue::{Catalogue, Venue},
};

/// All that answers to `asked` could meet: three queries, however many there are. Asked-for moves are set apart as in
/// [`super::list::asked_moves`].
pub async fn field<C: ConnectionTrait>(
    conn: &C,
    catalogue: &Catalogue,
    venue: &Venue,
    asked: &[Awaited<'_>],
) -> Result<WaitingAtVenue, DbErr> {
    let granted = asked.iter().flat_map(|one| one.granted(venue).0);
    let slots = granted.map(|one| Slot::of(&one));
    let Some(hull) = slots.reduce(Slot::and_between) else {
        return Ok(WaitingAtVenue::default());
    };
    let text = "WITH asked AS MATERIALIZED (SELECT * FROM booking WHERE move_answer_by IS NOT NULL) \
         SELECT b.* FROM booking b WHERE b.venue_id = $1 AND b.status = 'pending' AND NOT b.holds \
             AND b.starts_at < $3 AND b.ends_at > $2 \
         UNION ALL SELECT a.* FROM asked a WHERE a.venue_id = $1 AND a.move_starts_at < $3 AND a.move_ends_at > $2";
    let window = with_turnaround(hull);
    let values: [Value; 3] = [
        venue.row.id.into(),
        window.starts_at.into(),
        window.ends_at.into(),
    ];
    let waiting = booking::Entity::find()
        .from_raw_sql(sql(conn, text, values))
        .all(conn)
        .await?;
    let mut field = WaitingAtVenue::of(waiting, venue);
    if let Some((windows, pools, window)) = field.reach(catalogue, venue, asked) {
        field.taken = taken::on_units(conn, &windows).await?;
        field.counts = pools::on_pools(conn, &pools, window).await?;
    }
    Ok(field)
}
