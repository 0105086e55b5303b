//! What each cell of a space's week says. Pure.

use std::collections::BTreeSet;

use entity::{Instant, space};
use time::{Date, Duration, PrimitiveDateTime, Time};

use crate::{
    calendar::blocks::{Block, BlockKind},
    slot::Slot,
    venue::hours::Hours,
    zone::Zone,
};

pub const DAYS: i64 = 7;
/// A row of the table is never shorter than this, or a week would not fit a page.
const SHORTEST_ROW: u16 = 30;

/// Whether a cell of the week is free, or why it is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellState {
    Past,
    Closed,
    /// By a manager, for a while.
    Closure,
    Taken,
    /// Somebody asked and holds the time.
    Held,
    Cleaning,
    TooSoon,
    TooFar,
    /// Nothing is in the way, but the shortest booking does not fit from here.
    TooShort,
    /// The shortest booking could begin here.
    Free,
    /// As free, though somebody asked already.
    FreeAskedFor,
}

impl CellState {
    #[must_use]
    pub fn is_free(self) -> bool {
        matches!(self, Self::Free | Self::FreeAskedFor)
    }
}

/// One cell of the week: a day and a time of the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeekCell {
    pub starts: PrimitiveDateTime,
    /// Of the row, not of a booking.
    pub ends: PrimitiveDateTime,
    pub state: CellState,
    /// How many seats are free all the while, where the space is let by them.
    pub seats: Option<i32>,
    /// Of what is taken and public, in the first of its cells on a day that is not past.
    pub title: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Week {
    pub days: Vec<Date>,
    /// One for each time of the day, with one cell a day.
    pub rows: Vec<Vec<WeekCell>>,
}

/// A space and what stands in its way.
#[derive(Clone, Copy)]
pub struct SpaceInWeek<'a> {
    pub space: &'a space::Model,
    pub hours: Hours<'a>,
    pub zone: &'a Zone,
    /// Of this space, for a day longer than the week.
    pub blocks: &'a [Block],
    pub now: Instant,
}

/// The Monday of the week of a date.
#[must_use]
pub fn monday(date: Date) -> Date {
    let since = i64::from(date.weekday().number_days_from_monday());
    date.saturating_sub(Duration::days(since))
}

/// The week that begins on `monday`. Hours past midnight stand in the column of the day that they belong to.
#[must_use]
pub fn week(monday: Date, picture: &SpaceInWeek<'_>) -> Week {
    let days: Vec<Date> = (0..DAYS)
        .map(|day| monday.saturating_add(Duration::days(day)))
        .collect();
    let openings = || {
        days.iter()
            .flat_map(|day| picture.hours.on(*day).openings())
    };
    let row = row_minutes(picture.space);
    let from = openings().map(|opening| opening.from).min().unwrap_or(0) / row * row;
    let to = openings().map(|opening| opening.to).max().unwrap_or(0);
    let rows = (from..to)
        .step_by(usize::from(row))
        .map(|minute| {
            days.iter()
                .map(|day| {
                    let starts = at(*day, minute);
                    let ends = at(*day, minute + row);
                    WeekCell {
                        starts,
                        ends,
                        state: picture.state(*day, starts, ends),
                        seats: picture.seats(starts, ends),
                        title: picture.title(starts, ends, minute == from),
                    }
                })
                .collect()
        })
        .collect();
    Week { days, rows }
}

fn row_minutes(space: &space::Model) -> u16 {
    let step = u16::try_from(space.step_minutes)
        .unwrap_or(SHORTEST_ROW)
        .max(1);
    if step < SHORTEST_ROW && SHORTEST_ROW.is_multiple_of(step) {
        SHORTEST_ROW
    } else {
        step
    }
}

fn at(day: Date, minute: u16) -> PrimitiveDateTime {
    PrimitiveDateTime::new(day, Time::MIDNIGHT).saturating_add(Duration::minutes(i64::from(minute)))
}

