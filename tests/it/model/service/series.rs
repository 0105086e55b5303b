//! Series, asked for and altered as people and managers do.

use entity::Booking;
use entity::{Every, SeriesId, booking, booking::Status, series_date};
use jastar::{
    booking::{Details, NewBooking},
    error::Error,
    idempotency::{Idempotent, Outcome as Answer},
    recurrence::RuleInput,
    refusal::dates::{self, DateVerdict, Dated},
    rules::reason::Reason,
    series::{self, NewSeries, NewTimes, OnConflict, Series},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::SimpleExpr};
use time::Date;

use super::{
    super::{
        operation::{MANAGER, OWNER, Span},
        series::{Fate, GoesBy, goes_by, operation::OfSeries, target},
        state::Slot,
    },
    LAYOUTS, Outcome, Service, borrowed, path, refused,
};
use crate::it::support::{asking, facts::because};

type Asked = Result<Answer<Series>, Error>;

impl Service {
    pub(super) async fn perform_on_series(&self, operation: &OfSeries) -> (Outcome, Vec<Booking>) {
        let asked = if let OfSeries::Ask { who, .. } = operation {
            let new = self.new_series(operation);
            series::request(&self.test.app, self.actor(*who), new, Idempotent::unkeyed()).await
        } else {
            let (_, which) = target(operation);
            let known = self.series();
            if known.is_empty() {
                return (Outcome::Nothing, Vec::new());
            }
            let mut of = known.clone();
            let meant = match goes_by(operation) {
                GoesBy::All => None,
                GoesBy::Approved => Some(
                    self.series_with(booking::COLUMN.status.eq(Status::Approved))
                        .await,
                ),
                GoesBy::Asking => Some(
                    self.series_with(booking::COLUMN.move_of_series.eq(true))
                        .await,
                ),
            };
            of.retain(|id| meant.as_ref().is_none_or(|meant| meant.contains(id)));
            let id = match of.as_slice() {
                [] => known[which % known.len()],
                of => of[which % of.len()],
            };
            self.alter(id, operation).await
        };
        match asked {
            Ok(Answer::Done(series)) => (Outcome::Done, self.learn(&series)),
            Ok(Answer::Replayed(kept)) => panic!("replayed: {kept:?}"),
            Err(error) => (refused(error), Vec::new()),
        }
    }

    pub fn series(&self) -> Vec<SeriesId> {
        self.series.lock().unwrap().clone()
    }

    fn new_series(&self, operation: &OfSeries) -> NewSeries {
        let OfSeries::Ask {
            space,
            span,
            weeks,
            times,
            people,
            layout,
            microphones,
            skips,
            ..
        } = operation
        else {
            panic!("{operation:?} asks for nothing new")
        };
        NewSeries {
            booking: NewBooking {
                attendees: *people,
                layout: Some(LAYOUTS[*layout].to_owned()),
                stock: borrowed(*microphones),
                ..asking(&path(*space), "", "")
            },
            rule: RuleInput {
                every: if *weeks == 1 {
                    Every::Week
                } else {
                    Every::TwoWeeks
                },
                nth: None,
                starts: self.wall(span.from),
                ends: self.wall(span.from + span.length),
                until: None,
                count: Some(*times),
            },
            on_conflict: if *skips {
                OnConflict::Skip
            } else {
                OnConflict::Refuse
            },
        }
    }

