//! A group asks for its approved series to be moved: every date stands as it is until the venue has answered for all.

use entity::Booking;
use entity::{Instant, audit::Action, escalation::Became};
use jastar::{
    booking,
    closure::Say,
    inbox::jobs::do_what_is_due,
    mail::{DigestEntry, Mail},
};

use super::*;
use crate::it::{
    closing::closing,
    support::{
        facts::{at, because},
        queries::queries,
    },
};

const HALL: &str = "youth-house/grand-hall";

/// From half past five instead of from four.
pub(super) fn later(from: Option<&str>) -> NewTimes {
    NewTimes {
        from: from.map(day),
        space: None,
        starts: "17:30".to_owned(),
        ends: "19:30".to_owned(),
    }
}

pub(super) fn starts(series: &Series) -> Vec<String> {
    let all = series.bookings().map(|booking| booking.starts.clone());
    all.collect()
}

pub(super) fn asks(series: &Series) -> Vec<bool> {
    let all = series.bookings();
    all.map(|booking| booking.proposed_move().is_some())
        .collect()
}

pub(super) struct Scene {
    pub test: TestApp,
    pub group: Actor,
    pub manager: Actor,
    pub series: Series,
}

impl Scene {
    /// Approved, three Tuesdays from four to six.
    pub async fn new(space: &str) -> Self {
        let test = TestApp::new().await;
        let group = test.person("aliya@test.example").await;
        let manager = test.manager_of("youth-house").await;
        let series = test.series(&group, tuesdays(space, 3)).await.unwrap();
        let series = test.approve_series(&manager, &series, &[]).await.unwrap();
        Self {
            test,
            group,
            manager,
            series,
        }
    }

    pub async fn ask(&self, times: NewTimes) -> Result<Series, Error> {
        self.test
            .move_series(&self.group, &self.series, times)
            .await
    }

    pub async fn queue(&self) -> Vec<Booking> {
        let catalogue = self.test.app.catalogue().await.unwrap();
        let venue = catalogue.venue("youth-house").unwrap();
        booking::queue(&self.test.app, &self.manager, venue)
            .await
            .unwrap()
    }

    pub async fn reject(&self) -> Result<Series, Error> {
        let (id, once) = (self.series.row.id, Idempotent::unkeyed());
        let reason = because("Кештер бос емес.");
        done(series::reject(&self.test.app, &self.manager, id, reason, once).await)
    }

    pub async fn due(&self, now: Instant) {
        self.test.app.clock.set(now);
        do_what_is_due(&self.test.app).await.unwrap();
    }

    /// Kinds of the mails since the approval.
    pub async fn told(&self) -> Vec<String> {
        let told = self.test.told().await.into_iter();
        told.map(|one| one.0).skip(3).collect()
    }

    pub async fn claimed(&self) -> usize {
        let mut claims = 0;
        for booking in self.series.bookings() {
            claims += self.test.claims(booking.id).await.len();
        }
        claims
    }
}

#[tokio::test]
async fn it_stands_until_one_yes_moves_every_date() {
    let scene = Scene::new(STUDIO).await;
    let test = &scene.test;
    let asked = scene.ask(later(None)).await.unwrap();
    assert_eq!(starts(&asked), starts(&scene.series));
    assert_eq!(asks(&asked), [true; 3]);
    // What is after each, beside each.
    assert_eq!(scene.claimed().await, 6);
    assert_eq!(
        scene.told().await,
        ["series_move_received", "series_move_proposed"]
    );
    assert_eq!(scene.queue().await.len(), 1);
    test.assert_sound().await;

    let other = test.person("erasyl@dombyra.example").await;
    let into_it = asking(STUDIO, "2026-12-08T18:30", "2026-12-08T20:00");
    let refused = test.request(&other, into_it).await;
    assert!(matches!(refused, Err(Error::Conflict { .. })));

    let moved = test
        .approve_series(&scene.manager, &asked, &[])
        .await
        .unwrap();
    let expected = ["2026-12-01T17:30", "2026-12-08T17:30", "2026-12-15T17:30"];
    assert_eq!(starts(&moved)[..], expected);
    assert_eq!(asks(&moved), [false; 3]);
    assert_eq!(moved.row.starts, "2026-12-01T17:30");
    for booking in moved.bookings() {
        assert_eq!(&test.stored(booking.id).await, booking);
        let history = test.history(booking.id).await;
        assert_eq!(history.last().unwrap().action, Action::AcceptMove);
    }
    assert_eq!(scene.claimed().await, 3);
    let outbox = test.outbox().await;
    let mail = outbox.last().unwrap();
    assert_eq!(mail.kind, "series_moved");
    let Mail::Series(facts) = serde_json::from_value(mail.payload.clone()).unwrap() else {
        panic!("{mail:?}");
    };
    assert!(facts.dates.iter().all(|date| date.entry.is_some()));
    assert!(scene.queue().await.is_empty());
    test.assert_sound().await;
}

