//! What people and managers do, as random as can be. A kind more is a variant here, an arm in `service` and one in `acts`.

use proptest::prelude::*;

use super::{
    house::{CAPACITY, House, SPACES},
    quota::Quotas,
    series::operation::{OfSeries, any as of_series, ask},
};

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

/// What becomes of bookings that are in the way of a closure.
#[derive(Clone, Copy, Debug)]
pub enum MakeWay {
    Cancel,
    /// The first of them goes there, the others are cancelled.
    Move {
        space: usize,
        span: Span,
    },
    /// Those that began before it closes end there, the others are cancelled.
    CutShort,
}

/// What a manager names to make room.
#[derive(Clone, Copy, Debug)]
pub enum Instead {
    /// All that could.
    All,
    /// Whatever comes last stays in the way.
    AllButOne,
    /// And one more, in the way or not.
    AllAnd(usize),
}

/// `which` is a booking, or a closure, counted from the first; beyond the last it begins anew.
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
    /// A request, or its approval, in place of other bookings.
    InPlace {
        asked: Box<Operation>,
        instead: Instead,
    },
    /// `which` is one of the places that are held for groups that had to make room.
    TakeOffer {
        who: usize,
        which: usize,
    },
    LeaveOffer {
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
    /// `which` is one of those that ask for a move, where any does.
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
    CheckIn {
        who: usize,
        which: usize,
    },
    NoShow {
        who: usize,
        which: usize,
    },
    Write {
        who: usize,
        which: usize,
        internal: bool,
    },
    Allow {
        who: usize,
        quotas: Quotas,
    },
    Close {
        who: usize,
        spaces: Vec<usize>,
        span: Span,
        /// So many times, a week apart.
        times: i32,
        way: MakeWay,
    },
    /// By so many half hours.
    Reclose {
        who: usize,
        which: usize,
        starts: i64,
        ends: i64,
        way: MakeWay,
    },
    Unclose {
        who: usize,
        which: usize,
    },
    Series(OfSeries),
    /// So many half hours.
    Pass(i64),
    /// What the service does by itself.
    Due,
    Import(House),
}

impl Operation {
    /// Its name.
    pub fn kind(&self) -> String {
        if let Self::InPlace { asked, .. } = self {
            return format!("{}InPlace", asked.kind());
        }
        let told = format!("{self:?}").replace("Series(", "Series");
        let name = told.split(|c: char| !c.is_alphanumeric()).next();
        name.unwrap_or_default().to_owned()
    }
}

/// Mostly close together, so that they meet; some after the answer times of what is asked for at once, some where the week
/// ends and in the next: stories begin on Monday at nine.
pub fn a_span() -> impl Strategy<Value = Span> {
    let from = prop_oneof![9 => 0..14_i64, 3 => 96..104_i64, 1 => 314..322_i64, 1 => 336..340_i64];
    (from, 1..=4_i64).prop_map(|(from, length)| Span { from, length })
}

pub fn anybody() -> impl Strategy<Value = usize> {
    prop_oneof![4 => Just(MANAGER), 5 => Just(OWNER), 1 => 0..PEOPLE]
}

pub fn who_asks() -> impl Strategy<Value = usize> {
    prop_oneof![2 => Just(MANAGER), 3 => 0..PEOPLE]
}

pub fn mostly_the_manager() -> impl Strategy<Value = usize> {
    prop_oneof![9 => Just(MANAGER), 1 => Just(OWNER), 1 => 0..PEOPLE]
}

/// Mostly few, now and then more than fit.
pub fn people() -> impl Strategy<Value = i32> {
    prop_oneof![6 => 1..=4_i32, 1 => 5..=CAPACITY + 1]
}

pub fn microphones() -> impl Strategy<Value = i32> {
    prop_oneof![4 => Just(0), 3 => 1..=3_i32]
}

fn a_way() -> impl Strategy<Value = MakeWay> {
    prop_oneof![
        2 => Just(MakeWay::Cancel),
        2 => (0..SPACES, a_span()).prop_map(|(space, span)| MakeWay::Move { space, span }),
        1 => Just(MakeWay::CutShort),
    ]
}

fn of_closures() -> impl Strategy<Value = Operation> {
    use Operation as O;
    let spaces = prop::collection::vec(0..SPACES, 1..=2);
    let times = prop_oneof![4 => Just(1), 1 => Just(2)];
    let close = (mostly_the_manager(), spaces, a_span(), times, a_way());
    let by = || -2..=2_i64;
    let reclose = (mostly_the_manager(), 0..4_usize, by(), by(), a_way());
    prop_oneof![
        3 => close.prop_map(|(who, spaces, span, times, way)| O::Close { who, spaces, span, times, way }),
        2 => reclose.prop_map(|(who, which, starts, ends, way)| O::Reclose { who, which, starts, ends, way }),
        1 => (mostly_the_manager(), 0..4_usize).prop_map(|(who, which)| O::Unclose { who, which }),
    ]
}

