//! What has to be true for a request to pass, as SQL.

use sea_orm::Value;

use super::DISPLACED;
use crate::quota::open_requests::OpenRequests;

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

/// How many requests of a booker wait, `everywhere` and `here`, as one row.
pub fn waiting_sql(quota: &OpenRequests, values: &mut Vec<Value>) -> String {
    let mut next = |value: Value| {
        values.push(value);
        format!("${}", values.len())
    };
    let booker = next(quota.booker.into());
    let venue = next(quota.venue.into());
    let most = next(quota.limits.open_requests_per_venue.into());
    let counts = format!(
        "{} AS everywhere, {} AS here",
        dates("TRUE", &most),
        dates(&at(&venue), &most)
    );
    waiting(&counts, &booker, &next(quota.now.into()))
}