#[tokio::test]
async fn all_dates_are_asked_for_or_none() {
    let scene = Scene::new(STUDIO).await;
    let test = &scene.test;
    let taken = asking(STUDIO, "2026-12-08T18:30", "2026-12-08T19:30");
    test.request(&scene.manager, taken).await.unwrap();
    let refused = scene.ask(later(None)).await;
    let Err(Error::NotAllDates(dates)) = refused else {
        panic!("{refused:?}");
    };
    let told: Vec<_> = dates.iter().map(|one| one.outcome.verdict()).collect();
    assert_eq!(
        told,
        [DateVerdict::Free, DateVerdict::Taken, DateVerdict::Free]
    );
    assert_eq!(scene.claimed().await, 3);
    assert!(scene.told().await.iter().all(|kind| kind == "approved"));
    // What only ends earlier needs nobody's yes.
    let shorter = NewTimes {
        starts: "16:00".to_owned(),
        ends: "17:00".to_owned(),
        ..NewTimes::default()
    };
    let shorter = scene.ask(shorter).await.unwrap();
    assert_eq!(asks(&shorter), [false; 3]);
    assert!(shorter.bookings().all(|one| one.ends.ends_with("17:00")));
    test.assert_sound().await;
}

#[tokio::test]
async fn a_no_and_a_second_thought_leave_everything_as_it_was() {
    let scene = Scene::new(STUDIO).await;
    let test = &scene.test;
    scene.ask(later(None)).await.unwrap();
    let silent = series::decline_move(
        &test.app,
        &scene.manager,
        scene.series.row.id,
        Reason::default(),
        Idempotent::unkeyed(),
    );
    assert!(matches!(silent.await, Err(Error::Rules(_))));
    let stands = scene.reject().await.unwrap();
    assert_eq!(starts(&stands), starts(&scene.series));
    assert_eq!((asks(&stands), scene.claimed().await), (vec![false; 3], 3));
    assert_eq!(scene.told().await[2..], ["series_move_declined"]);
    let none = scene.reject().await;
    assert!(matches!(none, Err(Error::State(_))), "{none:?}");

    scene.ask(later(Some("2026-12-08"))).await.unwrap();
    let (app, id) = (&test.app, scene.series.row.id);
    let not_theirs = series::take_back_move(app, &scene.manager, id, Idempotent::unkeyed()).await;
    assert!(matches!(not_theirs, Err(Error::State(_))), "{not_theirs:?}");
    let back = series::take_back_move(app, &scene.group, id, Idempotent::unkeyed()).await;
    let stands = done(back).unwrap();
    assert_eq!((asks(&stands), scene.claimed().await), (vec![false; 3], 3));
    assert_eq!(scene.told().await.last().unwrap(), "series_move_taken_back");
    let by_group =
        series::accept_move(app, &scene.group, id, None, None, Idempotent::unkeyed()).await;
    assert!(by_group.is_err());
    test.assert_sound().await;
}

