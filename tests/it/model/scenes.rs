//! What chance seldom brings together: the first lines of some stories, in which one thing leads to the next.

use proptest::prelude::*;

use super::{
    house::SEATS,
    operation::{MANAGER, MakeWay, OWNER, Operation, Span, plain_request},
};

/// Rooms without a part in common, in which what somebody asks for waits for the manager and holds.
const ROOM: usize = 0;
const OTHER_ROOM: usize = 4;

fn span(from: i64, length: i64) -> Span {
    Span { from, length }
}

fn close(space: usize, span: Span, times: i32, way: MakeWay) -> Operation {
    Operation::Close {
        who: MANAGER,
        spaces: vec![space],
        span,
        times,
        way,
    }
}

fn reclose(starts: i64, ends: i64) -> Operation {
    Operation::Reclose {
        who: MANAGER,
        which: 0,
        starts,
        ends,
        way: MakeWay::Cancel,
    }
}

/// It is to end before now: it ends now.
fn ended_in_the_past() -> impl Strategy<Value = Vec<Operation>> {
    let closure = (0..=SEATS, 0..=1_i64, 3..=4_i64, 1..=2);
    closure.prop_map(|(space, from, length, times)| {
        vec![
            close(space, span(from, length), times, MakeWay::Cancel),
            Operation::Pass(from + length - 1),
            reclose(0, -2),
        ]
    })
}

/// It is to begin before now: it begins now, and those after it as much later.
fn begun_in_the_past() -> impl Strategy<Value = Vec<Operation>> {
    (0..=SEATS, 2..=3_i64).prop_map(|(space, from)| {
        vec![
            close(space, span(from, 2), 2, MakeWay::Cancel),
            Operation::Pass(1),
            reclose(-from, 0),
        ]
    })
}

/// Who is there stays until it closes.
fn closed_under_a_group() -> impl Strategy<Value = Vec<Operation>> {
    let there = (0..=SEATS, 0..=2_i64, 3..=4_i64, 1..=2_i64);
    there.prop_map(|(space, from, length, later)| {
        let (who, which) = (MANAGER, 0);
        vec![
            plain_request(MANAGER, space, span(from, length)),
            Operation::CheckIn { who, which },
            Operation::Pass(from + later - 1),
            close(space, span(from + later, 4), 1, MakeWay::Cancel),
        ]
    })
}

/// Its time comes free again, and is lost for something else.
fn given_back_and_lost() -> impl Strategy<Value = Vec<Operation>> {
    (6..=9_i64, any::<bool>()).prop_map(|(from, approved)| {
        let (who, which) = (MANAGER, 0);
        let waits = [Operation::Reject { who, which }];
        let stood = [
            Operation::Reopen { who, which },
            Operation::Cancel { who, which },
        ];
        let mut scene = vec![plain_request(0, ROOM, span(from, 1))];
        scene.extend(approved.then_some(Operation::Approve { who, which }));
        scene.extend([
            close(ROOM, span(from - 2, 3), 1, MakeWay::Cancel),
            reclose(0, -1),
        ]);
        if approved {
            scene.extend(stood);
        } else {
            scene.extend(waits);
        }
        scene.push(Operation::Unclose { who, which });
        scene
    })
}

/// Its group takes the one place, and then the other comes free.
fn driven_away_twice() -> impl Strategy<Value = Vec<Operation>> {
    (4..=8_i64, any::<bool>()).prop_map(|(from, takes)| {
        let (who, which) = (MANAGER, 0);
        let (there, around) = (span(from, 1), span(from - 1, 3));
        let elsewhere = MakeWay::Move {
            space: OTHER_ROOM,
            span: there,
        };
        let take = Operation::TakeOffer { who: OWNER, which };
        let leave = Operation::LeaveOffer { who: OWNER, which };
        vec![
            plain_request(0, ROOM, there),
            Operation::Approve { who, which },
            close(ROOM, around, 1, elsewhere),
            Operation::Unclose { who, which },
            close(OTHER_ROOM, around, 1, MakeWay::Cancel),
            if takes { take } else { leave },
            Operation::Unclose { who, which: 1 },
        ]
    })
}

/// Nothing, in most stories.
pub fn first() -> impl Strategy<Value = Vec<Operation>> {
    prop_oneof![
        6 => Just(Vec::new()),
        1 => ended_in_the_past(),
        1 => begun_in_the_past(),
        1 => closed_under_a_group(),
        1 => given_back_and_lost(),
        1 => driven_away_twice(),
    ]
}
