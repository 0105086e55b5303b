//! What follows from changes for others: who had waited for a time that is given away, who waits again for one that has come
//! free, and which places are held for those who had to make room.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashSet},
};

use entity::{
    Booking, BookingId, Instant, SeriesId, SpaceId, VenueId, audit::Action, booking::Status,
    space::Pending,
};

use super::{
    alternatives,
    change::{Act, Change, Letter, SeriesLetter},
    held_offer,
    occupancy::{Occupancy, Placement},
    operation::Ground,
    store::{series as many, taken},
};
use crate::{
    db::Tx,
    error::Error,
    mail::SeriesNews,
    refusal::conflict::Alternative,
    rules::{
        availability,
        claimed::{Owner, TakenCount, TakenUnit},
        conflict::collide,
        deadline,
        losing::{self, Yes},
        proposal::{Proposal, proposal_of},
        reason::Reason,
    },
    slot::{Slot, Windows},
    venue::{Space, Venue},
};

/// What follows from changes.
#[derive(Debug, Default)]
pub struct Consequences {
    /// Bookings that change because others did.
    pub changes: Vec<Change>,
    pub letters: Vec<Letter>,
}

/// Where `changes` are felt by those who wait and hold nothing: the places that are given up, and those that are given away.
#[must_use]
pub fn felt_at(ground: &Ground<'_>, changes: &[Change]) -> Vec<(SpaceId, Slot)> {
    let felt = changes.iter().flat_map(|change| {
        let given = change.is_given_its_place().then_some(&change.after);
        // One round trip less for every new booking where nobody competes.
        let given = given.filter(|one| change.before.is_some() || is_competed_for(ground, one));
        change.leaves().into_iter().chain(given)
    });
    felt.map(felt_around).collect()
}

/// The space of a booking, and its slot with all the turnaround that may lie beside it: where others feel that it stands.
#[must_use]
pub fn felt_around(booking: &Booking) -> (SpaceId, Slot) {
    (
        booking.space_id,
        availability::with_turnaround(Slot::of(booking)),
    )
}

/// What follows from `changes`, whose claims are written. All their floor is locked, and so is every place at which something
/// may be held for a group. `competitors` wait where the changes are felt; they are locked if a change gives up anything. As
/// many queries for many changes as for one; none where nobody waits and nobody makes room.
pub async fn follow_tx(
    tx: &Tx,
    ground: &Ground<'_>,
    changes: &[Change],
    mut competitors: Vec<Booking>,
) -> Result<Consequences, Error> {
    competitors.retain(|one| changes.iter().all(|change| change.after.id != one.id));
    let mut follows = Consequences {
        changes: requeued(ground, changes, &competitors),
        letters: Vec::new(),
    };
    let given = Given::by(changes);
    competitors.retain(|one| given.takes(ground, &[], one));
    let around = around_tx(tx, ground, &competitors, changes).await?;
    competitors.retain(|one| given.takes(ground, &around, one));
    follows.letters = told_tx(tx, ground, competitors, &around, changes).await?;
    let offers = offered_tx(tx, ground, changes).await?;
    follows.changes.extend(offers.changes);
    follows.letters.extend(offers.letters);
    Ok(follows)
}

/// Whether requests that hold nothing may be waiting for the same floor.
fn is_competed_for(ground: &Ground<'_>, booking: &Booking) -> bool {
    let Ok((venue, own)) = ground.venue_and_space(booking) else {
        return false;
    };
    let competes = |space: &Space| {
        space.row.pending == Pending::Compete
            && space.units.iter().any(|unit| own.units.contains(unit))
    };
    venue.spaces.iter().any(|space| competes(space))
}

