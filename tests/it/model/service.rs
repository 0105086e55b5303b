//! The real thing, asked to do what the model is asked to do.

mod closures;
mod replacing;
mod series;

use std::sync::{
    Mutex,
    atomic::{AtomicI64, Ordering},
};

use entity::Booking;
use entity::{
    BookingId, Borrowed, ClosureId, Instant, Item, PersonId, SeriesId, booking as booking_row,
};
use jastar::{
    account::Actor,
    booking::{self, Details, NewBooking, NewPlace},
    error::Error,
    idempotency::Idempotent,
    import::{Imported, file, import},
    inbox::jobs::do_what_is_due,
    quota::settings,
    zone::{Zone, format_wall},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::{
    house::{House, LAYOUTS, VENUE},
    operation::{MANAGER, OWNER, Operation, PEOPLE, Span},
    quota::Quotas,
};
use crate::it::support::{NOW, TestApp, asking, done};

/// What came of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    Done,
    Conflict,
    /// Some dates of a series cannot be had.
    NotAll {
        broken: usize,
        taken: usize,
    },
    Rule,
    State,
    NotFound,
    Forbidden,
    /// The bookings of a catalogue stand in the way.
    InUse,
    /// Others are in the way of a closure than those that were shown. Never to who is alone.
    Changed,
    /// Come again: the catalogue has changed again and again meanwhile. Never to who is alone.
    Busy,
    /// There was nothing to do it to.
    Nothing,
}

pub struct Service {
    pub test: TestApp,
    actors: Vec<Actor>,
    zone: Zone,
    /// When the story began.
    begun: AtomicI64,
    /// In the order in which they came.
    known: Mutex<Vec<BookingId>>,
    closures: Mutex<Vec<ClosureId>>,
    series: Mutex<Vec<SeriesId>>,
}

impl Service {
    pub async fn new() -> Self {
        let test = TestApp::with_catalogue(&House::plain().toml()).await;
        let mut actors = Vec::new();
        for person in 0..PEOPLE {
            actors.push(test.person(&format!("p{person}@test.example")).await);
        }
        actors.push(test.manager_of(VENUE).await);
        Self {
            test,
            actors,
            zone: Zone::named("Asia/Almaty").unwrap(),
            begun: AtomicI64::new(NOW.0),
            known: Mutex::default(),
            closures: Mutex::default(),
            series: Mutex::default(),
        }
    }

    /// Begins a new story in the empty house, a week later: a clock that is set back would be a story of its own.
    pub async fn begin(&self) {
        let begun = self.begun().plus_days(7);
        self.begun.store(begun.0, Ordering::SeqCst);
        self.test.app.clock.set(begun);
        self.known.lock().unwrap().clear();
        self.closures.lock().unwrap().clear();
        self.series.lock().unwrap().clear();
        let tables = [
            "event",
            "escalation",
            "message",
            "kept_unit",
            "claim",
            "pool_claim",
            "audit",
            "outbox",
            "closure_hit",
            "closure_time",
            "closure_space",
            "closure",
            "series_date",
            "booking",
            "series",
        ];
        let clear = self.test.app.db.write(|tx| async move {
            let forget = "UPDATE booking SET offer_of = NULL";
            tx.conn().execute_unprepared(forget).await?;
            for table in tables {
                let text = format!("DELETE FROM {table}");
                tx.conn().execute_unprepared(&text).await?;
            }
            Ok(())
        });
        clear.await.unwrap();
        assert_eq!(self.import(&House::with_parts()).await, Outcome::Done);
        let unlimited = self.allow(MANAGER, &Quotas::default()).await;
        assert_eq!(unlimited, Outcome::Done);
    }

    pub fn begun(&self) -> Instant {
        Instant(self.begun.load(Ordering::SeqCst))
    }

    pub fn known(&self) -> Vec<BookingId> {
        self.known.lock().unwrap().clone()
    }

    pub fn number_of(&self, person: Option<PersonId>) -> usize {
        let number = |actor: &Actor| actor.who().map(|who| who.id) == person;
        self.actors.iter().position(number).unwrap()
    }

    fn wall(&self, half_hours: i64) -> String {
        let at = self.begun().plus_minutes(30 * half_hours);
        format_wall(self.zone.local(at))
    }

