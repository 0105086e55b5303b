//! A group that had to make room gets first choice: places held for it for a day, until it takes one of them.

use entity::Booking;
use entity::{BookingId, Borrowed, Item, audit::Role, booking::Status};
use jastar::{
    account::Actor,
    booking::{self, Details, NewBooking},
    error::Error,
    inbox::jobs::do_what_is_due,
    mail::Mail,
    refusal::state::StateRefusal,
};

use sea_orm::ConnectionTrait;

use super::support::{
    CATALOGUE, NOW, TestApp, asking,
    facts::{at, in_place},
};

const STUDIO: &str = "youth-house/dance-studio";
const FROM: &str = "2026-12-01T16:00";
const TO: &str = "2026-12-01T18:00";
const GROUP: &str = "asel@qanat.example";

struct Scene {
    test: TestApp,
    group: Actor,
    manager: Actor,
    displaced: BookingId,
    winner: BookingId,
    offers: Vec<Booking>,
}

impl Scene {
    /// A group had the studio from four to six, and the house needs it then.
    async fn new() -> Self {
        Self::on(TestApp::new().await).await
    }

    async fn on(test: TestApp) -> Self {
        let group = test.person(GROUP).await;
        let manager = test.manager_of("youth-house").await;
        let waiting = test
            .request(&group, asking(STUDIO, FROM, TO))
            .await
            .unwrap();
        let displaced = test.approve(&manager, waiting.id).await.unwrap().id;
        let instead = in_place(asking(STUDIO, FROM, TO), &[displaced]);
        let winner = test.request(&manager, instead).await.unwrap().id;
        Self {
            winner,
            offers: test.offers(displaced).await,
            test,
            group,
            manager,
            displaced,
        }
    }

    async fn statuses(&self) -> Vec<Status> {
        let offers = self.test.offers(self.displaced).await;
        offers.iter().map(|offer| offer.status).collect()
    }

    async fn kinds(&self, id: BookingId) -> Vec<String> {
        let mails = self.test.mails(id).await;
        mails.into_iter().map(|(kind, _)| kind).collect()
    }
}

#[tokio::test]
async fn up_to_three_places_are_held_and_told_in_one_mail() {
    let scene = Scene::new().await;
    let (test, offers) = (&scene.test, &scene.offers);
    assert_eq!(offers.len(), 3);
    let now = test.app.clock.now();
    let displaced = test.stored(scene.displaced).await;
    for offer in offers {
        assert!(offer.is_held_offer() && offer.holds);
        assert_eq!(offer.answer_by, Some(now.plus_hours(24)));
        assert_eq!(
            (&offer.title, offer.booker_id, &offer.contact_email),
            (
                &displaced.title,
                displaced.booker_id,
                &displaced.contact_email
            )
        );
        assert_eq!(
            offer.requested_by,
            scene.manager.signed_in().unwrap().id,
            "who displaced it asks"
        );
        assert!(!test.claims(offer.id).await.is_empty());
        assert_eq!(test.history(offer.id).await.len(), 1);
        assert_eq!(scene.kinds(offer.id).await, [] as [String; 0]);
    }
    assert_eq!(displaced.status, Status::Cancelled);
    let told = scene.kinds(displaced.id).await;
    assert_eq!(told.last().unwrap(), "replaced");
    let Mail::Replaced(facts) = test.mail(displaced.id, "replaced").await else {
        panic!("another mail")
    };
    assert!(facts.invited, "its entry in the calendar goes");
    let links: Vec<_> = facts.kept.iter().map(|kept| kept.url.clone()).collect();
    let pages = offers
        .iter()
        .map(|offer| format!("http://127.0.0.1:8080/bookings/{}", offer.code));
    assert_eq!(links, pages.collect::<Vec<_>>());
    test.assert_sound().await;

    let other = test.person("erasyl@dombyra.example").await;
    let taken = &offers[0];
    let catalogue = test.app.catalogue().await.unwrap();
    let path = catalogue.space_of(taken.space_id).unwrap().path();
    let wanted = asking(&path, &taken.starts, &taken.ends);
    assert!(matches!(
        test.request(&other, wanted).await,
        Err(Error::Conflict { .. })
    ));
}

