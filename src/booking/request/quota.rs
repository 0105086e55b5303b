//! What of a venue's quotas a request would exceed, and what of that a manager waives.

use std::collections::BTreeSet;

use entity::{Booking, BookingId, audit::Role};

use super::plan::RequestPlan;
use crate::{
    refusal::rule::Violation,
    rules::{allowance::Held, waiver},
};

impl RequestPlan<'_> {
    /// Every quota of the venue that the request would exceed beside what its booker has; the bookings `instead_of` are given
    /// up for it.
    pub fn exceeded(&self, held: &[Held], instead_of: &BTreeSet<BookingId>) -> Vec<Violation> {
        let Some(counted) = &self.counted else {
            return Vec::new();
        };
        let instead_of: Vec<BookingId> = instead_of.iter().copied().collect();
        let exceeded = counted.weigh(held, &instead_of, &[self.proposal.slot]);
        self.offered(exceeded.into_iter().flatten().collect())
    }

    /// With a mark where who asks may waive it.
    pub fn offered(&self, mut exceeded: Vec<Violation>) -> Vec<Violation> {
        if self.role == Role::Venue {
            waiver::mark_waivable(&mut exceeded);
        }
        exceeded
    }

    /// Takes the quotas out of `broken` that a manager waives, and keeps with the booking that they did.
    pub fn waive_quota(&self, row: &mut Booking, broken: &mut Vec<Violation>) {
        let waiver = self.waives_quota.clone();
        if let Some(waiver) = waiver.and_then(|waiver| waiver.spent_on(broken)) {
            let (codes, reason) = waiver.stored();
            row.waived.0.extend(codes.0);
            row.waive_reason = Some(reason);
        }
    }
}
