//! First choice for a group that had to make room: places that are held for it for a day, until it takes one of them.
//!
//! Each is a booking of its own, pending, that claims like any hold. It waits for its group, not for the venue.

use entity::{BookingId, Instant, PoolId, SpaceId, audit::Action, booking::Status};

use super::{alternatives, step::Step, store};
use crate::{
    db::Tx,
    error::Error,
    refusal::conflict::Offer,
    rules::{
        availability, counts,
        proposal::{self, layout_in, proposal_of},
        reason::Reason,
    },
    slot::Slot,
    venue::{Catalogue, Space, Venue},
    zone::format_wall,
};

use entity::Booking;

const HOURS: i64 = 24;
const AT_MOST: usize = 3;

/// Spaces and pools to lock for [`give_in`]: all in which something could be held for the group of `displaced`.
pub fn floor(catalogue: &Catalogue, displaced: &Booking) -> (Vec<SpaceId>, Vec<PoolId>) {
    let Some(venue) = catalogue.venue_of(displaced.venue_id) else {
        return (Vec::new(), Vec::new());
    };
    let own = catalogue.space_of(displaced.space_id).map(AsRef::as_ref);
    let others = own.map(|own| availability::others(venue, own, displaced.attendees));
    let spaces: Vec<&Space> = own
        .into_iter()
        .chain(others.into_iter().flatten())
        .collect();
    let taken = |space: &&Space| {
        counts::taken_by(venue, space, displaced.attendees, &displaced.stock)
            .into_iter()
            .map(|count| count.pool)
    };
    let pools = spaces.iter().flat_map(taken).collect();
    (spaces.iter().map(|space| space.row.id).collect(), pools)
}

/// When something could be held for the groups of `displaced`.
pub fn window(displaced: &[Booking]) -> Option<Slot> {
    let starts_at = displaced.iter().map(|one| one.starts_at).min()?;
    let ends_at = displaced.iter().map(|one| one.ends_at).max()?;
    Some(availability::fortnight(Slot { starts_at, ends_at }))
}

/// Looks for what is free instead of `before`, which ended as `after` by `step`, holds up to three places for its group if
/// it was approved, and tells the group of all of it in one mail.
///
/// Everything that ends or claims in this transaction has done so, and what [`floor`] names is locked.
pub async fn give_in(
    tx: &Tx,
    step: &Step<'_>,
    before: &Booking,
    after: &Booking,
    reason: &Reason,
) -> Result<(), Error> {
    let news = step.news(before)?;
    let proposal = proposal_of(before, news.venue);
    let (conn, catalogue) = (tx.conn(), step.catalogue);
    let places =
        alternatives::alternatives(conn, catalogue, news.venue, news.space, &proposal, step.now)
            .await?;
    // What no manager ever approved of is not its group's to take.
    let most = match before.status {
        Status::Pending if !before.is_offer() => 0,
        _ => AT_MOST,
    };
    let (mut kept, mut free) = (Vec::new(), Vec::new());
    for place in places {
        let offer = if kept.len() < most {
            keep_in(tx, step, before, &place).await?
        } else {
            None
        };
        match offer {
            Some(offer) => kept.push(offer),
            None => free.push(place),
        }
    }
    // What overlaps a place that is held now is free no longer.
    let free: Vec<Offer> = match kept.as_slice() {
        [] => free,
        _ => still_free_in(tx, step, before, free).await?,
    };
    let (action, role) = (step.action, step.role);
    let writes = news.made_room(action, role, before, after, reason, &kept, &free);
    tx.run_all(writes).await?;
    Ok(())
}

/// Holds one place for the group of `displaced`, for a day. None when it is not free.
async fn keep_in(
    tx: &Tx,
    step: &Step<'_>,
    displaced: &Booking,
    place: &Offer,
) -> Result<Option<Booking>, Error> {
    let until = step.now.plus_hours(HOURS);
    let Some((venue, space, offer)) = drawn_up(step, displaced, place, until) else {
        return Ok(None);
    };
    let step = Step {
        action: Action::Offer,
        ..*step
    };
    match step.claim_in(tx, &offer, venue, space).await {
        Ok(()) => {}
        Err(Error::Conflict { .. }) => return Ok(None),
        Err(error) => return Err(error),
    }
    let writes = vec![
        store::insert(offer.clone()),
        store::note(step.line(&offer, &Reason::default())),
        store::touch(&space.units),
    ];
    tx.run_all(writes).await?;
    Ok(Some(offer))
}

async fn still_free_in(
    tx: &Tx,
    step: &Step<'_>,
    displaced: &Booking,
    places: Vec<Offer>,
) -> Result<Vec<Offer>, Error> {
    let mut free = Vec::new();
    for place in places {
        let until = step.now.plus_hours(HOURS);
        let Some((venue, space, offer)) = drawn_up(step, displaced, &place, until) else {
            continue;
        };
        match step.look_in(tx, &offer, venue, space).await {
            Ok(()) => free.push(place),
            Err(Error::Conflict { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(free)
}

/// The booking of the group at that place, as it is held for it, for a day or only `until` then. None when there is no such
/// place, or its time has come.
pub fn drawn_up<'a>(
    step: &Step<'a>,
    displaced: &Booking,
    place: &Offer,
    until: Instant,
) -> Option<(&'a Venue, &'a Space, Booking)> {
    let (venue, space) = step.catalogue.space(&place.space)?;
    let slot = proposal::slot(place.starts, place.ends, &venue.zone).ok()?;
    if slot.starts_at <= step.now {
        return None;
    }
    let (app, now) = (step.app, step.now);
    let id = BookingId(app.ids.uuid(now));
    let until = now.plus_hours(HOURS).min(slot.starts_at).min(until);
    let offer = Booking {
        id,
        code: app.ids.booking_code(),
        uid: format!("{id}@{}", app.config.host()),
        space_id: space.row.id,
        starts: format_wall(place.starts),
        ends: format_wall(place.ends),
        starts_at: slot.starts_at,
        ends_at: slot.ends_at,
        status: Status::Pending,
        holds: true,
        layout: layout_in(space, &displaced.layout).to_owned(),
        requested_by: step.person.unwrap_or(displaced.requested_by),
        waived: entity::Slugs::default(),
        waive_reason: None,
        reason_code: None,
        reason_text: None,
        decided_at: now,
        sequence: 0,
        version: 1,
        created_at: now,
        series_id: None,
        offer_of: Some(displaced.choice_of()),
        ..displaced
            .clone()
            .proposing(None)
            .to_be_answered(until, None)
    };
    Some((venue, space, offer))
}
