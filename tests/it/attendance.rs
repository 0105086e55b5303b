//! Whether a group came, as its venue says, and what that makes of it in the eyes of a manager.

use entity::Booking;
use entity::{Instant, PrimeTime, PrimeWindow, audit::Action, booking::Status, venue_quota};
use jastar::{
    account::Actor,
    booking::{self, NewBooking},
    error::Error,
    idempotency::Idempotent,
    inbox::jobs::do_what_is_due,
    quota::settings,
    refusal::{rule::InvalidInput, state::StateRefusal},
    rules::booker_record::{Record, Standing},
};
use sea_orm::{ConnectionTrait, Statement};

use super::{
    quotas::{ROOM, unset},
    support::{NOW, TestApp, asking, done, facts::on_behalf, queries::queries},
};

const STUDIO: &str = "youth-house/dance-studio";

/// A venue with its manager, and a group.
pub struct Scene {
    pub test: TestApp,
    pub manager: Actor,
    pub group: Actor,
}

/// That many hours after nine o'clock on Monday.
pub fn later(hours: i64) -> Instant {
    NOW.plus_hours(hours)
}

impl Scene {
    pub async fn new() -> Self {
        let test = TestApp::new().await;
        Self {
            manager: test.manager_of("youth-house").await,
            group: test.person("asel@qanat.example").await,
            test,
        }
    }

    pub async fn ask(&self, who: &Actor, new: NewBooking) -> Booking {
        self.test.request(who, new).await.unwrap()
    }

    pub async fn check_in(
        &self,
        id: entity::BookingId,
        people: Option<i32>,
    ) -> Result<Booking, Error> {
        let app = &self.test.app;
        done(booking::check_in(app, &self.manager, id, people, Idempotent::unkeyed()).await)
    }

    pub async fn no_show(&self, id: entity::BookingId) -> Result<Booking, Error> {
        let app = &self.test.app;
        done(booking::no_show(app, &self.manager, id, Idempotent::unkeyed()).await)
    }

    async fn standing(&self, of: &Booking) -> Option<Standing> {
        let app = &self.test.app;
        let catalogue = app.catalogue().await.unwrap();
        let venue = catalogue.venue("youth-house").unwrap();
        let this = std::slice::from_ref(of);
        let found = booking::standings(app, &self.manager, &catalogue, venue, this).await;
        found.unwrap().get(&of.id).copied()
    }
}

/// In the meeting room on that day of November.
pub fn november(day: u8, from: u8, to: u8) -> NewBooking {
    let at = |hour: u8| format!("2026-11-{day:02}T{hour:02}:00");
    asking(ROOM, &at(from), &at(to))
}

