//! Pages of bookings, by (start, id) or the other way round.

use std::collections::HashSet;

use entity::{BookingId, Instant, PersonId, VenueId, booking, booking::Status};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, Value,
};

use crate::{
    db::{list::one_of, sql},
    rules::{lifecycle::Moment, proposal::LONGEST_DAYS},
};

/// What to list. The scope comes first: a listing without one cannot be asked for.
#[derive(Clone, Debug)]
pub struct Listing {
    pub scope: ListScope,
    pub statuses: Vec<Status>,
    pub venue: Option<VenueId>,
    /// Ending after.
    pub from: Option<Instant>,
    /// Starting before.
    pub to: Option<Instant>,
    pub order: Order,
    /// After this place in that order.
    pub after: Option<(Instant, BookingId)>,
    pub limit: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    #[default]
    SoonestFirst,
    LatestFirst,
}

impl Order {
    fn direction(self) -> sea_orm::Order {
        match self {
            Self::SoonestFirst => sea_orm::Order::Asc,
            Self::LatestFirst => sea_orm::Order::Desc,
        }
    }
}

/// Whose bookings are listed: those of a person, and those that the person manages.
#[derive(Clone, Debug)]
pub struct ListScope {
    pub booker: PersonId,
    /// Their mailbox: of what was booked for them before they had an account.
    pub email: String,
    /// The venues all of whose bookings they see; every venue for an administrator.
    pub managed: Managed,
}

#[derive(Clone, Debug)]
pub enum Managed {
    Venues(Vec<VenueId>),
    All,
}

/// At most `limit` bookings of a listing, from behind its place `after` on.
pub async fn page<C: ConnectionTrait>(
    conn: &C,
    listing: &Listing,
) -> Result<Vec<booking::Model>, DbErr> {
    let columns = booking::COLUMN;
    let mut found = booking::Entity::find();
    match &listing.scope.managed {
        Managed::All => {}
        Managed::Venues(venues) => {
            let for_them = Condition::all()
                .add(columns.booker_id.is_null())
                .add(columns.contact_email.eq(listing.scope.email.as_str()));
            let mut mine = Condition::any()
                .add(columns.booker_id.eq(listing.scope.booker))
                .add(for_them);
            if !venues.is_empty() {
                mine = mine.add(columns.venue_id.is_in(venues.iter().copied()));
            }
            found = found.filter(mine);
        }
    }
    if !listing.statuses.is_empty() {
        found = found.filter(booking::Column::Status.is_in(listing.statuses.iter().copied()));
    }
    if let Some(venue) = listing.venue {
        found = found.filter(columns.venue_id.eq(venue));
    }
    if let Some(from) = listing.from {
        let earliest = from.plus_days(-i64::from(LONGEST_DAYS));
        found = found
            .filter(booking::Column::EndsAt.gt(from))
            .filter(booking::Column::StartsAt.gte(earliest));
    }
    if let Some(to) = listing.to {
        found = found.filter(booking::Column::StartsAt.lt(to));
    }
    let (starts, direction) = (booking::Column::StartsAt, listing.order.direction());
    if let Some((starts_at, id)) = listing.after {
        let (start_is_further, id_is_further) = match listing.order {
            Order::SoonestFirst => (starts.gt(starts_at), columns.id.gt(id)),
            Order::LatestFirst => (starts.lt(starts_at), columns.id.lt(id)),
        };
        let same_start = Condition::all()
            .add(starts.eq(starts_at))
            .add(id_is_further);
        found = found.filter(Condition::any().add(start_is_further).add(same_start));
    }
    found
        .order_by(starts, direction.clone())
        .order_by(booking::Column::Id, direction)
        .limit(listing.limit)
        .all(conn)
        .await
}

/// What waits for the answer of a venue, soonest answer time first, of a series only one date, at most 200; without what
/// somebody else's claim stands in the way of.
pub async fn queue<C: ConnectionTrait>(
    conn: &C,
    venue: VenueId,
) -> Result<Vec<booking::Model>, DbErr> {
    let text = format!(
        "SELECT * FROM ( \
             SELECT b.*, row_number() OVER (PARTITION BY coalesce(b.series_id, b.id) ORDER BY b.answer_by, b.starts_at, b.id) AS nth \
             FROM booking b WHERE b.venue_id = $1 AND b.status = 'pending' AND b.offer_of IS NULL AND NOT {}) waiting \
         WHERE nth = 1 ORDER BY answer_by, created_at, id LIMIT 200",
        super::DISPLACED
    );
    booking::Entity::find()
        .from_raw_sql(sql(conn, &text, [venue.into()]))
        .all(conn)
        .await
}

