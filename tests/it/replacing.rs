//! One booking in place of others, in one operation.

use entity::Booking;
use entity::{BookingId, Borrowed, Item, audit::Action, booking::Status};
use jastar::{
    account::Actor,
    booking::{self, NewBooking, Replacing},
    error::Error,
    idempotency::Idempotent,
    mail::Mail,
    refusal::rule::Violation,
};

use super::support::{
    TestApp, asking,
    facts::{at, because, in_place, on_behalf},
};

const STUDIO: &str = "youth-house/dance-studio";
const HALL: &str = "youth-house/grand-hall";
const FROM: &str = "2026-12-01T16:00";
const TO: &str = "2026-12-01T18:00";

struct House {
    test: TestApp,
    group: Actor,
    manager: Actor,
}

impl House {
    async fn new() -> Self {
        let test = TestApp::new().await;
        Self {
            group: test.person("asel@qanat.example").await,
            manager: test.manager_of("youth-house").await,
            test,
        }
    }

    /// A booking of the group's, approved.
    async fn booked(&self, wanted: NewBooking) -> BookingId {
        let asked = self.test.request(&self.group, wanted).await.unwrap();
        match asked.status {
            Status::Approved => asked.id,
            _ => self.test.approve(&self.manager, asked.id).await.unwrap().id,
        }
    }

    async fn in_place(&self, wanted: NewBooking, of: &[BookingId]) -> Result<Booking, Error> {
        self.test.request(&self.manager, in_place(wanted, of)).await
    }

    async fn status(&self, id: BookingId) -> Status {
        self.test.stored(id).await.status
    }

    async fn last_mail(&self, id: BookingId) -> String {
        self.test.mails(id).await.pop().unwrap().0
    }
}

fn faults(done: Result<Booking, Error>) -> Vec<(&'static str, String)> {
    let told = |one: Violation| (one.field, one.code().to_string());
    match done {
        Err(Error::Rules(broken)) => broken.into_iter().map(told).collect(),
        other => panic!("{other:?}"),
    }
}

fn with_microphones(space: &str, quantity: i32) -> NewBooking {
    let item = "radio-microphone".to_owned();
    NewBooking {
        stock: Borrowed(vec![Item { item, quantity }]),
        ..asking(space, FROM, TO)
    }
}

#[tokio::test]
async fn a_request_takes_the_place_of_a_booking() {
    let house = House::new().await;
    let test = &house.test;
    let old = house.booked(asking(STUDIO, FROM, TO)).await;
    let overlapping = asking(STUDIO, "2026-12-01T15:00", "2026-12-01T17:00");
    let refused = house.in_place(overlapping.clone(), &[]).await;
    assert!(matches!(refused, Err(Error::Conflict { .. })));
    let new = house.in_place(overlapping, &[old]).await.unwrap();
    assert_eq!(new.status, Status::Approved);
    let displaced = test.stored(old).await;
    assert_eq!(displaced.status, Status::Cancelled);
    let line = test.history(old).await.pop().unwrap();
    assert_eq!(
        (line.action, line.person_id),
        (Action::Replace, Some(new.requested_by))
    );
    assert_eq!(house.last_mail(old).await, "replaced");
    assert_eq!(house.last_mail(new.id).await, "approved");
    test.assert_sound().await;
}

#[tokio::test]
async fn the_group_is_told_why_if_the_manager_says_so() {
    let house = House::new().await;
    let old = house.booked(asking(STUDIO, FROM, TO)).await;
    let with = |reason| NewBooking {
        replacing: Replacing {
            bookings: vec![old],
            reason,
        },
        ..asking(STUDIO, FROM, TO)
    };
    let mut unknown = because("");
    unknown.code = Some("no-such-reason".to_owned());
    let refused = house.test.request(&house.manager, with(unknown)).await;
    assert_eq!(faults(refused), [("replace_reason", "invalid".to_owned())]);
    let why = because("Облыстық байқау.");
    let new = house.test.request(&house.manager, with(why)).await;
    new.unwrap();
    let Mail::Replaced(facts) = house.test.mail(old, "replaced").await else {
        panic!("another mail")
    };
    assert_eq!(facts.reason_text.as_deref(), Some("Облыстық байқау."));
    assert_eq!(house.test.stored(old).await.reason_text, facts.reason_text);
}

