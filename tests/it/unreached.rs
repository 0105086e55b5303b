//! Whoever it is done to: without an account, without a mailbox, without a phone, everything goes as for everybody else.

use entity::{BookingId, Every, booking::Status};
use jastar::{
    account::Actor,
    booking::{
        self, Booking, Details, NewBooking, OnBehalf,
        closures::{self, Answered, Closure, NewClosure, Preview, Resolve, Say, Way},
        do_what_is_due,
        recurrence::SaidRule,
        series::{self, NewSeries, NewTimes, OnConflict},
    },
    error::Error,
    http::idempotency::{Once, Outcome},
};
use sea_orm::ConnectionTrait;
use time::{Date, macros::date};

use super::support::{
    TestApp, asking, done,
    facts::{because, in_place, in_space},
};

const STUDIO: &str = "youth-house/dance-studio";
const HALL: &str = "youth-house/grand-hall";
/// The first of five weeks without a holiday.
const MONDAY: Date = date!(2027 - 01 - 11);
const ROOM: &str = "youth-house/small-hall-1";

/// What is known of somebody.
#[derive(Clone, Copy, Debug)]
struct Group {
    account: bool,
    mailbox: bool,
    phone: bool,
}

/// Who has an account has a mailbox.
fn groups() -> Vec<Group> {
    let mut groups = Vec::new();
    for (account, mailbox) in [(true, true), (false, true), (false, false)] {
        groups.extend([true, false].map(|phone| Group {
            account,
            mailbox,
            phone,
        }));
    }
    groups
}

#[derive(Clone, Copy, Debug)]
enum Operation {
    Amend,
    Move,
    Write,
    WriteInternally,
    Cancel,
    Reopen,
    ReplaceByRequest,
    ReplaceByApproval,
    TakeWhatIsHeld,
    GiveUpWhatIsHeld,
    CloseOver,
    CloseMoving,
    OpenAgain,
    Approve,
    Reject,
    Ask,
    MoveSeries,
    CancelSeries,
    CloseOverSeries,
    // The clock goes on from here.
    ExpireHeld,
    Expire,
    CheckIn,
    NoShow,
}

const ALL: [Operation; 23] = [
    Operation::Amend,
    Operation::Move,
    Operation::Write,
    Operation::WriteInternally,
    Operation::Cancel,
    Operation::Reopen,
    Operation::ReplaceByRequest,
    Operation::ReplaceByApproval,
    Operation::TakeWhatIsHeld,
    Operation::GiveUpWhatIsHeld,
    Operation::CloseOver,
    Operation::CloseMoving,
    Operation::OpenAgain,
    Operation::Approve,
    Operation::Reject,
    Operation::Ask,
    Operation::MoveSeries,
    Operation::CancelSeries,
    Operation::CloseOverSeries,
    Operation::ExpireHeld,
    Operation::Expire,
    Operation::CheckIn,
    Operation::NoShow,
];

struct Scene {
    test: TestApp,
    manager: Actor,
    other: Actor,
    group: Group,
    /// Of the operation that is tried.
    number: usize,
    /// Each has a day of its own, on which all of the house is open.
    day: Date,
}

impl Scene {
    fn at(&self, hour: u8) -> String {
        format!("{}T{hour:02}:00", self.day)
    }

    fn wanted(&self, space: &str) -> NewBooking {
        asking(space, &self.at(14), &self.at(16))
    }

    /// For the group: asked for by itself if it has an account, else written down by the manager.
    async fn who(&self, wanted: NewBooking) -> (Actor, NewBooking) {
        let email = format!("g{}@test.example", self.number);
        let phone = self.group.phone.then(|| "+7 701 123 45 67".to_owned());
        if self.group.account {
            let asks = NewBooking { phone, ..wanted };
            return (self.test.person(&email).await, asks);
        }
        let on_behalf = Some(OnBehalf {
            name: "Айдана".to_owned(),
            phone,
            email: self.group.mailbox.then_some(email),
            ..OnBehalf::default()
        });
        let asks = NewBooking {
            phone: None,
            on_behalf,
            ..wanted
        };
        (self.manager.clone(), asks)
    }

    async fn booked_in(&self, space: &str) -> Booking {
        let (who, asks) = self.who(self.wanted(space)).await;
        let asked = self.test.request(&who, asks).await.unwrap();
        match asked.status {
            Status::Approved => asked,
            _ => self.test.approve(&self.manager, asked.id).await.unwrap(),
        }
    }

    async fn booked(&self) -> Booking {
        self.booked_in(STUDIO).await
    }

    /// It waits for an answer: for who has no account that is how a booking of an older version may stand.
    async fn waiting(&self) -> Booking {
        let booked = self.booked().await;
        let (id, by) = (booked.id.0.simple(), booked.created_at.plus_hours(24).0);
        let named = match self.test.server() {
            Some(_) => format!("'{id}'"),
            None => format!("x'{id}'"),
        };
        let waits = format!(
            "UPDATE booking SET status = 'pending', holds = true, answer_by = {by} WHERE id = {named}"
        );
        let raw = self.test.raw().await;
        raw.execute_unprepared(&waits).await.unwrap();
        raw.close().await.unwrap();
        self.test.stored(booked.id).await
    }

