//! What follows from changes for others: who had waited for a time that is given away, who waits again for one that has come
//! free, and which places are held for those who had to make room.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use entity::{
    Booking, BookingId, Instant, SeriesId, SpaceId, VenueId, audit::Action, booking::Status,
    space::Pending,
};

use super::{
    alternatives,
    change::{Act, Change, Letter, SeriesLetter},
    held_offer,
    occupancy::{Occupancy, Placement, WantedPlace},
    operation::Ground,
    store::{self, occupancy, series as many, taken},
};
use crate::{
    db::Tx,
    error::Error,
    mail::SeriesNews,
    refusal::conflict::Alternative,
    rules::{
        availability,
        conflict::collide,
        counts, deadline,
        losing::{self, Yes},
        proposal::{self, Proposal, proposal_of},
        reason::Reason,
    },
    slot::Slot,
    venue::Space,
};

/// What follows from changes.
#[derive(Debug, Default)]
pub struct Consequences {
    /// Bookings that change because others did.
    pub changes: Vec<Change>,
    pub letters: Vec<Letter>,
}

/// What follows from `changes`, whose claims are written. All their floor is locked, and so is every place at which something
/// may be held for a group. As many queries for many changes as for one; a single one where nobody waits.
pub async fn follow_tx(
    tx: &Tx,
    ground: &Ground<'_>,
    changes: &[Change],
) -> Result<Consequences, Error> {
    let mut follows = Consequences::default();
    let places = changes.iter().flat_map(|one| places_of(ground, one));
    let mut waiting = store::competitors_tx(tx, &places.collect::<Vec<_>>()).await?;
    waiting.retain(|one| changes.iter().all(|change| change.after.id != one.id));
    follows.changes = requeued_tx(tx, ground, changes, &waiting).await?;
    let lost = lost_tx(tx, ground, changes, waiting).await?;
    follows.letters = told_tx(tx, ground, lost).await?;
    let offers = offered_tx(tx, ground, changes).await?;
    follows.changes.extend(offers.changes);
    follows.letters.extend(offers.letters);
    Ok(follows)
}

/// Where the change is felt by those who wait: the place that it gives up, and the one that it gives away.
fn places_of(ground: &Ground<'_>, change: &Change) -> impl Iterator<Item = (SpaceId, Slot)> {
    let given = change.is_given_its_place().then_some(&change.after);
    // One round trip less for every new booking where nobody competes.
    let given = given.filter(|one| change.before.is_some() || is_competed_for(ground, one));
    let near = |of: &Booking| (of.space_id, availability::around(Slot::of(of)));
    change.leaves().into_iter().chain(given).map(near)
}

/// Whether requests that hold nothing may be waiting for the same floor.
fn is_competed_for(ground: &Ground<'_>, booking: &Booking) -> bool {
    let Ok((venue, own)) = ground.place_of(booking) else {
        return false;
    };
    let competes = |space: &Space| {
        space.row.pending == Pending::Compete
            && space.units.iter().any(|unit| own.units.contains(unit))
    };
    venue.spaces.iter().any(|space| competes(space))
}

/// Requests for a time that has come free are in the queue again; those whose answer time has passed meanwhile get a new one.
async fn requeued_tx(
    tx: &Tx,
    ground: &Ground<'_>,
    changes: &[Change],
    waiting: &[Booking],
) -> Result<Vec<Change>, Error> {
    let space_of = |of: &Booking| ground.catalogue.space_of(of.space_id);
    let left: Vec<&Booking> = changes.iter().filter_map(Change::leaves).collect();
    let wants_some = |one: &&Booking| {
        left.iter().any(|gone| {
            let both = space_of(one).zip(space_of(gone));
            let other_series = one.series_id.is_none() || one.series_id != gone.series_id;
            other_series && both.is_some_and(|(space, there)| collide(one, space, gone, there))
        })
    };
    let over = waiting.iter().filter(|one| is_over(one, ground.now));
    let ids: Vec<BookingId> = over.filter(wants_some).map(|one| one.id).collect();
    // None of the locks on floor keeps their groups and their venue from writing to each other meanwhile.
    let locked = store::all_locked_tx(tx, &ids).await?;
    let again = locked
        .iter()
        .filter(|one| one.status == Status::Pending)
        .filter_map(|one| asked_anew(ground, one));
    Ok(again.collect())
}

