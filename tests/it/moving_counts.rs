//! Seats and what is lent go with a booking that is changed, shortened or moved.

use entity::Booking;
use entity::{Borrowed, Item, booking::Status};
use jastar::{
    booking::{Details, NewBooking},
    error::Error,
    refusal::{conflict::ConflictKind, rule::Code},
};

use super::support::{
    TestApp, asking,
    facts::{at, in_space},
};

const COWORKING: &str = "youth-house/coworking";
const MEETING_ROOM: &str = "youth-house/meeting-room";
const STUDIO: &str = "youth-house/dance-studio";

fn seats(attendees: i32, starts: &str, ends: &str) -> NewBooking {
    NewBooking {
        attendees,
        ..asking(COWORKING, starts, ends)
    }
}

fn microphones(quantity: i32) -> Borrowed {
    Borrowed(vec![Item {
        item: "radio-microphone".to_owned(),
        quantity,
    }])
}

fn with(space: &str, hours: (&str, &str), quantity: i32) -> NewBooking {
    NewBooking {
        stock: microphones(quantity),
        ..asking(space, hours.0, hours.1)
    }
}

fn lends(quantity: i32) -> Details {
    Details {
        stock: Some(microphones(quantity)),
        ..Details::default()
    }
}

fn people(attendees: i32) -> Details {
    Details {
        attendees: Some(attendees),
        ..Details::default()
    }
}

fn in_the_way(done: Result<Booking, Error>) -> Vec<ConflictKind> {
    match done {
        Err(Error::Conflict { conflicts, .. }) => conflicts.iter().map(|one| one.kind).collect(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn seats_are_taken_anew_for_another_number_of_people_and_another_time() {
    let test = TestApp::new().await;
    let (one, other) = (
        test.person("a@test.example").await,
        test.person("b@test.example").await,
    );
    let (starts, ends) = ("2026-12-01T12:00", "2026-12-01T14:00");
    let booking = test.request(&one, seats(30, starts, ends)).await.unwrap();
    let theirs = seats(10, "2026-12-01T13:00", "2026-12-01T15:00");
    test.request(&other, theirs).await.unwrap();

    let more = test.amend(&one, &booking, people(31)).await;
    assert_eq!(in_the_way(more), [ConflictKind::Seats]);
    let fewer = test.amend(&one, &booking, people(29)).await.unwrap();
    test.assert_sound().await;
    let all = test.amend(&one, &fewer, people(30)).await.unwrap();
    assert_eq!(all.attendees, 30);

    let fits = at("2026-12-01T12:30", "2026-12-01T14:30");
    test.move_to(&one, booking.id, fits).await.unwrap();
    test.assert_sound().await;
    let shorter = at("2026-12-01T12:30", "2026-12-01T13:00");
    test.move_to(&one, booking.id, shorter).await.unwrap();
    let the_rest = seats(30, "2026-12-01T13:00", "2026-12-01T14:00");
    test.request(&other, the_rest).await.unwrap();
    let back = test.move_to(&one, booking.id, at(starts, ends)).await;
    assert_eq!(in_the_way(back), [ConflictKind::Seats]);
    test.assert_sound().await;
}

#[tokio::test]
async fn what_is_lent_can_be_more_less_or_nothing() {
    let test = TestApp::new().await;
    let (one, other) = (
        test.person("a@test.example").await,
        test.person("b@test.example").await,
    );
    let hours = ("2026-12-01T16:00", "2026-12-01T18:00");
    let booking = test
        .request(&one, with(MEETING_ROOM, hours, 2))
        .await
        .unwrap();
    test.request(&other, with(STUDIO, hours, 3)).await.unwrap();
    let four = test.amend(&one, &booking, lends(4)).await;
    assert_eq!(in_the_way(four), [ConflictKind::Stock]);
    let three = test.amend(&one, &booking, lends(3)).await.unwrap();
    assert_eq!(three.stock, microphones(3));
    assert_eq!(test.claims(booking.id).await.len(), 1, "the room stays");
    test.assert_sound().await;
    let Err(Error::Rules(broken)) = test.amend(&one, &three, lends(7)).await else {
        panic!("there are six")
    };
    assert_eq!(
        (broken[0].field, broken[0].code()),
        ("stock", Code::Invalid)
    );
    let none = Details {
        stock: Some(Borrowed::default()),
        ..Details::default()
    };
    test.amend(&one, &three, none).await.unwrap();
    test.assert_sound().await;
}

#[tokio::test]
async fn an_asked_move_takes_what_it_borrows_only_when_it_is_accepted() {
    let test = TestApp::new().await;
    let (group, other) = (
        test.person("a@test.example").await,
        test.person("b@test.example").await,
    );
    let manager = test.manager_of("youth-house").await;
    let hours = ("2026-12-01T16:00", "2026-12-01T18:00");
    let waiting = test.request(&group, with(STUDIO, hours, 4)).await.unwrap();
    let booking = test.approve(&manager, waiting.id).await.unwrap();
    let later = at("2026-12-01T17:00", "2026-12-01T19:00");
    let asked = test.move_to(&group, booking.id, later).await.unwrap();
    assert!(asked.proposed_move().is_some());
    test.assert_sound().await;

    // What is said anew leaves alone what is asked for.
    let three = test.amend(&group, &asked, lends(3)).await.unwrap();
    let fewer = test.amend(&group, &three, people(5)).await.unwrap();
    assert_eq!(fewer.proposed_move(), asked.proposed_move());
    test.assert_sound().await;

    let evening = ("2026-12-01T18:00", "2026-12-01T19:00");
    let taken = test
        .request(&other, with(MEETING_ROOM, evening, 4))
        .await
        .unwrap();
    let lacking = test.approve(&manager, booking.id).await;
    assert_eq!(in_the_way(lacking), [ConflictKind::Stock]);
    test.cancel(&other, taken.id).await.unwrap();
    let moved = test.approve(&manager, booking.id).await.unwrap();
    assert_eq!(moved.starts, "2026-12-01T17:00");
    test.assert_sound().await;
}

#[tokio::test]
async fn from_seats_to_floor_and_back() {
    let test = TestApp::new().await;
    let group = test.person("a@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let (starts, ends) = ("2026-12-01T16:00", "2026-12-01T18:00");
    let booking = test.request(&group, seats(5, starts, ends)).await.unwrap();
    let to_floor = in_space(STUDIO, starts, ends);
    let asked = test.move_to(&group, booking.id, to_floor).await.unwrap();
    assert!(asked.proposed_move().unwrap().holds);
    test.assert_sound().await;
    let moved = test.approve(&manager, booking.id).await.unwrap();
    assert_eq!(
        (moved.status, moved.starts.as_str()),
        (Status::Approved, starts)
    );
    assert!(!test.claims(booking.id).await.is_empty());
    test.assert_sound().await;
    let back = in_space(COWORKING, starts, ends);
    test.move_to(&manager, booking.id, back).await.unwrap();
    assert!(test.claims(booking.id).await.is_empty());
    test.assert_sound().await;
}
