//! First choice for a group that had to make room: places that are held for it for a day, until it takes one of them.
//!
//! Each is a booking of its own, pending, that claims like any hold. It waits for its group, not for the venue.

use entity::{Booking, BookingId, Instant, PersonId, SpaceId, booking::Status};

use super::{
    occupancy::WantedPlace,
    operation::{Footprint, Ground},
};
use crate::{
    refusal::conflict::Alternative,
    rules::{
        availability, counts,
        proposal::{self, layout_in},
    },
    slot::Slot,
    venue::Space,
    zone::format_wall,
};

const HOURS: i64 = 24;

/// So many places are held for a group, at most.
pub const AT_MOST: usize = 3;

/// Adds to a footprint every place at which something could be held for the group of `displaced`.
pub fn reach(foot: &mut Footprint, ground: &Ground<'_>, displaced: &Booking) {
    let Ok((venue, own)) = ground.venue_and_space(displaced) else {
        return;
    };
    let others = availability::others(venue, own, displaced.attendees);
    let spaces: Vec<&Space> = std::iter::once(own).chain(others).collect();
    let fortnight = availability::fortnight(Slot::of(displaced));
    for space in spaces {
        foot.spaces.push(space.row.id);
        foot.pools.extend(counts::pools_of(venue, space, displaced));
        foot.wants.push(WantedPlace {
            space: space.row.id,
            slot: fortnight,
            clears: true,
            gives: false,
        });
    }
}

/// The booking of a group at another place, as it is held for the group: for a day, or until it begins. None when there is no
/// such place, or its time has come.
#[must_use]
pub fn held(
    ground: &Ground<'_>,
    displaced: &Booking,
    place: &Alternative,
    by: Option<PersonId>,
) -> Option<Booking> {
    held_until(ground, displaced, place, by, ground.now.plus_hours(HOURS))
}

/// As [`held`], but no longer than until then.
#[must_use]
pub fn held_until(
    ground: &Ground<'_>,
    displaced: &Booking,
    place: &Alternative,
    by: Option<PersonId>,
    until: Instant,
) -> Option<Booking> {
    let (venue, space) = ground.catalogue.space(&place.space)?;
    let slot = proposal::slot(place.starts, place.ends, &venue.zone).ok()?;
    let now = ground.now;
    if slot.starts_at <= now {
        return None;
    }
    let id = BookingId(ground.ids.uuid(now));
    let until = until.min(now.plus_hours(HOURS)).min(slot.starts_at);
    let space_id: SpaceId = space.row.id;
    Some(Booking {
        id,
        code: ground.ids.booking_code(),
        uid: format!("{id}@{}", ground.host),
        space_id,
        starts: format_wall(place.starts),
        ends: format_wall(place.ends),
        starts_at: slot.starts_at,
        ends_at: slot.ends_at,
        status: Status::Pending,
        holds: true,
        layout: layout_in(space, &displaced.layout).to_owned(),
        requested_by: by.unwrap_or(displaced.requested_by),
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
    })
}
