use entity::Instant;
use proptest::prelude::*;

use super::house::space_id;
use crate::{
    refusal::conflict::ConflictKind,
    rules::conflict::{Taken, TakenBy, clashes},
    slot::Slot,
};

fn minutes(from: i64, to: i64) -> Slot {
    Slot {
        starts_at: Instant(from * 60),
        ends_at: Instant(to * 60),
    }
}

fn slots() -> impl Strategy<Value = (i64, i64)> {
    (0_i64..120, 1_i64..60).prop_map(|(from, length)| (from, from + length))
}

/// Walks the minutes of the wanted time, then those that have to stay free around it.
fn minute_by_minute(wanted: (i64, i64), taken: (i64, i64), of: &Taken) -> Option<ConflictKind> {
    let is_taken = |minute| taken.0 <= minute && minute < taken.1;
    if (wanted.0..wanted.1).any(is_taken) {
        return Some(match of.by {
            TakenBy::Booking { .. } => ConflictKind::Booking,
            TakenBy::Closure => ConflictKind::Closure,
            TakenBy::Seats => ConflictKind::Seats,
            TakenBy::Stock => ConflictKind::Stock,
        });
    }
    let around = (wanted.0 - of.after..wanted.0).chain(wanted.1..wanted.1 + of.before);
    around
        .into_iter()
        .any(is_taken)
        .then_some(ConflictKind::Turnaround)
}

proptest! {
    #[test]
    fn a_clash_is_what_the_minutes_say(
        wanted in slots(),
        taken in slots(),
        before in 0_i64..40,
        after in 0_i64..40,
        booking in any::<bool>(),
    ) {
        let one = Taken {
            slot: minutes(taken.0, taken.1),
            by: if booking { TakenBy::Booking { pending: false } } else { TakenBy::Closure },
            space: space_id(7),
            before,
            after,
        };
        let found = clashes(minutes(wanted.0, wanted.1), &[one]);
        let kinds: Vec<ConflictKind> = found.iter().map(|clash| clash.kind).collect();
        let expected: Vec<ConflictKind> =
            minute_by_minute(wanted, taken, &one).into_iter().collect();
        prop_assert_eq!(kinds, expected);
        prop_assert!(found.iter().all(|clash| clash.slot == one.slot && clash.space == one.space));
    }
}

#[test]
fn everything_in_the_way_is_told_in_order() {
    let one = |from, to, by, gap| Taken {
        slot: minutes(from, to),
        by,
        space: space_id(from as u128),
        before: gap,
        after: gap,
    };
    let booking = TakenBy::Booking { pending: true };
    let taken = [
        one(0, 60, booking, 15),
        one(60, 100, booking, 30),
        one(100, 130, TakenBy::Closure, 0),
        one(180, 200, TakenBy::Closure, 0),
        one(185, 220, booking, 15),
    ];
    let kinds: Vec<_> = clashes(minutes(120, 180), &taken)
        .into_iter()
        .map(|clash| (clash.slot.starts_at.0 / 60, clash.kind))
        .collect();
    assert_eq!(
        kinds,
        [
            (60, ConflictKind::Turnaround),
            (100, ConflictKind::Closure),
            (185, ConflictKind::Turnaround)
        ]
    );
}