#[tokio::test]
async fn a_group_that_came_is_counted_and_keeps_its_time() {
    let scene = Scene::new().await;
    let test = &scene.test;
    let booking = scene.ask(&scene.group, november(24, 10, 12)).await;
    let refused = scene.check_in(booking.id, None).await;
    assert!(
        matches!(refused, Err(Error::State(StateRefusal::TooEarly))),
        "{refused:?}"
    );
    test.app.clock.set(later(24));
    let refused = scene.check_in(booking.id, Some(0)).await;
    let Err(Error::Rules(broken)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(broken[0].facts, InvalidInput::LessThanOne.into());
    let group = done(
        booking::check_in(
            &test.app,
            &scene.group,
            booking.id,
            None,
            Idempotent::unkeyed(),
        )
        .await,
    );
    assert!(matches!(group, Err(Error::Forbidden)), "{group:?}");
    let mails = test.mails(booking.id).await.len();
    let came = scene.check_in(booking.id, Some(17)).await.unwrap();
    assert_eq!((came.status, came.attended), (Status::CheckedIn, Some(17)));
    assert_eq!(test.stored(booking.id).await, came);
    assert_eq!(test.claims(booking.id).await.len(), 1);
    assert_eq!(
        test.history(booking.id).await.last().unwrap().action,
        Action::CheckIn
    );
    assert_eq!(test.mails(booking.id).await.len(), mails, "they know");
    // Said twice, it is said once.
    assert_eq!(scene.check_in(booking.id, None).await.unwrap(), came);
    assert_eq!(scene.check_in(booking.id, Some(17)).await.unwrap(), came);
    test.app.clock.set(later(27));
    do_what_is_due(&test.app).await.unwrap();
    let over = test.stored(booking.id).await;
    assert_eq!((over.status, over.attended), (Status::Completed, Some(17)));
    test.assert_sound().await;
}

#[tokio::test]
async fn whoever_did_not_come_is_told_and_the_rest_of_the_time_is_free() {
    let scene = Scene::new().await;
    let test = &scene.test;
    let booking = scene.ask(&scene.group, november(24, 10, 13)).await;
    test.app.clock.set(later(24));
    let refused = scene.no_show(booking.id).await;
    assert!(
        matches!(refused, Err(Error::State(StateRefusal::NotYetBegun))),
        "{refused:?}"
    );
    test.app.clock.set(later(25).plus_minutes(20));
    let missed = scene.no_show(booking.id).await.unwrap();
    assert_eq!(missed.status, Status::NoShow);
    let told = test.mails(booking.id).await;
    assert_eq!(
        told.last().unwrap(),
        &("did_not_come".to_owned(), "asel@qanat.example".to_owned())
    );
    let other = test.person("erasyl@dombyra.example").await;
    let half_past = asking(ROOM, "2026-11-24T11:30", "2026-11-24T13:00");
    let rest = scene.ask(&other, half_past).await;
    // Now their time is somebody else's: it cannot be opened again.
    let again = test.reopen(&scene.manager, booking.id).await;
    assert!(matches!(again, Err(Error::Conflict { .. })), "{again:?}");
    test.cancel(&scene.manager, rest.id).await.unwrap();
    let again = test.reopen(&scene.manager, booking.id).await.unwrap();
    assert_eq!(again.status, Status::Approved);
    test.assert_sound().await;
}

#[tokio::test]
async fn that_nobody_came_can_be_said_when_it_is_over() {
    let scene = Scene::new().await;
    let test = &scene.test;
    let booking = scene.ask(&scene.group, november(24, 10, 12)).await;
    test.app.clock.set(later(48));
    do_what_is_due(&test.app).await.unwrap();
    assert_eq!(test.stored(booking.id).await.status, Status::Completed);
    let missed = scene.no_show(booking.id).await.unwrap();
    assert_eq!(missed.status, Status::NoShow);
    test.assert_sound().await;
}

/// Friday to Sunday, from five to ten.
async fn evenings(scene: &Scene) {
    let window = PrimeWindow {
        days: [false, false, false, false, true, true, true],
        from: 17 * 60,
        to: 22 * 60,
    };
    let set = venue_quota::Model {
        prime_time: PrimeTime(vec![window]),
        ..unset(&scene.test).await
    };
    settings::set(&scene.test.app, &scene.manager, set)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_manager_sees_hours_share_and_record() {
    let scene = Scene::new().await;
    let (test, group) = (&scene.test, &scene.group);
    evenings(&scene).await;
    let other = test.person("erasyl@dombyra.example").await;
    let came = scene.ask(group, november(24, 10, 12)).await;
    scene.ask(group, november(25, 10, 12)).await;
    let missed = scene.ask(group, november(26, 10, 12)).await;
    let late = scene.ask(group, november(29, 10, 12)).await;
    let in_time = scene.ask(group, november(30, 18, 20)).await;
    scene.ask(group, november(27, 18, 20)).await;
    scene.ask(&other, november(28, 17, 18)).await;
    scene.ask(&other, november(28, 19, 20)).await;
    test.cancel(group, in_time.id).await.unwrap();
    test.app.clock.set(later(25));
    scene.check_in(came.id, None).await.unwrap();
    test.app.clock.set(later(3 * 24 + 1));
    scene.no_show(missed.id).await.unwrap();
    test.app.clock.set(late.starts_at.plus_minutes(-10));
    test.cancel(group, late.id).await.unwrap();
    do_what_is_due(&test.app).await.unwrap();
    let december = |space, day: u8, from: u8, to: u8| {
        let at = |hour: u8| format!("2026-12-{day:02}T{hour:02}:00");
        asking(space, &at(from), &at(to))
    };
    scene.ask(group, december(ROOM, 2, 10, 11)).await;
    scene.ask(group, december(ROOM, 9, 10, 11)).await;
    let asked = scene.ask(group, december(STUDIO, 4, 17, 19)).await;

    let standing = scene.standing(&asked).await.unwrap();
    let expected = Standing {
        week_minutes: 3 * 60,
        month_minutes: 4 * 60,
        prime_percent: Some(50),
        record: Record {
            came: 3,
            cancelled_late: 1,
            did_not_come: 1,
        },
    };
    assert_eq!(standing, expected);
    // The sum of the month, asked for in another way: December begins 183 hours after nine o'clock on Monday.
    let (first, next) = (later(183).0, later(183 + 31 * 24).0);
    let question = format!(
        "SELECT CAST(sum(ends_at - starts_at) AS bigint) AS seconds FROM booking WHERE contact_email = 'asel@qanat.example' \
         AND starts_at >= {first} AND starts_at < {next} AND status NOT IN ('cancelled', 'rejected', 'withdrawn', 'expired')"
    );
    let conn = test.app.db.read();
    let sum = Statement::from_string(conn.get_database_backend(), question);
    let row = conn.query_one_raw(sum).await.unwrap().unwrap();
    let seconds: i64 = row.try_get("", "seconds").unwrap();
    assert_eq!(standing.month_minutes, seconds / 60);
    // What a manager booked for the same mailbox is theirs too; whoever left none is a stranger.
    let for_them = on_behalf(december(STUDIO, 3, 14, 15), "asel@qanat.example");
    let for_them = scene.ask(&scene.manager, for_them).await;
    let standing = scene.standing(&for_them).await.unwrap();
    assert_eq!(
        (standing.week_minutes, standing.record),
        (4 * 60, expected.record)
    );
    let mut unknown = for_them.clone();
    unknown.contact_email = None;
    assert_eq!(scene.standing(&unknown).await, None);
    test.assert_sound().await;
}

#[tokio::test]
async fn a_page_of_them_takes_as_many_queries_as_one() {
    let scene = Scene::new().await;
    let test = &scene.test;
    evenings(&scene).await;
    let mut waiting = Vec::new();
    for at in 0..12 {
        let person = test.person(&format!("p{at}@test.example")).await;
        let day = 1 + at;
        let wanted = asking(
            STUDIO,
            &format!("2026-12-{day:02}T16:00"),
            &format!("2026-12-{day:02}T17:00"),
        );
        waiting.push(scene.ask(&person, wanted).await);
    }
    let catalogue = test.app.catalogue().await.unwrap();
    let venue = catalogue.venue("youth-house").unwrap();
    for some in [&waiting[..1], &waiting[..]] {
        let looked = booking::standings(&test.app, &scene.manager, &catalogue, venue, some);
        let (asked, found) = queries(looked).await;
        assert_eq!((asked, found.unwrap().len()), (2, some.len()));
    }
    let refused = booking::standings(&test.app, &scene.group, &catalogue, venue, &waiting).await;
    assert!(matches!(refused, Err(Error::NotFound)));
}

#[tokio::test]
async fn who_comes_is_told_that_nobody_answered_the_move_that_they_asked_for() {
    let scene = Scene::new().await;
    let test = &scene.test;
    let studio = |day: u8| {
        let at = |hour: u8| format!("2026-12-{day:02}T{hour:02}:00");
        asking("youth-house/dance-studio", &at(16), &at(18))
    };
    let booking = scene.ask(&scene.group, studio(1)).await;
    test.approve(&scene.manager, booking.id).await.unwrap();
    let later = studio(2);
    let place = crate::it::support::facts::at(&later.starts, &later.ends);
    test.move_to(&scene.group, booking.id, place).await.unwrap();
    test.app.clock.set(booking.starts_at);
    let came = scene.check_in(booking.id, None).await.unwrap();
    assert_eq!(
        (came.status, came.proposed_move()),
        (Status::CheckedIn, None)
    );
    assert_eq!(test.stored(booking.id).await, came);
    let history = test.history(booking.id).await;
    let last: Vec<_> = history
        .iter()
        .rev()
        .take(2)
        .map(|line| line.action)
        .collect();
    assert_eq!(last, [Action::CheckIn, Action::LapseMove]);
    test.mail(booking.id, "move_lapsed").await;
    test.assert_sound().await;
}
