//! What people and managers do, as random as can be. A kind more is a variant here, an arm in `service` and one in `acts`.

use proptest::prelude::*;

use super::house::{CAPACITY, House, SPACES};

/// People, then the manager, then whose booking it is.
pub const PEOPLE: usize = 3;
pub const MANAGER: usize = PEOPLE;
pub const OWNER: usize = PEOPLE + 1;

/// In half hours since the story began.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    pub from: i64,
    pub length: i64,
}

/// `which` is a booking, counted from the first; beyond the last it begins anew.
#[derive(Clone, Debug)]
pub enum Operation {
    Request {
        who: usize,
        space: usize,
        span: Span,
        people: i32,
        layout: usize,
        microphones: i32,
    },
    Approve {
        who: usize,
        which: usize,
    },
    Reject {
        who: usize,
        which: usize,
    },
    Cancel {
        who: usize,
        which: usize,
    },
    Reopen {
        who: usize,
        which: usize,
    },
    TakeBack {
        who: usize,
        which: usize,
    },
    Amend {
        who: usize,
        which: usize,
        people: Option<i32>,
        layout: Option<usize>,
        microphones: Option<i32>,
    },
    Move {
        who: usize,
        which: usize,
        space: Option<usize>,
        span: Span,
    },
    /// By so many half hours.
    Shorten {
        who: usize,
        which: usize,
        by: i64,
    },
    /// So many half hours.
    Pass(i64),
    /// What the service does by itself.
    Due,
    Import(House),
}

impl Operation {
    /// Its name.
    pub fn kind(&self) -> String {
        let told = format!("{self:?}");
        let name = told.split(|c: char| !c.is_alphanumeric()).next();
        name.unwrap_or_default().to_owned()
    }
}

/// Mostly close together, so that they meet; some after the answer times of what is asked for at once.
fn a_span() -> impl Strategy<Value = Span> {
    let from = prop_oneof![3 => 0..14_i64, 1 => 96..104_i64];
    (from, 1..=4_i64).prop_map(|(from, length)| Span { from, length })
}

fn anybody() -> impl Strategy<Value = usize> {
    prop_oneof![4 => Just(MANAGER), 5 => Just(OWNER), 1 => 0..PEOPLE]
}

fn mostly_the_manager() -> impl Strategy<Value = usize> {
    prop_oneof![9 => Just(MANAGER), 1 => Just(OWNER), 1 => 0..PEOPLE]
}

/// Mostly few, now and then more than fit.
fn people() -> impl Strategy<Value = i32> {
    prop_oneof![6 => 1..=4_i32, 1 => 5..=CAPACITY + 1]
}

fn microphones() -> impl Strategy<Value = i32> {
    prop_oneof![4 => Just(0), 3 => 1..=3_i32]
}

pub fn any() -> impl Strategy<Value = Operation> {
    use Operation as O;
    let which = || 0..10_usize;
    let asker = prop_oneof![2 => Just(MANAGER), 3 => 0..PEOPLE];
    let layout = || 0..2_usize;
    let request = (
        asker,
        0..SPACES,
        a_span(),
        people(),
        layout(),
        microphones(),
    );
    let amend = (
        anybody(),
        which(),
        prop::option::of(people()),
        prop::option::of(layout()),
        prop::option::of(microphones()),
    );
    let moved = (anybody(), which(), prop::option::of(0..SPACES), a_span());
    prop_oneof![
        10 => request.prop_map(|(who, space, span, people, layout, microphones)| O::Request {
            who, space, span, people, layout, microphones
        }),
        9 => (mostly_the_manager(), which()).prop_map(|(who, which)| O::Approve { who, which }),
        1 => (mostly_the_manager(), which()).prop_map(|(who, which)| O::Reject { who, which }),
        2 => (anybody(), which()).prop_map(|(who, which)| O::Cancel { who, which }),
        2 => (mostly_the_manager(), which()).prop_map(|(who, which)| O::Reopen { who, which }),
        4 => (anybody(), which()).prop_map(|(who, which)| O::TakeBack { who, which }),
        3 => amend.prop_map(|(who, which, people, layout, microphones)| O::Amend {
            who, which, people, layout, microphones
        }),
        9 => moved.prop_map(|(who, which, space, span)| O::Move { who, which, space, span }),
        2 => (anybody(), which(), 1..=3_i64).prop_map(|(who, which, by)| O::Shorten { who, which, by }),
        1 => prop_oneof![3 => 1..=3_i64, 1 => Just(40_i64)].prop_map(O::Pass),
        1 => Just(O::Due),
        2 => House::any().prop_map(O::Import),
    ]
}
