//! Claims that belong to nothing, in SQL. No path of the service leaves one behind.

use entity::{Instant, claim, pool_claim};
use sea_orm::{DbErr, EntityTrait};

use crate::db::{Tx, sql};

/// Claims on floor of closures that do not close it then, or are gone. Not what is over by `now`: a space may have been
/// rebuilt since.
pub async fn of_closures_tx(tx: &Tx, now: Instant) -> Result<Vec<claim::Model>, DbErr> {
    let text = "SELECT c.* FROM claim c WHERE c.closure_id IS NOT NULL AND c.ends_at > $1 AND NOT EXISTS ( \
         SELECT 1 FROM closure_time t JOIN closure_space s ON s.closure_id = t.closure_id JOIN space_unit u ON u.space_id = s.space_id \
         WHERE t.closure_id = c.closure_id AND u.unit_id = c.unit_id AND t.starts_at <= c.starts_at AND t.ends_at >= c.ends_at) \
         ORDER BY c.starts_at, c.unit_id";
    let found = claim::Entity::find().from_raw_sql(sql(tx.conn(), text, [now.into()]));
    found.all(tx.conn()).await
}

/// As [`of_closures_tx`], of seats.
pub async fn counts_of_closures_tx(tx: &Tx, now: Instant) -> Result<Vec<pool_claim::Model>, DbErr> {
    let text = "SELECT c.* FROM pool_claim c WHERE c.closure_id IS NOT NULL AND c.ends_at > $1 AND NOT EXISTS ( \
         SELECT 1 FROM closure_time t JOIN closure_space s ON s.closure_id = t.closure_id JOIN pool p ON p.space_id = s.space_id \
         WHERE t.closure_id = c.closure_id AND p.id = c.pool_id AND t.starts_at <= c.starts_at AND t.ends_at >= c.ends_at) \
         ORDER BY c.starts_at, c.id";
    let found = pool_claim::Entity::find().from_raw_sql(sql(tx.conn(), text, [now.into()]));
    found.all(tx.conn()).await
}

/// Claims on floor of bookings that hold nothing, and for moves that nobody asks for.
pub async fn of_bookings_tx(tx: &Tx) -> Result<Vec<claim::Model>, DbErr> {
    let text = "SELECT c.* FROM claim c JOIN booking b ON b.id = c.booking_id \
         WHERE NOT (b.status IN ('approved', 'checked_in', 'completed') OR (b.status = 'pending' AND b.holds)) \
         OR c.proposed AND NOT (b.status = 'approved' AND coalesce(b.move_holds, false)) \
         ORDER BY c.starts_at, c.unit_id";
    let found = claim::Entity::find().from_raw_sql(sql(tx.conn(), text, []));
    found.all(tx.conn()).await
}

/// Seats and things that are lent, of bookings that hold nothing.
pub async fn counts_of_bookings_tx(tx: &Tx) -> Result<Vec<pool_claim::Model>, DbErr> {
    let text = "SELECT c.* FROM pool_claim c JOIN booking b ON b.id = c.booking_id \
         WHERE NOT (b.status IN ('approved', 'checked_in', 'completed') OR (b.status = 'pending' AND b.holds)) \
         ORDER BY c.starts_at, c.id";
    let found = pool_claim::Entity::find().from_raw_sql(sql(tx.conn(), text, []));
    found.all(tx.conn()).await
}
