//! Bookings made together by one rule.

mod answering;
mod asking_again;
mod calendar;
mod changing;
mod details;
mod entries;
mod exceptions;
mod held;
mod horizon;
mod knowing;
mod missed;
mod moving;
mod overdue;
mod proposing;
mod queries;
mod quotas;
mod races;
mod telling;
mod unanswered;

use entity::{Every, booking::Status, series_date};
use jastar::{
    account::Actor,
    booking::NewBooking,
    error::Error,
    idempotency::{Idempotent, Outcome},
    recurrence::RuleInput,
    refusal::{
        dates::{self, DateVerdict, Dated},
        rule::Code,
    },
    rules::reason::Reason,
    series::{self, NewSeries, NewTimes, OnConflict, Series},
};
use sea_orm::EntityTrait;
use time::Date;

use super::support::{TestApp, asking};

const STUDIO: &str = "youth-house/dance-studio";

/// Tuesdays, 16:00 to 18:00, from 1 December on.
fn tuesdays(space: &str, count: i32) -> NewSeries {
    weekly(space, "2026-12-01T16:00", "2026-12-01T18:00", count)
}

fn weekly(space: &str, starts: &str, ends: &str, count: i32) -> NewSeries {
    NewSeries {
        booking: NewBooking {
            space: space.to_owned(),
            ..asking("", "", "")
        },
        rule: RuleInput {
            every: Every::Week,
            nth: None,
            starts: starts.to_owned(),
            ends: ends.to_owned(),
            until: None,
            count: Some(count),
        },
        on_conflict: OnConflict::Refuse,
    }
}

fn skipping(new: NewSeries) -> NewSeries {
    NewSeries {
        on_conflict: OnConflict::Skip,
        ..new
    }
}

fn day(text: &str) -> Date {
    jastar::zone::parse_date(text).unwrap()
}

fn verdicts(dates: &[Dated]) -> Vec<(String, DateVerdict)> {
    let of = |date: &Dated| (date.starts.date().to_string(), date.outcome.verdict());
    dates.iter().map(of).collect()
}

fn statuses(series: &Series) -> Vec<Status> {
    series.bookings().map(|booking| booking.status).collect()
}

fn done(outcome: Result<Outcome<Series>, Error>) -> Result<Series, Error> {
    outcome.map(|outcome| match outcome {
        Outcome::Done(series) => *series,
        Outcome::Replayed(kept) => panic!("replayed: {kept:?}"),
    })
}

impl TestApp {
    async fn series(&self, actor: &Actor, new: NewSeries) -> Result<Series, Error> {
        done(series::request(&self.app, actor, new, Idempotent::unkeyed()).await)
    }

    async fn approve_series(
        &self,
        actor: &Actor,
        series: &Series,
        except: &[&str],
    ) -> Result<Series, Error> {
        let except = except.iter().map(|date| day(date)).collect();
        let once = Idempotent::unkeyed();
        done(series::approve(&self.app, actor, series.row.id, None, except, None, once).await)
    }

    async fn cancel_series(
        &self,
        actor: &Actor,
        series: &Series,
        from: Option<&str>,
        reason: Reason,
    ) -> Result<Series, Error> {
        let from = from.map(day);
        let once = Idempotent::unkeyed();
        done(series::cancel(&self.app, actor, series.row.id, from, reason, once).await)
    }

    async fn move_series(
        &self,
        actor: &Actor,
        series: &Series,
        times: NewTimes,
    ) -> Result<Series, Error> {
        done(
            series::move_to(
                &self.app,
                actor,
                series.row.id,
                times,
                Idempotent::unkeyed(),
            )
            .await,
        )
    }

    async fn add_date(&self, actor: &Actor, series: &Series, date: &str) -> Result<Series, Error> {
        done(
            series::add(
                &self.app,
                actor,
                series.row.id,
                day(date),
                Idempotent::unkeyed(),
            )
            .await,
        )
    }

    async fn card(&self, actor: &Actor, series: &Series) -> Series {
        series::by_id(&self.app, actor, series.row.id)
            .await
            .unwrap()
    }

