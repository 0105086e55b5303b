//! Where one thing ends and the next begins: midnight, holidays, clocks that are put forward and back, nothing at all.

use entity::Booking;
use entity::{Borrowed, Every, Instant, Item};
use jastar::{
    account::Actor,
    booking::NewBooking,
    closure::{Again, NewClosure, Say},
    error::Error,
    inbox::jobs::do_what_is_due,
    refusal::rule::Code,
};
use time::macros::datetime;

use super::support::{
    CATALOGUE, TestApp, asking,
    facts::{at, because},
};

const ROOM: &str = "youth-house/meeting-room";
const COWORKING: &str = "youth-house/coworking";

fn told(done: &Result<Booking, Error>) -> Vec<(&'static str, Code)> {
    match done {
        Err(Error::Rules(broken)) => broken.iter().map(|one| (one.field, one.code())).collect(),
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn taken(done: &Result<Booking, Error>) {
    assert!(matches!(done, Err(Error::Conflict { .. })), "{done:?}");
}

/// Open day and night at weekends, in some zone.
async fn open_at_night(zone: &str) -> TestApp {
    let weekend = "sat = \"10:00-22:00\", sun = \"10:00-20:00\"";
    assert!(CATALOGUE.contains(weekend));
    let toml = CATALOGUE
        .replace(weekend, "sat = \"00:00-24:00\", sun = \"00:00-24:00\"")
        .replace(
            "timezone = \"Asia/Almaty\"",
            &format!("timezone = \"{zone}\""),
        );
    TestApp::with_catalogue(&toml).await
}

struct Room {
    test: TestApp,
    who: Actor,
}

impl Room {
    async fn open_at_night(zone: &str) -> Self {
        let test = open_at_night(zone).await;
        let who = test.person("a@test.example").await;
        Self { test, who }
    }

    async fn ask(&self, starts: &str, ends: &str) -> Result<Booking, Error> {
        self.test
            .request(&self.who, asking(ROOM, starts, ends))
            .await
    }
}

fn minutes(booking: &Booking) -> i64 {
    booking.ends_at.since(booking.starts_at).whole_minutes()
}

#[tokio::test]
async fn a_night_between_two_open_days_is_booked_like_a_day() {
    let room = Room::open_at_night("Asia/Almaty").await;
    let night = room.ask("2026-12-05T23:00", "2026-12-06T01:00").await;
    assert_eq!(minutes(&night.unwrap()), 120);
    for (starts, ends) in [
        ("2026-12-05T22:00", "2026-12-05T23:30"),
        ("2026-12-05T23:30", "2026-12-06T00:00"),
        ("2026-12-06T00:00", "2026-12-06T00:30"),
        ("2026-12-06T00:30", "2026-12-06T02:00"),
    ] {
        taken(&room.ask(starts, ends).await);
    }
    // What touches it does not meet it.
    room.ask("2026-12-05T22:00", "2026-12-05T23:00")
        .await
        .unwrap();
    room.ask("2026-12-06T01:00", "2026-12-06T02:00")
        .await
        .unwrap();
    // Nor does midnight belong to the day before.
    room.ask("2026-12-04T21:00", "2026-12-04T22:00")
        .await
        .unwrap();
    let over_the_end = room.ask("2026-12-06T23:00", "2026-12-07T01:00").await;
    assert_eq!(told(&over_the_end), [("ends", Code::OutsideHours)]);
    room.test.assert_sound().await;
}

/// The sixteenth is a holiday, and a Wednesday.
#[tokio::test]
async fn nothing_reaches_into_a_holiday_and_a_holiday_closes_no_other_day() {
    let night = "hours = { mon = \"09:00-21:00\", tue = \"09:00-21:00\", wed = \"09:00-21:00\"";
    assert!(CATALOGUE.contains(night));
    let always = "hours = { mon = \"00:00-24:00\", tue = \"00:00-24:00\", wed = \"00:00-24:00\"";
    let test = TestApp::with_catalogue(&CATALOGUE.replace(night, always)).await;
    let who = test.person("a@test.example").await;
    let ask = async |starts: &str, ends: &str| test.request(&who, asking(ROOM, starts, ends)).await;
    ask("2026-12-15T22:30", "2026-12-16T00:00").await.unwrap();
    for (starts, ends) in [
        ("2026-12-15T22:00", "2026-12-16T00:30"),
        ("2026-12-16T00:00", "2026-12-16T01:00"),
        ("2026-12-16T12:00", "2026-12-16T13:00"),
    ] {
        let refused = told(&ask(starts, ends).await);
        let codes: Vec<Code> = refused.iter().map(|(_, code)| *code).collect();
        assert_eq!(codes, [Code::Holiday], "{starts}");
    }
    ask("2026-12-17T09:00", "2026-12-17T10:00").await.unwrap();

    // A closure asks nobody for hours: it hits what is there on both sides.
    let manager = test.manager_of("youth-house").await;
    let over_it = NewClosure {
        venue: "youth-house".to_owned(),
        spaces: Some(vec!["meeting-room".to_owned()]),
        starts: "2026-12-15T23:00".to_owned(),
        ends: "2026-12-17T09:30".to_owned(),
        reason: because("Мереке."),
        again: None,
    };
    assert_eq!(test.preview(&manager, &over_it).await.hits.len(), 2);
    test.assert_sound().await;
}

#[tokio::test]
async fn when_clocks_go_forward_an_hour_is_nobodys() {
    let room = Room::open_at_night("Europe/Berlin").await;
    let test = &room.test;
    // On the 28th two o'clock is three o'clock.
    test.app
        .clock
        .set(Instant::from_offset(datetime!(2027-03-20 12:00 UTC)));
    for (starts, ends, field) in [
        ("2027-03-28T02:30", "2027-03-28T04:00", "starts"),
        ("2027-03-28T01:00", "2027-03-28T02:30", "ends"),
    ] {
        let refused = told(&room.ask(starts, ends).await);
        assert_eq!(refused, [(field, Code::Invalid)], "{starts}");
    }
    let over_it = room
        .ask("2027-03-28T01:30", "2027-03-28T03:30")
        .await
        .unwrap();
    assert_eq!(minutes(&over_it), 60);
    taken(&room.ask("2027-03-28T03:00", "2027-03-28T04:00").await);
    room.ask("2027-03-28T03:30", "2027-03-28T04:00")
        .await
        .unwrap();
    room.ask("2027-03-28T01:00", "2027-03-28T01:30")
        .await
        .unwrap();
    // A move by the clock of the wall.
    let later = at("2027-03-28T04:00", "2027-03-28T06:00");
    let moved = test.move_to(&room.who, over_it.id, later).await.unwrap();
    assert_eq!(minutes(&moved), 120);
    test.assert_sound().await;
}

#[tokio::test]
async fn when_clocks_go_back_an_hour_is_there_once_to_be_asked_for() {
    let room = Room::open_at_night("Europe/Berlin").await;
    let test = &room.test;
    // On the 31st three o'clock is two o'clock once more.
    test.app
        .clock
        .set(Instant::from_offset(datetime!(2027-10-20 12:00 UTC)));
    let first = room
        .ask("2027-10-31T01:30", "2027-10-31T02:30")
        .await
        .unwrap();
    assert_eq!(minutes(&first), 60);
    let second = room
        .ask("2027-10-31T02:30", "2027-10-31T03:00")
        .await
        .unwrap();
    assert_eq!(minutes(&second), 90, "until three o'clock as it is then");
    assert_eq!(first.ends_at, second.starts_at);
    taken(&room.ask("2027-10-31T02:00", "2027-10-31T03:30").await);
    room.ask("2027-10-31T03:00", "2027-10-31T04:00")
        .await
        .unwrap();
    // It is over by its instants, not by its clock.
    test.app.clock.set(second.ends_at.plus_minutes(-1));
    do_what_is_due(&test.app).await.unwrap();
    assert_eq!(test.stored(second.id).await.version, second.version);
    test.app.clock.set(second.ends_at);
    do_what_is_due(&test.app).await.unwrap();
    assert_eq!(test.stored(second.id).await.version, second.version + 1);
    test.assert_sound().await;
}

#[tokio::test]
async fn a_weekly_closure_goes_by_the_clock_of_the_wall() {
    let room = Room::open_at_night("Europe/Berlin").await;
    let test = &room.test;
    let manager = test.manager_of("youth-house").await;
    test.app
        .clock
        .set(Instant::from_offset(datetime!(2027-10-20 12:00 UTC)));
    let weekly = NewClosure {
        venue: "youth-house".to_owned(),
        spaces: Some(vec!["meeting-room".to_owned()]),
        starts: "2027-10-24T10:00".to_owned(),
        ends: "2027-10-24T12:00".to_owned(),
        reason: because("Тазалау."),
        again: Some(Again {
            every: Every::Week,
            nth: None,
            until: None,
            count: Some(2),
        }),
    };
    let closed = test.close(&manager, &weekly, Say::default()).await.unwrap();
    let [first, second] = closed.times[..] else {
        panic!("{closed:?}")
    };
    let apart = second.starts_at.since(first.starts_at).whole_hours();
    assert_eq!(apart, 7 * 24 + 1);
    for day in [24, 31] {
        for (from, to, is_taken) in [("09", "10", false), ("11", "13", true), ("12", "13", false)] {
            let at = |hour: &str| format!("2027-10-{day}T{hour}:00");
            match room.ask(&at(from), &at(to)).await {
                Ok(_) => assert!(!is_taken, "{day} {from}"),
                refused => {
                    taken(&refused);
                    assert!(is_taken, "{day} {from}");
                }
            }
        }
    }
    test.assert_sound().await;
}

#[tokio::test]
async fn nobody_asks_for_nothing() {
    let test = TestApp::new().await;
    let who = test.person("a@test.example").await;
    let lent = |quantity| {
        let item = "radio-microphone".to_owned();
        Borrowed(vec![Item { item, quantity }])
    };
    for (space, attendees, stock, field) in [
        (COWORKING, 0, Borrowed::default(), "attendees"),
        (COWORKING, -1, Borrowed::default(), "attendees"),
        (ROOM, 0, Borrowed::default(), "attendees"),
        (ROOM, 5, lent(0), "stock"),
        (ROOM, 5, lent(-1), "stock"),
        (ROOM, 5, lent(i32::MIN), "stock"),
        (ROOM, 5, lent(i32::MAX), "stock"),
    ] {
        let new = NewBooking {
            attendees,
            stock,
            ..asking(space, "2026-12-01T12:00", "2026-12-01T13:00")
        };
        assert_eq!(
            told(&test.request(&who, new).await),
            [(field, Code::Invalid)]
        );
    }
    // No time is none either, also where both ends are the same wall.
    for (starts, ends) in [
        ("2026-12-01T12:00", "2026-12-01T12:00"),
        ("2026-12-01T12:00", "2026-12-01T11:00"),
        // And nobody keeps a room for more than 31 days.
        ("2026-12-01T12:00", "2027-01-01T12:01"),
    ] {
        let refused = test.request(&who, asking(ROOM, starts, ends)).await;
        assert_eq!(told(&refused), [("ends", Code::Invalid)]);
    }
    // The last seat is there for one, and the next for nobody.
    for (attendees, fits) in [(39, true), (2, false), (1, true), (1, false)] {
        let new = NewBooking {
            attendees,
            ..asking(COWORKING, "2026-12-01T12:00", "2026-12-01T13:00")
        };
        let asked = test.request(&who, new).await;
        if fits {
            asked.unwrap();
        } else {
            taken(&asked);
        }
    }
    test.assert_sound().await;
}
