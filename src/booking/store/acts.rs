//! The last things that people did, as the histories tell them.

use entity::{SeriesId, audit};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait};

use crate::db::sql;

/// The lines that a person wrote into the histories of the dates of a series at the latest instant of any, oldest first.
pub async fn last_of_series<C: ConnectionTrait>(
    conn: &C,
    series: SeriesId,
) -> Result<Vec<audit::Model>, DbErr> {
    let text = "WITH lines AS MATERIALIZED (SELECT a.* FROM booking b JOIN audit a ON a.booking_id = b.id \
             WHERE b.series_id = $1 AND a.person_id IS NOT NULL) \
         SELECT * FROM lines WHERE at = (SELECT max(at) FROM lines) ORDER BY seq, id";
    audit::Entity::find()
        .from_raw_sql(sql(conn, text, [series.into()]))
        .all(conn)
        .await
}