    async fn wanted_dates(&self) -> Vec<series_date::Model> {
        series_date::Entity::find()
            .all(self.app.db.read())
            .await
            .unwrap()
    }

    /// Kinds of the mails that were queued so far, with whom they went to.
    async fn told(&self) -> Vec<(String, String)> {
        let all = self.outbox().await.into_iter();
        all.filter(|mail| mail.kind != "sign_in_code")
            .map(|mail| (mail.kind, mail.recipient))
            .collect()
    }
}

#[tokio::test]
async fn every_date_of_a_series_is_a_booking_of_its_own() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let series = test.series(&person, tuesdays(STUDIO, 3)).await.unwrap();
    let starts: Vec<_> = series.bookings().map(|one| one.starts.clone()).collect();
    assert_eq!(
        starts,
        ["2026-12-01T16:00", "2026-12-08T16:00", "2026-12-15T16:00"]
    );
    for booking in series.bookings() {
        let stored = test.stored(booking.id).await;
        assert_eq!(&stored, booking);
        assert_eq!(stored.status, Status::Pending);
        assert_eq!(stored.series_id, Some(series.row.id));
        assert_eq!(test.claims(booking.id).await.len(), 1);
        assert_eq!(test.history(booking.id).await.len(), 1);
    }
    let codes: std::collections::HashSet<_> = series.bookings().map(|one| &one.code).collect();
    assert_eq!(codes.len(), 3);
    // It is answered as one.
    let times: std::collections::HashSet<_> = series.bookings().map(|one| one.answer_by).collect();
    assert_eq!(times.len(), 1);
    test.assert_sound().await;
}

#[tokio::test]
async fn a_report_tells_of_every_date_before_anything_is_written() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let taken = asking(STUDIO, "2026-12-08T17:00", "2026-12-08T19:00");
    test.request(&manager, taken).await.unwrap();
    // Wednesdays: 16 December is Independence Day.
    let wednesdays = weekly(STUDIO, "2026-12-02T16:00", "2026-12-02T18:00", 3);
    let report = series::dry_run(&test.app, &person, &wednesdays)
        .await
        .unwrap();
    assert_eq!(report[2].outcome.verdict(), DateVerdict::Holiday);
    let report = series::dry_run(&test.app, &person, &tuesdays(STUDIO, 55))
        .await
        .unwrap();
    assert_eq!(report[0].outcome.verdict(), DateVerdict::Free);
    assert_eq!(report[1].outcome.verdict(), DateVerdict::Taken);
    let dates::DateOutcome::Taken {
        conflicts,
        alternatives,
    } = &report[1].outcome
    else {
        panic!("{report:?}");
    };
    assert_eq!(conflicts.len(), 1);
    assert!(!alternatives.is_empty());
    // 23 March 2027 is Nauryz, and the horizon of a series is 366 days: 24 November 2027.
    assert_eq!(report[16].outcome.verdict(), DateVerdict::Holiday);
    assert_eq!(report[51].outcome.verdict(), DateVerdict::Free);
    let dates::DateOutcome::Broken(broken) = &report[52].outcome else {
        panic!("{report:?}");
    };
    assert_eq!(broken[0].code(), Code::TooFar);
    assert_eq!(report[52].outcome.verdict(), DateVerdict::Rule);
    let early = weekly(STUDIO, "2026-11-24T08:00", "2026-11-24T10:00", 2);
    let report = series::dry_run(&test.app, &Actor::anonymous(), &early)
        .await
        .unwrap();
    assert_eq!(report[1].outcome.verdict(), DateVerdict::Closed);
    assert!(test.wanted_dates().await.is_empty());
    test.assert_sound().await;
}

