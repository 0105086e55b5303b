//! What the managers of a venue allow one booker, where it holds and what it says.

use entity::Booking;
use entity::{PrimeTime, PrimeWindow, booking::Status, venue_quota};
use jastar::{
    account::Actor,
    booking::NewBooking,
    error::Error,
    import::{self, file},
    quota::settings,
    refusal::rule::{Code, Detail, Limit, Quota, Violation},
};

use super::support::{
    CATALOGUE, TestApp, asking,
    facts::{at, in_space, on_behalf},
};

/// Nobody has to approve.
pub const ROOM: &str = "youth-house/meeting-room";
const STUDIO: &str = "youth-house/dance-studio";
/// Several may ask for one time.
const GRAND_HALL: &str = "youth-house/grand-hall";

/// What is set for the Youth House until now, to be changed.
pub async fn unset(test: &TestApp) -> venue_quota::Model {
    let catalogue = test.app.catalogue().await.unwrap();
    let id = catalogue.venue("youth-house").unwrap().row.id;
    venue_quota::Model::unset(id)
}

pub async fn hours_a_week(test: &TestApp, hours: i32) -> venue_quota::Model {
    venue_quota::Model {
        hours_per_week: Some(hours),
        ..unset(test).await
    }
}

pub async fn set(test: &TestApp, manager: &Actor, set: venue_quota::Model) {
    settings::set(&test.app, manager, set).await.unwrap();
}

/// In December, from one hour to another.
fn day(space: &str, day: u8, from: u8, to: u8) -> NewBooking {
    let at = |hour: u8| format!("2026-12-{day:02}T{hour:02}:00");
    asking(space, &at(from), &at(to))
}

#[track_caller]
fn exceeded(asked: Result<Booking, Error>) -> Vec<Quota> {
    told(asked).into_iter().map(|(quota, _)| quota).collect()
}

/// Each with whether it may be waived.
#[track_caller]
fn told(asked: Result<Booking, Error>) -> Vec<(Quota, bool)> {
    let Err(Error::Rules(broken)) = asked else {
        panic!("{asked:?}")
    };
    let quota = |broken: Violation| match broken.facts {
        Detail::Quota(quota) => (quota, broken.waivable),
        other => panic!("{other:?}"),
    };
    broken.into_iter().map(quota).collect()
}

fn full(quota: Limit, limit: u32, used: u32) -> Quota {
    Quota {
        quota,
        limit,
        used,
        left: limit - used,
    }
}

struct Scene {
    test: TestApp,
    manager: Actor,
    group: Actor,
}

impl Scene {
    async fn new() -> Self {
        let test = TestApp::new().await;
        Self {
            manager: test.manager_of("youth-house").await,
            group: test.person("asel@qanat.example").await,
            test,
        }
    }

    async fn four_hours_a_week() -> Self {
        let scene = Self::new().await;
        let four = hours_a_week(&scene.test, 4).await;
        set(&scene.test, &scene.manager, four).await;
        scene
    }

    async fn ask(&self, new: NewBooking) -> Result<Booking, Error> {
        self.test.request(&self.group, new).await
    }
}

#[tokio::test]
async fn hours_count_in_all_spaces_of_the_venue_from_monday_to_sunday() {
    let scene = Scene::four_hours_a_week().await;
    scene.ask(day(ROOM, 1, 10, 12)).await.unwrap();
    scene.ask(day(STUDIO, 6, 16, 17)).await.unwrap();
    let two_more = scene.ask(day(ROOM, 2, 10, 12)).await;
    assert_eq!(
        exceeded(two_more),
        [full(Limit::HoursPerWeek, 4 * 60, 3 * 60)]
    );
    scene.ask(day(ROOM, 2, 10, 11)).await.unwrap();
    // The week before, the week after, and another venue count for themselves.
    scene.ask(day(ROOM, 7, 10, 13)).await.unwrap();
    let before = asking(ROOM, "2026-11-29T10:00", "2026-11-29T13:00");
    scene.ask(before).await.unwrap();
    scene
        .ask(day("sarzhailau/podcast-studio", 2, 10, 12))
        .await
        .unwrap();
    scene.test.assert_sound().await;
}