/// One mail to the group, one line to the administrators, and no date waits on.
#[tokio::test]
async fn what_nobody_answers_lapses_as_one() {
    let scene = Scene::new(STUDIO).await;
    let test = &scene.test;
    test.administrator().await;
    // For the first date alone there is less time than for the others.
    let first = scene.series.bookings().next().unwrap().starts_at;
    test.app.clock.set(first.plus_hours(-20));
    let asked = scene.ask(later(None)).await.unwrap();
    let by = asked.bookings().next().unwrap().move_answer_by.unwrap();
    scene.due(by.plus_minutes(-1)).await;
    assert_eq!(scene.told().await.len(), 2);
    scene.due(by).await;
    let stands = test.card(&scene.group, &scene.series).await;
    assert_eq!((asks(&stands), scene.claimed().await), (vec![false; 3], 3));
    assert_eq!(
        scene.told().await[2..],
        ["series_move_lapsed", "escalation"]
    );
    let outbox = test.outbox().await;
    let payload = outbox.last().unwrap().payload.clone();
    let Mail::Escalation { requests } = serde_json::from_value(payload).unwrap() else {
        panic!("{outbox:?}");
    };
    let told = |one: &DigestEntry| (one.became, one.others);
    let told: Vec<_> = requests.iter().map(told).collect();
    assert_eq!(told, [(Some(Became::MoveLapsed), 2)]);
    test.assert_sound().await;
}

/// Who wants the time once it is over gets it, and the group is told with one mail.
#[tokio::test]
async fn a_move_whose_answer_time_is_over_is_in_nobodys_way() {
    let scene = Scene::new(STUDIO).await;
    let test = &scene.test;
    let asked = scene.ask(later(None)).await.unwrap();
    let by = asked.bookings().next().unwrap().move_answer_by.unwrap();
    test.app.clock.set(by);
    let others = weekly(STUDIO, "2026-12-01T18:30", "2026-12-01T19:30", 3);
    let theirs = test.series(&scene.manager, others).await.unwrap();
    assert_eq!(statuses(&theirs), [Status::Approved; 3]);
    let told = scene.told().await;
    let lapsed = told.iter().filter(|kind| *kind == "series_move_lapsed");
    assert_eq!(lapsed.count(), 1, "{told:?}");
    let stands = test.card(&scene.group, &scene.series).await;
    assert_eq!(asks(&stands), [false; 3]);
    test.assert_sound().await;
}

/// Though only one of the times is wanted: no yes moves the other dates then, and no second mail tells of them.
#[tokio::test]
async fn a_move_that_is_in_the_way_of_one_lapses_whole() {
    let scene = Scene::new(STUDIO).await;
    let test = &scene.test;
    let asked = scene.ask(later(None)).await.unwrap();
    let by = asked.bookings().next().unwrap().move_answer_by.unwrap();
    test.app.clock.set(by);
    let one = asking(STUDIO, "2026-12-08T18:30", "2026-12-08T19:30");
    test.request(&scene.manager, one).await.unwrap();
    let late = test.approve_series(&scene.manager, &asked, &[]).await;
    assert!(matches!(late, Err(Error::State(_))), "{late:?}");
    scene.due(by).await;
    let told = scene.told().await;
    let lapsed = told.iter().filter(|kind| *kind == "series_move_lapsed");
    assert_eq!(lapsed.count(), 1, "{told:?}");
    let stands = test.card(&scene.group, &scene.series).await;
    assert_eq!((asks(&stands), scene.claimed().await), (vec![false; 3], 3));
    test.assert_sound().await;
}

#[tokio::test]
async fn a_move_that_is_in_the_way_of_a_closure_lapses_whole() {
    let scene = Scene::new(STUDIO).await;
    let test = &scene.test;
    let asked = scene.ask(later(None)).await.unwrap();
    let by = asked.bookings().next().unwrap().move_answer_by.unwrap();
    test.app.clock.set(by);
    let repair = closing(&[STUDIO], "18:30", "19:30");
    test.close(&scene.manager, &repair, Say::default())
        .await
        .unwrap();
    let stands = test.card(&scene.group, &scene.series).await;
    assert_eq!((asks(&stands), scene.claimed().await), (vec![false; 3], 3));
    let told = scene.told().await;
    let lapsed = told.iter().filter(|kind| *kind == "series_move_lapsed");
    assert_eq!(lapsed.count(), 1, "{told:?}");
    test.assert_sound().await;
}

