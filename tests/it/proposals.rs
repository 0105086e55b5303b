//! A group asks for its approved booking to be moved; until the venue answers, the booking stands as it was.

use std::sync::Arc;

use entity::booking::Status;
use entity::{Booking, Borrowed, Item};
use jastar::{
    account::Actor,
    booking::{self, Details},
    error::Error,
    idempotency::Idempotent,
    inbox::jobs::do_what_is_due,
    refusal::{rule::Code, state::StateRefusal},
};

use super::{
    races::at_once,
    support::{
        TestApp, asking, done,
        facts::{at, in_space},
    },
};

const STUDIO: &str = "youth-house/dance-studio";

struct Scene {
    test: Arc<TestApp>,
    group: Actor,
    manager: Actor,
    booking: Booking,
}

impl Scene {
    /// Approved, in the studio, from four to six.
    async fn new() -> Self {
        let test = Arc::new(TestApp::new().await);
        let group = test.person("asel@qanat.example").await;
        let manager = test.manager_of("youth-house").await;
        let wanted = asking(STUDIO, "2026-12-01T16:00", "2026-12-01T18:00");
        let waiting = test.request(&group, wanted).await.unwrap();
        let booking = test.approve(&manager, waiting.id).await.unwrap();
        Self {
            test,
            group,
            manager,
            booking,
        }
    }

    /// An hour later.
    async fn asked(&self) -> Booking {
        let later = at("2026-12-01T17:00", "2026-12-01T19:00");
        let asked = self.test.move_to(&self.group, self.booking.id, later).await;
        asked.unwrap()
    }

    /// From when to when it claims, in hours of that day, and whether only for what is asked.
    async fn claimed(&self) -> Vec<(i64, i64, bool)> {
        let midnight = self.booking.starts_at.plus_hours(-16);
        let hours = |at: entity::Instant| at.since(midnight).whole_hours();
        let mut claims = self.test.claims(self.booking.id).await;
        claims.sort_by_key(|claim| claim.starts_at);
        claims
            .iter()
            .map(|claim| (hours(claim.starts_at), hours(claim.ends_at), claim.proposed))
            .collect()
    }

    async fn take_back(&self) -> Result<Booking, Error> {
        let id = self.booking.id;
        done(booking::take_back(&self.test.app, &self.group, id, Idempotent::unkeyed()).await)
    }

    async fn kinds(&self) -> Vec<String> {
        let mails = self.test.mails(self.booking.id).await;
        mails.into_iter().skip(3).map(|(kind, _)| kind).collect()
    }
}

#[tokio::test]
async fn it_stands_and_claims_only_what_it_did_not_have() {
    let scene = Scene::new().await;
    let test = &scene.test;
    let asked = scene.asked().await;
    assert_eq!((asked.status, asked.version), (Status::Approved, 3));
    assert_eq!(asked.starts, scene.booking.starts);
    assert!(asked.proposed_move().unwrap().answer_by <= asked.starts_at);
    assert_eq!(scene.claimed().await, [(16, 18, false), (18, 19, true)]);
    assert_eq!(scene.kinds().await, ["move_received", "move_proposed"]);
    test.assert_sound().await;

    let other = test.person("erasyl@dombyra.example").await;
    let into_it = asking(STUDIO, "2026-12-01T18:30", "2026-12-01T20:00");
    let refused = test.request(&other, into_it).await;
    assert!(matches!(refused, Err(Error::Conflict { .. })));
    let catalogue = test.app.catalogue().await.unwrap();
    let venue = catalogue.venue("youth-house").unwrap();
    let queue = booking::queue(&test.app, &scene.manager, venue);
    assert_eq!(queue.await.unwrap(), std::slice::from_ref(&asked));

    let title = Details {
        title: Some("Басқа".to_owned()),
        ..Details::default()
    };
    let named = test.amend(&scene.group, &asked, title).await.unwrap();
    assert_eq!(named.proposed_move(), asked.proposed_move());

    let moved = test.approve(&scene.manager, asked.id).await.unwrap();
    assert_eq!(
        (&*moved.starts, moved.proposed_move()),
        ("2026-12-01T17:00", None)
    );
    assert_eq!(test.stored(asked.id).await, moved);
    assert_eq!(scene.claimed().await, [(17, 19, false)]);
    assert_eq!(scene.kinds().await.last().unwrap(), "moved");
    test.assert_sound().await;
}

#[tokio::test]
async fn a_second_wish_takes_the_place_of_the_first() {
    let scene = Scene::new().await;
    let id = scene.booking.id;
    let shorter = at("2026-12-01T16:00", "2026-12-01T17:00");
    scene.test.move_to(&scene.group, id, shorter).await.unwrap();
    scene.asked().await;
    let wider = at("2026-12-01T15:00", "2026-12-01T18:00");
    scene.test.move_to(&scene.group, id, wider).await.unwrap();
    assert_eq!(
        scene.claimed().await,
        [(15, 16, true), (16, 17, false), (17, 18, true)]
    );
    scene.test.assert_sound().await;
}