/// Requests for a time that has come free are in the queue again; those whose answer time has passed meanwhile get a new one.
fn requeued(ground: &Ground<'_>, changes: &[Change], waiting: &[Booking]) -> Vec<Change> {
    let space_of = |of: &Booking| ground.catalogue.space_of(of.space_id);
    let left: Vec<&Booking> = changes.iter().filter_map(Change::leaves).collect();
    let wants_some = |one: &&Booking| {
        left.iter().any(|gone| {
            let both = space_of(one).zip(space_of(gone));
            let other_series = one.series_id.is_none() || one.series_id != gone.series_id;
            other_series && both.is_some_and(|(space, there)| collide(one, space, gone, there))
        })
    };
    let again = waiting.iter().filter(wants_some);
    again.filter_map(|one| asked_anew(ground, one)).collect()
}

fn is_over(request: &Booking, now: Instant) -> bool {
    request.answer_by.is_some_and(|by| by <= now) && request.starts_at > now
}

/// A new answer time for a request whose own has passed while somebody else had its time. None for one that has begun, or
/// that may still be answered.
#[must_use]
pub fn asked_anew(ground: &Ground<'_>, request: &Booking) -> Option<Change> {
    let (venue, space) = ground.venue_and_space(request).ok()?;
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
    Some(Change::unseen(Some(request.clone()), after))
}

/// What changes give to somebody.
struct Given {
    /// As they stand from now on.
    winners: Vec<Booking>,
    /// As they stood.
    gave_way: Vec<Booking>,
}

impl Given {
    fn by(changes: &[Change]) -> Self {
        let winners = changes.iter().filter(|one| one.is_given_its_place());
        let gave_way = changes.iter().filter_map(Change::gave_way);
        Self {
            winners: winners.map(|one| one.after.clone()).collect(),
            gave_way: gave_way.cloned().collect(),
        }
    }

    /// Whether the time of a request goes to somebody else, and was not given to anybody before as far as can be told from
    /// what is taken `around`.
    fn takes(&self, ground: &Ground<'_>, around: &[TakenUnit], request: &Booking) -> bool {
        let of_another = |won: &&Booking| won.series_id != request.series_id;
        let winners: Cow<'_, [Booking]> = match request.series_id {
            Some(_) => self.winners.iter().filter(of_another).cloned().collect(),
            None => Cow::from(&self.winners),
        };
        let yes = Yes {
            winners: &winners,
            gave_way: &self.gave_way,
        };
        losing::is_lost(ground.catalogue, around, request, yes)
    }
}

/// All floor that is taken where bookings are, and where their groups could go instead; one query, none without bookings. What
/// the `changes` take is written.
pub async fn around_tx(
    tx: &Tx,
    ground: &Ground<'_>,
    bookings: &[Booking],
    changes: &[Change],
) -> Result<Vec<TakenUnit>, Error> {
    let mut windows = Windows::default();
    for one in bookings {
        let (venue, space) = ground.venue_and_space(one)?;
        alternatives::reach(venue, space, &proposal_of(one, venue), &mut windows);
    }
    let mut taken = taken::on_units(tx.conn(), &windows).await?;
    not_over(changes, taken.iter_mut().map(|one| &mut one.booking));
    Ok(taken)
}

/// What was written for `changes` is in the way of others, also where its owner was a hold whose time was over: the rows of
/// bookings are written after their claims.
fn not_over<'a>(changes: &[Change], owners: impl Iterator<Item = &'a mut Option<Owner>>) {
    let written: HashSet<BookingId> = changes.iter().map(|one| one.after.id).collect();
    for owner in owners.flatten() {
        if written.contains(&owner.id) {
            owner.over_at = None;
        }
    }
}

/// As its group would ask for it without the rest of its series.
fn alone<'a>(booking: &'a Booking, venue: &Venue) -> Proposal<'a> {
    Proposal {
        in_series: false,
        ..proposal_of(booking, venue)
    }
}