/// Approved bookings of a venue whose groups ask for a move, soonest answer time first, of what is asked for a whole series
/// only one date, at most 200. Set apart, because a planner that sees the venue first walks all its bookings.
pub async fn asked_moves<C: ConnectionTrait>(
    conn: &C,
    venue: VenueId,
) -> Result<Vec<booking::Model>, DbErr> {
    let text = "WITH asked AS MATERIALIZED (SELECT * FROM booking WHERE move_answer_by IS NOT NULL), \
         ranked AS (SELECT *, row_number() OVER ( \
             PARTITION BY CASE WHEN move_of_series THEN series_id ELSE id END ORDER BY starts_at, id) AS nth \
             FROM asked WHERE venue_id = $1) \
         SELECT * FROM ranked WHERE nth = 1 ORDER BY move_answer_by, id LIMIT 200";
    booking::Entity::find()
        .from_raw_sql(sql(conn, text, [venue.into()]))
        .all(conn)
        .await
}

/// Those of `bookings` that wait though somebody else was given their time. No query where none of them could.
pub async fn given<C: ConnectionTrait>(
    conn: &C,
    bookings: &[booking::Model],
) -> Result<HashSet<BookingId>, DbErr> {
    let could = |one: &&booking::Model| one.status == Status::Pending && !one.holds;
    if !bookings.iter().any(|one| could(&one)) {
        return Ok(HashSet::new());
    }
    let ids = bookings.iter().filter(could).map(|one| one.id);
    let mut values: Vec<Value> = Vec::new();
    let text = format!(
        "SELECT b.id FROM booking b WHERE b.id {} AND {}",
        one_of(conn.get_database_backend(), ids, &mut values),
        super::GIVEN
    );
    let rows = conn.query_all_raw(sql(conn, &text, values)).await?;
    rows.iter().map(|row| row.try_get("", "id")).collect()
}

/// What is over at a venue and was not counted, of the months that are open: oldest first, at most 200.
pub async fn uncounted<C: ConnectionTrait>(
    conn: &C,
    venue: VenueId,
    moment: Moment,
) -> Result<Vec<booking::Model>, DbErr> {
    let columns = booking::COLUMN;
    booking::Entity::find()
        .filter(columns.venue_id.eq(venue))
        .filter(booking::Column::Status.is_in([
            Status::Approved,
            Status::CheckedIn,
            Status::Completed,
        ]))
        .filter(booking::Column::StartsAt.gte(moment.counted_since))
        .filter(booking::Column::EndsAt.lte(moment.now))
        .filter(columns.attended.is_null())
        .order_by_asc(booking::Column::StartsAt)
        .order_by_asc(booking::Column::Id)
        .limit(200)
        .all(conn)
        .await
}

/// How many bookings of a person wait for the group's answer: to a question, or whether it takes what is held for it; without
/// what was given to another group. What belongs together counts once.
pub async fn waiting_for_group<C: ConnectionTrait>(
    conn: &C,
    booker: PersonId,
    email: &str,
    now: Instant,
) -> Result<u64, DbErr> {
    let text = format!(
        "SELECT count(DISTINCT coalesce(b.offer_of, b.series_id, b.id)) AS waiting FROM booking b \
         WHERE (b.booker_id = $1 OR b.booker_id IS NULL AND b.contact_email = $2) AND b.starts_at > $3 \
         AND b.status = 'pending' AND (b.asked_at IS NOT NULL OR b.offer_of IS NOT NULL) AND NOT {}",
        super::GIVEN
    );
    let values = [booker.into(), email.into(), now.into()];
    let row = conn.query_one_raw(sql(conn, &text, values)).await?;
    let waiting = row
        .map(|row| row.try_get::<i64>("", "waiting"))
        .transpose()?;
    Ok(waiting.unwrap_or_default().unsigned_abs())
}

/// Since when somebody else has had the time of a waiting request; the epoch where it was given to a closure. None where
/// nobody was given it.
pub async fn given_since<C: ConnectionTrait>(
    conn: &C,
    id: BookingId,
) -> Result<Option<Instant>, DbErr> {
    let text = format!(
        "SELECT {} AS since FROM booking b WHERE b.id = $1 AND b.status = 'pending' AND {}",
        super::GIVEN_SINCE,
        super::GIVEN
    );
    let row = conn.query_one_raw(sql(conn, &text, [id.into()])).await?;
    row.map(|row| row.try_get("", "since")).transpose()
}