#[tokio::test]
async fn nothing_is_held_that_a_request_has_from_now_on_whose_answer_time_was_over() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let with_most_microphones = |space: &str, hours: (&str, &str)| {
        let day = |hour: &str| format!("2026-12-07T{hour}");
        let item = "radio-microphone".to_owned();
        NewBooking {
            stock: Borrowed(vec![Item { item, quantity: 4 }]),
            ..asking(space, &day(hours.0), &day(hours.1))
        }
    };
    // Requests for the hall hold nothing.
    let late = with_most_microphones("youth-house/grand-hall", ("12:00", "14:00"));
    let other = test.person("late@test.example").await;
    let late = test.request(&other, late).await.unwrap();
    let had = with_most_microphones(STUDIO, ("13:00", "15:00"));
    let group = test.person(GROUP).await;
    let had = test.request(&group, had).await.unwrap();
    let had = test.approve(&manager, had.id).await.unwrap();
    test.app.clock.set(late.answer_by.unwrap().plus_minutes(1));
    let winner = test.approve_in_place(&manager, late.id, &[had.id]).await;
    let winner = winner.unwrap();
    assert_eq!(test.stored(had.id).await.status, Status::Cancelled);
    let offers = test.offers(had.id).await;
    assert!(!offers.is_empty());
    for offer in offers {
        let beside = offer.ends_at <= winner.starts_at || winner.ends_at <= offer.starts_at;
        assert!(beside, "{offer:?}");
    }
    test.assert_sound().await;
}

/// What no manager ever approved of is not for its group to approve.
#[tokio::test]
async fn a_request_that_still_waits_is_told_what_is_free_and_nothing_is_held() {
    let test = TestApp::new().await;
    let group = test.person(GROUP).await;
    let manager = test.manager_of("youth-house").await;
    let waits = test.request(&group, asking(STUDIO, FROM, TO)).await;
    let waits = waits.unwrap();
    assert!(waits.holds && waits.status == Status::Pending);
    let instead = in_place(asking(STUDIO, FROM, TO), &[waits.id]);
    test.request(&manager, instead).await.unwrap();
    assert_eq!(test.stored(waits.id).await.status, Status::Rejected);
    assert!(test.offers(waits.id).await.is_empty());
    let Mail::Replaced(facts) = test.mail(waits.id, "replaced").await else {
        panic!("another mail")
    };
    assert!(facts.kept.is_empty() && !facts.alternatives.is_empty());
    test.assert_sound().await;
}

#[tokio::test]
async fn the_group_takes_one_and_the_rest_comes_free() {
    let scene = Scene::new().await;
    let test = &scene.test;
    let taken = test
        .approve(&scene.group, scene.offers[1].id)
        .await
        .unwrap();
    assert_eq!(taken.status, Status::Approved);
    assert_eq!(taken.offer_of, Some(scene.displaced));
    assert_eq!(
        scene.statuses().await,
        [Status::Withdrawn, Status::Approved, Status::Withdrawn]
    );
    assert!(test.claims(scene.offers[0].id).await.is_empty());
    assert_eq!(scene.kinds(taken.id).await, ["approved", "offer_taken"]);
    assert_eq!(scene.kinds(scene.offers[0].id).await, [] as [String; 0]);
    assert_eq!(test.history(scene.offers[0].id).await.len(), 2);
    test.assert_sound().await;

    let late = test.approve(&scene.group, scene.offers[0].id).await;
    assert!(matches!(late, Err(Error::State(StateRefusal::OfferOver))));
    let twice = test.approve(&scene.group, taken.id).await;
    let approved = StateRefusal::NotPending(Status::Approved);
    assert!(matches!(twice, Err(Error::State(why)) if why == approved));
    // From now on it is a booking like any other.
    let moved = test.move_to(
        &scene.manager,
        taken.id,
        at("2026-12-03T16:00", "2026-12-03T18:00"),
    );
    moved.await.unwrap();
    test.cancel(&scene.group, taken.id).await.unwrap();
    test.reopen(&scene.manager, taken.id).await.unwrap();
    test.assert_sound().await;
}

#[tokio::test]
async fn it_takes_one_when_the_time_of_another_is_over() {
    let test = TestApp::new().await;
    // Not a day before: what is held for the afternoon is over when it would begin.
    test.app.clock.set(NOW.plus_days(7).plus_hours(16));
    let scene = Scene::on(test).await;
    let test = &scene.test;
    let studio = test.stored(scene.displaced).await.space_id;
    let mut there = scene.offers.clone();
    there.retain(|offer| offer.space_id == studio);
    there.sort_by_key(|offer| offer.starts_at);
    let [sooner, .., later] = there.as_slice() else {
        panic!("{there:?}")
    };
    test.app.clock.set(sooner.starts_at);
    let taken = test.approve(&scene.group, later.id).await.unwrap();
    assert_eq!(taken.status, Status::Approved);
    assert_eq!(test.stored(sooner.id).await.status, Status::Expired);
    test.assert_sound().await;
}

