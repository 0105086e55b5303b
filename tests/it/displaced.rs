//! Requests that compete for one time: what becomes of those that do not get it.

use entity::Booking;
use entity::{booking::Status, outbox};
use jastar::{
    account::Actor, booking, closure::Say, error::Error, idempotency::Idempotent,
    inbox::jobs::do_what_is_due, mail::Mail,
};

use super::{
    closing::closing,
    support::{CATALOGUE, TestApp, asking, done, facts::at},
};

pub const HALL: &str = "youth-house/grand-hall";

pub struct House {
    pub test: TestApp,
    pub manager: Actor,
    /// In the order in which they asked, a minute apart.
    pub waiting: Vec<Booking>,
    groups: Vec<Actor>,
}

impl House {
    pub async fn with(many: usize) -> Self {
        let test = TestApp::new().await;
        let manager = test.manager_of("youth-house").await;
        let (mut waiting, mut groups) = (Vec::new(), Vec::new());
        for at in 0..many {
            let group = test.person(&format!("g{at}@test.example")).await;
            let (day, hour) = (7, 12 + at % 2);
            let (starts, ends) = (
                format!("2026-12-{day:02}T{hour}:00"),
                format!("2026-12-{day:02}T{}:00", hour + 4),
            );
            waiting.push(
                test.request(&group, asking(HALL, &starts, &ends))
                    .await
                    .unwrap(),
            );
            groups.push(group);
            test.app.clock.set(test.app.clock.now().plus_minutes(1));
        }
        Self {
            test,
            manager,
            waiting,
            groups,
        }
    }

    pub async fn queue(&self) -> Vec<entity::BookingId> {
        let catalogue = self.test.app.catalogue().await.unwrap();
        let venue = catalogue.venue("youth-house").unwrap();
        let queue = booking::queue(&self.test.app, &self.manager, venue)
            .await
            .unwrap();
        queue.iter().map(|booking| booking.id).collect()
    }

    fn ids(&self) -> Vec<entity::BookingId> {
        self.waiting.iter().map(|booking| booking.id).collect()
    }

    pub async fn displaced(&self, at: usize) -> bool {
        let code = &self.waiting[at].code;
        booking::by_code(&self.test.app, &self.groups[at], code)
            .await
            .unwrap()
            .given
    }
}

#[tokio::test]
async fn who_loses_is_told_leaves_the_queue_and_is_back_in_the_old_order() {
    let house = House::with(4).await;
    assert_eq!(
        house.queue().await,
        house.ids(),
        "first come, first in the queue"
    );
    house
        .test
        .approve(&house.manager, house.waiting[1].id)
        .await
        .unwrap();
    assert_eq!(house.queue().await, []);
    for at in [0, 2, 3] {
        let rival = &house.waiting[at];
        assert_eq!(
            house.test.stored(rival.id).await,
            *rival,
            "the row is not touched"
        );
        assert!(house.displaced(at).await);
        let told: Vec<outbox::Model> = house.test.outbox().await;
        let mine: Vec<_> = told
            .iter()
            .filter(|mail| mail.booking_id == Some(rival.id))
            .collect();
        assert_eq!(mine.last().unwrap().kind, "time_given");
        assert_eq!(mine.len(), 3);
        let Mail::TimeGiven(facts) = house.test.mail(rival.id, "time_given").await else {
            panic!("another mail")
        };
        assert!(!facts.alternatives.is_empty() && facts.alternatives.len() <= 5);
    }
    house
        .test
        .cancel(&house.groups[1], house.waiting[1].id)
        .await
        .unwrap();
    assert_eq!(
        house.queue().await,
        [house.ids()[0], house.ids()[2], house.ids()[3]]
    );
    assert!(!house.displaced(0).await);
    house
        .test
        .approve(&house.manager, house.waiting[3].id)
        .await
        .unwrap();
    house.test.assert_sound().await;
}

#[tokio::test]
async fn a_closure_between_does_not_hide_whose_turnaround_reaches_over_it() {
    let house = House::with(0).await;
    let test = &house.test;
    let group = test.person("g@test.example").await;
    let mut asked = Vec::new();
    for (from, to) in [("12:00", "14:00"), ("14:30", "16:30")] {
        let day = |hour| format!("2026-12-01T{hour}");
        let wanted = asking(HALL, &day(from), &day(to));
        asked.push(test.request(&group, wanted).await.unwrap());
    }
    let between = closing(&[HALL], "14:00", "14:30");
    test.close(&house.manager, &between, Say::default())
        .await
        .unwrap();
    // An hour lies between two groups in the hall.
    test.approve(&house.manager, asked[0].id).await.unwrap();
    assert_eq!(house.queue().await, []);
    let other = booking::by_code(&test.app, &group, &asked[1].code).await;
    assert!(other.unwrap().given);
    test.assert_sound().await;
}