    /// It had to make room, and this is held for its group.
    async fn held(&self) -> Booking {
        let old = self.booked().await;
        let new = in_place(self.wanted(STUDIO), &[old.id]);
        self.test.request(&self.manager, new).await.unwrap();
        self.test.offers(old.id).await.remove(0)
    }

    fn closing(&self) -> NewClosure {
        NewClosure {
            venue: "youth-house".to_owned(),
            spaces: Some(vec!["dance-studio".to_owned()]),
            starts: self.at(10),
            ends: self.at(20),
            reason: because("Құбыр жарылды."),
            again: None,
        }
    }

    async fn closed(&self, way: impl Fn() -> Way) -> Result<Closure, Error> {
        let close = |say| {
            let new = self.closing();
            closures::close(&self.test.app, &self.manager, new, say, Once::unkeyed())
        };
        let Preview { hits, seen } = match close(Say::default()).await {
            Err(Error::Changed(preview)) => *preview,
            other => panic!("{other:?}"),
        };
        let resolve = hits.iter().map(|hit| Resolve {
            booking: hit.booking.id,
            way: way(),
        });
        let say = Say {
            dry_run: false,
            seen: Some(seen),
            resolve: resolve.collect(),
        };
        match close(say).await? {
            Answered::Done(Outcome::Done(closure)) => Ok(*closure),
            other => panic!("{other:?}"),
        }
    }

    /// Three weeks from its day on.
    async fn series(&self) -> Result<series::Series, Error> {
        let (who, booking) = self.who(self.wanted(STUDIO)).await;
        let new = NewSeries {
            rule: SaidRule {
                every: Every::Week,
                nth: None,
                starts: self.at(14),
                ends: self.at(16),
                until: None,
                count: Some(2),
            },
            booking,
            on_conflict: OnConflict::Refuse,
        };
        let app = &self.test.app;
        let made = series::request(app, &who, new, Once::unkeyed()).await?;
        let made = one(made);
        if made.bookings().any(|one| one.status == Status::Pending) {
            let (id, once) = (made.row.id, Once::unkeyed());
            let approved = series::approve(app, &self.manager, id, None, Vec::new(), once);
            return approved.await.map(one);
        }
        Ok(made)
    }

    async fn status(&self, id: BookingId) -> Result<Vec<Status>, Error> {
        Ok(vec![self.test.stored(id).await.status])
    }

    /// What became of it.
    async fn tried(&self, operation: Operation) -> Result<Vec<Status>, Error> {
        match operation {
            Operation::Amend
            | Operation::Move
            | Operation::Write
            | Operation::WriteInternally
            | Operation::Cancel
            | Operation::Reopen => Box::pin(self.tried_with_a_booking(operation)).await,
            Operation::ReplaceByRequest
            | Operation::ReplaceByApproval
            | Operation::TakeWhatIsHeld
            | Operation::GiveUpWhatIsHeld
            | Operation::ExpireHeld => Box::pin(self.tried_with_a_rival(operation)).await,
            Operation::CloseOver | Operation::CloseMoving | Operation::OpenAgain => {
                Box::pin(self.tried_with_a_closure(operation)).await
            }
            Operation::Approve | Operation::Reject | Operation::Ask | Operation::Expire => {
                Box::pin(self.tried_while_it_waits(operation)).await
            }
            Operation::MoveSeries | Operation::CancelSeries | Operation::CloseOverSeries => {
                Box::pin(self.tried_with_series(operation)).await
            }
            Operation::CheckIn | Operation::NoShow => {
                Box::pin(self.tried_at_the_door(operation)).await
            }
        }
    }

    async fn tried_with_a_booking(&self, operation: Operation) -> Result<Vec<Status>, Error> {
        let (test, manager) = (&self.test, &self.manager);
        let booked = self.booked().await;
        match operation {
            Operation::Amend => {
                let details = Details {
                    title: Some("Кеш".to_owned()),
                    attendees: Some(7),
                    ..Details::default()
                };
                test.amend(manager, &booked, details).await?;
            }
            Operation::Move => {
                let place = in_space(ROOM, &self.at(17), &self.at(19));
                test.move_to(manager, booked.id, place).await?;
            }
            Operation::Write => {
                test.write(manager, booked.id, "Кілт күзетте.", false)
                    .await?;
            }
            Operation::WriteInternally => {
                test.write(manager, booked.id, "Кілт күзетте.", true)
                    .await?;
            }
            _ => {
                test.cancel(manager, booked.id).await?;
            }
        }
        if matches!(operation, Operation::Reopen) {
            test.reopen(manager, booked.id).await?;
        }
        self.status(booked.id).await
    }

