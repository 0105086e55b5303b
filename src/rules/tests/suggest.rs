use entity::{Instant, space};
use proptest::prelude::*;
use time::{Duration, PrimitiveDateTime, macros::datetime};

use super::house::{House, hall, slugs, space_id};
use crate::rules::{
    conflict::{Taken, TakenBy, clashes},
    proposal::{Proposal, check},
    suggest::{Candidate, Suggestion, alternatives, around, nearest},
};

const NOW: PrimitiveDateTime = datetime!(2026-12-01 12:00);

fn booked(house: &House, starts: PrimitiveDateTime, ends: PrimitiveDateTime) -> Taken {
    Taken {
        slot: house.slot(starts, ends),
        by: TakenBy::Booking { pending: false },
        space: space_id(1),
        before: 15,
        after: 15,
    }
}

fn saturday(house: &House) -> Proposal<'static> {
    house.proposal(datetime!(2026-12-05 14:00), datetime!(2026-12-05 16:00))
}

fn starts(offers: &[Suggestion]) -> Vec<PrimitiveDateTime> {
    offers.iter().map(|offer| offer.starts).collect()
}

#[test]
fn the_nearest_free_times_are_offered() {
    let (house, space) = (House::new(), hall());
    let hours = house.hours();
    let taken = [booked(
        &house,
        datetime!(2026-12-05 13:30),
        datetime!(2026-12-05 16:30),
    )];
    let wanted = Candidate {
        place: house.place(&space, hours),
        taken: &taken,
    };
    let offers = alternatives(&saturday(&house), &wanted, &[], house.at(NOW));
    assert_eq!(
        starts(&offers),
        [
            datetime!(2026-12-05 11:00),
            datetime!(2026-12-05 17:00),
            datetime!(2026-12-05 10:30),
            datetime!(2026-12-05 17:30),
            datetime!(2026-12-05 10:00),
        ]
    );
}

#[test]
fn the_nearest_is_the_first_of_them_and_not_further_than_asked_for() {
    let (house, space) = (House::new(), hall());
    let hours = house.hours();
    let taken = [booked(
        &house,
        datetime!(2026-12-05 10:00),
        datetime!(2026-12-06 21:30),
    )];
    let wanted = Candidate {
        place: house.place(&space, hours),
        taken: &taken,
    };
    let near =
        |proposal, days| nearest(&proposal, &wanted, days, house.at(NOW)).map(|offer| offer.starts);
    let friday = Some(datetime!(2026-12-04 23:00));
    assert_eq!(near(saturday(&house), 14), friday);
    assert_eq!(near(saturday(&house), 1), friday);
    let first = alternatives(&saturday(&house), &wanted, &[], house.at(NOW));
    assert_eq!(starts(&first).first().copied(), friday);
    // Closed on Mondays.
    let sunday = house.proposal(datetime!(2026-12-06 19:00), datetime!(2026-12-06 21:00));
    assert_eq!(near(sunday, 1), None);
    assert_eq!(near(sunday, 2), Some(datetime!(2026-12-08 10:00)));
    let off_the_grid = house.proposal(datetime!(2026-12-09 14:10), datetime!(2026-12-09 16:10));
    assert_eq!(near(off_the_grid, 1), Some(datetime!(2026-12-09 14:00)));
    let too_long = house.proposal(datetime!(2026-12-09 10:00), datetime!(2026-12-09 20:00));
    assert_eq!(near(too_long, 14), None);
}

#[test]
fn the_night_before_may_be_nearer_than_the_same_day() {
    let (house, space) = (House::new(), hall());
    let hours = house.hours();
    let taken = [booked(
        &house,
        datetime!(2026-12-05 10:00),
        datetime!(2026-12-05 18:45),
    )];
    let wanted = Candidate {
        place: house.place(&space, hours),
        taken: &taken,
    };
    let morning = house.proposal(datetime!(2026-12-05 10:00), datetime!(2026-12-05 11:00));
    let offers = alternatives(&morning, &wanted, &[], house.at(NOW));
    assert_eq!(
        starts(&offers),
        [
            datetime!(2026-12-05 19:00),
            datetime!(2026-12-05 19:30),
            datetime!(2026-12-05 00:00),
            datetime!(2026-12-05 20:00),
            datetime!(2026-12-04 23:30),
        ]
    );
}

#[test]
fn a_full_fortnight_has_nothing_to_offer() {
    let (house, space) = (House::new(), hall());
    let hours = house.hours();
    let proposal = saturday(&house);
    let taken = [Taken {
        slot: around(proposal.slot),
        by: TakenBy::Closure,
        space: space.id,
        before: 0,
        after: 0,
    }];
    let wanted = Candidate {
        place: house.place(&space, hours),
        taken: &taken,
    };
    let offers = alternatives(&proposal, &wanted, &[], house.at(NOW));
    assert_eq!(offers, []);
}

