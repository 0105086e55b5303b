//! The ways to take something with a series: the first of its two dates is what all want.

use super::{
    super::{
        operation::{MANAGER, Operation, Span, plain_request},
        series::operation::OfSeries as O,
        service::{Outcome, Service},
    },
    HALL, WANTED, done,
    ways::{ELSEWHERE, Way},
};

/// Stories begin at nine.
const WANTED_BY_DAY: Span = Span {
    from: WANTED.from + 18,
    length: WANTED.length,
};
const TIMES: i32 = 2;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeriesWay {
    Ask,
    Approve,
    Move,
    /// Of a move that the group asks for.
    Accept,
    /// The first date, which it has lost.
    Add,
    ChangeMicrophones,
    /// One request more of one booker, who may have three.
    AskOfOne,
}

fn ask(who: usize, space: usize, span: Span) -> O {
    O::Ask {
        who,
        space,
        span,
        weeks: 1,
        times: TIMES,
        people: 1,
        layout: 0,
        microphones: 0,
        skips: false,
    }
}

/// Which series it is.
async fn asked(service: &Service, who: usize, space: usize, span: Span) -> usize {
    done(service, Operation::Series(ask(who, space, span))).await;
    service.series().len() - 1
}

impl SeriesWay {
    /// What is told to who comes second.
    pub fn loses(self, rival: Way) -> Outcome {
        let all = match rival {
            Way::Series(Self::Add) => 1,
            Way::Series(_) => TIMES.unsigned_abs() as usize,
            _ => 1,
        };
        match self {
            Self::Add => Outcome::Conflict,
            _ => Outcome::NotAll {
                broken: 0,
                taken: all,
            },
        }
    }

    /// As [`super::ways::prepared`].
    pub async fn prepared(self, service: &Service, side: usize) -> Operation {
        let who = MANAGER;
        let later = |half_hours: i64| Span {
            from: half_hours + 4 * i64::try_from(side).unwrap(),
            length: 2,
        };
        let operation = match self {
            Self::Ask => ask(who, HALL, WANTED),
            Self::Approve => {
                let which = asked(service, side, HALL, WANTED).await;
                let except = Vec::new();
                O::Approve { who, which, except }
            }
            Self::Move => {
                let which = asked(service, who, HALL, later(14)).await;
                O::Move {
                    who,
                    which,
                    from: None,
                    space: None,
                    to: WANTED_BY_DAY,
                }
            }
            Self::Accept => {
                let which = asked(service, side, HALL, later(14)).await;
                let yes = || O::Approve {
                    who,
                    which,
                    except: Vec::new(),
                };
                done(service, Operation::Series(yes())).await;
                let ask = O::Move {
                    who: side,
                    which,
                    from: None,
                    space: None,
                    to: WANTED_BY_DAY,
                };
                done(service, Operation::Series(ask)).await;
                yes()
            }
            Self::Add => {
                let which = asked(service, who, HALL, WANTED).await;
                let last = service.known().len() - 1;
                let first = Operation::Cancel {
                    who,
                    which: last - 1,
                };
                done(service, first).await;
                let second = Operation::Move {
                    who,
                    which: last,
                    space: None,
                    span: ELSEWHERE[side],
                };
                done(service, second).await;
                O::Add {
                    who,
                    which,
                    date: 0,
                }
            }
            Self::ChangeMicrophones => {
                let which = asked(service, who, 3 + side, WANTED).await;
                O::Amend {
                    who,
                    which,
                    from: None,
                    people: None,
                    layout: None,
                    microphones: Some(2),
                }
            }
            Self::AskOfOne => {
                done(service, plain_request(0, HALL, ELSEWHERE[side])).await;
                ask(0, HALL, later(8))
            }
        };
        Operation::Series(operation)
    }
}