/// Where nothing is held, somebody else may have one of the times by then: nobody is moved.
#[tokio::test]
async fn a_yes_moves_all_or_none() {
    let scene = Scene::new(HALL).await;
    let test = &scene.test;
    let asked = scene.ask(later(None)).await.unwrap();
    assert_eq!(asks(&asked), [true; 3]);
    let one = asking(HALL, "2026-12-08T19:00", "2026-12-08T21:00");
    let taken = test.request(&scene.manager, one).await.unwrap();
    let refused = test.approve_series(&scene.manager, &asked, &[]).await;
    let Err(Error::NotAllDates(dates)) = refused else {
        panic!("{refused:?}");
    };
    let told: Vec<_> = dates.iter().map(|one| one.outcome.verdict()).collect();
    assert_eq!(
        told,
        [DateVerdict::Free, DateVerdict::Taken, DateVerdict::Free]
    );
    let stands = test.card(&scene.group, &scene.series).await;
    assert_eq!(starts(&stands), starts(&scene.series));
    assert_eq!(asks(&stands), [true; 3]);
    test.cancel(&scene.manager, taken.id).await.unwrap();
    test.approve_series(&scene.manager, &asked, &[])
        .await
        .unwrap();
    test.assert_sound().await;
}

/// What would only end earlier is no more done at once than the rest.
#[tokio::test]
async fn nothing_of_what_is_asked_for_is_done_at_once() {
    let scene = Scene::new(STUDIO).await;
    let test = &scene.test;
    let second = scene.series.bookings().nth(1).unwrap().id;
    let longer = at("2026-12-08T17:30", "2026-12-08T20:30");
    test.move_to(&scene.manager, second, longer).await.unwrap();
    let told = scene.told().await.len();
    let asked = scene.ask(later(None)).await.unwrap();
    assert_eq!(asks(&asked), [true; 3]);
    assert_eq!(test.stored(second).await.ends, "2026-12-08T20:30");
    let news = scene.told().await.split_off(told);
    assert_eq!(news, ["series_move_received", "series_move_proposed"]);
    let moved = test
        .approve_series(&scene.manager, &asked, &[])
        .await
        .unwrap();
    assert!(moved.bookings().all(|one| one.ends.ends_with("19:30")));
    assert_eq!(scene.claimed().await, 3);
    test.assert_sound().await;
}

/// As many queries for many dates as for few.
#[tokio::test]
async fn a_long_series_is_asked_for_and_moved_in_as_many_queries() {
    let mut counted = Vec::new();
    for count in [3, 15] {
        let test = TestApp::new().await;
        let group = test.person("aliya@test.example").await;
        let manager = test.manager_of("youth-house").await;
        let new = tuesdays(STUDIO, count);
        let series = test.series(&group, new).await.unwrap();
        test.approve_series(&manager, &series, &[]).await.unwrap();
        let ask = queries(test.move_series(&group, &series, later(None))).await;
        ask.1.unwrap();
        let accept = queries(test.approve_series(&manager, &series, &[])).await;
        accept.1.unwrap();
        counted.push((ask.0, accept.0));
        test.assert_sound().await;
    }
    assert_eq!(counted[0], counted[1]);
}

/// A hold beside it ran out at the same time; what the manager answers does not.
#[tokio::test]
async fn a_yes_that_comes_late_is_a_yes_if_nobody_looked_before() {
    let scene = Scene::new(STUDIO).await;
    let test = &scene.test;
    let rival = test.person("rival@test.example").await;
    let beside = asking(STUDIO, "2026-12-01T20:00", "2026-12-01T21:00");
    let beside = test.request(&rival, beside).await.unwrap();
    let asked = scene.ask(later(None)).await.unwrap();
    let over = asked.bookings().filter_map(|one| one.move_answer_by);
    let over = over.chain(beside.answer_by).max().unwrap();
    test.app.clock.set(over);
    let (app, id) = (&test.app, scene.series.row.id);
    let moved = series::accept_move(app, &scene.manager, id, None, None, Idempotent::unkeyed());
    let moved = done(moved.await).unwrap();
    assert!(starts(&moved).iter().all(|at| at.ends_with("17:30")));
    assert_eq!(test.stored(beside.id).await.status, Status::Expired);
    test.assert_sound().await;
}
