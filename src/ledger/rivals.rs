//! Requests that wait for the same time, holding nothing. Their rows are never changed by an approval: that their time was
//! given to another group shows in the claims.

use std::collections::{BTreeMap, HashSet};

use entity::{BookingId, Instant, SeriesId, booking::Status};

use super::{
    alternatives,
    notify::News,
    notify_series,
    store::{self, taken},
};
use crate::{
    db::{Tx, Write},
    error::Error,
    rules::{
        availability,
        conflict::collide,
        deadline,
        losing::{self, Asked, Known, Yes},
        proposal::{Proposal, proposal_of},
    },
    slot::Slot,
    venue::Catalogue,
};

use entity::Booking;

/// [`Error::Losing`] when somebody loses by a yes to `asked` whom the one who says it does not know of. What would be refused
/// anyway is refused for that. All of it is locked and stands as before the yes.
pub async fn agreed_in(
    tx: &Tx,
    catalogue: &Catalogue,
    asked: Asked<'_>,
    known: Option<&Known>,
    now: Instant,
) -> Result<(), Error> {
    let venue = asked
        .dates
        .first()
        .and_then(|one| catalogue.venue_of(one.venue_id));
    let (Some(known), Some(venue)) = (known, venue) else {
        return Ok(());
    };
    let all = std::slice::from_ref(&asked);
    let field = store::losing::field(tx.conn(), catalogue, venue, all).await?;
    let outlook = field.outlook(catalogue, venue, &asked, now);
    if outlook.in_the_way.is_empty() && !known.covers(&outlook.losers) {
        return Err(Error::Losing(outlook.losers));
    }
    Ok(())
}

/// Tells everybody who waited for what `winner` has just claimed, with what each could have instead; those not who had lost
/// it before, to bookings that `gave_way` in this very transaction.
pub async fn told_in(
    tx: &Tx,
    news: &News<'_>,
    winner: &Booking,
    gave_way: &[Booking],
) -> Result<Vec<Write>, Error> {
    told_by_all_in(tx, news, std::slice::from_ref(winner), gave_way).await
}

/// As [`told_in`], for dates of one series in one space: everybody is told once.
pub async fn told_by_all_in(
    tx: &Tx,
    news: &News<'_>,
    winners: &[Booking],
    gave_way: &[Booking],
) -> Result<Vec<Write>, Error> {
    let (catalogue, yes) = (news.catalogue, Yes { winners, gave_way });
    let mut lost = near_in(tx, winners).await?;
    let Some((units, window)) = losing::ground(catalogue, &lost) else {
        return Ok(Vec::new());
    };
    let taken = taken::on_units(tx.conn(), &units, window).await?;
    lost.retain(|rival| losing::is_lost(catalogue, &taken, rival, yes));
    all_told_in(tx, news, lost).await
}

/// Tells all these, of one venue, that their time is given to somebody else, with what each could have instead; of a series
/// once.
pub async fn all_told_in(
    tx: &Tx,
    news: &News<'_>,
    mut lost: Vec<Booking>,
) -> Result<Vec<Write>, Error> {
    lost.sort_by_key(|one| (one.starts_at, one.id));
    let (mut alone, mut dates) = (Vec::new(), BTreeMap::<SeriesId, Vec<Booking>>::new());
    for one in lost {
        match one.series_id {
            Some(id) => dates.entry(id).or_default().push(one),
            None => alone.push(one),
        }
    }
    // Of one date is told like of any booking.
    let single = dates.extract_if(.., |_, of_it| of_it.len() == 1);
    alone.extend(single.flat_map(|(_, of_it)| of_it));
    let mut writes = each_told_in(tx, news, &alone).await?;
    let ids: HashSet<SeriesId> = dates.keys().copied().collect();
    let rows = store::series::all(tx.conn(), &ids).await?;
    let told = rows.iter();
    writes.extend(told.filter_map(|row| notify_series::time_given(news, row, &dates[&row.id])));
    Ok(writes)
}

/// Each with what it could have instead: as many queries as for one.
async fn each_told_in(tx: &Tx, news: &News<'_>, lost: &[Booking]) -> Result<Vec<Write>, Error> {
    let (catalogue, venue) = (news.catalogue, news.venue);
    let wanted = lost.iter().filter_map(|rival| {
        let proposal = Proposal {
            in_series: false,
            ..proposal_of(rival, venue)
        };
        Some((rival, (&**catalogue.space_of(rival.space_id)?, proposal)))
    });
    let (rivals, wanted): (Vec<&Booking>, Vec<_>) = wanted.unzip();
    let places =
        alternatives::alternatives_to_each(tx.conn(), catalogue, venue, &wanted, news.now).await?;
    let told = rivals.iter().zip(&places);
    Ok(told
        .filter_map(|(rival, places)| news.time_given(rival, places))
        .collect())
}

/// Those whom dates of one series may concern.
async fn near_in(tx: &Tx, bookings: &[Booking]) -> Result<Vec<Booking>, Error> {
    let Some(first) = bookings.first() else {
        return Ok(Vec::new());
    };
    let near: Vec<Slot> = bookings
        .iter()
        .map(|booking| availability::around(Slot::of(booking)))
        .collect();
    Ok(store::rivals(tx, first, &near).await?)
}

/// Once `released` has given its time back, those that waited for it are in the queue again; those whose answer time has
/// passed meanwhile get a new one.
pub async fn back_in(tx: &Tx, news: &News<'_>, released: &Booking) -> Result<Vec<Write>, Error> {
    back_from_all_in(tx, news, std::slice::from_ref(released)).await
}

/// As [`back_in`], for dates of one series in one space.
pub async fn back_from_all_in(
    tx: &Tx,
    news: &News<'_>,
    released: &[Booking],
) -> Result<Vec<Write>, Error> {
    let wants_some = |rival: &Booking| {
        let space = news.catalogue.space_of(rival.space_id);
        released.iter().any(|one| {
            let there = news.catalogue.space_of(one.space_id);
            let both = space.zip(there);
            both.is_some_and(|(space, there)| collide(rival, space, one, there))
        })
    };
    let mut back = near_in(tx, released).await?;
    back.retain(|rival| is_over(rival, news.now) && wants_some(rival));
    // None of the locks on floor keeps their groups and their venue from writing to each other meanwhile.
    let ids: Vec<BookingId> = back.iter().map(|rival| rival.id).collect();
    let mut back = store::all_locked_in(tx, &ids).await?;
    back.retain(|rival| rival.status == Status::Pending);
    let writes = back.iter().filter_map(|rival| asked_anew(news, rival));
    Ok(writes.collect())
}

/// A new answer time for a request whose own has passed while somebody else had its time. None for one that has begun, or
/// that may still be answered.
pub fn asked_anew(news: &News<'_>, rival: &Booking) -> Option<Write> {
    let space = news.catalogue.space_of(rival.space_id);
    let space = space.filter(|_| is_over(rival, news.now))?;
    let by = deadline::answer_by(
        news.now,
        rival.starts_at,
        space.row.notice_hours,
        news.venue.row.answer_within_working_days,
        news.catalogue.hours(news.venue),
        &news.venue.zone,
    );
    let after = Booking {
        version: rival.version + 1,
        ..rival
            .clone()
            .to_be_answered(by, deadline::half_time(news.now, by))
    };
    Some(store::update(rival, after))
}

fn is_over(rival: &Booking, now: Instant) -> bool {
    rival.answer_by.is_some_and(|by| by <= now) && rival.starts_at > now
}
