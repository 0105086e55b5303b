//! What the gate does is told, in the transaction that does it and in no other.

use entity::{
    Booking, BookingId, Instant,
    audit::Role,
    event::{Kind, Kind as K},
};
use jastar::{
    account::Actor,
    booking,
    error::Error,
    idempotency::Idempotent,
    ledger::events::{Event, after},
    rules::reason::Reason,
};
use sea_orm::{ConnectionTrait, DbBackend};

use super::support::{NOW, TestApp, asking, done, facts::at};

const STUDIO: &str = "youth-house/dance-studio";
const HALL: &str = "youth-house/grand-hall";

struct House {
    test: TestApp,
    manager: Actor,
    group: Actor,
    /// Up to which event it has been read.
    read: i64,
}

impl House {
    async fn new() -> Self {
        let test = TestApp::new().await;
        Self {
            manager: test.manager_of("youth-house").await,
            group: test.person("a@test.example").await,
            test,
            read: 0,
        }
    }

    /// For a Tuesday in two weeks; what is told of the request itself is read.
    async fn asked(&mut self, space: &str) -> Booking {
        let wanted = asking(space, "2026-12-08T16:00", "2026-12-08T18:00");
        let asked = self.test.request(&self.group, wanted).await.unwrap();
        self.news().await;
        asked
    }

    async fn news(&mut self) -> Vec<Event> {
        let events = after(&self.test.app, self.read, 100).await.unwrap();
        self.read = events.last().map_or(self.read, |event| event.position);
        events
    }

    /// What has been told since, of that booking alone: kinds, roles and versions.
    async fn told(&mut self, of: BookingId) -> Vec<(Kind, Role, i32)> {
        let events = self.news().await;
        assert!(events.iter().all(|one| one.booking_id == Some(of)));
        let facts = |one: &Event| (one.kind, one.role, one.version);
        events.iter().map(facts).collect()
    }
}

#[tokio::test]
async fn each_change_is_told_once_with_the_version_that_came_of_it() {
    let mut house = House::new().await;
    let id = house.asked(STUDIO).await.id;
    let (group, venue) = (Role::Booker, Role::Venue);

    house.test.app.clock.set(NOW.plus_minutes(1));
    house.test.approve(&house.manager, id).await.unwrap();
    let events = house.news().await;
    let [event] = &events[..] else {
        panic!("{events:?}")
    };
    let expected = Event {
        position: event.position,
        id: event.id,
        kind: K::Approve,
        booking_id: Some(id),
        series_id: None,
        closure_id: None,
        version: 2,
        at: NOW.plus_minutes(1),
        role: venue,
    };
    assert_eq!(*event, expected);

    let later = at("2026-12-08T17:00", "2026-12-08T19:00");
    let moved = house.test.move_to(&house.manager, id, later).await;
    assert_eq!(house.told(id).await, [(K::Move, venue, 3)]);
    assert_eq!(moved.unwrap().version, 3);
    let asks = at("2026-12-08T16:00", "2026-12-08T18:00");
    house.test.move_to(&house.group, id, asks).await.unwrap();
    assert_eq!(house.told(id).await, [(K::ProposeMove, group, 4)]);
    house.test.cancel(&house.manager, id).await.unwrap();
    assert_eq!(house.told(id).await, [(K::Cancel, venue, 5)]);

    let id = house.asked(STUDIO).await.id;
    house.test.cancel(&house.group, id).await.unwrap();
    assert_eq!(house.told(id).await, [(K::Withdraw, group, 2)]);
    house.test.assert_sound().await;
}

#[tokio::test]
async fn a_message_is_told_and_so_is_what_it_does_to_the_clock() {
    let mut house = House::new().await;
    let id = house.asked(STUDIO).await.id;
    let (group, venue) = (Role::Booker, Role::Venue);
    for (ours, internal, told) in [
        (true, true, vec![(K::InternalMessage, venue, 1)]),
        (false, false, vec![(K::Message, group, 1)]),
        (
            true,
            false,
            vec![(K::Ask, venue, 2), (K::Message, venue, 2)],
        ),
        (true, false, vec![(K::Message, venue, 2)]),
        (
            false,
            false,
            vec![(K::Answer, group, 3), (K::Message, group, 3)],
        ),
    ] {
        let who = if ours { &house.manager } else { &house.group };
        let wrote = house.test.write(who, id, "Неше адам?", internal).await;
        wrote.unwrap();
        assert_eq!(house.told(id).await, told);
    }
}

