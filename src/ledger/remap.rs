//! What becomes of claims when spaces are made of other parts: those of bookings to come go along, or nothing does. What has
//! begun keeps the floor on which it has begun.

use std::collections::{BTreeMap, BTreeSet};

use entity::{Booking, BookingId, Instant, SpaceId, UnitId, claim, space};

use super::{
    consequences::{around_tx, asked_anew, told_tx},
    delta::{FloorClaim, kept_for_a_move_on},
    gate, letters, record,
    store::{self, claims, remap as rows},
};
use crate::{
    account::Actor,
    app::App,
    db::Tx,
    error::Error,
    rules::{
        availability,
        turnaround::{self, Use},
    },
    slot::Slot,
    venue::Catalogue,
};

/// The units that each space takes.
pub type UnitsBySpace = BTreeMap<SpaceId, BTreeSet<UnitId>>;

/// All spaces, and their floors as they were and as they are from now on.
pub struct Remap<'a> {
    pub spaces: &'a BTreeMap<SpaceId, space::Model>,
    pub before: &'a UnitsBySpace,
    pub after: &'a UnitsBySpace,
    pub now: Instant,
}

/// What became of the claims.
pub enum Remapped {
    /// Those of so many bookings stand on other floor now.
    Bookings(usize),
    /// Codes of the bookings that would overlap or come too close; the transaction is to be rolled back.
    InTheWay(Vec<String>),
}

/// All bookings that wait or stand and are not over, by start: those at whose time a new catalogue may say that the house is
/// closed.
pub async fn to_come_tx(tx: &Tx, now: Instant) -> Result<Vec<Booking>, Error> {
    Ok(rows::to_come_anywhere(tx, now).await?)
}

/// Requests whose time somebody else was given. Read before a catalogue or what is claimed changes.
pub async fn given_tx(tx: &Tx, now: Instant) -> Result<Vec<Booking>, Error> {
    Ok(rows::given(tx, now).await?)
}

/// Once that has changed: those whose time was `given` to somebody else and is free again are in the queue again, with a new
/// answer time where theirs is over; those who lose it only now are told. Nobody else writes meanwhile: the catalogue's gate
/// is shut.
pub async fn let_free_tx(
    tx: &Tx,
    app: &App,
    catalogue: &Catalogue,
    given: &[Booking],
) -> Result<(), Error> {
    let (actor, host) = (Actor::system(), app.config.host());
    let ground = &gate::ground(app, &actor, catalogue, &host);
    let still = rows::given(tx, ground.now).await?;
    let without = |these: &[Booking], those: &[Booking]| -> Vec<Booking> {
        let mut these = these.to_vec();
        these.retain(|one| those.iter().all(|other| other.id != one.id));
        these
    };
    let free = without(given, &still);
    let again = free.iter().filter_map(|one| asked_anew(ground, one));
    let mut writes = record::writes(ground, &again.collect::<Vec<_>>(), Vec::new(), None);
    let lost = without(&still, given);
    let around = around_tx(tx, ground, &lost, &[]).await?;
    let told = told_tx(tx, ground, lost, &around, &[]).await?;
    writes.extend(letters::posted(app, ground, &told)?);
    let spaces = free
        .iter()
        .filter_map(|one| catalogue.space_of(one.space_id));
    let units: BTreeSet<UnitId> = spaces.flat_map(|space| space.units.clone()).collect();
    let units: Vec<UnitId> = units.into_iter().collect();
    writes.push(store::touch(&units));
    Ok(tx.run_all(writes).await?)
}

