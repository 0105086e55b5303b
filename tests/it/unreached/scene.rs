//! A house in which something is begun for a group of which more or less is known.

use entity::Booking;
use entity::{Every, booking::Status};
use jastar::{
    account::Actor,
    booking::{NewBooking, OnBehalf},
    closure::{self, Answered, Closure, NewClosure, Resolve, ResolveWay, Say},
    error::Error,
    idempotency::{Idempotent, Outcome},
    recurrence::RuleInput,
    refusal::closure::Preview,
    series::{self, NewSeries, OnConflict},
};
use sea_orm::ConnectionTrait;
use time::Date;

use crate::it::support::{
    TestApp, asking,
    facts::{because, in_place},
};

pub const STUDIO: &str = "youth-house/dance-studio";

/// What is known of somebody.
#[derive(Clone, Copy, Debug)]
pub struct Group {
    pub account: bool,
    pub mailbox: bool,
    pub phone: bool,
}

/// Who has an account has a mailbox.
pub fn groups() -> Vec<Group> {
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

pub struct Scene {
    pub test: TestApp,
    pub manager: Actor,
    pub other: Actor,
    pub group: Group,
    /// Of the operation that is tried.
    pub number: usize,
    /// Each has a day of its own, on which all of the house is open.
    pub day: Date,
}

impl Scene {
    pub fn at(&self, hour: u8) -> String {
        format!("{}T{hour:02}:00", self.day)
    }

    pub fn wanted(&self, space: &str) -> NewBooking {
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

    pub async fn booked_in(&self, space: &str) -> Booking {
        let (who, asks) = self.who(self.wanted(space)).await;
        let asked = self.test.request(&who, asks).await.unwrap();
        match asked.status {
            Status::Approved => asked,
            _ => self.test.approve(&self.manager, asked.id).await.unwrap(),
        }
    }

    pub async fn booked(&self) -> Booking {
        self.booked_in(STUDIO).await
    }

    /// It waits for an answer: for who has no account that is how a booking of an older version may stand.
    pub async fn waiting(&self) -> Booking {
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
    pub async fn held(&self) -> Booking {
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

    pub async fn closed(&self, way: impl Fn() -> ResolveWay) -> Result<Closure, Error> {
        let close = |say| {
            let new = self.closing();
            closure::close(
                &self.test.app,
                &self.manager,
                new,
                say,
                Idempotent::unkeyed(),
            )
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

    /// Two weeks from its day on.
    pub async fn series(&self) -> Result<series::Series, Error> {
        let (who, booking) = self.who(self.wanted(STUDIO)).await;
        let new = NewSeries {
            rule: RuleInput {
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
        let made = series::request(app, &who, new, Idempotent::unkeyed()).await?;
        let made = one(made);
        if made.bookings().any(|one| one.status == Status::Pending) {
            let (id, once) = (made.row.id, Idempotent::unkeyed());
            let approved = series::approve(app, &self.manager, id, None, Vec::new(), None, once);
            return approved.await.map(one);
        }
        Ok(made)
    }
}

pub fn one(outcome: Outcome<series::Series>) -> series::Series {
    match outcome {
        Outcome::Done(series) => *series,
        Outcome::Replayed(kept) => panic!("replayed: {kept:?}"),
    }
}