/// Both share the version that came of them.
#[tokio::test]
async fn of_two_acts_at_once_both_are_told() {
    let mut house = House::new().await;
    let id = house.asked(STUDIO).await.id;
    house.test.approve(&house.manager, id).await.unwrap();
    let later = at("2026-12-08T17:00", "2026-12-08T19:00");
    house.test.move_to(&house.group, id, later).await.unwrap();
    house.news().await;
    let before = house.test.stored(id).await;
    // Nobody has answered, and the group is at the door.
    house.test.app.clock.set(before.starts_at);
    let app = &house.test.app;
    let came = booking::check_in(app, &house.manager, id, Some(5), Idempotent::unkeyed()).await;
    let version = done(came).unwrap().version;
    let told = [
        (K::LapseMove, Role::System, version),
        (K::CheckIn, Role::Venue, version),
    ];
    assert_eq!(house.told(id).await, told);
}

#[tokio::test]
async fn a_request_to_be_answered_anew_is_told_though_nobody_did_anything() {
    let mut house = House::new().await;
    let (lost, won) = (house.asked(HALL).await, house.asked(HALL).await);
    house.test.approve(&house.manager, won.id).await.unwrap();
    assert_eq!(house.told(won.id).await, [(K::Approve, Role::Venue, 2)]);
    let over = lost.answer_by.unwrap().plus_hours(1);
    house.test.app.clock.set(over);
    house.test.cancel(&house.manager, won.id).await.unwrap();
    let events = house.news().await;
    let told: Vec<_> = events
        .iter()
        .map(|one| (one.booking_id, one.kind, one.role, one.version))
        .collect();
    let expected = [
        (Some(won.id), K::Cancel, Role::Venue, 3),
        (Some(lost.id), K::WaitAnew, Role::System, 2),
    ];
    assert_eq!(told, expected);
    assert_eq!(house.test.stored(lost.id).await.version, 2);
}

#[tokio::test]
async fn what_is_refused_or_taken_back_is_not_told() {
    let mut house = House::new().await;
    let id = house.asked(STUDIO).await.id;
    let stranger = house.test.person("b@test.example").await;
    let refused = house.test.approve(&stranger, id).await;
    assert!(matches!(refused, Err(Error::NotFound | Error::Forbidden)));

    let raw = house.test.raw().await;
    let (no_mail, mail) = match raw.get_database_backend() {
        DbBackend::Postgres => (
            "CREATE FUNCTION no_mail() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no mail''; END'; \
             CREATE TRIGGER no_mail BEFORE INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION no_mail()",
            "DROP TRIGGER no_mail ON outbox",
        ),
        _ => (
            "CREATE TRIGGER no_mail BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'no mail'); END",
            "DROP TRIGGER no_mail",
        ),
    };
    raw.execute_unprepared(no_mail).await.unwrap();
    let failed = house.test.approve(&house.manager, id).await;
    assert!(matches!(failed, Err(Error::Internal(_))), "{failed:?}");
    raw.execute_unprepared(mail).await.unwrap();
    assert_eq!(house.told(id).await, []);

    house.test.approve(&house.manager, id).await.unwrap();
    assert_eq!(house.told(id).await, [(K::Approve, Role::Venue, 2)]);
    let again = house.test.approve(&house.manager, id).await;
    assert!(matches!(again, Err(Error::State(_))), "{again:?}");
    assert_eq!(house.told(id).await, []);
}

/// One process may be minutes behind another; a version is never told before the one that it came of.
#[tokio::test]
async fn of_one_booking_versions_come_in_their_order_whatever_clocks_say() {
    let mut house = House::new().await;
    let id = house.asked(STUDIO).await.id;
    let other = house.asked(HALL).await.id;
    let late = house.test.another(8).await;
    late.clock.set(NOW.plus_minutes(-3));
    house.test.app.clock.set(NOW.plus_minutes(1));
    house.test.approve(&house.manager, id).await.unwrap();
    let cancelled = |app, id| {
        booking::cancel(
            app,
            &house.group,
            id,
            Reason::default(),
            Idempotent::unkeyed(),
        )
    };
    done(cancelled(&late, id).await).unwrap();
    done(cancelled(&late, other).await).unwrap();
    let told: Vec<_> = house
        .news()
        .await
        .iter()
        .map(|one| (one.booking_id, one.version, one.at))
        .collect();
    let (early, now): (Instant, Instant) = (NOW.plus_minutes(-3), NOW.plus_minutes(1));
    let expected = [
        (Some(other), 2, early),
        (Some(id), 2, now),
        (Some(id), 3, early),
    ];
    assert_eq!(told, expected);
}