#[tokio::test]
async fn only_what_is_in_the_way_and_has_not_begun_makes_room() {
    let house = House::new().await;
    let test = &house.test;
    let old = house.booked(asking(STUDIO, FROM, TO)).await;
    let elsewhere = house.booked(asking(HALL, FROM, TO)).await;
    let other_house = test.manager_of("sarzhailau").await;
    let foreign = asking("sarzhailau/sound-studio", FROM, TO);
    let foreign = test.request(&other_house, foreign).await.unwrap().id;
    let wanted = || asking(STUDIO, FROM, TO);
    for ids in [&[elsewhere][..], &[old, elsewhere], &[foreign], &[old, old]] {
        let refused = house.in_place(wanted(), ids).await;
        assert_eq!(faults(refused), [("replacing", "invalid".to_owned())]);
    }
    let by_group = test.request(&house.group, in_place(wanted(), &[old])).await;
    assert_eq!(faults(by_group), [("replacing", "not_entitled".to_owned())]);
    let next_to_it = asking(STUDIO, "2026-12-01T19:00", "2026-12-01T20:00");
    let refused = house.in_place(next_to_it, &[old]).await;
    assert_eq!(faults(refused), [("replacing", "invalid".to_owned())]);
    assert_eq!(house.status(old).await, Status::Approved);

    test.app.clock.set(test.stored(old).await.starts_at);
    let now = NewBooking {
        waive: vec!["too_soon".to_owned()],
        waive_reason: Some("Қазір керек.".to_owned()),
        ..asking(STUDIO, "2026-12-01T17:00", "2026-12-01T19:00")
    };
    let refused = house.in_place(now, &[old]).await;
    assert_eq!(faults(refused), [("replacing", "invalid".to_owned())]);
    assert_eq!(house.status(old).await, Status::Approved);
    test.assert_sound().await;
}

#[tokio::test]
async fn what_is_not_named_stays_in_the_way_and_nothing_is_done() {
    let house = House::new().await;
    let first = house.booked(asking(STUDIO, FROM, "2026-12-01T17:00")).await;
    let second = house
        .booked(asking(STUDIO, "2026-12-01T17:30", "2026-12-01T18:30"))
        .await;
    let wanted = asking(STUDIO, FROM, "2026-12-01T18:30");
    let mails = house.test.outbox().await.len();
    let refused = house.in_place(wanted.clone(), &[first]).await;
    let Err(Error::Conflict { conflicts, .. }) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(conflicts.len(), 1);
    assert_eq!(house.status(first).await, Status::Approved);
    assert_eq!(house.test.outbox().await.len(), mails);
    house.in_place(wanted, &[second, first]).await.unwrap();
    for id in [first, second] {
        assert_eq!(house.status(id).await, Status::Cancelled);
        assert!(!house.test.offers(id).await.is_empty());
    }
    house.test.assert_sound().await;
}

#[tokio::test]
async fn a_hall_takes_the_place_of_what_stands_in_its_parts() {
    let house = House::new().await;
    let mut parts = Vec::new();
    for part in ["small-hall-1", "small-hall-2"] {
        let path = format!("youth-house/{part}");
        parts.push(house.booked(asking(&path, FROM, TO)).await);
    }
    let whole = asking("youth-house/small-hall", FROM, TO);
    house.in_place(whole, &parts).await.unwrap();
    for id in &parts {
        assert_eq!(house.status(*id).await, Status::Cancelled);
    }
    let places: Vec<_> = house.test.offers(parts[0]).await;
    assert!(!places.is_empty());
    house.test.assert_sound().await;
}

#[tokio::test]
async fn a_waiting_request_that_holds_makes_room_too() {
    let house = House::new().await;
    let test = &house.test;
    let held = test
        .request(&house.group, asking(STUDIO, FROM, TO))
        .await
        .unwrap();
    let for_them = on_behalf(asking(STUDIO, FROM, TO), "aidana@test.example");
    house.in_place(for_them, &[held.id]).await.unwrap();
    assert_eq!(house.status(held.id).await, Status::Rejected);
    let Mail::Replaced(facts) = test.mail(held.id, "replaced").await else {
        panic!("another mail")
    };
    assert!(!facts.invited && facts.kept.is_empty());
    test.assert_sound().await;
}

#[tokio::test]
async fn seats_and_things_that_are_lent_make_room() {
    let house = House::new().await;
    let test = &house.test;
    let seats = |attendees| NewBooking {
        attendees,
        ..asking("youth-house/coworking", FROM, TO)
    };
    let full = house.booked(seats(40)).await;
    let room = test.stored(full).await;
    let refused = house.in_place(seats(10), &[]).await;
    assert!(matches!(refused, Err(Error::Conflict { .. })), "{room:?}");
    house.in_place(seats(10), &[full]).await.unwrap();
    assert_eq!(house.status(full).await, Status::Cancelled);

    let all = house.booked(with_microphones(STUDIO, 6)).await;
    let wanted = with_microphones("youth-house/meeting-room", 1);
    let refused = house.in_place(wanted.clone(), &[]).await;
    assert!(matches!(refused, Err(Error::Conflict { .. })));
    house.in_place(wanted, &[all]).await.unwrap();
    assert_eq!(house.status(all).await, Status::Cancelled);
    test.assert_sound().await;
}