#[tokio::test]
async fn what_was_given_up_or_never_granted_does_not_count() {
    let scene = Scene::four_hours_a_week().await;
    let (test, group, manager) = (&scene.test, &scene.group, &scene.manager);
    let cancelled = scene.ask(day(ROOM, 1, 10, 13)).await.unwrap();
    let rejected = scene.ask(day(STUDIO, 1, 14, 15)).await.unwrap();
    exceeded(scene.ask(day(ROOM, 2, 10, 11)).await);
    test.cancel(group, cancelled.id).await.unwrap();
    scene.ask(day(ROOM, 2, 10, 13)).await.unwrap();
    exceeded(scene.ask(day(ROOM, 3, 10, 11)).await);
    test.reject(manager, rejected.id).await.unwrap();
    scene.ask(day(ROOM, 3, 10, 11)).await.unwrap();
    // Opened again it counts, whatever that makes; the manager decides so.
    test.reopen(manager, rejected.id).await.unwrap();
    test.approve(manager, rejected.id).await.unwrap();
    assert_eq!(
        exceeded(scene.ask(day(ROOM, 4, 10, 11)).await)[0],
        Quota {
            quota: Limit::HoursPerWeek,
            limit: 4 * 60,
            used: 5 * 60,
            left: 0
        }
    );
    test.assert_sound().await;
}

#[tokio::test]
async fn a_request_whose_time_was_given_away_does_not_count() {
    let scene = Scene::four_hours_a_week().await;
    let (test, manager) = (&scene.test, &scene.manager);
    let lost = scene.ask(day(GRAND_HALL, 1, 15, 18)).await.unwrap();
    let other = test.person("erasyl@dombyra.example").await;
    let won = test
        .request(&other, day(GRAND_HALL, 1, 16, 18))
        .await
        .unwrap();
    exceeded(scene.ask(day(ROOM, 2, 10, 12)).await);
    test.approve(manager, won.id).await.unwrap();
    assert_eq!(test.stored(lost.id).await.status, Status::Pending);
    scene.ask(day(ROOM, 2, 10, 12)).await.unwrap();
    test.assert_sound().await;
}

#[tokio::test]
async fn prime_time_is_counted_apart() {
    let scene = Scene::new().await;
    let evenings = PrimeWindow {
        days: [false, false, false, false, true, true, true],
        from: 17 * 60,
        to: 22 * 60,
    };
    let quotas = venue_quota::Model {
        prime_hours_per_week: Some(2),
        prime_time: PrimeTime(vec![evenings]),
        ..unset(&scene.test).await
    };
    set(&scene.test, &scene.manager, quotas).await;
    // Half of it is prime.
    scene.ask(day(ROOM, 4, 16, 18)).await.unwrap();
    let friday = scene.ask(day(ROOM, 5, 17, 19)).await;
    assert_eq!(
        exceeded(friday),
        [full(Limit::PrimeHoursPerWeek, 2 * 60, 60)]
    );
    scene.ask(day(ROOM, 5, 18, 19)).await.unwrap();
    scene.ask(day(ROOM, 6, 14, 17)).await.unwrap();
    scene.ask(day(ROOM, 3, 17, 20)).await.unwrap();
    scene.test.assert_sound().await;
}