impl SpaceInWeek<'_> {
    fn state(&self, day: Date, starts: PrimitiveDateTime, ends: PrimitiveDateTime) -> CellState {
        let space = self.space;
        let cell = self
            .zone
            .instant(starts)
            .and_then(|from| Slot::new(from, self.zone.instant_or_next(ends)));
        let Some(cell) = cell else {
            return CellState::Closed;
        };
        let kinds = |kind| {
            // A few free seats are enough to ask.
            let some_left = |block: &Block| block.seats_free.is_some_and(|free| free > 0);
            self.blocks
                .iter()
                .any(|block| block.kind == kind && block.slot.overlaps(cell) && !some_left(block))
        };
        let held = || {
            self.blocks.iter().any(|block| {
                block.kind == BlockKind::Pending
                    && block.kept_clear.is_some()
                    && block.slot.overlaps(cell)
            })
        };
        if !self.belongs(day, starts) {
            return CellState::Closed;
        }
        if cell.starts_at < self.now {
            return CellState::Past;
        }
        for (kind, state) in [
            (BlockKind::Closed, CellState::Closed),
            (BlockKind::Closure, CellState::Closure),
            (BlockKind::Busy, CellState::Taken),
        ] {
            if kinds(kind) {
                return state;
            }
        }
        if held() {
            return CellState::Held;
        }
        if kinds(BlockKind::Turnaround) {
            return CellState::Cleaning;
        }
        if cell.starts_at < self.now.plus_hours(i64::from(space.notice_hours)) {
            return CellState::TooSoon;
        }
        let today = self.zone.local(self.now).date();
        if starts.date() > today.saturating_add(Duration::days(i64::from(space.horizon_days))) {
            return CellState::TooFar;
        }
        let shortest = Slot {
            starts_at: cell.starts_at,
            ends_at: cell.starts_at.plus_minutes(shortest(space)),
        };
        let blocked = self
            .blocks
            .iter()
            .filter_map(|block| block.kept_clear)
            .any(|clear| clear.overlaps(shortest));
        if blocked {
            CellState::TooShort
        } else if kinds(BlockKind::Pending) {
            CellState::FreeAskedFor
        } else {
            CellState::Free
        }
    }

    fn seats(&self, starts: PrimitiveDateTime, ends: PrimitiveDateTime) -> Option<i32> {
        let cell = Slot::new(self.zone.instant(starts)?, self.zone.instant_or_next(ends))?;
        let here = self.blocks.iter().filter(|block| block.slot.overlaps(cell));
        let fewest = here.filter_map(|block| block.seats_free).min();
        self.space
            .by_seat
            .then(|| fewest.unwrap_or(self.space.capacity))
    }

    /// `first`: whether what began before is told here.
    fn title(
        &self,
        starts: PrimitiveDateTime,
        ends: PrimitiveDateTime,
        first: bool,
    ) -> Option<String> {
        let cell = Slot::new(self.zone.instant(starts)?, self.zone.instant_or_next(ends))?;
        let length = cell.ends_at.since(cell.starts_at).whole_minutes();
        let before = cell.starts_at.plus_minutes(-length);
        let first = first || before < self.now && cell.starts_at >= self.now;
        let begins = |block: &&Block| {
            block.slot.overlaps(cell) && (first || block.slot.starts_at >= cell.starts_at)
        };
        let found = self.blocks.iter().filter(begins);
        // Several parts of the space may be taken at once.
        let titles: BTreeSet<&str> = found.filter_map(|block| block.title.as_deref()).collect();
        (!titles.is_empty()).then(|| titles.into_iter().collect::<Vec<_>>().join(" · "))
    }

    /// Whether the day has an opening around this time.
    fn belongs(&self, day: Date, starts: PrimitiveDateTime) -> bool {
        let minute = (starts - PrimitiveDateTime::new(day, Time::MIDNIGHT)).whole_minutes();
        self.hours
            .on(day)
            .openings()
            .iter()
            .any(|opening| (i64::from(opening.from)..i64::from(opening.to)).contains(&minute))
    }
}

/// The shortest booking that ends on the grid, in minutes.
#[must_use]
pub fn shortest(space: &space::Model) -> i64 {
    let step = i64::from(space.step_minutes.max(1));
    let min = i64::from(space.min_minutes.max(1));
    (min + step - 1) / step * step
}

#[cfg(test)]
mod tests;
