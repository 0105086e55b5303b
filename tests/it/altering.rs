//! Changing, shortening and moving a booking while it stands.

use entity::Booking;
use entity::{audit::Action, booking::Status};
use jastar::{
    booking::{Details, NewPlace},
    error::Error,
    mail::Mail,
    refusal::{rule::Code, state::StateRefusal},
};

use super::support::{
    TestApp, asking,
    facts::{at, in_space},
};

const STUDIO: &str = "youth-house/dance-studio";

/// Approved, in the small hall, from four to six.
async fn booked(test: &TestApp) -> Booking {
    let asel = test.person("asel@qanat.example").await;
    let manager = test.manager_of("youth-house").await;
    let wanted = asking(
        "youth-house/small-hall",
        "2026-12-01T16:00",
        "2026-12-01T18:00",
    );
    let waiting = test.request(&asel, wanted).await.unwrap();
    test.approve(&manager, waiting.id).await.unwrap()
}

fn codes(refused: Result<Booking, Error>) -> Vec<(&'static str, Code)> {
    let Err(Error::Rules(broken)) = refused else {
        panic!("{refused:?}")
    };
    broken.iter().map(|one| (one.field, one.code())).collect()
}

#[tokio::test]
async fn what_was_said_is_said_anew_until_it_begins() {
    let test = TestApp::new().await;
    let booking = booked(&test).await;
    let asel = test.person("asel@qanat.example").await;
    let details = Details {
        title: Some("Басқа атау".to_owned()),
        attendees: Some(7),
        note: Some("Екі микрофон".to_owned()),
        phone: Some(String::new()),
        public: Some(true),
        ..Details::default()
    };
    let changed = test.amend(&asel, &booking, details.clone()).await.unwrap();
    assert_eq!((changed.version, changed.sequence), (3, 2));
    let stored = test.stored(booking.id).await;
    assert_eq!(stored, changed);
    assert_eq!((&*stored.title, stored.attendees), ("Басқа атау", 7));
    assert_eq!((stored.public, &stored.contact_phone), (true, &None));
    let last = test.history(booking.id).await.pop().unwrap();
    assert_eq!(
        (last.action, last.status),
        (Action::Change, Status::Approved)
    );
    let told = test.mails(booking.id).await;
    let kinds: Vec<&str> = told.iter().map(|(kind, _)| &**kind).collect();
    assert_eq!(&kinds[kinds.len() - 2..], ["changed_by_group", "changed"]);
    let Mail::Changed(facts) = test.mail(booking.id, "changed").await else {
        panic!("another mail")
    };
    assert_eq!((facts.sequence, facts.invited), (2, true));

    let stale = test.amend(&asel, &booking, details.clone()).await;
    assert!(matches!(stale, Err(Error::Stale)), "{stale:?}");
    let same = test.amend(&asel, &changed, details.clone()).await.unwrap();
    assert_eq!(same, changed, "nothing to do is nothing done");

    test.app.clock.set(booking.starts_at);
    let begun = test.amend(&asel, &changed, details).await;
    assert!(matches!(begun, Err(Error::State(StateRefusal::HasBegun))));
    test.assert_sound().await;
}

#[tokio::test]
async fn every_fault_of_a_change_is_told_and_nothing_is_kept() {
    let test = TestApp::new().await;
    let booking = booked(&test).await;
    let asel = test.person("asel@qanat.example").await;
    let details = Details {
        title: Some(" ".to_owned()),
        attendees: Some(10_000),
        layout: Some("moon".to_owned()),
        programme: Some("moon".to_owned()),
        phone: Some("12".to_owned()),
        ..Details::default()
    };
    assert_eq!(
        codes(test.amend(&asel, &booking, details).await),
        [
            ("title", Code::Invalid),
            ("phone", Code::Invalid),
            ("programme", Code::Invalid),
            ("attendees", Code::TooManyPeople),
            ("layout", Code::UnknownLayout),
        ]
    );
    let erasyl = test.person("erasyl@dombyra.example").await;
    let theirs = test.amend(&erasyl, &booking, Details::default()).await;
    assert!(matches!(theirs, Err(Error::NotFound)));
    assert_eq!(test.stored(booking.id).await, booking);
}

#[tokio::test]
async fn an_earlier_end_frees_the_rest_at_once_also_while_it_runs() {
    let test = TestApp::new().await;
    let booking = booked(&test).await;
    let asel = test.person("asel@qanat.example").await;
    test.app.clock.set(booking.starts_at.plus_minutes(20));
    let past = at("2026-12-01T16:00", "2026-12-01T16:10");
    assert_eq!(
        codes(test.move_to(&asel, booking.id, past).await),
        [("ends", Code::InThePast), ("ends", Code::OffGrid)]
    );
    let earlier = at("2026-12-01T16:00", "2026-12-01T16:30");
    let shorter = test.move_to(&asel, booking.id, earlier).await.unwrap();
    assert_eq!(shorter.ends, "2026-12-01T16:30");
    assert_eq!(shorter.status, Status::Approved);
    let claims = test.claims(booking.id).await;
    assert!(claims.iter().all(|claim| claim.ends_at == shorter.ends_at));
    let last = test.history(booking.id).await.pop().unwrap();
    assert_eq!(last.action, Action::Shorten);
    let Mail::Changed(facts) = test.mail(booking.id, "changed").await else {
        panic!("another mail")
    };
    assert!(facts.before.is_some() && facts.ends_at == shorter.ends_at);

    let longer = at("2026-12-01T16:00", "2026-12-01T18:00");
    let refused = test.move_to(&asel, booking.id, longer).await;
    assert!(matches!(refused, Err(Error::State(StateRefusal::HasBegun))));
    test.assert_sound().await;
}

