//! What counts towards a quota: one state after the other, another venue, a move that is only asked for.

use entity::Booking;
use entity::booking::Status;
use jastar::{
    account::Actor, error::Error, idempotency::Idempotent, inbox::jobs::do_what_is_due,
    refusal::rule::Code,
};

use super::{
    quotas::{ROOM, hours_a_week, set},
    support::{CATALOGUE, TestApp, asking, done, facts::at},
};

const STUDIO: &str = "youth-house/dance-studio";

/// Four hours a week.
struct Scene {
    test: TestApp,
    manager: Actor,
    group: Actor,
}

impl Scene {
    async fn new() -> Self {
        Self::on(TestApp::new().await).await
    }

    async fn on(test: TestApp) -> Self {
        let manager = test.manager_of("youth-house").await;
        set(&test, &manager, hours_a_week(&test, 4).await).await;
        Self {
            group: test.person("asel@qanat.example").await,
            manager,
            test,
        }
    }

    /// For three hours from ten on.
    async fn ask(&self, who: &Actor, space: &str, day: u8) -> Result<Booking, Error> {
        let at = |hour: u8| format!("2026-12-{day:02}T{hour}:00");
        self.test
            .request(who, asking(space, &at(10), &at(13)))
            .await
    }

    /// Whether three hours more are too many.
    async fn is_used_up(&self) -> bool {
        let asked = self.ask(&self.group, ROOM, 4).await;
        exceeds(&asked)
    }
}

fn exceeds(asked: &Result<Booking, Error>) -> bool {
    match asked {
        Ok(_) => false,
        Err(Error::Rules(broken)) => {
            assert!(broken.iter().all(|one| one.code() == Code::Quota));
            true
        }
        Err(other) => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_is_to_be_used_or_was_there_to_be_used_counts() {
    for (status, counts) in [
        (Status::Pending, true),
        (Status::Withdrawn, false),
        (Status::Rejected, false),
        (Status::Expired, false),
        (Status::Approved, true),
        (Status::Cancelled, false),
        (Status::CheckedIn, true),
        (Status::NoShow, true),
        (Status::Completed, true),
    ] {
        let scene = Scene::new().await;
        let (test, manager, group) = (&scene.test, &scene.manager, &scene.group);
        let asked = scene.ask(group, STUDIO, 1).await.unwrap();
        let id = asked.id;
        let answered = matches!(
            status,
            Status::Approved
                | Status::Cancelled
                | Status::CheckedIn
                | Status::NoShow
                | Status::Completed
        );
        if answered {
            test.approve(manager, id).await.unwrap();
        }
        let (app, once) = (&test.app, Idempotent::unkeyed());
        match status {
            Status::Withdrawn | Status::Cancelled => {
                test.cancel(group, id).await.unwrap();
            }
            Status::Rejected => {
                test.reject(manager, id).await.unwrap();
            }
            Status::Expired => app.clock.set(asked.answer_by.unwrap()),
            Status::Completed => app.clock.set(asked.ends_at),
            Status::CheckedIn => {
                app.clock.set(asked.starts_at);
                let came = jastar::booking::check_in(app, manager, id, None, once);
                done(came.await).unwrap();
            }
            Status::NoShow => {
                app.clock.set(asked.starts_at);
                let came_not = jastar::booking::no_show(app, manager, id, once);
                done(came_not.await).unwrap();
            }
            Status::Pending | Status::Approved => {}
        }
        do_what_is_due(app).await.unwrap();
        assert_eq!(test.stored(id).await.status, status);
        assert_eq!(scene.is_used_up().await, counts, "{status:?}");
        test.assert_sound().await;
    }
}

#[tokio::test]
async fn what_one_has_of_another_venue_is_its_own() {
    let scene = Scene::new().await;
    for day in [1, 2] {
        let at = |hour: u8| format!("2026-12-{day:02}T{hour}:00");
        let wanted = asking("sarzhailau/podcast-studio", &at(10), &at(12));
        scene.test.request(&scene.group, wanted).await.unwrap();
    }
    assert!(!scene.is_used_up().await);
    assert!(exceeds(&scene.ask(&scene.group, ROOM, 3).await));
    scene.test.assert_sound().await;
}

#[tokio::test]
async fn nobody_asks_for_a_move_to_where_it_would_be_too_much_but_the_venue_may_move() {
    let scene = Scene::new().await;
    let (test, manager, group) = (&scene.test, &scene.manager, &scene.group);
    let asked = scene.ask(group, STUDIO, 1).await.unwrap();
    test.approve(manager, asked.id).await.unwrap();
    scene.ask(group, ROOM, 8).await.unwrap();
    // The manager has a lot there too, of which nobody takes account.
    scene.ask(manager, ROOM, 9).await.unwrap();
    let next_week = at("2026-12-10T10:00", "2026-12-10T13:00");
    let refused = test.move_to(group, asked.id, next_week.clone()).await;
    assert!(exceeds(&refused));
    assert_eq!(test.stored(asked.id).await.proposed_move(), None);
    test.move_to(manager, asked.id, next_week).await.unwrap();
    test.assert_sound().await;
}

#[tokio::test]
async fn what_stays_where_it_is_uses_no_more_though_its_time_was_given_away() {
    let scene = Scene::new().await;
    let (test, hall) = (&scene.test, "youth-house/grand-hall");
    let waiting = scene.ask(&scene.group, hall, 4).await.unwrap();
    scene.ask(&scene.manager, hall, 4).await.unwrap();
    scene.ask(&scene.group, STUDIO, 3).await.unwrap();
    assert!(scene.is_used_up().await);
    let here = at(&waiting.starts, &waiting.ends);
    let stays = test.move_to(&scene.group, waiting.id, here).await.unwrap();
    assert_eq!(stays, waiting);
    let elsewhere = at("2026-12-04T14:00", "2026-12-04T17:00");
    let moved = test.move_to(&scene.group, waiting.id, elsewhere).await;
    assert!(exceeds(&moved));
    test.assert_sound().await;
}

#[tokio::test]
async fn a_request_counts_again_once_the_hold_on_its_time_is_over() {
    let whole = "slug = \"small-hall\"\n";
    let compete = CATALOGUE.replacen(whole, &format!("{whole}  pending = \"compete\"\n"), 1);
    let scene = Scene::on(TestApp::with_catalogue(&compete).await).await;
    let (test, group) = (&scene.test, &scene.group);
    let other = test.person("other@test.example").await;
    let part = "youth-house/small-hall-1";
    let waits = scene.ask(group, "youth-house/small-hall", 1).await;
    assert!(!waits.unwrap().holds);
    let holds = scene.ask(&other, part, 1).await.unwrap();
    test.app.clock.set(holds.answer_by.unwrap().plus_minutes(1));
    let asked = scene.ask(group, part, 1).await;
    assert!(exceeds(&asked), "it gives the time free, and waits for it");
    assert_eq!(test.stored(holds.id).await.status, Status::Pending);
    test.assert_sound().await;
}
