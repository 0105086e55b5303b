//! What has to be true for a request to pass, as SQL.

use entity::UnitId;
use sea_orm::{ConnectionTrait, DbErr, Value};

use super::{DISPLACED, taken};
use crate::{
    db::{Tx, sql},
    quota::open_requests::{OpenRequests, Used},
    rules::claimed::TakenUnit,
    slot::Slot,
};

/// What has to be true for a request to pass, looked at in the same statement that claims: whether the catalogue is still
/// the one that the rules were read from, and whether the booker may send one more.
#[derive(Clone, Copy, Debug)]
pub struct Conditions {
    pub revision: i64,
    /// None for what is not one more that waits for an answer: only that counts.
    pub quota: Option<OpenRequests>,
}

impl Conditions {
    pub fn sql(&self, values: &mut Vec<Value>) -> String {
        let mut next = |value: Value| {
            values.push(value);
            format!("${}", values.len())
        };
        let revision = next(self.revision.into());
        let of_catalogue = format!("(SELECT revision FROM catalogue) = {revision}");
        let Some(quota) = &self.quota else {
            return of_catalogue;
        };
        let (booker, now) = (next(quota.booker.into()), next(quota.now.into()));
        let (venue, all, here) = (
            next(quota.venue.into()),
            next(quota.limits.open_requests.into()),
            next(quota.limits.open_requests_per_venue.into()),
        );
        let few = format!(
            "{} < {all} AND {} < {here}",
            dates("TRUE", &here),
            dates(&at(&venue), &here)
        );
        format!("{of_catalogue} AND ({})", waiting(&few, &booker, &now))
    }
}

/// How many dates wait, of a series at most as many as may wait at one venue.
fn dates(which: &str, at_most: &str) -> String {
    format!(
        "CAST(coalesce(sum(CASE WHEN {which} THEN CASE WHEN w.dates > {at_most} THEN {at_most} ELSE w.dates END END), 0) AS bigint)"
    )
}

/// One walk over what the booker has before them. It is set apart from the other conditions: for the sake of the venue or of
/// the status a planner that knows the table only as it was when empty walks everything that waits.
fn waiting(what: &str, booker: &str, now: &str) -> String {
    format!(
        "WITH own AS MATERIALIZED (SELECT id, series_id, venue_id, space_id, layout, requested_by, offer_of, status, holds, starts_at, ends_at FROM booking \
             WHERE booker_id = {booker} AND starts_at > {now}) \
         SELECT {what} FROM (SELECT b.venue_id, count(*) AS dates FROM own b WHERE b.requested_by = {booker} AND b.status = 'pending' \
             AND b.offer_of IS NULL AND NOT {DISPLACED} GROUP BY coalesce(b.series_id, b.id), b.venue_id) w"
    )
}

fn at(venue: &str) -> String {
    format!("w.venue_id = {venue}")
}

/// What a request is weighed against.
pub struct LockedView {
    /// Of the catalogue.
    pub revision: i64,
    /// Of the limits that count for it.
    pub used: Used,
    /// By unit and start.
    pub taken: Vec<TakenUnit>,
}

/// Everything that decides about a request, read after locking in one round trip.
pub async fn locked_view_tx(
    tx: &Tx,
    quota: Option<&OpenRequests>,
    units: &[UnitId],
    window: Slot,
) -> Result<LockedView, DbErr> {
    let mut values: Vec<Value> = Vec::new();
    let mut next = |value: Value| {
        values.push(value);
        format!("${}", values.len())
    };
    let counts = match quota {
        Some(quota) => {
            let booker = next(quota.booker.into());
            let venue = next(quota.venue.into());
            let most = next(quota.limits.open_requests_per_venue.into());
            let counts = format!(
                "{} AS everywhere, {} AS here",
                dates("TRUE", &most),
                dates(&at(&venue), &most)
            );
            let waiting = waiting(&counts, &booker, &next(quota.now.into()));
            format!("CROSS JOIN ({waiting}) o")
        }
        None => String::new(),
    };
    let counted = if quota.is_some() {
        ", o.everywhere, o.here"
    } else {
        ""
    };
    let taken = taken::on_units_sql(tx.conn(), units, window, &mut values);
    let text = format!(
        "SELECT k.revision{counted}, t.* FROM catalogue k {counts} LEFT JOIN ({taken}) t ON 1 = 1 \
         ORDER BY t.unit_id, t.starts_at"
    );
    let rows = tx
        .conn()
        .query_all_raw(sql(tx.conn(), &text, values))
        .await?;
    let row = rows
        .first()
        .ok_or_else(|| DbErr::RecordNotFound("catalogue".to_owned()))?;
    let count = |name: &str| match quota {
        Some(_) => row
            .try_get::<i64>("", name)
            .map(|count| u32::try_from(count).unwrap_or(u32::MAX)),
        None => Ok(0),
    };
    let used = Used {
        open_requests_per_venue: count("here")?,
        open_requests: count("everywhere")?,
    };
    let is_free = row.try_get::<Option<UnitId>>("", "unit_id")?.is_none();
    Ok(LockedView {
        revision: row.try_get("", "revision")?,
        used,
        taken: if is_free {
            Vec::new()
        } else {
            rows.iter().map(taken::read).collect::<Result<_, _>>()?
        },
    })
}