#[tokio::test]
async fn the_group_leaves_one_and_keeps_the_others() {
    let scene = Scene::new().await;
    let left = scene.offers[0].id;
    scene.test.cancel(&scene.group, left).await.unwrap();
    assert_eq!(
        scene.statuses().await,
        [Status::Withdrawn, Status::Pending, Status::Pending]
    );
    assert!(scene.test.claims(left).await.is_empty());
    assert_eq!(scene.kinds(left).await, [] as [String; 0]);
    scene.test.assert_sound().await;
}

#[tokio::test]
async fn the_venue_takes_it_back_or_says_yes_for_the_group() {
    let scene = Scene::new().await;
    let test = &scene.test;
    let back = test
        .cancel(&scene.manager, scene.offers[0].id)
        .await
        .unwrap();
    assert_eq!(back.status, Status::Withdrawn);
    assert_eq!(scene.kinds(back.id).await, ["offer_taken_back"]);
    for refused in [
        test.reject(&scene.manager, scene.offers[1].id).await,
        test.move_to(&scene.manager, scene.offers[1].id, at(FROM, TO))
            .await,
        test.amend(&scene.group, &scene.offers[1], Details::default())
            .await,
    ] {
        assert!(matches!(refused, Err(Error::State(StateRefusal::Offered))));
    }
    // By telephone.
    let taken = test
        .approve(&scene.manager, scene.offers[1].id)
        .await
        .unwrap();
    assert_eq!(scene.kinds(taken.id).await, ["approved"]);
    assert_eq!(test.history(taken.id).await[1].role, Role::Venue);
    assert_eq!(
        test.stored(scene.offers[2].id).await.status,
        Status::Withdrawn
    );
    test.assert_sound().await;
}

#[tokio::test]
async fn who_has_no_part_in_it_does_not_know_of_it() {
    let scene = Scene::new().await;
    let stranger = scene.test.person("stranger@test.example").await;
    let id = scene.offers[0].id;
    for refused in [
        scene.test.approve(&stranger, id).await,
        scene.test.cancel(&stranger, id).await,
    ] {
        assert!(matches!(refused, Err(Error::NotFound)));
    }
    let seen = booking::by_code(&scene.test.app, &stranger, &scene.offers[0].code).await;
    assert!(matches!(seen, Err(Error::NotFound)));
    let seen = booking::by_code(&scene.test.app, &scene.group, &scene.offers[0].code).await;
    let kept = seen.unwrap().kept;
    assert_eq!(kept.len(), 2, "the others");
}

#[tokio::test]
async fn after_a_day_it_lapses_quietly_whatever_the_space_says() {
    for unanswered in ["expire", "stay", "approve"] {
        let line = "slug = \"dance-studio\"\n";
        let said = format!("{line}  unanswered = \"{unanswered}\"\n");
        let test = TestApp::with_catalogue(&CATALOGUE.replace(line, &said)).await;
        let scene = Scene::on(test).await;
        let test = &scene.test;
        let over = scene.offers[0].answer_by.unwrap();
        test.app.clock.set(over.plus_minutes(-1));
        assert_eq!(do_what_is_due(&test.app).await.unwrap(), 0);
        test.app.clock.set(over);
        let late = test.approve(&scene.group, scene.offers[0].id).await;
        assert!(matches!(late, Err(Error::State(StateRefusal::OfferOver))));
        assert_eq!(do_what_is_due(&test.app).await.unwrap(), 3);
        assert_eq!(scene.statuses().await, [Status::Expired; 3]);
        for offer in &scene.offers {
            assert_eq!(scene.kinds(offer.id).await, [] as [String; 0]);
        }
        let back = test.reopen(&scene.manager, scene.offers[0].id).await;
        let expired = StateRefusal::NotReopenable(Status::Expired);
        assert!(matches!(back, Err(Error::State(why)) if why == expired));
        test.assert_sound().await;
    }
}

#[tokio::test]
async fn once_its_time_is_over_it_is_in_nobodys_way() {
    let scene = Scene::new().await;
    let test = &scene.test;
    let offer = &scene.offers[0];
    test.app.clock.set(offer.answer_by.unwrap());
    let catalogue = test.app.catalogue().await.unwrap();
    let path = catalogue.space_of(offer.space_id).unwrap().path();
    let wanted = asking(&path, &offer.starts, &offer.ends);
    test.request(&scene.manager, wanted).await.unwrap();
    assert_eq!(test.stored(offer.id).await.status, Status::Expired);
    assert_eq!(scene.kinds(offer.id).await, [] as [String; 0]);
    test.assert_sound().await;
}

