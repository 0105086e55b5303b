//! The last things that people did, as the histories tell them.

use entity::{SeriesId, audit};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait};

use crate::db::sql;

/// The line that a person wrote last into the histories of the dates of a series, with those of the same instant, oldest
/// first. The clock of one process may go behind that of another.
pub async fn last_of_series<C: ConnectionTrait>(
    conn: &C,
    series: SeriesId,
) -> Result<Vec<audit::Model>, DbErr> {
    let text = "WITH lines AS MATERIALIZED (SELECT a.* FROM booking b JOIN audit a ON a.booking_id = b.id \
             WHERE b.series_id = $1 AND a.person_id IS NOT NULL) \
         SELECT * FROM lines WHERE at = (SELECT at FROM lines ORDER BY seq DESC, id DESC LIMIT 1) ORDER BY seq, id";
    audit::Entity::find()
        .from_raw_sql(sql(conn, text, [series.into()]))
        .all(conn)
        .await
}