/// The letters to the groups of requests that `lost` their time, each with what it could have instead; to the group of a
/// series one. `around` is all floor that is taken where the requests would stand, and where they could go. What the `changes`
/// take is written.
pub async fn told_tx(
    tx: &Tx,
    ground: &Ground<'_>,
    mut lost: Vec<Booking>,
    around: &[TakenUnit],
    changes: &[Change],
) -> Result<Vec<Letter>, Error> {
    lost.sort_by_key(|one| (one.starts_at, one.id));
    let (mut single, mut dates) = (Vec::new(), BTreeMap::<SeriesId, Vec<Booking>>::new());
    for one in lost {
        match one.series_id {
            Some(id) => dates.entry(id).or_default().push(one),
            None => single.push(one),
        }
    }
    // Of one date is told like of any booking.
    let of_series = dates.extract_if(.., |_, of_it| of_it.len() == 1);
    single.extend(of_series.flat_map(|(_, of_it)| of_it));
    let (free, _) = elsewhere_tx(tx, ground, &single, alone, around, changes).await?;
    let mut letters = Vec::new();
    for (request, free) in single.into_iter().zip(free) {
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

/// What each of these could have instead, asked for like that: in their order, and all that is taken by count there. `around`
/// is all floor that is. One query for the counts of each venue, none without bookings.
async fn elsewhere_tx(
    tx: &Tx,
    ground: &Ground<'_>,
    bookings: &[Booking],
    asked: for<'a> fn(&'a Booking, &Venue) -> Proposal<'a>,
    around: &[TakenUnit],
    changes: &[Change],
) -> Result<(Vec<Vec<Alternative>>, Vec<TakenCount>), Error> {
    let mut found: Vec<Vec<Alternative>> = bookings.iter().map(|_| Vec::new()).collect();
    let mut counts = Vec::new();
    let mut left: BTreeMap<VenueId, Vec<usize>> = BTreeMap::new();
    for (at, one) in bookings.iter().enumerate() {
        left.entry(one.venue_id).or_default().push(at);
    }
    for here in left.into_values() {
        let mut wanted: Vec<(&Space, Proposal<'_>)> = Vec::new();
        let (venue, _) = ground.venue_and_space(&bookings[here[0]])?;
        for at in &here {
            let (_, space) = ground.venue_and_space(&bookings[*at])?;
            wanted.push((space, asked(&bookings[*at], venue)));
        }
        let mut counted = alternatives::counts_near(tx.conn(), venue, &wanted).await?;
        not_over(changes, counted.iter_mut().map(|one| &mut one.booking));
        let free = alternatives::among(
            ground.catalogue,
            venue,
            &wanted,
            (around.to_vec(), counted.clone()),
            ground.now,
        );
        counts.extend(counted);
        for (at, free) in here.into_iter().zip(free) {
            found[at] = free;
        }
    }
    Ok((found, counts))
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
    let taken = around_tx(tx, ground, &befores, changes).await?;
    // A date of a series may be held for its group as far ahead as it stood.
    let (free, counts) = elsewhere_tx(tx, ground, &befores, proposal_of, &taken, changes).await?;
    let mut occupancy = Occupancy { taken, counts };
    for ((before, after, act, instead), places) in displaced.into_iter().zip(free) {
        // What is held for one group may be all that was found for the next.
        let places = if follows.changes.is_empty() {
            places
        } else {
            still_free(ground, before, &occupancy)?
        };
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

/// What one booking could have instead beside all that is taken by now.
fn still_free(
    ground: &Ground<'_>,
    booking: &Booking,
    occupancy: &Occupancy,
) -> Result<Vec<Alternative>, Error> {
    let (venue, space) = ground.venue_and_space(booking)?;
    let wanted = [(space, proposal_of(booking, venue))];
    let by_now = (occupancy.taken.clone(), occupancy.counts.clone());
    let found = alternatives::among(ground.catalogue, venue, &wanted, by_now, ground.now);
    Ok(found.into_iter().flatten().collect())
}

/// Whether nothing is in the way of a booking. From now on it is in the way of others, if it claims.
fn is_free(ground: &Ground<'_>, occupancy: &mut Occupancy, booking: &Booking) -> bool {
    let Ok((venue, space)) = ground.venue_and_space(booking) else {
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