#[tokio::test]
async fn a_week_of_two_years_is_one_and_a_month_ends_in_it() {
    let scene = Scene::new().await;
    let quotas = venue_quota::Model {
        bookings_per_week: Some(2),
        bookings_per_month: Some(2),
        ..unset(&scene.test).await
    };
    set(&scene.test, &scene.manager, quotas).await;
    let on = async |date: &str| {
        let small_hall = "youth-house/small-hall-1";
        let new = asking(
            small_hall,
            &format!("{date}T14:00"),
            &format!("{date}T15:00"),
        );
        let asked = scene.ask(new).await;
        if let Ok(booking) = &asked {
            let approved = scene.test.approve(&scene.manager, booking.id).await;
            approved.unwrap();
        }
        asked
    };
    on("2026-12-31").await.unwrap();
    // A Sunday.
    on("2027-01-03").await.unwrap();
    assert_eq!(
        exceeded(on("2026-12-30").await),
        [full(Limit::BookingsPerWeek, 2, 2)]
    );
    on("2026-12-27").await.unwrap();
    on("2027-01-11").await.unwrap();
    assert_eq!(
        exceeded(on("2027-01-12").await),
        [full(Limit::BookingsPerMonth, 2, 2)]
    );
    scene.test.assert_sound().await;
}

#[tokio::test]
async fn the_group_moves_within_what_it_may_have() {
    let scene = Scene::four_hours_a_week().await;
    let (test, group) = (&scene.test, &scene.group);
    let moved = scene.ask(day(ROOM, 1, 10, 13)).await.unwrap();
    scene.ask(day(ROOM, 2, 10, 11)).await.unwrap();
    scene.ask(day(ROOM, 8, 10, 12)).await.unwrap();
    let place = at("2026-12-03T10:00", "2026-12-03T13:00");
    test.move_to(group, moved.id, place).await.unwrap();
    let next_week = at("2026-12-09T10:00", "2026-12-09T13:00");
    let refused = test.move_to(group, moved.id, next_week.clone()).await;
    assert_eq!(
        exceeded(refused),
        [full(Limit::HoursPerWeek, 4 * 60, 2 * 60)]
    );
    // The venue weighs its own moves itself.
    test.move_to(&scene.manager, moved.id, next_week)
        .await
        .unwrap();
    test.assert_sound().await;
}

#[tokio::test]
async fn a_move_that_is_asked_for_counts_in_both_weeks() {
    let scene = Scene::four_hours_a_week().await;
    let (test, group) = (&scene.test, &scene.group);
    let waiting = scene.ask(day(STUDIO, 1, 14, 17)).await.unwrap();
    let booking = test.approve(&scene.manager, waiting.id).await.unwrap();
    let asked = in_space(STUDIO, "2026-12-08T14:00", "2026-12-08T17:00");
    test.move_to(group, booking.id, asked).await.unwrap();
    for day_of in [2, 9] {
        exceeded(scene.ask(day(ROOM, day_of, 10, 12)).await);
    }
    test.approve(&scene.manager, booking.id).await.unwrap();
    exceeded(scene.ask(day(ROOM, 9, 10, 12)).await);
    scene.ask(day(ROOM, 2, 10, 12)).await.unwrap();
    test.assert_sound().await;
}

#[tokio::test]
async fn a_manager_who_books_for_somebody_is_told_and_may_waive() {
    let scene = Scene::four_hours_a_week().await;
    let (test, manager) = (&scene.test, &scene.manager);
    scene.ask(day(ROOM, 1, 10, 13)).await.unwrap();
    let for_them = || on_behalf(day(STUDIO, 2, 14, 16), "Asel@Qanat.example");
    let refused = test.request(manager, for_them()).await;
    let quota = full(Limit::HoursPerWeek, 4 * 60, 3 * 60);
    assert_eq!(told(refused), [(quota, true)]);
    let waiving = NewBooking {
        waive: vec!["quota".to_owned()],
        waive_reason: Some("Облыстық фестиваль".to_owned()),
        ..for_them()
    };
    let made = test.request(manager, waiving.clone()).await.unwrap();
    assert_eq!(made.waived.0, [Code::Quota.to_string()]);
    assert_eq!(made.waive_reason.as_deref(), Some("Облыстық фестиваль"));
    // It counts as theirs.
    let quotas = exceeded(scene.ask(day(ROOM, 3, 10, 11)).await);
    assert_eq!(quotas[0].used, 5 * 60);
    // Where nothing is in the way nothing is waived.
    let next_week = NewBooking {
        starts: "2026-12-08T14:00".to_owned(),
        ends: "2026-12-08T16:00".to_owned(),
        ..waiving
    };
    let made = test.request(manager, next_week).await.unwrap();
    assert_eq!((made.waived.0.len(), made.waive_reason), (0, None));
    test.assert_sound().await;
}

