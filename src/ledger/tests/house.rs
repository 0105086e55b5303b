//! A venue with a hall, its foyer, both as one, a room that requests compete for, a studio where nobody has to approve, seats
//! and microphones; and people.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use entity::{
    Booking, BookingId, Borrowed, Instant, Item, Language, Opening, PersonId, PoolId, Slugs,
    SpaceId, UnitId, VenueHours, VenueId, Words,
    booking::Status,
    space,
    space::{Approval, Pending},
    stock, venue, venue_quota,
};
use uuid::Uuid;

use crate::{
    account::{Actor, Person},
    clock::Ids,
    config::Limits,
    ledger::{
        closed::Closed,
        occupancy::Occupancy,
        operation::{Ground, Picture, World},
    },
    quota::open_requests::Used,
    rules::{
        claimed::{Owner, TakenCount, TakenUnit},
        counts::{self, Lent},
        tests::house::hall,
    },
    slot::Slot,
    venue::{Catalogue, Space, Stock, Venue},
    zone::{Zone, format_wall},
};

/// Wednesday, 2 December 2026, 12:00 in Karaganda.
pub const NOON: Instant = Instant(1_796_194_800);

pub const HALL: SpaceId = SpaceId(Uuid::from_u128(1));
pub const FOYER: SpaceId = SpaceId(Uuid::from_u128(2));
/// Hall and foyer.
pub const BOTH: SpaceId = SpaceId(Uuid::from_u128(3));
/// Requests for it hold nothing.
pub const ROOM: SpaceId = SpaceId(Uuid::from_u128(4));
/// Let by the seat.
pub const DESKS: SpaceId = SpaceId(Uuid::from_u128(5));
pub const MICROPHONES: PoolId = PoolId(Uuid::from_u128(6));
/// Who asks for it has it.
pub const STUDIO: SpaceId = SpaceId(Uuid::from_u128(7));

pub const VENUE: VenueId = VenueId(Uuid::from_u128(1));

pub struct House {
    pub catalogue: Catalogue,
    pub ids: Ids,
    pub manager: Actor,
    pub group: Actor,
    pub service: Actor,
}

impl House {
    pub fn new() -> Self {
        Self::with(|_| {})
    }

    /// A house of which something is otherwise.
    pub fn with(otherwise: impl FnOnce(&mut Venue)) -> Self {
        let mut venue = venue();
        otherwise(&mut venue);
        Self {
            catalogue: Catalogue::new(1, vec![Arc::new(venue)], Vec::new(), BTreeMap::new()),
            ids: Ids::seeded(1),
            manager: Actor::signed_in_as(person(1, vec![VENUE])),
            group: Actor::signed_in_as(person(2, Vec::new())),
            service: Actor::system(),
        }
    }

    pub fn ground<'a>(&'a self, actor: &'a Actor) -> Ground<'a> {
        Ground {
            catalogue: &self.catalogue,
            actor,
            now: NOON,
            month_closes_on_day: 5,
            limits: Limits {
                open_requests_per_venue: 3,
                open_requests: 10,
                requests_per_hour: 0,
                token_requests_per_hour: 0,
                automatic_per_space: 0,
                automatic_hours_per_week: 0,
            },
            ids: &self.ids,
            host: "test.example",
        }
    }

    /// These bookings, with what those of them claim that stand.
    pub fn world<'a>(&'a self, actor: &'a Actor, bookings: &[Booking]) -> World<'a> {
        let claiming = bookings.iter().filter(|one| one.claims());
        let on_floor = claiming.filter_map(|one| {
            let space = self.catalogue.space_of(one.space_id)?;
            Some((one, space)).filter(|_| space.seats().is_none())
        });
        let taken = on_floor.flat_map(|(one, space)| {
            space.units.iter().map(move |unit| TakenUnit {
                unit: *unit,
                slot: Slot::of(one),
                space: one.space_id,
                layout: one.layout.clone(),
                booking: Some(owner(one)),
                public_title: None,
            })
        });
        World {
            ground: self.ground(actor),
            picture: picture(bookings),
            occupancy: Occupancy {
                taken: taken.collect(),
                counts: bookings.iter().flat_map(|one| self.counts(one)).collect(),
            },
            given: BTreeSet::new(),
            escalated: BTreeSet::new(),
            held: Vec::new(),
            used: Used::default(),
            closed: Closed::default(),
            field: None,
        }
    }

    fn counts(&self, of: &Booking) -> Vec<TakenCount> {
        let (venue, space) = self.catalogue.venue_and_space(of.space_id).unwrap();
        let counts = counts::taken_by(venue, space, of.attendees, &of.stock);
        let taken = counts.into_iter().filter(|_| of.claims());
        let taken = taken.map(|count| TakenCount {
            pool: count.pool,
            lent: Lent {
                slot: Slot::of(of),
                quantity: count.quantity,
                whole: false,
            },
            booking: Some(owner(of)),
        });
        taken.collect()
    }
}

fn owner(of: &Booking) -> Owner {
    Owner {
        id: of.id,
        status: of.status,
        over_at: None,
    }
}

