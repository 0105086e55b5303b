//! What becomes of requests that nobody answers, where a space says otherwise than to let them expire; and of holds whose
//! time is over.

use entity::Booking;
use entity::{audit::Action, booking::Status};
use jastar::{account::Actor, error::Error, inbox::jobs::do_what_is_due};

use super::support::{CATALOGUE, TestApp, asking};

struct House {
    test: TestApp,
    group: Actor,
    other: Actor,
    manager: Actor,
}

impl House {
    /// Where the dance studio says `unanswered`.
    async fn where_studio_says(unanswered: &str) -> Self {
        let line = "slug = \"dance-studio\"\n";
        let toml = CATALOGUE.replace(line, &format!("{line}  unanswered = \"{unanswered}\"\n"));
        let test = TestApp::with_catalogue(&toml).await;
        Self {
            group: test.person("a@test.example").await,
            other: test.person("b@test.example").await,
            manager: test.manager_of("youth-house").await,
            test,
        }
    }

    async fn ask(&self, who: &Actor) -> Result<Booking, Error> {
        let wanted = asking(
            "youth-house/dance-studio",
            "2026-12-01T16:00",
            "2026-12-01T18:00",
        );
        self.test.request(who, wanted).await
    }

    async fn assert_refused(&self) {
        assert!(matches!(
            self.ask(&self.other).await,
            Err(Error::Conflict { .. })
        ));
    }
}

#[tokio::test]
async fn what_stays_waits_until_its_start_and_still_holds() {
    let house = House::where_studio_says("stay").await;
    let asked = house.ask(&house.group).await.unwrap();
    house.test.app.clock.set(asked.answer_by.unwrap());
    assert_eq!(do_what_is_due(&house.test.app).await.unwrap(), 0);
    house.assert_refused().await;
    house.test.app.clock.set(asked.starts_at.plus_minutes(-1));
    assert_eq!(do_what_is_due(&house.test.app).await.unwrap(), 0);
    house.test.app.clock.set(asked.starts_at);
    assert_eq!(do_what_is_due(&house.test.app).await.unwrap(), 1);
    assert_eq!(house.test.stored(asked.id).await.status, Status::Expired);
    assert!(house.test.claims(asked.id).await.is_empty());
    house.test.assert_sound().await;
}

#[tokio::test]
async fn what_is_approved_when_nobody_answers_is_nobody_elses_meanwhile() {
    let house = House::where_studio_says("approve").await;
    let asked = house.ask(&house.group).await.unwrap();
    house.test.app.clock.set(asked.answer_by.unwrap());
    house.assert_refused().await;
    assert_eq!(do_what_is_due(&house.test.app).await.unwrap(), 1);
    assert_eq!(house.test.stored(asked.id).await.status, Status::Approved);
    let line = house.test.history(asked.id).await.pop().unwrap();
    assert_eq!((line.action, line.person_id), (Action::Approve, None));
    let told = house.test.mails(asked.id).await;
    assert_eq!(
        told.last().unwrap(),
        &("approved".to_owned(), "a@test.example".to_owned())
    );
    house.test.assert_sound().await;
}

#[tokio::test]
async fn a_hold_whose_time_is_over_gives_way_in_the_same_transaction() {
    let house = House::where_studio_says("expire").await;
    let asked = house.ask(&house.group).await.unwrap();
    house
        .test
        .app
        .clock
        .set(asked.answer_by.unwrap().plus_minutes(-1));
    house.assert_refused().await;
    house.test.app.clock.set(asked.answer_by.unwrap());
    let next = house.ask(&house.other).await.unwrap();
    assert_eq!(next.status, Status::Pending);
    let expired = house.test.stored(asked.id).await;
    assert_eq!((expired.status, expired.version), (Status::Expired, 2));
    assert!(house.test.claims(asked.id).await.is_empty());
    let told = house.test.mails(asked.id).await;
    assert_eq!(
        told.last().unwrap(),
        &("expired".to_owned(), "a@test.example".to_owned())
    );
    house.test.assert_sound().await;
}