#[tokio::test]
async fn it_waits_in_no_queue_and_counts_against_no_limit() {
    let scene = Scene::new().await;
    let test = &scene.test;
    let catalogue = test.app.catalogue().await.unwrap();
    let house = catalogue.venue("youth-house").unwrap();
    let queue = booking::queue(&test.app, &scene.manager, house).await;
    assert!(queue.unwrap().is_empty());
    // Three may wait at a venue.
    for day in 8..11 {
        let (from, to) = (
            format!("2026-12-{day:02}T10:00"),
            format!("2026-12-{day:02}T11:00"),
        );
        let asked = test.request(&scene.group, asking(STUDIO, &from, &to)).await;
        asked.unwrap();
    }
}

#[tokio::test]
async fn a_group_that_gets_its_old_time_back_needs_no_other() {
    let scene = Scene::new().await;
    let test = &scene.test;
    test.cancel(&scene.manager, scene.winner).await.unwrap();
    test.reopen(&scene.manager, scene.displaced).await.unwrap();
    assert_eq!(scene.statuses().await, [Status::Withdrawn; 3]);
    test.assert_sound().await;
}

#[tokio::test]
async fn nobody_makes_an_offer_of_what_is_not_held() {
    let scene = Scene::new().await;
    let raw = scene.test.raw().await;
    for change in [
        "holds = false",
        "answer_by = NULL",
        "offer_of = id",
        "status = 'rejected'",
    ] {
        let text = format!("UPDATE booking SET {change} WHERE offer_of IS NOT NULL");
        assert!(raw.execute_unprepared(&text).await.is_err(), "{change}");
    }
    scene.test.assert_sound().await;
}

#[tokio::test]
async fn a_hold_whose_time_is_over_is_not_in_the_way_of_what_is_held() {
    let free = Scene::new().await;
    let own = free.test.stored(free.displaced).await.space_id;
    let first = free.offers.iter().find(|one| one.space_id != own).unwrap();
    let catalogue = free.test.app.catalogue().await.unwrap();
    let place = catalogue.space_of(first.space_id).unwrap().path();

    let test = TestApp::new().await;
    let other = test.person("erasyl@dombyra.example").await;
    let hold = test.request(&other, asking(&place, &first.starts, &first.ends));
    let hold = hold.await.unwrap();
    assert!(hold.holds && hold.status == Status::Pending, "{hold:?}");
    test.app.clock.set(hold.answer_by.unwrap());
    // Nobody has looked since.
    let group = test.person(GROUP).await;
    let manager = test.manager_of("youth-house").await;
    let waits = test.request(&group, asking(STUDIO, FROM, TO)).await;
    let displaced = test.approve(&manager, waits.unwrap().id).await.unwrap();
    let instead = in_place(asking(STUDIO, FROM, TO), &[displaced.id]);
    test.request(&manager, instead).await.unwrap();
    let kept = test.offers(displaced.id).await;
    let there = |one: &Booking| (one.space_id, one.starts_at) == (first.space_id, first.starts_at);
    assert!(kept.iter().any(there), "{kept:?}");
    assert_eq!(test.stored(hold.id).await.status, Status::Expired);
    test.assert_sound().await;
}

#[tokio::test]
async fn what_is_held_for_one_is_held_for_no_other_and_both_are_held_something() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let mut displaced = Vec::new();
    for (group, from, to) in [
        (GROUP, "2026-12-08T13:00", "2026-12-08T17:00"),
        (
            "erasyl@dombyra.example",
            "2026-12-08T18:00",
            "2026-12-08T19:00",
        ),
    ] {
        let group = test.person(group).await;
        // Nowhere else is there room for so many, and all times near the second are near the first.
        let many = NewBooking {
            attendees: 300,
            ..asking("youth-house/grand-hall", from, to)
        };
        let waiting = test.request(&group, many).await.unwrap();
        displaced.push(test.approve(&manager, waiting.id).await.unwrap().id);
    }
    let hall = asking(
        "youth-house/grand-hall",
        "2026-12-08T16:00",
        "2026-12-08T20:00",
    );
    test.request(&manager, in_place(hall, &displaced))
        .await
        .unwrap();
    for id in displaced {
        assert_ne!(test.offers(id).await.len(), 0);
    }
    test.assert_sound().await;
}
