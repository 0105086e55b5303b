//! Whose time is over before anybody comes by: who holds something gives it back, who holds nothing is left alone.

use std::collections::BTreeSet;

use entity::{Booking, booking::Status};

use super::house::{HALL, House, NOON, booking};
use crate::{
    account::Actor,
    ledger::expire::{self, Unheard},
};

#[test]
fn a_request_that_holds_nothing_is_in_nobodys_way() {
    let (house, service) = (House::new(), Actor::system());
    let ground = house.ground(&service);
    let (given, escalated) = (BTreeSet::new(), BTreeSet::new());
    let unheard = Unheard {
        given: &given,
        escalated: &escalated,
        series: &[],
    };
    let statuses = |holds| {
        let waits = Booking {
            holds,
            answer_by: Some(NOON),
            ..booking(1, HALL, 100, Status::Pending)
        };
        let (changes, letters) =
            expire::expired(&ground, std::iter::once(&waits), &unheard).unwrap();
        assert_eq!(changes.len(), letters.len());
        changes
            .iter()
            .map(|one| one.after.status)
            .collect::<Vec<_>>()
    };
    assert_eq!(statuses(true), [Status::Expired]);
    assert_eq!(statuses(false), []);
}