    fn place(&self, space: Option<usize>, span: Span) -> NewPlace {
        NewPlace {
            space: space.map(path),
            starts: self.wall(span.from),
            ends: self.wall(span.from + span.length),
            ..NewPlace::default()
        }
    }

    async fn import(&self, house: &House) -> Outcome {
        let file = file::read(&house.toml()).unwrap();
        match import(&self.test.app, &file, false).await.unwrap() {
            Imported::Changes(_) => Outcome::Done,
            Imported::InUse { bookings, .. } => {
                assert!(!bookings.is_empty());
                Outcome::InUse
            }
            over @ Imported::ClosesOver { .. } => panic!("no hours were changed: {over:?}"),
        }
    }

    async fn allow(&self, who: usize, quotas: &Quotas) -> Outcome {
        let catalogue = self.test.app.catalogue().await.unwrap();
        let quotas = quotas.stored(catalogue.venue(VENUE).unwrap().row.id);
        let done = settings::set(&self.test.app, self.actor(who), quotas).await;
        done.map_or_else(refused, |()| Outcome::Done)
    }

    pub fn manager(&self) -> &Actor {
        self.actor(MANAGER)
    }

    /// Whoever has nothing of their own is the first of the people.
    fn actor(&self, who: usize) -> &Actor {
        &self.actors[if who == OWNER { 0 } else { who }]
    }

    /// What came of it, and the bookings as they were answered.
    pub async fn perform(&self, operation: &Operation) -> (Outcome, Vec<Booking>) {
        use Operation as O;
        match operation {
            O::Pass(half_hours) => {
                let now = self.test.app.clock.now();
                self.test.app.clock.set(now.plus_minutes(30 * half_hours));
                (Outcome::Done, Vec::new())
            }
            O::Due => {
                do_what_is_due(&self.test.app).await.unwrap();
                (Outcome::Done, Vec::new())
            }
            O::Import(house) => (self.import(house).await, Vec::new()),
            O::Allow { who, quotas } => (self.allow(*who, quotas).await, Vec::new()),
            O::Close { .. } | O::Reclose { .. } | O::Unclose { .. } => {
                (self.close(operation).await, Vec::new())
            }
            O::Series(operation) => self.perform_on_series(operation).await,
            O::Request { .. } => {
                let (who, new) = self.wanted(operation);
                let answer = self.test.request(&self.actors[who], new).await;
                if let Ok(booking) = &answer {
                    self.known.lock().unwrap().push(booking.id);
                }
                told(answer)
            }
            O::InPlace { asked, instead } => {
                let named = self.named(asked, *instead).await;
                self.in_place_of(&named, asked).await
            }
            O::TakeOffer { .. } | O::LeaveOffer { .. } => self.choose(operation).await,
            _ => self.perform_on(operation).await,
        }
    }

    fn wanted(&self, operation: &Operation) -> (usize, NewBooking) {
        let Operation::Request {
            who,
            space,
            span,
            people,
            layout,
            microphones,
        } = operation
        else {
            panic!("{operation:?} is no request")
        };
        let place = self.place(Some(*space), *span);
        let new = NewBooking {
            attendees: *people,
            layout: Some(LAYOUTS[*layout].to_owned()),
            stock: borrowed(*microphones),
            ..asking(&path(*space), &place.starts, &place.ends)
        };
        (*who, new)
    }

    /// Who does it to which booking; none where there is none yet.
    async fn addressed(&self, operation: &Operation) -> Option<(&Actor, BookingId)> {
        let known = self.known();
        let (who, which) = target(operation);
        if known.is_empty() {
            return None;
        }
        let mut of = known.clone();
        if let Operation::TakeBack { .. } = operation {
            let asks = self.asks_for_moves().await;
            of.retain(|id| asks.contains(id));
        }
        let of = if of.is_empty() { known } else { of };
        let id = of[which % of.len()];
        let who = match who {
            OWNER => self.number_of(self.test.stored(id).await.booker_id),
            other => other,
        };
        Some((&self.actors[who], id))
    }

    async fn asks_for_moves(&self) -> Vec<BookingId> {
        let asks = booking_row::Entity::find()
            .filter(booking_row::COLUMN.move_space_id.is_not_null())
            .all(self.test.app.db.read());
        asks.await.unwrap().iter().map(|one| one.id).collect()
    }

