//! What people and managers do with series.

use proptest::prelude::*;

use super::super::{
    house::SPACES,
    operation::{Span, a_span, anybody, microphones, mostly_the_manager, people, who_asks},
};

/// `which` is a series, and a date one of those that it wants, counted from the first; beyond the last it begins anew.
#[derive(Clone, Debug)]
pub enum OfSeries {
    Ask {
        who: usize,
        space: usize,
        /// Of the first date.
        span: Span,
        /// Every so many weeks.
        weeks: i64,
        times: i32,
        people: i32,
        layout: usize,
        microphones: i32,
        /// Whether it takes what it can have.
        skips: bool,
    },
    Add {
        who: usize,
        which: usize,
        date: usize,
    },
    Approve {
        who: usize,
        which: usize,
        except: Vec<usize>,
    },
    Reject {
        who: usize,
        which: usize,
    },
    /// By its group: a series is one of which a date is approved, if there is one.
    AskToMove {
        which: usize,
        to: Span,
    },
    /// To a move that is asked for: a series is one that asks for it, if there is one.
    Answer {
        who: usize,
        which: usize,
        yes: bool,
    },
    /// Of the same ones.
    TakeBack {
        who: usize,
        which: usize,
    },
    Cancel {
        who: usize,
        which: usize,
        from: Option<usize>,
        says_why: bool,
    },
    /// To half hours since midnight, each date on its own day.
    Move {
        who: usize,
        which: usize,
        from: Option<usize>,
        space: Option<usize>,
        to: Span,
    },
    Amend {
        who: usize,
        which: usize,
        from: Option<usize>,
        people: Option<i32>,
        layout: Option<usize>,
        microphones: Option<i32>,
    },
}

/// Mostly by day, some over midnight.
fn a_time_of_day() -> impl Strategy<Value = Span> {
    let from = prop_oneof![6 => 18..32_i64, 1 => 44..48_i64];
    (from, 1..=4_i64).prop_map(|(from, length)| Span { from, length })
}

pub fn ask() -> impl Strategy<Value = OfSeries> {
    let space = prop_oneof![2 => 0..SPACES, 1 => Just(0), 1 => Just(2)];
    let rule = (a_span(), 1..=2_i64, 2..=4_i32);
    let what = (people(), 0..2_usize, microphones(), prop::bool::ANY);
    (who_asks(), space, rule, what).prop_map(|(who, space, rule, what)| OfSeries::Ask {
        who,
        space,
        span: rule.0,
        weeks: rule.1,
        times: rule.2,
        people: what.0,
        layout: what.1,
        microphones: what.2,
        skips: what.3,
    })
}

pub fn any() -> impl Strategy<Value = OfSeries> {
    use OfSeries as O;
    let which = || 0..4_usize;
    let date = || 0..4_usize;
    let from = || prop::option::of(date());
    let except = prop_oneof![2 => Just(Vec::new()), 1 => prop::collection::vec(date(), 1..=2)];
    let approve = (mostly_the_manager(), which(), except);
    let answer = (mostly_the_manager(), which(), prop::bool::weighted(0.7));
    let cancel = (anybody(), which(), from(), prop::bool::ANY);
    let space = prop::option::of(0..SPACES);
    let moved = (anybody(), which(), from(), space, a_time_of_day());
    let details = (
        prop::option::of(people()),
        prop::option::of(0..2_usize),
        prop::option::of(microphones()),
    );
    let amend = (anybody(), which(), from(), details);
    prop_oneof![
        5 => ask(),
        4 => (anybody(), which(), date()).prop_map(|(who, which, date)| O::Add { who, which, date }),
        4 => approve.prop_map(|(who, which, except)| O::Approve { who, which, except }),
        1 => (mostly_the_manager(), which()).prop_map(|(who, which)| O::Reject { who, which }),
        4 => (which(), a_time_of_day()).prop_map(|(which, to)| O::AskToMove { which, to }),
        4 => answer.prop_map(|(who, which, yes)| O::Answer { who, which, yes }),
        3 => (anybody(), which()).prop_map(|(who, which)| O::TakeBack { who, which }),
        2 => cancel.prop_map(|(who, which, from, says_why)| O::Cancel { who, which, from, says_why }),
        5 => moved.prop_map(|(who, which, from, space, to)| O::Move { who, which, from, space, to }),
        3 => amend.prop_map(|(who, which, from, (people, layout, microphones))| O::Amend {
            who, which, from, people, layout, microphones
        }),
    ]
}