/// Also before the service has come to let it lapse.
#[tokio::test]
async fn a_time_that_has_come_is_not_moved_to() {
    let scene = Scene::new().await;
    let test = &scene.test;
    let earlier = at("2026-11-30T16:00", "2026-11-30T18:00");
    let id = scene.booking.id;
    let asked = test.move_to(&scene.group, id, earlier).await.unwrap();
    let asks = asked.proposed_move().unwrap();
    test.app.clock.set(asks.starts_at);
    let refused = test.approve(&scene.manager, id).await;
    assert!(
        matches!(refused, Err(Error::State(StateRefusal::HasBegun))),
        "{refused:?}"
    );
    test.reject(&scene.manager, id).await.unwrap();
    assert_eq!(test.stored(id).await.starts, scene.booking.starts);
    test.assert_sound().await;
}

#[tokio::test]
async fn declined_taken_back_or_left_alone_it_stays_as_it_was() {
    let scene = Scene::new().await;
    let test = &scene.test;
    scene.asked().await;
    let nobodys = test.move_to(
        &scene.group,
        scene.booking.id,
        at("2026-12-16T16:00", "2026-12-16T18:00"),
    );
    let Err(Error::Rules(broken)) = nobodys.await else {
        panic!("on a holiday")
    };
    assert_eq!(broken[0].code(), Code::Holiday);

    assert!(matches!(
        test.approve(&scene.group, scene.booking.id).await,
        Err(Error::Forbidden)
    ));
    test.reject(&scene.manager, scene.booking.id).await.unwrap();
    assert_eq!(scene.claimed().await, [(16, 18, false)]);
    assert!(matches!(
        scene.take_back().await,
        Err(Error::State(StateRefusal::NothingProposed))
    ));

    scene.asked().await;
    scene.take_back().await.unwrap();
    assert_eq!(scene.claimed().await, [(16, 18, false)]);

    let asked = scene.asked().await;
    test.app.clock.set(asked.move_answer_by.unwrap());
    do_what_is_due(&test.app).await.unwrap();
    assert_eq!(scene.claimed().await, [(16, 18, false)]);
    let kinds = scene.kinds().await;
    for kind in ["move_declined", "move_taken_back", "move_lapsed"] {
        assert_eq!(kinds.iter().filter(|one| *one == kind).count(), 1, "{kind}");
    }
    assert_eq!(test.stored(asked.id).await.status, Status::Approved);
    test.assert_sound().await;
}

#[tokio::test]
async fn once_its_answer_time_is_over_it_is_in_nobodys_way() {
    let scene = Scene::new().await;
    let test = &scene.test;
    let asked = scene.asked().await;
    test.app.clock.set(asked.move_answer_by.unwrap());
    let late = asking(STUDIO, "2026-12-01T18:30", "2026-12-01T20:00");
    test.request(&scene.manager, late).await.unwrap();
    assert_eq!(scene.claimed().await, [(16, 18, false)]);
    assert_eq!(scene.kinds().await.last().unwrap(), "move_lapsed");
    test.assert_sound().await;
}

#[tokio::test]
async fn it_ends_with_the_booking_and_with_every_other_move() {
    let scene = Scene::new().await;
    let test = &scene.test;
    scene.asked().await;
    let shorter = at("2026-12-01T16:00", "2026-12-01T17:00");
    let shorter = test.move_to(&scene.group, scene.booking.id, shorter).await;
    assert_eq!(shorter.unwrap().proposed_move(), None);
    assert_eq!(scene.claimed().await, [(16, 17, false)]);
    scene.asked().await;
    assert_eq!(scene.claimed().await, [(16, 17, false), (17, 19, true)]);
    test.cancel(&scene.group, scene.booking.id).await.unwrap();
    assert_eq!(scene.claimed().await, []);
    let again = test.reopen(&scene.manager, scene.booking.id).await.unwrap();
    assert_eq!(again.proposed_move(), None);
    test.assert_sound().await;
}

#[tokio::test]
async fn it_cannot_be_moved_to_a_room_that_is_too_small_by_now() {
    let scene = Scene::new().await;
    let test = &scene.test;
    let large = asking(
        "youth-house/small-hall",
        "2026-12-02T16:00",
        "2026-12-02T18:00",
    );
    let id = test.request(&scene.group, large).await.unwrap().id;
    test.approve(&scene.manager, id).await.unwrap();
    let there = in_space(STUDIO, "2026-12-03T16:00", "2026-12-03T18:00");
    let asked = test.move_to(&scene.group, id, there).await.unwrap();
    assert!(asked.proposed_move().is_some());
    let more = Details {
        attendees: Some(50),
        ..Details::default()
    };
    test.amend(&scene.group, &asked, more).await.unwrap();
    let Err(Error::Rules(broken)) = test.approve(&scene.manager, id).await else {
        panic!("thirty places")
    };
    assert_eq!(broken[0].code(), Code::TooManyPeople);
    test.reject(&scene.manager, id).await.unwrap();
    test.assert_sound().await;
}