#[test]
fn the_spaces_most_like_the_wanted_one_come_first() {
    let house = House::new();
    let hours = house.hours();
    let space = |id, kind: &str, capacity, equipment| space::Model {
        id: space_id(id),
        kind: kind.to_owned(),
        capacity,
        equipment: slugs(equipment),
        ..hall()
    };
    let all = ["projector", "screen", "step-free"];
    let wanted = hall();
    let others = [
        space(2, "studio", 20, &all),
        space(3, "hall", 400, &all),
        space(4, "hall", 80, &all),
        space(5, "hall", 30, &["screen"]),
        space(6, "hall", 19, &all),
        space(7, "hall", 40, &all),
    ];
    let busy = [booked(
        &house,
        datetime!(2026-12-05 13:30),
        datetime!(2026-12-05 16:30),
    )];
    let candidates: Vec<Candidate<'_>> = others
        .iter()
        .map(|space| Candidate {
            place: house.place(space, hours),
            taken: if space.id == space_id(7) { &busy } else { &[] },
        })
        .collect();
    let wanted = Candidate {
        place: house.place(&wanted, hours),
        taken: &busy,
    };
    let offered = |proposal: &Proposal<'_>| -> Vec<_> {
        alternatives(proposal, &wanted, &candidates, house.at(NOW))
            .into_iter()
            .map(|offer| offer.space)
            .collect()
    };
    assert_eq!(offered(&saturday(&house)), [1, 1, 1, 4, 3].map(space_id));

    let too_many_for_the_wanted = Proposal {
        attendees: 70,
        ..saturday(&house)
    };
    assert_eq!(offered(&too_many_for_the_wanted), [4, 3].map(space_id));
}

#[test]
fn the_ends_of_the_calendar_are_no_trap() {
    let house = House::new();
    let hours = house.hours();
    let space = space::Model {
        min_minutes: 1,
        ..hall()
    };
    for (starts, ends) in [
        (datetime!(9999-12-30 23:40), datetime!(9999-12-30 23:50)),
        (datetime!(-9999-01-03 00:10), datetime!(-9999-01-03 00:50)),
    ] {
        let far = house.proposal(starts, ends);
        let wanted = Candidate {
            place: house.place(&space, hours),
            taken: &[],
        };
        assert_ne!(check(&far, &wanted.place, house.at(NOW)), []);
        assert_eq!(alternatives(&far, &wanted, &[], house.at(NOW)), []);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// About 60 % busy.
    #[test]
    fn every_offer_could_be_asked_for(
        uses in prop::collection::vec((-28_i64 * 24..28 * 24, 1_i64..8, any::<bool>()), 60..120),
        start in 20_i64..44,
        steps in 2_i64..8,
    ) {
        let (house, space) = (House::new(), hall());
        let other = space::Model { id: space_id(2), ..hall() };
        let hours = house.hours();
        let now = house.at(NOW);
        let from = datetime!(2026-12-08 00:00) + Duration::minutes(start * 30);
        let proposal = house.proposal(from, from + Duration::minutes(steps * 30));
        let middle = proposal.slot.starts_at;
        let taken = |gap| uses
            .iter()
            .map(|&(hour, length, booking)| Taken {
                slot: crate::slot::Slot {
                    starts_at: middle.plus_hours(hour),
                    ends_at: middle.plus_hours(hour + length),
                },
                by: if booking { TakenBy::Booking { pending: false } } else { TakenBy::Closure },
                space: space_id(1),
                before: if booking { gap } else { 0 },
                after: if booking { gap } else { 0 },
            })
            .collect::<Vec<Taken>>();
        let (here, there) = (taken(15), taken(60));
        let wanted = Candidate { place: house.place(&space, hours), taken: &here };
        let candidate = Candidate { place: house.place(&other, hours), taken: &there };
        let offers = alternatives(&proposal, &wanted, &[candidate], now);

        prop_assert!(offers.len() <= 5);
        for offer in &offers {
            let (space, taken) = if offer.space == space.id { (&space, &here) } else { (&other, &there) };
            let there = Proposal { slot: offer.slot, starts: offer.starts, ends: offer.ends, ..proposal };
            prop_assert_eq!(house.slot(offer.starts, offer.ends), offer.slot);
            prop_assert_eq!(offer.slot.length(), proposal.slot.length());
            prop_assert!(around(proposal.slot).contains(offer.slot));
            prop_assert_eq!(check(&there, &house.place(space, hours), now), vec![]);
            prop_assert_eq!(clashes(offer.slot, taken), vec![]);
        }

        // Nothing nearer was left out, and nothing at all unless five were found.
        let nearest = offers.iter().filter(|offer| offer.space == space.id);
        let nearest = nearest.map(|offer| offer.slot.starts_at.since(middle).abs()).max();
        let skipped = (-14 * 48..=14 * 48_i64)
            .map(|steps| from + Duration::minutes(steps * 30))
            .map(|starts| Proposal {
                slot: house.slot(starts, starts + (proposal.ends - proposal.starts)),
                starts,
                ends: starts + (proposal.ends - proposal.starts),
                ..proposal
            })
            .filter(|there| around(proposal.slot).contains(there.slot))
            .filter(|there| {
                offers.len() < 5 || Some(there.slot.starts_at.since(middle).abs()) < nearest
            })
            .filter(|there| check(there, &house.place(&space, hours), now).is_empty())
            .filter(|there| clashes(there.slot, &here).is_empty())
            .filter(|there| offers.iter().all(|offer: &Suggestion| offer.slot != there.slot))
            .map(|there| there.slot.starts_at)
            .collect::<Vec<Instant>>();
        prop_assert_eq!(skipped, vec![]);
    }
}