#[tokio::test]
async fn who_lost_a_time_is_not_told_again_when_the_rest_of_it_is_given_too() {
    let house = House::with(0).await;
    let test = &house.test;
    let mut asked = Vec::new();
    for (at, from, to) in [(0, 12, 20), (1, 12, 14), (2, 16, 18)] {
        let group = test.person(&format!("g{at}@test.example")).await;
        let day = |hour| format!("2026-12-07T{hour}:00");
        let wanted = asking(HALL, &day(from), &day(to));
        asked.push(test.request(&group, wanted).await.unwrap().id);
    }
    let told = async || {
        let mails = test.mails(asked[0]).await;
        mails.iter().filter(|mail| mail.0 == "time_given").count()
    };
    test.approve(&house.manager, asked[1]).await.unwrap();
    assert_eq!(told().await, 1);
    test.approve(&house.manager, asked[2]).await.unwrap();
    assert_eq!(told().await, 1);
    // Back in the queue, and given away anew.
    test.cancel(&house.manager, asked[1]).await.unwrap();
    test.cancel(&house.manager, asked[2]).await.unwrap();
    test.reopen(&house.manager, asked[1]).await.unwrap();
    assert_eq!(told().await, 2);
    test.assert_sound().await;
}

#[tokio::test]
async fn a_time_that_was_given_away_does_not_count_against_the_limit() {
    let house = House::with(2).await;
    let group = &house.groups[0];
    let ask = async |day: u8| {
        let (starts, ends) = (
            format!("2026-12-{day:02}T16:00"),
            format!("2026-12-{day:02}T17:00"),
        );
        house
            .test
            .request(group, asking("youth-house/dance-studio", &starts, &ends))
            .await
    };
    ask(1).await.unwrap();
    ask(2).await.unwrap();
    assert!(matches!(ask(3).await, Err(Error::Rules(_))), "three wait");
    house
        .test
        .approve(&house.manager, house.waiting[1].id)
        .await
        .unwrap();
    ask(3).await.unwrap();
    assert!(
        matches!(ask(4).await, Err(Error::Rules(_))),
        "three wait again"
    );
}

#[tokio::test]
async fn one_more_request_for_a_time_that_is_given_is_refused() {
    let house = House::with(1).await;
    house
        .test
        .approve(&house.manager, house.waiting[0].id)
        .await
        .unwrap();
    let late = house.test.person("late@test.example").await;
    for (starts, ends, passes) in [
        ("2026-12-07T12:00", "2026-12-07T16:00", false),
        ("2026-12-07T16:30", "2026-12-07T18:00", false),
        ("2026-12-07T17:00", "2026-12-07T18:00", true),
    ] {
        let asked = house.test.request(&late, asking(HALL, starts, ends)).await;
        match asked {
            Ok(_) => assert!(passes),
            Err(Error::Conflict { .. }) => assert!(!passes),
            Err(other) => panic!("{other:?}"),
        }
    }
}

/// An earlier end takes nothing from anybody.
#[tokio::test]
async fn who_lost_a_time_may_still_ask_for_less_of_it() {
    let house = House::with(2).await;
    let (test, lost) = (&house.test, &house.waiting[1]);
    let first = house.waiting[0].id;
    test.approve(&house.manager, first).await.unwrap();
    let less = at("2026-12-07T13:00", "2026-12-07T15:00");
    let less = test.move_to(&house.groups[1], lost.id, less).await.unwrap();
    assert_eq!(less.status, Status::Pending);
    assert_eq!(less.ends, "2026-12-07T15:00");
    test.assert_sound().await;
}

#[tokio::test]
async fn it_waits_seven_days_beyond_its_answer_time_and_is_given_up_without_another_mail() {
    let house = House::with(2).await;
    let given = house.test.app.clock.now();
    house
        .test
        .approve(&house.manager, house.waiting[1].id)
        .await
        .unwrap();
    let rival = &house.waiting[0];
    let mails = house.test.mails(rival.id).await.len();
    house
        .test
        .app
        .clock
        .set(given.plus_days(7).plus_minutes(-1));
    assert_eq!(do_what_is_due(&house.test.app).await.unwrap(), 0);
    house.test.app.clock.set(given.plus_days(7));
    assert_eq!(do_what_is_due(&house.test.app).await.unwrap(), 1);
    assert_eq!(house.test.stored(rival.id).await.status, Status::Expired);
    assert_eq!(house.test.mails(rival.id).await.len(), mails);
    house.test.assert_sound().await;
}