#[tokio::test]
async fn where_requests_compete_it_holds_nothing() {
    let scene = Scene::new().await;
    let hall = in_space(
        "youth-house/grand-hall",
        "2026-12-02T16:00",
        "2026-12-02T18:00",
    );
    let id = scene.booking.id;
    scene.test.move_to(&scene.group, id, hall).await.unwrap();
    assert_eq!(scene.claimed().await, [(16, 18, false)]);
    let moved = scene.test.approve(&scene.manager, id).await.unwrap();
    assert_eq!(moved.starts, "2026-12-02T16:00");
    scene.test.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn answers_wishes_and_requests_at_once_leave_the_floor_sound() {
    for _ in 0..6 {
        let scene = Arc::new(Scene::new().await);
        scene.asked().await;
        let tasks = (0..8).map(|number| {
            let scene = scene.clone();
            async move {
                let (test, id) = (&scene.test, scene.booking.id);
                match number % 4 {
                    0 => test.approve(&scene.manager, id).await,
                    1 => scene.take_back().await,
                    2 => {
                        let there = at("2026-12-01T18:00", "2026-12-01T20:00");
                        test.move_to(&scene.group, id, there).await
                    }
                    _ => {
                        let new = asking(STUDIO, "2026-12-01T19:30", "2026-12-01T20:30");
                        test.request(&scene.manager, new).await
                    }
                }
            }
        });
        for one in at_once(tasks).await {
            assert!(
                matches!(one, Ok(_) | Err(Error::State(_) | Error::Conflict { .. })),
                "{one:?}"
            );
        }
        scene.test.assert_sound().await;
    }
}

#[tokio::test]
async fn what_is_said_of_it_meanwhile_is_weighed_where_it_stands() {
    let scene = Scene::new().await;
    let test = &scene.test;
    let next_day = at("2026-12-02T16:00", "2026-12-02T18:00");
    let asked = test.move_to(&scene.group, scene.booking.id, next_day);
    let asked = asked.await.unwrap();
    let microphones = |quantity| {
        Borrowed(vec![Item {
            item: "radio-microphone".to_owned(),
            quantity,
        }])
    };
    let theirs = booking::NewBooking {
        stock: microphones(5),
        ..asking(
            "youth-house/small-hall",
            "2026-12-01T17:00",
            "2026-12-01T19:00",
        )
    };
    test.request(&scene.manager, theirs).await.unwrap();
    let borrows = Details {
        stock: Some(microphones(2)),
        ..Details::default()
    };
    let refused = test.amend(&scene.group, &asked, borrows).await;
    assert!(
        matches!(refused, Err(Error::Conflict { .. })),
        "{refused:?}"
    );
    test.assert_sound().await;
}

#[tokio::test]
async fn who_asks_for_a_time_that_another_is_given_may_still_say_who_comes() {
    let test = TestApp::new().await;
    let group = test.person("asel@qanat.example").await;
    let manager = test.manager_of("youth-house").await;
    let hall = |from: &str, to: &str| {
        let day = "2026-12-08T";
        asking(
            "youth-house/grand-hall",
            &[day, from].concat(),
            &[day, to].concat(),
        )
    };
    let booking = test.request(&group, hall("12:00", "14:00")).await.unwrap();
    test.approve(&manager, booking.id).await.unwrap();
    let later = at("2026-12-08T16:00", "2026-12-08T18:00");
    let asked = test.move_to(&group, booking.id, later).await.unwrap();
    test.request(&manager, hall("16:00", "18:00"))
        .await
        .unwrap();
    let more = Details {
        attendees: Some(12),
        ..Details::default()
    };
    let said = test.amend(&group, &asked, more).await.unwrap();
    assert_eq!(said.proposed_move(), asked.proposed_move());
    test.assert_sound().await;
}

/// Before the service has come by.
#[tokio::test]
async fn when_a_move_is_over_the_booking_is_in_the_way_where_it_stands_and_nowhere_else() {
    let scene = Scene::new().await;
    let test = &scene.test;
    let asked = scene.asked().await;
    let over = asked.proposed_move().unwrap().answer_by;
    test.app.clock.set(over);
    let other = test.person("erasyl@dombyra.example").await;
    let where_it_stands = asking(STUDIO, "2026-12-01T17:00", "2026-12-01T19:00");
    let refused = test.request(&other, where_it_stands).await;
    assert!(
        matches!(refused, Err(Error::Conflict { .. })),
        "{refused:?}"
    );
    let where_it_asked = asking(STUDIO, "2026-12-01T18:30", "2026-12-01T19:30");
    test.request(&other, where_it_asked).await.unwrap();
    assert_eq!(test.stored(asked.id).await.proposed_move(), None);
    test.assert_sound().await;
}