fn venue() -> Venue {
    let unit = |space: SpaceId| UnitId(space.0);
    let spaces = [
        of(space::Model { id: HALL, ..hall() }, &[unit(HALL)]),
        of(named(FOYER, "foyer"), &[unit(FOYER)]),
        of(named(BOTH, "both"), &[unit(HALL), unit(FOYER)]),
        of(
            space::Model {
                pending: Pending::Compete,
                ..named(ROOM, "room")
            },
            &[unit(ROOM)],
        ),
        of(
            space::Model {
                by_seat: true,
                ..named(DESKS, "desks")
            },
            &[unit(DESKS)],
        ),
        of(
            space::Model {
                approval: Approval::Automatic,
                ..named(STUDIO, "studio")
            },
            &[unit(STUDIO)],
        ),
    ];
    Venue {
        row: venue::Model {
            id: VENUE,
            slug: "house".to_owned(),
            position: 0,
            name: words(),
            about: words(),
            address: words(),
            how_to_come_in: words(),
            district: String::new(),
            email: "house@test.example".to_owned(),
            phone: String::new(),
            timezone: "Asia/Almaty".to_owned(),
            hours: open_hours(),
            answer_within_working_days: 2,
            retired_at: None,
        },
        zone: Zone::named("Asia/Almaty").unwrap(),
        spaces: spaces.into_iter().map(Arc::new).collect(),
        stock: vec![Stock {
            row: stock::Model {
                id: MICROPHONES,
                venue_id: VENUE,
                slug: "microphone".to_owned(),
                position: 0,
                name: words(),
                retired_at: None,
            },
            quantity: 4,
        }],
        quotas: venue_quota::Model::unset(VENUE),
    }
}

pub fn picture(bookings: &[Booking]) -> Picture {
    Picture {
        bookings: bookings.iter().map(|one| (one.id, one.clone())).collect(),
        ..Picture::default()
    }
}

/// A booking of the group, that begins so many hours from now and lasts two.
pub fn booking(number: u128, space: SpaceId, in_hours: i64, status: Status) -> Booking {
    let id = BookingId(Uuid::from_u128(number));
    let zone = Zone::named("Asia/Almaty").unwrap();
    let starts_at = NOON.plus_hours(in_hours);
    let ends_at = starts_at.plus_hours(2);
    let pending = status == Status::Pending;
    Booking {
        id,
        code: format!("CODE{number}"),
        uid: format!("{id}@test.example"),
        venue_id: VENUE,
        space_id: space,
        starts: format_wall(zone.local(starts_at)),
        ends: format_wall(zone.local(ends_at)),
        timezone: "Asia/Almaty".to_owned(),
        starts_at,
        ends_at,
        status,
        holds: space != ROOM,
        answer_by: pending.then(|| NOON.plus_hours(1)),
        title: "Rehearsal".to_owned(),
        attendees: 10,
        attended: None,
        layout: "theatre".to_owned(),
        stock: Borrowed(Vec::new()),
        group_name: None,
        programme: None,
        note: None,
        public: false,
        booker_id: Some(PersonId(Uuid::from_u128(2))),
        contact_name: "Asel".to_owned(),
        contact_email: Some("person2@test.example".to_owned()),
        contact_phone: None,
        language: Language::Kk,
        requested_by: PersonId(Uuid::from_u128(2)),
        waived: Slugs::default(),
        waive_reason: None,
        reason_code: None,
        reason_text: None,
        decided_at: NOON.plus_days(-1),
        sequence: 0,
        version: 1,
        created_at: NOON.plus_days(-1),
        move_space_id: None,
        move_starts_at: None,
        move_ends_at: None,
        move_layout: None,
        move_holds: None,
        move_answer_by: None,
        move_of_series: false,
        remind_at: None,
        asked_at: None,
        asked_answer_by: None,
        latest_answer_by: None,
        offer_of: None,
        series_id: None,
    }
}

pub fn microphones(quantity: i32) -> Borrowed {
    Borrowed(vec![Item {
        item: "microphone".to_owned(),
        quantity,
    }])
}

fn named(id: SpaceId, slug: &str) -> space::Model {
    space::Model {
        id,
        slug: slug.to_owned(),
        ..hall()
    }
}

fn of(row: space::Model, units: &[UnitId]) -> Space {
    Space {
        row,
        venue_slug: "house".to_owned(),
        units: units.to_vec(),
        parts: Vec::new(),
    }
}

pub fn person(number: u128, venues: Vec<VenueId>) -> Person {
    Person {
        id: PersonId(Uuid::from_u128(number)),
        email: format!("person{number}@test.example"),
        name: "Asel".to_owned(),
        phone: None,
        language: None,
        administrator: false,
        venues,
    }
}

fn words() -> Words {
    let text = || "House".to_owned();
    Words {
        kk: text(),
        ru: text(),
        en: text(),
    }
}

/// Every day from 8 to 22.
fn open_hours() -> VenueHours {
    let daily = Opening {
        from: 8 * 60,
        to: 22 * 60,
    };
    VenueHours {
        week: std::array::from_fn(|_| vec![daily]),
        days: Vec::new(),
        periods: Vec::new(),
        holiday: None,
        office: [true, true, true, true, true, false, false],
    }
}
