//! What is in the way in many spaces at once.

use std::collections::HashMap;

use entity::{Instant, UnitId};

use crate::{
    rules::{
        availability,
        claimed::{TakenCount, TakenUnit},
        conflict::Taken,
        proposal::Proposal,
    },
    slot::Slot,
    venue::{Catalogue, Space, Venue},
};

/// What anybody has taken in one window: claims by unit, and seats.
pub struct TakenInWindow {
    window: Slot,
    units: HashMap<UnitId, Vec<TakenUnit>>,
    seats: Vec<TakenCount>,
    now: Instant,
}

impl TakenInWindow {
    /// All that was found in `window`.
    #[must_use]
    pub fn new(window: Slot, taken: Vec<TakenUnit>, seats: Vec<TakenCount>, now: Instant) -> Self {
        let mut units: HashMap<UnitId, Vec<TakenUnit>> = HashMap::new();
        for unit in taken {
            // A hold whose time is over gives way to whoever asks.
            if unit.booking.is_none_or(|owner| !owner.is_overdue(now)) {
                units.entry(unit.unit).or_default().push(unit);
            }
        }
        Self {
            window,
            units,
            seats,
            now,
        }
    }

    pub fn taken(
        &self,
        catalogue: &Catalogue,
        venue: &Venue,
        space: &Space,
        proposal: &Proposal<'_>,
    ) -> Vec<Taken> {
        let units = space.units.iter();
        let taken = units.filter_map(|unit| self.units.get(unit)).flatten();
        let mut taken = availability::merged(catalogue, proposal.use_of(&space.row), taken);
        let lacking = availability::too_little_left(
            venue,
            space,
            proposal,
            self.window,
            &self.seats,
            self.now,
        );
        taken.extend(lacking);
        taken
    }
}