    async fn alter(&self, id: SeriesId, operation: &OfSeries) -> Asked {
        let (app, once) = (&self.test.app, Idempotent::unkeyed());
        let who = match target(operation).0 {
            OWNER => self.owner(id).await,
            other => other,
        };
        let actor = self.actor(who);
        let dates = self.dates(id).await;
        let nth = |date: usize| dates[date % dates.len()];
        match operation {
            OfSeries::Add { date, .. } => series::add(app, actor, id, nth(*date), once).await,
            OfSeries::Approve { except, .. } => {
                let except = except.iter().map(|date| nth(*date)).collect();
                series::approve(app, actor, id, None, except, None, once).await
            }
            OfSeries::Answer { yes: true, .. } => {
                series::approve(app, actor, id, None, Vec::new(), None, once).await
            }
            OfSeries::Answer { .. } | OfSeries::Reject { .. } => {
                series::reject(app, actor, id, because("Зал жөнделуде."), once).await
            }
            OfSeries::TakeBack { .. } => series::take_back_move(app, actor, id, once).await,
            OfSeries::Cancel { from, says_why, .. } => {
                let why = if *says_why {
                    because("Жоспар өзгерді.")
                } else {
                    Reason::default()
                };
                series::cancel(app, actor, id, from.map(nth), why, once).await
            }
            OfSeries::AskToMove { to, .. } => {
                series::move_to(app, actor, id, new_times(*to), once).await
            }
            OfSeries::Move {
                from, space, to, ..
            } => {
                let times = NewTimes {
                    from: from.map(nth),
                    space: space.map(path),
                    ..new_times(*to)
                };
                series::move_to(app, actor, id, times, once).await
            }
            OfSeries::Amend {
                from,
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
                series::amend(app, actor, id, from.map(nth), details, once).await
            }
            OfSeries::Ask { .. } => panic!("{operation:?} is done to no series"),
        }
    }

    /// Those with such a date.
    async fn series_with(&self, date: SimpleExpr) -> Vec<SeriesId> {
        let dates = booking::Entity::find().filter(date);
        let dates = dates.all(self.test.app.db.read()).await.unwrap();
        dates.iter().filter_map(|one| one.series_id).collect()
    }

    async fn owner(&self, id: SeriesId) -> usize {
        let of_it = booking::Entity::find().filter(booking::COLUMN.series_id.eq(id));
        let one = of_it.one(self.test.app.db.read()).await.unwrap();
        self.number_of(one.unwrap().booker_id)
    }

    /// All that it wants.
    async fn dates(&self, id: SeriesId) -> Vec<Date> {
        let dates = series_date::Entity::find()
            .filter(series_date::COLUMN.series_id.eq(id))
            .order_by_asc(series_date::Column::Date)
            .all(self.test.app.db.read());
        dates
            .await
            .unwrap()
            .into_iter()
            .map(|row| row.date)
            .collect()
    }

    /// What is new of a series that was answered; all its bookings.
    fn learn(&self, series: &Series) -> Vec<Booking> {
        let bookings: Vec<Booking> = series.bookings().cloned().collect();
        let mut known = self.known.lock().unwrap();
        for booking in &bookings {
            if !known.contains(&booking.id) {
                known.push(booking.id);
            }
        }
        drop(known);
        let mut known = self.series.lock().unwrap();
        if !known.contains(&series.row.id) {
            known.push(series.row.id);
        }
        bookings
    }

    /// What a manager is told of its dates.
    pub async fn card(&self, id: SeriesId) -> Vec<(Slot, Fate)> {
        let (app, known) = (&self.test.app, self.known());
        let series = series::by_id(app, self.actor(MANAGER), id).await.unwrap();
        let at = |wall| self.zone.instant(wall).unwrap();
        let seen = |date: &Dated| {
            let slot = Slot {
                from: at(date.starts),
                to: at(date.ends),
            };
            let outcome = match (&date.outcome, date.outcome.verdict()) {
                (dates::DateOutcome::Booked(booking), _) => {
                    let number = known.iter().position(|id| *id == booking.id);
                    Fate::Booked(number.unwrap())
                }
                (_, DateVerdict::Free) => Fate::Free,
                (_, DateVerdict::Taken) => Fate::Taken,
                _ => Fate::Broken,
            };
            (slot, outcome)
        };
        series.dates.iter().map(seen).collect()
    }
}

/// Of all dates, where they are.
fn new_times(to: Span) -> NewTimes {
    let time = |half_hours: i64| {
        let minutes = 30 * half_hours.rem_euclid(48);
        format!("{:02}:{:02}", minutes / 60, minutes % 60)
    };
    NewTimes {
        from: None,
        space: None,
        starts: time(to.from),
        ends: time(to.from + to.length),
    }
}

/// Which dates are not free, and why.
pub fn not_all(dates: &[Dated]) -> Outcome {
    let number = |wanted: &[DateVerdict]| {
        let here = dates
            .iter()
            .filter(|date| wanted.contains(&date.outcome.verdict()));
        here.count()
    };
    Outcome::NotAll {
        broken: number(&[DateVerdict::Rule, DateVerdict::Closed, DateVerdict::Holiday]),
        taken: number(&[DateVerdict::Taken]),
    }
}
