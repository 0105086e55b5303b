//! Whoever it is done to: without an account, without a mailbox, without a phone, everything goes as for everybody else.

mod scene;

use entity::{BookingId, booking::Status};
use jastar::{
    booking::{self, Details},
    closure::{self, ResolveWay},
    error::Error,
    idempotency::Idempotent,
    inbox::jobs::do_what_is_due,
    series::{self, NewTimes},
};
use time::{Date, macros::date};

use super::support::{
    TestApp, done,
    facts::{because, in_place, in_space},
};
use scene::{STUDIO, Scene, groups, one};

const HALL: &str = "youth-house/grand-hall";
const ROOM: &str = "youth-house/small-hall-1";
/// The first of five weeks without a holiday.
const MONDAY: Date = date!(2027 - 01 - 11);

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

impl Scene {
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
            Operation::CloseMoving => ResolveWay::Move(place.clone()),
            _ => ResolveWay::Cancel,
        };
        let closure = self.closed(way).await?;
        if matches!(operation, Operation::OpenAgain) {
            closure::take_back(&test.app, manager, closure.row.id).await?;
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
        let once = Idempotent::unkeyed();
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
        let (id, once) = (series.row.id, Idempotent::unkeyed());
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
                self.closed(|| ResolveWay::Cancel).await?;
            }
        }
        let now = series::by_id(app, manager, id).await?;
        Ok(now.bookings().map(|one| one.status).collect())
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