#[tokio::test]
async fn a_manager_moves_at_once_and_what_was_held_is_free() {
    let test = TestApp::new().await;
    let booking = booked(&test).await;
    let manager = test.manager_of("youth-house").await;
    let there = in_space(STUDIO, "2026-12-02T10:00", "2026-12-02T12:00");
    let moved = test.move_to(&manager, booking.id, there).await.unwrap();
    let stored = test.stored(booking.id).await;
    assert_eq!(stored, moved);
    assert_eq!(
        (&*stored.uid, &*stored.code),
        (&*booking.uid, &*booking.code)
    );
    assert_eq!((stored.version, stored.sequence), (3, 2));
    assert_eq!(test.claims(booking.id).await.len(), 1);
    let Mail::Moved(facts) = test.mail(booking.id, "moved").await else {
        panic!("another mail")
    };
    let before = facts.before.unwrap();
    assert_eq!(before.space.kk, "Кіші зал");
    assert_eq!((facts.sequence, facts.starts_at), (2, stored.starts_at));

    let asel = test.person("asel@qanat.example").await;
    let again = asking(
        "youth-house/small-hall",
        "2026-12-01T16:00",
        "2026-12-01T18:00",
    );
    test.request(&asel, again).await.unwrap();
    let back = in_space(
        "youth-house/small-hall",
        "2026-12-01T17:00",
        "2026-12-01T19:00",
    );
    let Err(Error::Conflict {
        conflicts,
        alternatives,
    }) = test.move_to(&manager, booking.id, back).await
    else {
        panic!("moved onto another")
    };
    assert!(conflicts.len() == 1 && !alternatives.is_empty());
    assert_eq!(test.stored(booking.id).await, moved);
    assert_eq!(test.claims(booking.id).await.len(), 1);
    test.assert_sound().await;
}

#[tokio::test]
async fn a_booking_moves_over_its_own_time() {
    let test = TestApp::new().await;
    let booking = booked(&test).await;
    let manager = test.manager_of("youth-house").await;
    let half_an_hour_on = at("2026-12-01T16:30", "2026-12-01T18:30");
    let moved = test.move_to(&manager, booking.id, half_an_hour_on).await;
    assert_eq!(moved.unwrap().ends, "2026-12-01T18:30");
    let to_a_part = in_space(
        "youth-house/small-hall-1",
        "2026-12-01T16:30",
        "2026-12-01T18:30",
    );
    test.move_to(&manager, booking.id, to_a_part).await.unwrap();
    assert_eq!(test.claims(booking.id).await.len(), 1);
    test.assert_sound().await;
}

#[tokio::test]
async fn every_rule_holds_for_a_move_and_a_manager_may_waive_it() {
    let test = TestApp::new().await;
    let booking = booked(&test).await;
    let manager = test.manager_of("youth-house").await;
    let holiday = at("2026-12-16T16:00", "2026-12-16T18:00");
    assert_eq!(
        codes(test.move_to(&manager, booking.id, holiday.clone()).await),
        [("starts", Code::Holiday)]
    );
    let allowed = NewPlace {
        waive: vec!["holiday".to_owned()],
        waive_reason: Some("Мереке концерті".to_owned()),
        ..holiday
    };
    let moved = test.move_to(&manager, booking.id, allowed).await.unwrap();
    assert_eq!(moved.waived.0, ["holiday"]);
    let back = at("2026-12-01T16:00", "2026-12-01T18:00");
    let moved = test.move_to(&manager, booking.id, back).await.unwrap();
    assert_eq!((moved.waived.0.len(), moved.waive_reason), (0, None));

    for (space, starts, field) in [
        ("youth-house/moon", "2026-12-01T16:00", "space"),
        ("sarzhailau/screening-hall", "2026-12-01T16:00", "space"),
        ("youth-house/small-hall", "tomorrow", "starts"),
    ] {
        let place = in_space(space, starts, "2026-12-01T18:00");
        let told = codes(test.move_to(&manager, booking.id, place).await);
        assert_eq!(told, [(field, Code::Invalid)]);
    }
    test.assert_sound().await;
}

#[tokio::test]
async fn a_waiting_request_is_moved_by_its_group_and_waits_on() {
    let test = TestApp::new().await;
    let asel = test.person("asel@qanat.example").await;
    let wanted = asking(STUDIO, "2026-12-01T16:00", "2026-12-01T18:00");
    let waiting = test.request(&asel, wanted).await.unwrap();
    let later = at("2026-12-03T16:00", "2026-12-03T18:00");
    let moved = test.move_to(&asel, waiting.id, later).await.unwrap();
    assert_eq!((moved.status, moved.version), (Status::Pending, 2));
    assert_eq!(test.claims(waiting.id).await[0].starts_at, moved.starts_at);
    let told = test.mails(waiting.id).await;
    assert_eq!(told[2].0, "moved_by_group");
    assert_eq!(told[3].0, "moved");

    let hall = in_space(
        "youth-house/grand-hall",
        "2026-12-03T16:00",
        "2026-12-03T18:00",
    );
    let competing = test.move_to(&asel, waiting.id, hall).await.unwrap();
    assert!(!competing.holds);
    assert!(test.claims(waiting.id).await.is_empty());
    test.assert_sound().await;
}
