//! The rows that an operation is about, read together.

use std::collections::BTreeSet;

use entity::{Booking, BookingId, SeriesId, booking::Status, series_date};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::{closures, series};
use crate::{
    account,
    db::list::among,
    ledger::operation::{Names, Picture, Whose},
};

/// The named rows and those of `also` as they are now, without a lock: no query where nothing is named.
pub async fn read<C: ConnectionTrait>(
    conn: &C,
    names: &Names,
    also: &BTreeSet<BookingId>,
) -> Result<Picture, DbErr> {
    let ids: BTreeSet<BookingId> = names.bookings.iter().chain(also).copied().collect();
    let ids: Vec<BookingId> = ids.into_iter().collect();
    let mut found = match &*ids {
        [] => Vec::new(),
        bookings => super::find_all(conn, bookings).await?,
    };
    if let Some(series) = names.series {
        found.extend(series::bookings(conn, series).await?);
    }
    if names.with_series {
        for series in series_of(&found) {
            found.extend(series::bookings(conn, series).await?);
        }
    }
    complete(conn, names, found).await
}

/// Those of `bookings` that are named, those of `also`, and what comes along with them because of their series.
pub fn named(
    names: &Names,
    also: &BTreeSet<BookingId>,
    mut bookings: Vec<Booking>,
) -> Vec<Booking> {
    let own = |one: &Booking| names.bookings.contains(&one.id) || also.contains(&one.id);
    let mut series: BTreeSet<SeriesId> = names.series.into_iter().collect();
    if names.with_series {
        let own = bookings.iter().filter(|one| own(one));
        series.extend(own.filter_map(|one| one.series_id));
    }
    bookings.retain(|one| own(one) || one.series_id.is_some_and(|id| series.contains(&id)));
    bookings
}

fn series_of(bookings: &[Booking]) -> BTreeSet<SeriesId> {
    bookings.iter().filter_map(|one| one.series_id).collect()
}

/// The bookings that were `found`, with what else is named and what comes along with them: no query where nothing does.
pub async fn complete<C: ConnectionTrait>(
    conn: &C,
    names: &Names,
    found: Vec<Booking>,
) -> Result<Picture, DbErr> {
    let mut picture = Picture::default();
    if let Some(id) = names.series {
        picture.series = series::find(conn, id).await?;
        picture.dates = series::dates(conn, id).await?;
    }
    if let Some(id) = names.closure {
        picture.closure = closures::find(conn, id).await?;
        picture.hits = closures::hits_of(conn, id).await?;
    }
    if let Some(Whose::Mailbox(mailbox)) = &names.account {
        picture.account = account::store::by_email(conn, mailbox).await?;
    }
    if names.account == Some(Whose::BookerOfSeries) {
        let of_series = found.iter().filter(|one| one.series_id == names.series);
        let last = of_series.max_by_key(|one| (one.starts_at, one.id));
        if let Some(booker) = last.and_then(|one| one.booker_id) {
            picture.account = account::store::by_id(conn, booker).await?;
        }
    }
    let mut choices = BTreeSet::new();
    for one in &found {
        let ended = !one.claims() && one.status != Status::Pending;
        if names.with_held && names.bookings.contains(&one.id) && (one.is_held_offer() || ended) {
            choices.insert(one.choice_of());
        }
    }
    picture.bookings = found.into_iter().map(|one| (one.id, one)).collect();
    for displaced in choices {
        picture
            .held
            .extend(super::offers_of(conn, displaced).await?);
        if !picture.bookings.contains_key(&displaced) {
            let displaced = super::find(conn, displaced).await?;
            picture.bookings.extend(displaced.map(|one| (one.id, one)));
        }
    }
    let own = names
        .bookings
        .iter()
        .filter_map(|id| picture.bookings.get(id));
    let of_series = |one: &Booking| one.is_held_offer() || one.series_id.is_some();
    if names.with_dates && own.clone().any(of_series) {
        let ids = own
            .map(Booking::choice_of)
            .chain(names.bookings.iter().copied());
        picture.dates = series_date::Entity::find()
            .filter(among(
                conn.get_database_backend(),
                series_date::Column::BookingId,
                ids.collect::<BTreeSet<_>>(),
            ))
            .order_by_asc(series_date::Column::Date)
            .all(conn)
            .await?;
    }
    Ok(picture)
}