#[tokio::test]
async fn a_request_that_waits_is_approved_in_place_of_what_was_given_its_time() {
    let house = House::new().await;
    let test = &house.test;
    let mut waiting = Vec::new();
    for at in 0..3 {
        let group = test.person(&format!("g{at}@test.example")).await;
        let asked = test.request(&group, asking(HALL, FROM, TO)).await;
        waiting.push(asked.unwrap().id);
    }
    test.approve(&house.manager, waiting[0]).await.unwrap();
    let refused = test.approve(&house.manager, waiting[1]).await;
    assert!(matches!(refused, Err(Error::Conflict { .. })));
    // Its answer time is over by now, but it has lost its time to another group.
    let by = test.stored(waiting[1]).await.answer_by.unwrap();
    test.app.clock.set(by.plus_minutes(1));
    let done = test
        .approve_in_place(&house.manager, waiting[1], &[waiting[0]])
        .await
        .unwrap();
    assert_eq!(done.status, Status::Approved);
    assert_eq!(test.stored(done.id).await, done);
    assert_eq!(house.status(waiting[0]).await, Status::Cancelled);
    assert_eq!(house.last_mail(waiting[0]).await, "replaced");
    assert_eq!(house.last_mail(done.id).await, "approved");
    let told = test.mails(waiting[2]).await;
    let given = told.iter().filter(|(kind, _)| kind == "time_given");
    assert_eq!(given.count(), 1, "it had lost the time before");
    let by_group = test
        .approve_in_place(&house.group, waiting[2], &[waiting[1]])
        .await;
    assert!(matches!(by_group, Err(Error::NotFound)));
    test.assert_sound().await;
}

#[tokio::test]
async fn what_is_held_for_a_group_may_have_to_make_room_again() {
    let house = House::new().await;
    let test = &house.test;
    let old = house.booked(asking(STUDIO, FROM, TO)).await;
    house
        .in_place(asking(STUDIO, FROM, TO), &[old])
        .await
        .unwrap();
    let offers = test.offers(old).await;
    let again = &offers[0];
    let catalogue = test.app.catalogue().await.unwrap();
    let path = catalogue.space_of(again.space_id).unwrap().path();
    let wanted = asking(&path, &again.starts, &again.ends);
    house.in_place(wanted, &[again.id]).await.unwrap();
    assert_eq!(house.status(again.id).await, Status::Withdrawn);
    assert_eq!(house.last_mail(again.id).await, "replaced");
    // What is held instead belongs to the same choice.
    let now = test.offers(old).await;
    assert!(now.len() > offers.len());
    let taken = test.approve(&house.group, now.last().unwrap().id).await;
    let taken = taken.unwrap().id;
    for offer in test.offers(old).await {
        assert_eq!(offer.status == Status::Approved, offer.id == taken);
        assert!(!offer.is_held_offer());
    }
    test.assert_sound().await;
}

#[tokio::test]
async fn a_move_that_is_asked_for_takes_no_place_of_others_and_no_stranger_learns_of_it() {
    let house = House::new().await;
    let test = &house.test;
    let asks = house.booked(asking(STUDIO, FROM, TO)).await;
    let there = at("2026-12-02T16:00", "2026-12-02T18:00");
    test.move_to(&house.group, asks, there).await.unwrap();
    let other = house.booked(asking(HALL, FROM, TO)).await;
    let refused = test.approve_in_place(&house.manager, asks, &[other]).await;
    assert_eq!(faults(refused), [("replacing", "invalid".to_owned())]);
    let stranger = test.person("stranger@test.example").await;
    let refused = test.approve_in_place(&stranger, asks, &[other]).await;
    assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    let refused = test.approve_in_place(&house.group, asks, &[other]).await;
    assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    test.assert_sound().await;
}

#[tokio::test]
async fn what_is_over_but_not_cleared_away_keeps_nobody_from_a_place() {
    let house = House::new().await;
    let test = &house.test;
    let old = house.booked(with_microphones(STUDIO, 1)).await;
    let all = NewBooking {
        starts: "2026-12-01T13:00".to_owned(),
        ends: "2026-12-01T15:00".to_owned(),
        ..with_microphones("youth-house/small-hall", 6)
    };
    let all = test.request(&house.group, all).await.unwrap();
    test.app.clock.set(all.answer_by.unwrap());
    house
        .in_place(asking(STUDIO, FROM, TO), &[old])
        .await
        .unwrap();
    assert_eq!(house.status(all.id).await, Status::Expired);
    let offers = test.offers(old).await;
    assert!(offers.iter().any(|one| one.starts_at < all.ends_at));
    test.assert_sound().await;
}

#[tokio::test]
async fn a_reason_that_nobody_knows_is_refused_even_where_nobody_makes_room() {
    let house = House::new().await;
    let (test, manager) = (&house.test, &house.manager);
    let waiting = asking(STUDIO, FROM, TO);
    let waiting = test.request(&house.group, waiting).await.unwrap().id;
    let mut replacing = Replacing::default();
    replacing.reason.code = Some("no-such-reason".to_owned());
    let once = Idempotent::unkeyed();
    let refused =
        booking::approve_in_place(&test.app, manager, waiting, None, replacing, None, once).await;
    let Err(Error::Rules(broken)) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(broken[0].field, "replace_reason");
    assert_eq!(house.status(waiting).await, Status::Pending);
}