    async fn perform_on(&self, operation: &Operation) -> (Outcome, Vec<Booking>) {
        use Operation as O;
        let Some((actor, id)) = self.addressed(operation).await else {
            return (Outcome::Nothing, Vec::new());
        };
        let test = &self.test;
        let answer = match operation {
            O::Approve { .. } => test.approve(actor, id).await,
            O::Reject { .. } => test.reject(actor, id).await,
            O::Cancel { .. } => test.cancel(actor, id).await,
            O::Reopen { .. } => test.reopen(actor, id).await,
            O::TakeBack { .. } => {
                done(booking::take_back(&test.app, actor, id, Idempotent::unkeyed()).await)
            }
            O::CheckIn { .. } => {
                done(booking::check_in(&test.app, actor, id, None, Idempotent::unkeyed()).await)
            }
            O::NoShow { .. } => {
                done(booking::no_show(&test.app, actor, id, Idempotent::unkeyed()).await)
            }
            O::Write { internal, .. } => {
                let written = test.write(actor, id, "Қалай?", *internal).await;
                return (written.map_or_else(refused, |_| Outcome::Done), Vec::new());
            }
            O::Amend {
                people,
                layout,
                microphones,
                ..
            } => {
                let details = Details {
                    attendees: *people,
                    layout: layout.map(|layout| LAYOUTS[layout].to_owned()),
                    stock: microphones.map(borrowed),
                    ..Details::default()
                };
                done(booking::amend(&test.app, actor, id, None, details).await)
            }
            O::Move { space, span, .. } => test.move_to(actor, id, self.place(*space, *span)).await,
            O::Shorten { by, .. } => {
                let stored = test.stored(id).await;
                let ends_at = stored.ends_at.plus_minutes(-30 * by);
                if ends_at <= stored.starts_at {
                    return (Outcome::Nothing, Vec::new());
                }
                let place = NewPlace {
                    starts: stored.starts,
                    ends: format_wall(self.zone.local(ends_at)),
                    ..NewPlace::default()
                };
                test.move_to(actor, id, place).await
            }
            other => panic!("{other:?} is done to no booking"),
        };
        told(answer)
    }
}

pub fn target(operation: &Operation) -> (usize, usize) {
    use Operation as O;
    match operation {
        O::Approve { who, which }
        | O::Reject { who, which }
        | O::Cancel { who, which }
        | O::Reopen { who, which }
        | O::TakeBack { who, which }
        | O::Amend { who, which, .. }
        | O::Move { who, which, .. }
        | O::Shorten { who, which, .. }
        | O::CheckIn { who, which }
        | O::NoShow { who, which }
        | O::Write { who, which, .. }
        | O::Reclose { who, which, .. }
        | O::Unclose { who, which }
        | O::TakeOffer { who, which }
        | O::LeaveOffer { who, which } => (*who, *which),
        O::InPlace { asked, .. } => target(asked),
        O::Close { who, .. } => (*who, 0),
        O::Request { .. } | O::Allow { .. } | O::Series(_) | O::Pass(_) | O::Due | O::Import(_) => {
            (0, 0)
        }
    }
}

fn told(answer: Result<Booking, Error>) -> (Outcome, Vec<Booking>) {
    match answer {
        Ok(booking) => (Outcome::Done, vec![booking]),
        Err(error) => (refused(error), Vec::new()),
    }
}

fn refused(error: Error) -> Outcome {
    match error {
        Error::Conflict { .. } => Outcome::Conflict,
        Error::NotAllDates(dates) => series::not_all(&dates),
        Error::Rules(_) => Outcome::Rule,
        Error::State(_) => Outcome::State,
        Error::NotFound => Outcome::NotFound,
        Error::Forbidden => Outcome::Forbidden,
        Error::Changed(_) => Outcome::Changed,
        Error::Busy => Outcome::Busy,
        other => panic!("answered {other:?}"),
    }
}

fn path(space: usize) -> String {
    format!("{VENUE}/s{space}")
}

fn borrowed(microphones: i32) -> Borrowed {
    let item = Item {
        item: "microphone".to_owned(),
        quantity: microphones,
    };
    Borrowed(Some(item).filter(|_| microphones > 0).into_iter().collect())
}

pub fn microphones(stock: &Borrowed) -> i32 {
    stock.0.iter().map(|item| item.quantity).sum()
}