impl Remap<'_> {
    /// The spaces whose floor is another, by id.
    pub fn changed(&self) -> Vec<SpaceId> {
        let changed = |(space, units): (&SpaceId, &BTreeSet<UnitId>)| {
            (self.before.get(space) != Some(units)).then_some(*space)
        };
        self.after.iter().filter_map(changed).collect()
    }

    /// Moves the claims to where the bookings stand from now on; [`Remapped::InTheWay`] where some would be in the way of
    /// others. All spaces and units are locked.
    pub async fn follow_tx(&self, tx: &Tx) -> Result<Remapped, Error> {
        let changed = self.changed();
        claims::keep_floor_tx(tx, &changed, self.now).await?;
        let to_come = rows::to_come(tx, &changed, self.now).await?;
        let asking = rows::asking_to_move(tx, &changed).await?;
        let mut wanted: Vec<claim::Model> = Vec::new();
        for booking in &to_come {
            wanted.extend(self.gained_by(booking));
        }
        for booking in &asking {
            wanted.extend(self.asked_for_tx(tx, booking).await?);
        }
        let asking: BTreeSet<BookingId> = asking.iter().map(|booking| booking.id).collect();
        let in_the_way = self.in_the_way_tx(tx, &wanted, &asking).await?;
        if !in_the_way.is_empty() {
            return Ok(Remapped::InTheWay(rows::codes(tx, &in_the_way).await?));
        }
        for space in &changed {
            claims::leave_tx(tx, *space, &self.lost_by(*space), self.now).await?;
        }
        claims::keep_no_longer_tx(tx, &asking).await?;
        if !claims::follow_tx(tx, wanted).await? {
            return Err(Error::internal(
                "nothing is in the way of claims that are refused",
            ));
        }
        let floors = [self.before, self.after].into_iter();
        let units = floors.flat_map(|floors| changed.iter().flat_map(|space| of(floors, *space)));
        let units: BTreeSet<UnitId> = units.collect();
        let units: Vec<UnitId> = units.into_iter().collect();
        tx.run_all(vec![store::touch(&units)]).await?;
        let to_come = to_come.iter().map(|booking| booking.id);
        let followed: BTreeSet<BookingId> = to_come.chain(asking).collect();
        Ok(Remapped::Bookings(followed.len()))
    }

    fn lost_by(&self, space: SpaceId) -> BTreeSet<UnitId> {
        &of(self.before, space) - &of(self.after, space)
    }

    /// What a booking claims of the floor that its space did not have.
    fn gained_by(&self, booking: &Booking) -> Vec<claim::Model> {
        let gained = &of(self.after, booking.space_id) - &of(self.before, booking.space_id);
        let claim = |unit| FloorClaim {
            unit,
            slot: Slot::of(booking),
            space: booking.space_id,
            layout: booking.layout.clone(),
            proposed: false,
        };
        let claims = gained.into_iter().map(claim);
        claims
            .map(|claim| claims::row_of(booking.id, &claim))
            .collect()
    }

    /// What a booking claims for the move that it asks for, all of it.
    async fn asked_for_tx(&self, tx: &Tx, booking: &Booking) -> Result<Vec<claim::Model>, Error> {
        let Some(asks) = booking.proposed_move() else {
            return Ok(Vec::new());
        };
        let by_seat = self
            .spaces
            .get(&booking.space_id)
            .is_some_and(|space| space.by_seat);
        let own = if booking.starts_at <= self.now {
            rows::floor_of(tx, booking.id).await?
        } else if by_seat {
            Vec::new()
        } else {
            of(self.after, booking.space_id).into_iter().collect()
        };
        let there: Vec<UnitId> = of(self.after, asks.space_id).into_iter().collect();
        let kept = kept_for_a_move_on(booking, &asks, &own, &there);
        Ok(kept
            .into_iter()
            .map(|claim| claims::row_of(booking.id, &claim))
            .collect())
    }

    /// Both of all pairs that cannot stand side by side, one of which is wanted.
    async fn in_the_way_tx(
        &self,
        tx: &Tx,
        wanted: &[claim::Model],
        asking: &BTreeSet<BookingId>,
    ) -> Result<BTreeSet<BookingId>, Error> {
        let Some(first) = wanted.iter().min_by_key(|claim| claim.starts_at) else {
            return Ok(BTreeSet::new());
        };
        let units: BTreeSet<UnitId> = wanted.iter().map(|claim| claim.unit_id).collect();
        let from = availability::with_turnaround(slot_of(first)).starts_at;
        let mut on_unit: BTreeMap<UnitId, Vec<claim::Model>> = BTreeMap::new();
        let standing = rows::on_units(tx, &units, from).await?;
        let stays = |claim: &claim::Model| !self.goes(claim, asking);
        for claim in standing
            .into_iter()
            .filter(stays)
            .chain(wanted.iter().cloned())
        {
            on_unit.entry(claim.unit_id).or_default().push(claim);
        }
        let mut in_the_way = BTreeSet::new();
        for claim in wanted {
            for other in on_unit.get(&claim.unit_id).into_iter().flatten() {
                if claim.booking_id != other.booking_id && self.too_close(claim, other) {
                    in_the_way.extend(claim.booking_id);
                    in_the_way.extend(other.booking_id);
                }
            }
        }
        Ok(in_the_way)
    }

    /// Whether a claim that stands is given back.
    fn goes(&self, claim: &claim::Model, asking: &BTreeSet<BookingId>) -> bool {
        let Some(booking) = claim.booking_id else {
            return false;
        };
        if claim.proposed {
            return asking.contains(&booking);
        }
        claim.starts_at > self.now && self.lost_by(claim.space_id).contains(&claim.unit_id)
    }

    fn too_close(&self, one: &claim::Model, other: &claim::Model) -> bool {
        let closure = one.booking_id.is_none() || other.booking_id.is_none();
        let gap = |before: &claim::Model, after: &claim::Model| {
            let uses = self.use_of(before).zip(self.use_of(after));
            let minutes = uses.map_or(0, |(before, after)| turnaround::between(before, after));
            if closure { 0 } else { minutes }
        };
        one.starts_at < other.ends_at.plus_minutes(gap(other, one))
            && other.starts_at < one.ends_at.plus_minutes(gap(one, other))
    }

    fn use_of<'a>(&'a self, claim: &'a claim::Model) -> Option<Use<'a>> {
        Some(Use {
            space: self.spaces.get(&claim.space_id)?,
            layout: Some(&claim.layout),
        })
    }
}

fn of(floors: &UnitsBySpace, space: SpaceId) -> BTreeSet<UnitId> {
    floors.get(&space).cloned().unwrap_or_default()
}

fn slot_of(claim: &claim::Model) -> Slot {
    Slot {
        starts_at: claim.starts_at,
        ends_at: claim.ends_at,
    }
}