    async fn tried_with_a_rival(&self, operation: Operation) -> Result<Vec<Status>, Error> {
        let (test, manager) = (&self.test, &self.manager);
        match operation {
            Operation::ReplaceByRequest => {
                let old = self.booked().await;
                let new = in_place(self.wanted(STUDIO), &[old.id]);
                test.request(manager, new).await?;
                self.status(old.id).await
            }
            Operation::ReplaceByApproval => {
                let waits = test.request(&self.other, self.wanted(HALL)).await?;
                let old = self.booked_in(HALL).await;
                test.approve_in_place(manager, waits.id, &[old.id]).await?;
                self.status(old.id).await
            }
            Operation::TakeWhatIsHeld => {
                let held = self.held().await;
                test.approve(manager, held.id).await?;
                self.status(held.id).await
            }
            Operation::GiveUpWhatIsHeld => {
                let held = self.held().await;
                test.cancel(manager, held.id).await?;
                self.status(held.id).await
            }
            _ => {
                let held = self.held().await;
                test.app.clock.set(held.answer_by.unwrap());
                do_what_is_due(&test.app).await?;
                self.status(held.id).await
            }
        }
    }

    async fn tried_with_a_closure(&self, operation: Operation) -> Result<Vec<Status>, Error> {
        let (test, manager) = (&self.test, &self.manager);
        let booked = self.booked().await;
        let place = in_space(ROOM, &self.at(14), &self.at(16));
        let way = || match operation {
            Operation::CloseMoving => Way::Move(place.clone()),
            _ => Way::Cancel,
        };
        let closure = self.closed(way).await?;
        if matches!(operation, Operation::OpenAgain) {
            closures::take_back(&test.app, manager, closure.row.id).await?;
            let held = test.offers(booked.id).await;
            assert_eq!(held.len(), 1);
            return self.status(held[0].id).await;
        }
        self.status(booked.id).await
    }

    async fn tried_while_it_waits(&self, operation: Operation) -> Result<Vec<Status>, Error> {
        let (test, manager) = (&self.test, &self.manager);
        let waits = self.waiting().await;
        match operation {
            Operation::Approve => drop(test.approve(manager, waits.id).await?),
            Operation::Reject => drop(test.reject(manager, waits.id).await?),
            Operation::Ask => {
                test.write(manager, waits.id, "Неше адам?", false).await?;
                test.reject(manager, waits.id).await?;
            }
            _ => {
                test.app.clock.set(waits.answer_by.unwrap());
                do_what_is_due(&test.app).await?;
            }
        }
        self.status(waits.id).await
    }

    async fn tried_at_the_door(&self, operation: Operation) -> Result<Vec<Status>, Error> {
        let (app, manager) = (&self.test.app, &self.manager);
        let booked = self.booked().await;
        app.clock.set(booked.starts_at.plus_minutes(20));
        let once = Once::unkeyed();
        let noted = match operation {
            Operation::CheckIn => booking::check_in(app, manager, booked.id, Some(4), once).await,
            _ => booking::no_show(app, manager, booked.id, once).await,
        };
        done(noted)?;
        self.status(booked.id).await
    }

    async fn tried_with_series(&self, operation: Operation) -> Result<Vec<Status>, Error> {
        let (app, manager) = (&self.test.app, &self.manager);
        let series = self.series().await?;
        let (id, once) = (series.row.id, Once::unkeyed());
        match operation {
            Operation::MoveSeries => {
                let times = NewTimes {
                    from: None,
                    space: None,
                    starts: "17:00".to_owned(),
                    ends: "19:00".to_owned(),
                };
                one(series::move_to(app, manager, id, times, once).await?);
            }
            Operation::CancelSeries => {
                let why = because("Жөндеу.");
                one(series::cancel(app, manager, id, None, why, once).await?);
            }
            _ => {
                self.closed(|| Way::Cancel).await?;
            }
        }
        let now = series::by_id(app, manager, id).await?;
        Ok(now.bookings().map(|one| one.status).collect())
    }
}

fn one(outcome: Outcome<series::Series>) -> series::Series {
    match outcome {
        Outcome::Done(series) => *series,
        Outcome::Replayed(kept) => panic!("replayed: {kept:?}"),
    }
}

#[tokio::test]
async fn every_operation_goes_alike_whatever_is_known_of_the_group() {
    let mut expected: Vec<Vec<Status>> = Vec::new();
    for group in groups() {
        let test = TestApp::new().await;
        let mut scene = Scene {
            manager: test.manager_of("youth-house").await,
            other: test.person("other@test.example").await,
            group,
            number: 0,
            day: MONDAY,
            test,
        };
        for (at, operation) in ALL.into_iter().enumerate() {
            scene.number = at;
            scene.day = MONDAY + time::Duration::days((at / 5 * 7 + at % 5) as i64);
            let became = Box::pin(scene.tried(operation)).await;
            let became =
                became.unwrap_or_else(|error| panic!("{group:?} {operation:?}: {error:?}"));
            match expected.get(at) {
                Some(alike) => assert_eq!(&became, alike, "{group:?} {operation:?}"),
                None => expected.push(became),
            }
        }
        let told = scene.test.outbox().await;
        assert!(told.iter().all(|mail| mail.recipient.contains('@')));
        scene.test.assert_sound().await;
    }
}
