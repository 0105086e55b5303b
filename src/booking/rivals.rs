//! Requests that wait for the same time, holding nothing. Their rows are never changed by an approval: that their time was
//! given to another group shows in the claims.

use entity::booking::Status;

use super::{
    Booking,
    conflict::{Taken, TakenBy, clashes},
    deadline,
    news::News,
    offers,
    rules::Proposal,
    series,
    slot::Slot,
    store::{self, taken},
    turnaround::Use,
};
use crate::{
    db::{Tx, Write},
    error::Error,
    venue::{Space, Venue},
    zone::parse_wall,
};

/// The booking as if its group asked for it again.
pub fn proposal_of<'a>(booking: &'a Booking, venue: &Venue) -> Proposal<'a> {
    Proposal {
        slot: Slot {
            starts_at: booking.starts_at,
            ends_at: booking.ends_at,
        },
        starts: parse_wall(&booking.starts).unwrap_or_else(|| venue.zone.local(booking.starts_at)),
        ends: parse_wall(&booking.ends).unwrap_or_else(|| venue.zone.local(booking.ends_at)),
        attendees: booking.attendees,
        layout: Some(&booking.layout),
        stock: &booking.stock,
        for_group: booking.group_name.is_some(),
        by_manager: false,
        in_series: booking.series_id.is_some(),
    }
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
    let rivals = near_in(tx, winners).await?;
    let mut lost: Vec<Booking> = Vec::new();
    for rival in rivals {
        let Some(space) = news.catalogue.space_of(rival.space_id) else {
            continue;
        };
        let lost_to = |other: &Booking| {
            let there = news.catalogue.space_of(other.space_id);
            there.is_some_and(|there| collide(&rival, space, other, there))
        };
        if !winners.iter().any(lost_to)
            || gave_way.iter().any(lost_to)
            || lost_before(tx, news, &rival, space, winners).await?
        {
            continue;
        }
        lost.push(rival);
    }
    lost.sort_by_key(|one| (one.starts_at, one.id));
    let mut writes = Vec::new();
    while let Some(rival) = lost.first().cloned() {
        let same = |one: &Booking| rival.series_id.is_some() && one.series_id == rival.series_id;
        let dates: Vec<Booking> = lost
            .extract_if(.., |one| one.id == rival.id || same(one))
            .collect();
        if dates.len() > 1 {
            writes.extend(Box::pin(series::time_given_in(tx, news, &dates)).await?);
            continue;
        }
        let Some(space) = news.catalogue.space_of(rival.space_id) else {
            continue;
        };
        let proposal = Proposal {
            in_series: false,
            ..proposal_of(&rival, news.venue)
        };
        let offers = offers::alternatives(
            tx.conn(),
            news.catalogue,
            news.venue,
            space,
            &proposal,
            news.now,
        )
        .await?;
        writes.extend(news.time_given(&rival, &offers));
    }
    Ok(writes)
}

/// Those whom dates of one series may concern.
async fn near_in(tx: &Tx, bookings: &[Booking]) -> Result<Vec<Booking>, Error> {
    let Some(first) = bookings.first() else {
        return Ok(Vec::new());
    };
    let near: Vec<Slot> = bookings
        .iter()
        .map(|booking| offers::around(Slot::of(booking)))
        .collect();
    Ok(store::rivals(tx, first, &near).await?)
}

/// Whether `wanted` cannot be on the floor on which `other` stands.
pub fn collide(wanted: &Booking, space: &Space, other: &Booking, there: &Space) -> bool {
    let by = TakenBy::Booking { pending: false };
    let taken = Taken::of(
        Slot::of(other),
        by,
        use_of(other, there),
        use_of(wanted, space),
    );
    let floor = space.seats().is_none() && there.seats().is_none();
    let shared = there.units.iter().any(|unit| space.units.contains(unit));
    floor && shared && !clashes(Slot::of(wanted), &[taken]).is_empty()
}

/// Whether somebody else than the `winners` was given the time of `rival` already: then its group was told that day.
async fn lost_before(
    tx: &Tx,
    news: &News<'_>,
    rival: &Booking,
    space: &Space,
    winners: &[Booking],
) -> Result<bool, Error> {
    let around = offers::around(Slot::of(rival));
    let taken = taken::on_units(tx.conn(), &space.units, around).await?;
    let given = taken.iter().filter(|unit| {
        unit.booking.is_some_and(|owner| {
            let won_now = winners.iter().any(|winner| winner.id == owner.id);
            !won_now && owner.status != Status::Pending
        })
    });
    let given = offers::merged(news.catalogue, use_of(rival, space), given);
    Ok(!clashes(Slot::of(rival), &given).is_empty())
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
    let hours = news.catalogue.hours(news.venue);
    let mut writes = Vec::new();
    for rival in near_in(tx, released).await? {
        let Some(space) = news.catalogue.space_of(rival.space_id) else {
            continue;
        };
        if rival.answer_by.is_none_or(|by| by > news.now) || rival.starts_at <= news.now {
            continue;
        }
        let (notice, days) = (
            space.row.notice_hours,
            news.venue.row.answer_within_working_days,
        );
        let by = deadline::answer_by(
            news.now,
            rival.starts_at,
            notice,
            days,
            hours,
            &news.venue.zone,
        );
        let after = Booking {
            version: rival.version + 1,
            ..rival
                .clone()
                .to_be_answered(by, deadline::half_time(news.now, by))
        };
        writes.push(store::update(&rival, after));
    }
    Ok(writes)
}

fn use_of<'a>(booking: &'a Booking, space: &'a Space) -> Use<'a> {
    Use {
        space: &space.row,
        layout: Some(&booking.layout),
    }
}