#[tokio::test]
async fn all_or_nothing_writes_nothing_and_skipping_keeps_what_it_could_not_have() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let taken = asking(STUDIO, "2026-12-08T17:00", "2026-12-08T19:00");
    let taken = test.request(&manager, taken).await.unwrap();
    let refused = test.series(&person, tuesdays(STUDIO, 3)).await;
    let Err(Error::NotAllDates(dates)) = refused else {
        panic!("{refused:?}");
    };
    let expected = [DateVerdict::Free, DateVerdict::Taken, DateVerdict::Free];
    assert_eq!(
        dates
            .iter()
            .map(|one| one.outcome.verdict())
            .collect::<Vec<_>>(),
        expected
    );
    assert!(test.wanted_dates().await.is_empty());

    let series = test
        .series(&person, skipping(tuesdays(STUDIO, 3)))
        .await
        .unwrap();
    let card = verdicts(&series.dates);
    assert_eq!(card[1].1, DateVerdict::Taken);
    assert_eq!(statuses(&series), [Status::Pending; 2]);
    assert_eq!(test.wanted_dates().await.len(), 3);
    assert_eq!(verdicts(&test.card(&person, &series).await.dates), card);

    // It comes free again, and is added.
    let not_yet = test.add_date(&person, &series, "2026-12-08").await;
    assert!(
        matches!(not_yet, Err(Error::Conflict { .. })),
        "{not_yet:?}"
    );
    test.cancel(&manager, taken.id).await.unwrap();
    assert_eq!(
        test.card(&person, &series).await.dates[1].outcome.verdict(),
        DateVerdict::Free
    );
    let whole = test.add_date(&person, &series, "2026-12-08").await.unwrap();
    assert_eq!(statuses(&whole), [Status::Pending; 3]);
    assert_eq!(
        verdicts(&test.card(&person, &series).await.dates),
        verdicts(&whole.dates)
    );
    let again = test.add_date(&person, &series, "2026-12-08").await;
    assert!(matches!(again, Err(Error::State(_))), "{again:?}");
    let strange = test.add_date(&person, &series, "2026-12-09").await;
    assert!(matches!(strange, Err(Error::Rules(_))), "{strange:?}");
    test.assert_sound().await;
}

#[tokio::test]
async fn a_series_of_which_nothing_can_be_had_is_none() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let nights = weekly(STUDIO, "2026-12-01T05:00", "2026-12-01T06:00", 3);
    let refused = test.series(&person, skipping(nights)).await;
    assert!(matches!(refused, Err(Error::NotAllDates(_))), "{refused:?}");
    // What is wrong with all dates alike is no matter of dates.
    let mut crowd = skipping(tuesdays(STUDIO, 3));
    crowd.booking.attendees = 4000;
    crowd.booking.title = String::new();
    let refused = test.series(&person, crowd).await;
    let Err(Error::Rules(broken)) = refused else {
        panic!("{refused:?}");
    };
    let codes: Vec<_> = broken.iter().map(|one| (one.field, one.code())).collect();
    assert_eq!(
        codes,
        [("title", Code::Invalid), ("attendees", Code::TooManyPeople)]
    );
    let odd = weekly(STUDIO, "2026-12-01T16:10", "2026-12-01T18:00", 3);
    let refused = test.series(&person, odd).await;
    assert!(
        matches!(&refused, Err(Error::Rules(broken)) if broken[0].field == "rule.first.starts"),
        "{refused:?}"
    );
    assert!(test.wanted_dates().await.is_empty());
    test.assert_sound().await;
}

#[tokio::test]
async fn seats_and_things_that_are_lent_are_taken_on_every_date() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let mut seats = weekly(
        "youth-house/coworking",
        "2026-12-01T16:00",
        "2026-12-01T18:00",
        2,
    );
    seats.booking.attendees = 10;
    seats.booking.stock = entity::Borrowed(vec![entity::Item {
        item: "radio-microphone".to_owned(),
        quantity: 2,
    }]);
    let capacity = test.series(&person, seats.clone()).await.unwrap();
    assert_eq!(statuses(&capacity), [Status::Approved; 2]);
    let mut rounds = 0;
    let refused = loop {
        rounds += 1;
        match test.series(&person, seats.clone()).await {
            Ok(_) => {}
            Err(refused) => break refused,
        }
    };
    assert!(
        rounds < 20 && matches!(refused, Error::NotAllDates(_)),
        "{refused:?}"
    );
    test.assert_sound().await;
}