fn of_replacing() -> impl Strategy<Value = Operation> {
    use Operation as O;
    let approve = (mostly_the_manager(), 0..10_usize);
    let approve = approve.prop_map(|(who, which)| O::Approve { who, which });
    let request = request_of(prop_oneof![9 => Just(MANAGER), 1 => 0..PEOPLE]);
    let asked = prop_oneof![3 => request, 2 => approve];
    let instead = prop_oneof![
        8 => Just(Instead::All),
        1 => Just(Instead::AllButOne),
        2 => (0..10_usize).prop_map(Instead::AllAnd),
    ];
    let in_place = (asked, instead);
    let offer = || (anybody(), 0..6_usize);
    prop_oneof![
        4 => in_place.prop_map(|(asked, instead)| O::InPlace { asked: Box::new(asked), instead }),
        3 => offer().prop_map(|(who, which)| O::TakeOffer { who, which }),
        1 => offer().prop_map(|(who, which)| O::LeaveOffer { who, which }),
    ]
}

pub fn any() -> impl Strategy<Value = Operation> {
    prop_oneof![
        10 => of_bookings(),
        3 => of_closures(),
        5 => of_replacing(),
        3 => of_series().prop_map(Operation::Series),
    ]
}

/// What stories begin with.
pub fn wish() -> impl Strategy<Value = Operation> {
    prop_oneof![4 => request(), 1 => ask().prop_map(Operation::Series)]
}

fn request() -> impl Strategy<Value = Operation> {
    request_of(who_asks())
}

fn request_of(asker: impl Strategy<Value = usize>) -> impl Strategy<Value = Operation> {
    // Mostly the room that has to be divided and the one of its parts for which several may wait.
    let space = prop_oneof![2 => 0..SPACES, 1 => Just(0), 1 => Just(2)];
    let wanted = (asker, space, a_span(), people(), 0..2_usize, microphones());
    wanted.prop_map(
        |(who, space, span, people, layout, microphones)| Operation::Request {
            who,
            space,
            span,
            people,
            layout,
            microphones,
        },
    )
}

fn of_bookings() -> impl Strategy<Value = Operation> {
    use Operation as O;
    let which = || 0..12_usize;
    let amend = (
        anybody(),
        which(),
        prop::option::of(people()),
        prop::option::of(0..2_usize),
        prop::option::of(microphones()),
    );
    let moved = (anybody(), which(), prop::option::of(0..SPACES), a_span());
    prop_oneof![
        10 => request(),
        9 => (mostly_the_manager(), which()).prop_map(|(who, which)| O::Approve { who, which }),
        1 => (mostly_the_manager(), which()).prop_map(|(who, which)| O::Reject { who, which }),
        2 => (anybody(), which()).prop_map(|(who, which)| O::Cancel { who, which }),
        2 => (mostly_the_manager(), which()).prop_map(|(who, which)| O::Reopen { who, which }),
        5 => (anybody(), which()).prop_map(|(who, which)| O::TakeBack { who, which }),
        3 => amend.prop_map(|(who, which, people, layout, microphones)| O::Amend {
            who, which, people, layout, microphones
        }),
        9 => moved.prop_map(|(who, which, space, span)| O::Move { who, which, space, span }),
        2 => (anybody(), which(), 1..=3_i64).prop_map(|(who, which, by)| O::Shorten { who, which, by }),
        3 => (mostly_the_manager(), which()).prop_map(|(who, which)| O::CheckIn { who, which }),
        2 => (mostly_the_manager(), which()).prop_map(|(who, which)| O::NoShow { who, which }),
        3 => (anybody(), which(), prop::bool::weighted(0.1)).prop_map(|(who, which, internal)| O::Write {
            who, which, internal
        }),
        2 => (mostly_the_manager(), Quotas::any()).prop_map(|(who, quotas)| O::Allow { who, quotas }),
        3 => prop_oneof![6 => 1..=3_i64, 1 => Just(40), 1 => Just(48)].prop_map(O::Pass),
        1 => Just(O::Due),
        2 => House::any().prop_map(O::Import),
    ]
}

/// Of one person who borrows nothing.
pub fn plain_request(who: usize, space: usize, span: Span) -> Operation {
    Operation::Request {
        who,
        space,
        span,
        people: 1,
        layout: 0,
        microphones: 0,
    }
}