#[tokio::test]
async fn a_refused_request_leaves_a_hold_whose_time_is_over_as_it_is() {
    let house = House::where_studio_says("expire").await;
    let asked = house.ask(&house.group).await.unwrap();
    let near = asking(
        "youth-house/dance-studio",
        "2026-12-01T14:00",
        "2026-12-01T15:30",
    );
    house.test.request(&house.manager, near).await.unwrap();
    house.test.app.clock.set(asked.answer_by.unwrap());
    let both = asking(
        "youth-house/dance-studio",
        "2026-12-01T15:00",
        "2026-12-01T18:00",
    );
    let refused = house.test.request(&house.other, both).await;
    let Err(Error::Conflict { conflicts, .. }) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(conflicts.len(), 1, "only what really is in the way");
    assert_eq!(house.test.stored(asked.id).await, asked);
}

#[tokio::test]
async fn a_hold_whose_time_is_over_does_not_keep_another_from_being_reopened() {
    let house = House::where_studio_says("expire").await;
    let first = house.ask(&house.group).await.unwrap();
    house.test.reject(&house.manager, first.id).await.unwrap();
    let second = house.ask(&house.other).await.unwrap();
    let refused = house.test.reopen(&house.manager, first.id).await;
    assert!(
        matches!(refused, Err(Error::Conflict { .. })),
        "{refused:?}"
    );
    house.test.app.clock.set(second.answer_by.unwrap());
    let again = house.test.reopen(&house.manager, first.id).await.unwrap();
    assert_eq!(again.status, Status::Pending);
    assert_eq!(house.test.stored(second.id).await.status, Status::Expired);
    house.test.assert_sound().await;
}

#[tokio::test]
async fn a_manager_may_still_answer_late_as_long_as_nobody_else_came() {
    let house = House::where_studio_says("expire").await;
    let asked = house.ask(&house.group).await.unwrap();
    house
        .test
        .app
        .clock
        .set(asked.answer_by.unwrap().plus_minutes(1));
    let approved = house.test.approve(&house.manager, asked.id).await.unwrap();
    assert_eq!(approved.status, Status::Approved);
    house.test.assert_sound().await;
}

/// At one look: the hold falls, and who waited behind it gets a new time to be answered, though their own is over as well.
#[tokio::test]
async fn who_gets_the_time_back_is_not_given_up_at_the_same_look() {
    let part = "  slug = \"small-hall-1\"\n";
    assert!(CATALOGUE.contains(part));
    // An hour before its start is early enough for an answer about the part.
    let (before, after) = CATALOGUE.split_once(part).unwrap();
    let after = after.replacen("notice_hours = 24", "notice_hours = 2", 1);
    let toml = format!("{before}{part}  pending = \"compete\"\n{after}");
    let test = TestApp::with_catalogue(&toml).await;
    let (one, other) = (
        test.person("a@test.example").await,
        test.person("b@test.example").await,
    );
    let (hall, part) = ("youth-house/small-hall", "youth-house/small-hall-1");
    let waits = asking(part, "2026-11-25T12:00", "2026-11-25T13:00");
    let waits = test.request(&one, waits).await.unwrap();
    let holds = asking(hall, "2026-11-25T11:00", "2026-11-25T13:00");
    let holds = test.request(&other, holds).await.unwrap();
    assert!(holds.answer_by < waits.answer_by);
    test.app.clock.set(waits.answer_by.unwrap());
    do_what_is_due(&test.app).await.unwrap();
    assert_eq!(test.stored(holds.id).await.status, Status::Expired);
    let back = test.stored(waits.id).await;
    assert_eq!(back.status, Status::Pending);
    assert_eq!(back.answer_by, Some(waits.starts_at));
    test.app.clock.set(waits.starts_at);
    do_what_is_due(&test.app).await.unwrap();
    assert_eq!(test.stored(waits.id).await.status, Status::Expired);
    test.assert_sound().await;
}
