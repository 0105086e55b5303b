//! Venues, spaces, terms and days, in SQL.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use entity::{SpaceId, UnitId, day, space, space_part, space_unit, term, venue};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, QueryOrder};

use super::{Catalogue, Space, Venue};
use crate::{db::sql, zone::Zone};

pub async fn revision<C: ConnectionTrait>(conn: &C) -> Result<i64, DbErr> {
    let row = conn.query_one_raw(sql(conn, "SELECT revision FROM catalogue", [])).await?;
    row.ok_or_else(|| DbErr::RecordNotFound("catalogue".to_owned()))?.try_get("", "revision")
}

/// Reads the revision first, so that what is kept is never taken for newer than it is.
pub async fn load<C: ConnectionTrait>(conn: &C) -> Result<Catalogue, DbErr> {
    let revision = revision(conn).await?;
    let mut units: HashMap<SpaceId, Vec<UnitId>> = HashMap::new();
    for row in space_unit::Entity::find().order_by_asc(space_unit::Column::UnitId).all(conn).await? {
        units.entry(row.space_id).or_default().push(row.unit_id);
    }
    let mut parts: HashMap<SpaceId, Vec<SpaceId>> = HashMap::new();
    for row in space_part::Entity::find().all(conn).await? {
        parts.entry(row.space_id).or_default().push(row.part_id);
    }
    let rows = venue::Entity::find().order_by_asc(venue::Column::Position).all(conn).await?;
    let mut space_rows = space::Entity::find().order_by_asc(space::Column::Position).all(conn).await?;
    let mut venues = Vec::new();
    let mut spaces = HashMap::new();
    for row in rows {
        let zone = Zone::named(&row.timezone).ok_or_else(|| DbErr::Type(format!("no time zone {}", row.timezone)))?;
        let mut own = Vec::new();
        for space in space_rows.extract_if(.., |space| space.venue_id == row.id) {
            let id = space.id;
            let space = Arc::new(Space {
                row: space,
                venue_slug: row.slug.clone(),
                units: units.remove(&id).unwrap_or_default(),
                parts: parts.remove(&id).unwrap_or_default(),
            });
            spaces.insert(id, space.clone());
            own.push(space);
        }
        venues.push(Arc::new(Venue { row, zone, spaces: own }));
    }
    let terms = term::Entity::find().order_by_asc(term::Column::Position).all(conn).await?;
    let days: BTreeMap<_, _> = day::Entity::find().all(conn).await?.into_iter().map(|day| (day.date, day)).collect();
    Ok(Catalogue { revision, venues, spaces, terms, days })
}