#[tokio::test]
async fn it_is_given_up_as_soon_where_requests_stay() {
    let line = "slug = \"grand-hall\"\n";
    let toml = CATALOGUE.replace(line, &format!("{line}  unanswered = \"stay\"\n"));
    let test = TestApp::with_catalogue(&toml).await;
    let manager = test.manager_of("youth-house").await;
    let mut asked = Vec::new();
    for (who, day) in [("a", 7), ("b", 7), ("c", 8)] {
        let group = test.person(&format!("{who}@test.example")).await;
        let day = |hour| format!("2026-12-{day:02}T{hour}:00");
        let wanted = asking(HALL, &day(12), &day(14));
        asked.push(test.request(&group, wanted).await.unwrap().id);
    }
    let given = test.app.clock.now();
    test.approve(&manager, asked[1]).await.unwrap();
    test.app.clock.set(given.plus_days(7).plus_minutes(-1));
    assert_eq!(do_what_is_due(&test.app).await.unwrap(), 0);
    test.app.clock.set(given.plus_days(7));
    assert_eq!(do_what_is_due(&test.app).await.unwrap(), 1);
    assert_eq!(test.stored(asked[0]).await.status, Status::Expired);
    assert_eq!(test.stored(asked[2]).await.status, Status::Pending);
    test.assert_sound().await;
}

#[tokio::test]
async fn many_that_wait_for_a_time_given_away_keep_nobody_from_being_answered() {
    let house = House::with(60).await;
    house
        .test
        .approve(&house.manager, house.waiting[59].id)
        .await
        .unwrap();
    let later = house.test.person("later@test.example").await;
    let wanted = asking(
        "youth-house/dance-studio",
        "2026-12-09T16:00",
        "2026-12-09T18:00",
    );
    let later = house.test.request(&later, wanted).await.unwrap();
    house.test.app.clock.set(later.answer_by.unwrap());
    assert_eq!(do_what_is_due(&house.test.app).await.unwrap(), 1);
    assert_eq!(house.test.stored(later.id).await.status, Status::Expired);
}

#[tokio::test]
async fn who_comes_back_after_the_answer_time_gets_a_new_one() {
    let house = House::with(2).await;
    house
        .test
        .approve(&house.manager, house.waiting[1].id)
        .await
        .unwrap();
    let old = house.waiting[0].answer_by.unwrap();
    house.test.app.clock.set(old.plus_hours(1));
    assert_eq!(do_what_is_due(&house.test.app).await.unwrap(), 0);
    house
        .test
        .cancel(&house.manager, house.waiting[1].id)
        .await
        .unwrap();
    let back = house.test.stored(house.waiting[0].id).await;
    assert!(back.answer_by.unwrap() > old.plus_hours(1));
    assert_eq!(back.status, Status::Pending);
    assert_eq!(do_what_is_due(&house.test.app).await.unwrap(), 0);
    assert_eq!(house.queue().await, [back.id]);
}

/// Who was not answered in time and waits for another time of that day is nobody who comes back.
#[tokio::test]
async fn who_waits_for_another_time_gets_no_new_answer_time() {
    let house = House::with(2).await;
    let (test, other) = (&house.test, &house.groups[0]);
    let wanted = asking(HALL, "2026-12-07T18:00", "2026-12-07T20:00");
    let elsewhere = test.request(other, wanted).await.unwrap();
    let won = house.waiting[1].id;
    test.approve(&house.manager, won).await.unwrap();
    let over = elsewhere.answer_by.max(house.waiting[0].answer_by);
    test.app.clock.set(over.unwrap().plus_minutes(1));
    test.cancel(&house.manager, won).await.unwrap();
    assert_eq!(test.stored(elsewhere.id).await, elsewhere);
    let back = test.stored(house.waiting[0].id).await;
    assert!(back.answer_by > over);
    assert_eq!(do_what_is_due(&test.app).await.unwrap(), 1);
    assert_eq!(test.stored(elsewhere.id).await.status, Status::Expired);
    test.assert_sound().await;
}

/// It had its time all along: by a clock that was wrong somebody said when it was over that its group had come.
#[tokio::test]
async fn what_is_completed_by_mistake_and_reopened_takes_nothing_from_anybody() {
    let house = House::with(2).await;
    let (test, won) = (&house.test, &house.waiting[1]);
    test.approve(&house.manager, won.id).await.unwrap();
    let told = async || {
        let mails = test.mails(house.waiting[0].id).await;
        mails.iter().filter(|mail| mail.0 == "time_given").count()
    };
    assert_eq!(told().await, 1);
    let (group, studio) = (&house.groups[0], "youth-house/dance-studio");
    let ask = async |from: u8, to: u8| {
        let at = |hour: u8| format!("2026-12-07T{hour}:00");
        let wanted = asking(studio, &at(from), &at(to));
        test.request(group, wanted).await.unwrap()
    };
    let (stands, near) = (ask(12, 14).await, ask(16, 18).await);
    test.approve(&house.manager, stands.id).await.unwrap();
    let now = near.answer_by.unwrap();
    for id in [won.id, stands.id] {
        test.app.clock.set(won.ends_at);
        let once = Idempotent::unkeyed();
        let over = booking::check_in(&test.app, &house.manager, id, None, once).await;
        assert_eq!(done(over).unwrap().status, Status::Completed);
        test.app.clock.set(now);
        let again = test.reopen(&house.manager, id).await.unwrap();
        assert_eq!(again.status, Status::Approved);
    }
    assert_eq!(told().await, 1);
    assert_eq!(test.stored(near.id).await, near, "it is not in the way");
    test.assert_sound().await;
}