fn is_over(request: &Booking, now: Instant) -> bool {
    request.answer_by.is_some_and(|by| by <= now) && request.starts_at > now
}

/// A new answer time for a request whose own has passed while somebody else had its time. None for one that has begun, or
/// that may still be answered.
#[must_use]
pub fn asked_anew(ground: &Ground<'_>, request: &Booking) -> Option<Change> {
    let (venue, space) = ground.place_of(request).ok()?;
    if !is_over(request, ground.now) {
        return None;
    }
    let by = ground.answer_by(venue, space, request.starts_at);
    let after = Booking {
        version: request.version + 1,
        ..request
            .clone()
            .to_be_answered(by, deadline::half_time(ground.now, by))
    };
    Some(Change {
        before: Some(request.clone()),
        after,
        acts: Vec::new(),
        became: None,
        instead: None,
    })
}

/// Those of `waiting` whose time is given to somebody else by the changes, and was not before.
async fn lost_tx(
    tx: &Tx,
    ground: &Ground<'_>,
    changes: &[Change],
    mut waiting: Vec<Booking>,
) -> Result<Vec<Booking>, Error> {
    let given = changes.iter().filter(|one| one.is_given_its_place());
    let winners: Vec<Booking> = given.map(|one| one.after.clone()).collect();
    if winners.is_empty() {
        return Ok(Vec::new());
    }
    let gave_way = changes.iter().filter_map(Change::gave_way);
    let gave_way: Vec<Booking> = gave_way.cloned().collect();
    let Some((units, window)) = losing::ground(ground.catalogue, &waiting) else {
        return Ok(Vec::new());
    };
    let taken = taken::on_units(tx.conn(), &units, window).await?;
    waiting.retain(|one| {
        let others = winners
            .iter()
            .filter(|won| one.series_id.is_none() || won.series_id != one.series_id);
        let others: Vec<Booking> = others.cloned().collect();
        let yes = Yes {
            winners: &others,
            gave_way: &gave_way,
        };
        losing::is_lost(ground.catalogue, &taken, one, yes)
    });
    Ok(waiting)
}

/// Tells the groups of requests that lost their time, each with what it could have instead; of a series once.
pub async fn told_tx(
    tx: &Tx,
    ground: &Ground<'_>,
    mut lost: Vec<Booking>,
) -> Result<Vec<Letter>, Error> {
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
    let free = elsewhere_tx(tx, ground, &alone).await?;
    let mut letters = Vec::new();
    for (request, free) in alone.into_iter().zip(free) {
        let request = Box::new(request);
        letters.push(Letter::TimeGiven { request, free });
    }
    let ids: HashSet<SeriesId> = dates.keys().copied().collect();
    for series in many::all(tx.conn(), &ids).await? {
        let Some(bookings) = dates.remove(&series.id) else {
            continue;
        };
        letters.push(Letter::Series(Box::new(SeriesLetter {
            series,
            news: SeriesNews::TimeGiven,
            bookings,
            others: Vec::new(),
            known: Vec::new(),
            reason: Reason::default(),
        })));
    }
    Ok(letters)
}

