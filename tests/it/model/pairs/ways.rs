//! The ways to take something, what has to be there before, and what is told to who comes second.

use super::{
    super::{
        house::{House, SEATS},
        operation::{MANAGER, OWNER, Operation, Span},
        service::{Outcome, Service},
    },
    HALL, WANTED, close, done, in_place, plain_request,
    series::SeriesWay,
};

pub const ELSEWHERE: [Span; 2] = [
    Span {
        from: 96,
        length: 2,
    },
    Span {
        from: 100,
        length: 2,
    },
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Request,
    Approve,
    /// In place of a booking that is in nobody else's way.
    Replace,
    ReplaceByApproval,
    Reopen,
    Move,
    Accept,
    /// A booking of another room gets the hall by a change of parts.
    Parts,
    /// As it was seen before the other came.
    Close,
    Series(SeriesWay),
    RequestMicrophones,
    ChangeMicrophones,
    MoveWithMicrophones,
    LowerMicrophones,
    RequestSeats,
    ChangeSeats,
    LowerSeats,
    /// One request more of one booker, who may have three.
    Ask,
}

/// Each wants what all of its group want.
pub const GROUPS: [&[Way]; 4] = [
    &[
        Way::Request,
        Way::Approve,
        Way::Replace,
        Way::ReplaceByApproval,
        Way::Reopen,
        Way::Move,
        Way::Accept,
        Way::Parts,
        Way::Close,
        Way::Series(SeriesWay::Ask),
        Way::Series(SeriesWay::Approve),
        Way::Series(SeriesWay::Move),
        Way::Series(SeriesWay::Accept),
        Way::Series(SeriesWay::Add),
    ],
    &[
        Way::RequestMicrophones,
        Way::ChangeMicrophones,
        Way::MoveWithMicrophones,
        Way::LowerMicrophones,
        Way::Series(SeriesWay::ChangeMicrophones),
    ],
    &[Way::RequestSeats, Way::ChangeSeats, Way::LowerSeats],
    &[Way::Ask, Way::Series(SeriesWay::AskOfOne)],
];

impl Way {
    pub fn is_a_catalogue(self) -> bool {
        matches!(
            self,
            Self::Parts | Self::LowerMicrophones | Self::LowerSeats
        )
    }

    /// Whether the other gets what it wants though this came first.
    pub fn leaves_enough(self, other: Self) -> bool {
        // What is closed twice is closed, and a series is approved or moved without the date that made way.
        let approved = [SeriesWay::Approve, SeriesWay::Accept].map(Self::Series);
        self == Self::Close && (other == Self::Close || approved.contains(&other))
    }

    /// What is told to who comes second.
    pub fn loses(self, rival: Self) -> Outcome {
        let counted = self != Self::MoveWithMicrophones;
        match (self, rival) {
            (Self::Ask | Self::Series(SeriesWay::AskOfOne), _) => Outcome::Rule,
            (lost, _) if lost.is_a_catalogue() => Outcome::InUse,
            (Self::Close, _) => Outcome::Changed,
            // What waited in the way of the closure has been answered by it: not what had lost its time already.
            (Self::Approve | Self::Accept, Self::Close) => Outcome::State,
            // More than there are at all.
            (_, Self::LowerMicrophones | Self::LowerSeats) if counted => Outcome::Rule,
            (Self::Series(lost), _) => lost.loses(rival),
            _ => Outcome::Conflict,
        }
    }
}

fn with(wanted: Operation, seats: i32, lent: i32) -> Operation {
    match wanted {
        Operation::Request {
            who,
            space,
            span,
            layout,
            ..
        } => Operation::Request {
            who,
            space,
            span,
            people: seats,
            layout,
            microphones: lent,
        },
        other => other,
    }
}

/// A time before or after what is wanted, and one that reaches from there over all that is wanted.
fn beyond(side: usize) -> (Span, Span) {
    let side = i64::try_from(side).unwrap();
    let theirs = Span {
        from: WANTED.from - 2 + 4 * side,
        length: 2,
    };
    let wanted = Span {
        from: WANTED.from - 1 + side,
        length: 3,
    };
    (theirs, wanted)
}

/// What has to be there before, and then the operation itself. `side` is 0 or 1, so that two of a kind do not meet before.
pub async fn prepared(service: &Service, way: Way, side: usize) -> Operation {
    let (who, room) = (MANAGER, 3 + side);
    let amend = |which: usize, people: Option<i32>, lent: Option<i32>| Operation::Amend {
        who,
        which,
        people,
        layout: None,
        microphones: lent,
    };
    let moved = |who: usize, which: usize| Operation::Move {
        who,
        which,
        space: None,
        span: WANTED,
    };
    match way {
        Way::Request => plain_request(who, HALL, WANTED),
        Way::Approve => {
            let which = done(service, plain_request(side, HALL, WANTED)).await;
            Operation::Approve { who, which }
        }
        Way::Replace => {
            let (theirs, wanted) = beyond(side);
            done(service, plain_request(who, HALL, theirs)).await;
            in_place(plain_request(who, HALL, wanted))
        }
        Way::ReplaceByApproval => {
            let (theirs, wanted) = beyond(side);
            let which = done(service, plain_request(side, HALL, wanted)).await;
            done(service, plain_request(who, HALL, theirs)).await;
            in_place(Operation::Approve { who, which })
        }
        Way::Reopen => {
            let which = done(service, plain_request(who, HALL, WANTED)).await;
            done(service, Operation::Cancel { who, which }).await;
            Operation::Reopen { who, which }
        }
        Way::Move => {
            let which = done(service, plain_request(who, HALL, ELSEWHERE[side])).await;
            moved(who, which)
        }
        Way::Accept => {
            let which = done(service, plain_request(side, HALL, ELSEWHERE[side])).await;
            done(service, Operation::Approve { who, which }).await;
            done(service, moved(OWNER, which)).await;
            Operation::Approve { who, which }
        }
        Way::Parts => {
            done(service, plain_request(who, 0, WANTED)).await;
            Operation::Import(House::with_hall())
        }
        Way::Close => close(WANTED),
        Way::Series(way) => way.prepared(service, side).await,
        Way::RequestMicrophones => with(plain_request(who, room, WANTED), 1, 2),
        Way::ChangeMicrophones => {
            let which = done(service, plain_request(who, room, WANTED)).await;
            amend(which, None, Some(2))
        }
        Way::MoveWithMicrophones => {
            let there = with(plain_request(who, room, ELSEWHERE[side]), 1, 2);
            let which = done(service, there).await;
            moved(who, which)
        }
        Way::LowerMicrophones => Operation::Import(House::of_counts(6, 1)),
        Way::RequestSeats => with(plain_request(side, SEATS, WANTED), 4, 0),
        Way::ChangeSeats => {
            let which = done(service, plain_request(side, SEATS, WANTED)).await;
            amend(which, Some(4), None)
        }
        Way::LowerSeats => Operation::Import(House::of_counts(3, 3)),
        Way::Ask => {
            done(service, plain_request(0, HALL, ELSEWHERE[side])).await;
            let span = Span {
                from: 8 + 4 * i64::try_from(side).unwrap(),
                length: 2,
            };
            plain_request(0, HALL, span)
        }
    }
}