#[tokio::test]
async fn the_house_books_for_itself_as_it_likes() {
    let scene = Scene::four_hours_a_week().await;
    let (test, manager) = (&scene.test, &scene.manager);
    for day_of in 1..=3 {
        let own = test.request(manager, day(ROOM, day_of, 10, 13));
        own.await.unwrap();
        let mut stranger = on_behalf(day(STUDIO, day_of, 14, 17), "");
        stranger.on_behalf.as_mut().unwrap().email = None;
        test.request(manager, stranger).await.unwrap();
        let colleague = on_behalf(day(ROOM, day_of, 14, 17), "manager@youth-house.example");
        test.request(manager, colleague).await.unwrap();
    }
    test.assert_sound().await;
}

#[tokio::test]
async fn every_limit_is_told_before_that_the_time_is_taken() {
    let scene = Scene::new().await;
    let quotas = venue_quota::Model {
        bookings_per_month: Some(3),
        ..hours_a_week(&scene.test, 4).await
    };
    set(&scene.test, &scene.manager, quotas).await;
    for day_of in [1, 2, 3] {
        scene.ask(day(STUDIO, day_of, 14, 15)).await.unwrap();
    }
    let fourth = exceeded(scene.ask(day(STUDIO, 3, 14, 17)).await);
    let names: Vec<Limit> = fourth.iter().map(|quota| quota.quota).collect();
    assert_eq!(
        names,
        [
            Limit::OpenRequestsPerVenue,
            Limit::HoursPerWeek,
            Limit::BookingsPerMonth
        ]
    );
    scene.test.assert_sound().await;
}

#[tokio::test]
async fn only_managers_of_the_venue_set_them_and_an_import_leaves_them() {
    let scene = Scene::four_hours_a_week().await;
    let (test, two) = (&scene.test, hours_a_week(&scene.test, 2).await);
    let other = test.manager_of("sarzhailau").await;
    for nobody in [&scene.group, &other] {
        let refused = settings::set(&test.app, nobody, two.clone()).await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    }
    let toml = CATALOGUE.replace("Жастар үйі\"", "Жастардың үйі\"");
    let file = file::read(&toml).unwrap();
    import::import(&test.app, &file, false).await.unwrap();
    let catalogue = test.app.catalogue().await.unwrap();
    let stands = &catalogue.venue("youth-house").unwrap().quotas;
    assert_eq!(stands.hours_per_week, Some(4));
    exceeded(
        scene
            .ask(day(ROOM, 1, 10, 13))
            .await
            .and(scene.ask(day(ROOM, 2, 10, 13)).await),
    );
    set(test, &scene.manager, unset(test).await).await;
    scene.ask(day(ROOM, 2, 10, 13)).await.unwrap();
    test.assert_sound().await;
}

#[tokio::test]
async fn what_makes_no_sense_is_not_set() {
    let scene = Scene::new().await;
    let window = |days, from, to| PrimeTime(vec![PrimeWindow { days, from, to }]);
    for (field, wrong) in [
        ("hours_per_week", hours_a_week(&scene.test, -1).await),
        (
            "prime_time",
            venue_quota::Model {
                prime_time: window([false; 7], 60, 120),
                ..unset(&scene.test).await
            },
        ),
        (
            "prime_time",
            venue_quota::Model {
                prime_time: window([true; 7], 60, 60 + 24 * 60 + 1),
                ..unset(&scene.test).await
            },
        ),
    ] {
        let refused = settings::set(&scene.test.app, &scene.manager, wrong).await;
        let Err(Error::Rules(broken)) = refused else {
            panic!("{refused:?}")
        };
        assert_eq!(broken[0].field, field);
    }
}