/// What each of these could have instead, alone: in their order.
async fn elsewhere_tx(
    tx: &Tx,
    ground: &Ground<'_>,
    bookings: &[Booking],
) -> Result<Vec<Vec<Alternative>>, Error> {
    let mut found: Vec<Vec<Alternative>> = bookings.iter().map(|_| Vec::new()).collect();
    let mut left: BTreeMap<VenueId, Vec<usize>> = BTreeMap::new();
    for (at, one) in bookings.iter().enumerate() {
        left.entry(one.venue_id).or_default().push(at);
    }
    for here in left.into_values() {
        let mut wanted: Vec<(&Space, Proposal<'_>)> = Vec::new();
        let (venue, _) = ground.place_of(&bookings[here[0]])?;
        for at in &here {
            let (_, space) = ground.place_of(&bookings[*at])?;
            let proposal = Proposal {
                in_series: false,
                ..proposal_of(&bookings[*at], venue)
            };
            wanted.push((space, proposal));
        }
        let (conn, catalogue, now) = (tx.conn(), ground.catalogue, ground.now);
        let free = alternatives::alternatives_to_each(conn, catalogue, venue, &wanted, now);
        for (at, free) in here.into_iter().zip(free.await?) {
            found[at] = free;
        }
    }
    Ok(found)
}

/// Places for those who had to make room: held where that is said, and told.
async fn offered_tx(
    tx: &Tx,
    ground: &Ground<'_>,
    changes: &[Change],
) -> Result<Consequences, Error> {
    let mut follows = Consequences::default();
    let displaced = changes.iter().filter_map(|one| {
        Some((
            one.before.as_ref()?,
            &one.after,
            one.acts.last()?,
            one.instead?,
        ))
    });
    let displaced: Vec<_> = displaced.collect();
    if displaced.is_empty() {
        return Ok(follows);
    }
    let befores: Vec<Booking> = displaced
        .iter()
        .map(|(before, ..)| (*before).clone())
        .collect();
    let free = elsewhere_tx(tx, ground, &befores).await?;
    let mut occupancy = around_tx(tx, ground, &befores, &free).await?;
    for ((before, after, act, instead), places) in displaced.into_iter().zip(free) {
        let (mut held, mut rest) = (Vec::new(), Vec::new());
        for place in places {
            let offer = held_offer::held(ground, before, &place, act.person);
            let may = (held.len() < instead.held).then_some(offer).flatten();
            match may.filter(|offer| is_free(ground, &mut occupancy, offer)) {
                Some(offer) => held.push(offer),
                None => rest.push(place),
            }
        }
        if !held.is_empty() {
            // What overlaps a place that is held now is free no longer.
            rest.retain(|place| {
                let there = held_offer::held(ground, before, place, act.person);
                there.is_some_and(|there| {
                    let asked = Booking {
                        status: Status::Cancelled,
                        ..there
                    };
                    is_free(ground, &mut occupancy, &asked)
                })
            });
        }
        let offered = Act {
            action: Action::Offer,
            reason: Reason::default(),
            ..act.clone()
        };
        let made = held
            .iter()
            .map(|offer| Change::made(offer.clone(), offered.clone()));
        follows.changes.extend(made);
        follows.letters.push(Letter::MadeRoom {
            act: act.clone(),
            before: Box::new(before.clone()),
            after: Box::new(after.clone()),
            held,
            free: rest,
        });
    }
    Ok(follows)
}

/// Whether nothing is in the way of a booking. From now on it is in the way of others, if it claims.
fn is_free(ground: &Ground<'_>, occupancy: &mut Occupancy, booking: &Booking) -> bool {
    let Ok((venue, space)) = ground.place_of(booking) else {
        return false;
    };
    let wanted = Placement {
        booking,
        space,
        floor: true,
    };
    let way = occupancy.take_if_free(ground.catalogue, venue, wanted, ground.now);
    way.is_empty()
}

/// What is taken at these places.
async fn around_tx(
    tx: &Tx,
    ground: &Ground<'_>,
    displaced: &[Booking],
    places: &[Vec<Alternative>],
) -> Result<Occupancy, Error> {
    let (mut wants, mut pools) = (Vec::new(), BTreeSet::new());
    for (booking, places) in displaced.iter().zip(places) {
        for place in places {
            let Some((venue, space)) = ground.catalogue.space(&place.space) else {
                continue;
            };
            let Ok(slot) = proposal::slot(place.starts, place.ends, &venue.zone) else {
                continue;
            };
            wants.push(WantedPlace {
                space: space.row.id,
                slot,
                clears: false,
            });
            let counts = counts::taken_by(venue, space, booking.attendees, &booking.stock);
            pools.extend(counts.iter().map(|count| count.pool));
        }
    }
    let pools: Vec<_> = pools.into_iter().collect();
    Ok(occupancy::near_tx(tx, ground.catalogue, &wants, &pools).await?)
}
