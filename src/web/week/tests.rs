use std::collections::BTreeMap;

use entity::{
    Opening, SpaceId, VenueHours, Words,
    day::{self, DayKind},
    space::{Approval, Pending, Unanswered, Who},
};
use time::macros::{date, datetime};
use uuid::Uuid;

use super::*;

const MONDAY: Date = date!(2026 - 11 - 30);

fn words(text: &str) -> Words {
    Words {
        kk: text.to_owned(),
        ru: text.to_owned(),
        en: text.to_owned(),
    }
}

fn studio() -> space::Model {
    space::Model {
        id: SpaceId(Uuid::nil()),
        venue_id: entity::VenueId(Uuid::nil()),
        slug: "studio".to_owned(),
        position: 0,
        name: words("Studio"),
        kind: "studio".to_owned(),
        capacity: 30,
        by_seat: false,
        layouts: entity::Slugs::default(),
        equipment: entity::Slugs::default(),
        approval: Approval::Manager,
        pending: Pending::Hold,
        unanswered: Unanswered::Expire,
        who: Who::Anyone,
        step_minutes: 30,
        turnaround_minutes: 15,
        turnarounds: entity::Turnarounds::default(),
        min_minutes: 60,
        max_minutes: 180,
        notice_hours: 12,
        horizon_days: 5,
        series_horizon_days: 366,
        cancel_hours: 24,
        retired_at: None,
    }
}

/// Open 9 to 21, on Saturday 10 to 1 in the night, closed on Sunday.
fn open() -> VenueHours {
    let day = vec![Opening {
        from: 540,
        to: 1260,
    }];
    let saturday = vec![Opening {
        from: 600,
        to: 1500,
    }];
    let week = [
        day.clone(),
        day.clone(),
        day.clone(),
        day.clone(),
        day,
        saturday,
        Vec::new(),
    ];
    VenueHours {
        week,
        days: Vec::new(),
        periods: Vec::new(),
        holiday: None,
        office: [true, true, true, true, true, false, false],
    }
}

fn almaty() -> Zone {
    Zone::named("Asia/Almaty").unwrap()
}

/// The state of the cells that begin at these times, with what stands in the calendar.
fn states(
    now: PrimitiveDateTime,
    taken: &[(PrimitiveDateTime, PrimitiveDateTime, BlockKind, bool)],
    cells: &[PrimitiveDateTime],
) -> Vec<CellState> {
    let (zone, hours, space) = (almaty(), open(), studio());
    let mut days = BTreeMap::new();
    days.insert(
        date!(2026 - 12 - 03),
        day::Model {
            date: date!(2026 - 12 - 03),
            kind: DayKind::Holiday,
            name: words("Holiday"),
            expected: false,
        },
    );
    let at = |local| zone.instant(local).unwrap();
    let hours = Hours::new(&hours, &days, &zone);
    let mut blocks: Vec<Block> = taken
        .iter()
        .map(|(from, to, kind, holds)| {
            let slot = Slot::new(at(*from), at(*to)).unwrap();
            Block {
                space: space.id,
                slot,
                kind: *kind,
                kept_clear: holds.then(|| match kind {
                    BlockKind::Closure | BlockKind::Turnaround => slot,
                    _ => slot.widened(15),
                }),
                seats_free: None,
                title: None,
            }
        })
        .collect();
    let mut closed_from = zone.midnight(MONDAY);
    let until = MONDAY.saturating_add(Duration::days(8));
    for opening in hours.openings(MONDAY, until) {
        blocks.extend(closed(space.id, closed_from, opening.starts_at));
        closed_from = opening.ends_at;
    }
    blocks.extend(closed(space.id, closed_from, zone.midnight(until)));
    let picture = SpaceInWeek {
        space: &space,
        hours,
        zone: &zone,
        blocks: &blocks,
        now: at(now),
    };
    let week = week(MONDAY, &picture);
    cells
        .iter()
        .map(|wanted| {
            let all = week.rows.iter().flatten();
            let mut found =
                all.filter(|cell| cell.starts == *wanted && cell.state != CellState::Closed);
            found.next().map_or(CellState::Closed, |cell| cell.state)
        })
        .collect()
}

fn closed(space: SpaceId, from: Instant, to: Instant) -> Option<Block> {
    Slot::new(from, to).map(|slot| Block {
        space,
        slot,
        kind: BlockKind::Closed,
        kept_clear: Some(slot),
        seats_free: None,
        title: None,
    })
}

const NOW: PrimitiveDateTime = datetime!(2026-11-30 12:10);

#[test]
fn time_passes_then_it_is_too_soon_then_free_then_too_far() {
    let cells = [
        datetime!(2026-11-30 12:00),
        datetime!(2026-11-30 12:30),
        datetime!(2026-12-01 09:00),
        datetime!(2026-12-05 10:00),
        datetime!(2026-12-06 00:00),
    ];
    assert_eq!(
        states(NOW, &[], &cells),
        [
            CellState::Past,
            CellState::TooSoon,
            CellState::Free,
            CellState::Free,
            CellState::TooFar
        ]
    );
}

#[test]
fn closing_time_holidays_and_nights_are_kept() {
    let cells = [
        datetime!(2026-12-01 20:00),
        datetime!(2026-12-01 20:30),
        datetime!(2026-12-01 21:00),
        datetime!(2026-12-03 12:00),
        datetime!(2026-12-05 23:30),
        datetime!(2026-12-06 12:00),
    ];
    assert_eq!(
        states(NOW, &[], &cells),
        [
            CellState::Free,
            CellState::TooShort,
            CellState::Closed,
            CellState::Closed,
            CellState::Free,
            CellState::Closed
        ]
    );
}

#[test]
fn around_a_use_the_shortest_booking_and_the_cleaning_must_fit() {
    let used = [
        (
            datetime!(2026-12-01 12:00),
            datetime!(2026-12-01 14:00),
            BlockKind::Busy,
            true,
        ),
        (
            datetime!(2026-12-01 14:00),
            datetime!(2026-12-01 14:15),
            BlockKind::Turnaround,
            true,
        ),
    ];
    let cells = [
        datetime!(2026-12-01 10:30),
        datetime!(2026-12-01 11:00),
        datetime!(2026-12-01 11:30),
        datetime!(2026-12-01 12:00),
        datetime!(2026-12-01 14:00),
        datetime!(2026-12-01 14:30),
    ];
    assert_eq!(
        states(NOW, &used, &cells),
        [
            CellState::Free,
            CellState::TooShort,
            CellState::TooShort,
            CellState::Taken,
            CellState::Cleaning,
            CellState::Free
        ]
    );
}

#[test]
fn who_holds_keeps_others_out_and_who_competes_does_not() {
    let asked = [
        (
            datetime!(2026-12-01 12:00),
            datetime!(2026-12-01 13:00),
            BlockKind::Pending,
            true,
        ),
        (
            datetime!(2026-12-02 12:00),
            datetime!(2026-12-02 13:00),
            BlockKind::Pending,
            false,
        ),
        (
            datetime!(2026-12-04 12:00),
            datetime!(2026-12-04 13:00),
            BlockKind::Closure,
            true,
        ),
    ];
    let cells = [
        datetime!(2026-12-01 12:00),
        datetime!(2026-12-02 12:00),
        datetime!(2026-12-02 11:30),
        datetime!(2026-12-04 12:30),
        datetime!(2026-12-04 13:00),
    ];
    assert_eq!(
        states(NOW, &asked, &cells),
        [
            CellState::Held,
            CellState::FreeAskedFor,
            CellState::Free,
            CellState::Closure,
            CellState::Free
        ]
    );
}

#[test]
fn a_week_begins_on_monday() {
    assert_eq!(monday(date!(2026 - 11 - 30)), MONDAY);
    assert_eq!(monday(date!(2026 - 12 - 06)), MONDAY);
    assert_eq!(monday(date!(2026 - 12 - 07)), date!(2026 - 12 - 07));
}

#[test]
fn a_booking_cannot_be_shorter_than_the_grid() {
    let mut space = studio();
    space.min_minutes = 45;
    assert_eq!(shortest(&space), 60);
    space.step_minutes = 15;
    assert_eq!(shortest(&space), 45);
}

/// Its first cell is past, so the next one carries the title.
#[test]
fn an_event_under_way_keeps_its_title() {
    let (zone, hours, space, days) = (almaty(), open(), studio(), BTreeMap::new());
    let at = |local| zone.instant(local).unwrap();
    let slot = Slot::new(
        at(datetime!(2026-11-30 11:00)),
        at(datetime!(2026-11-30 14:00)),
    );
    let block = Block {
        space: space.id,
        slot: slot.unwrap(),
        kind: BlockKind::Busy,
        kept_clear: slot,
        seats_free: None,
        title: Some("Koncert".to_owned()),
    };
    for (now, told) in [
        (datetime!(2026-11-30 10:10), datetime!(2026-11-30 11:00)),
        (datetime!(2026-11-30 11:00), datetime!(2026-11-30 11:00)),
        (datetime!(2026-11-30 12:10), datetime!(2026-11-30 12:30)),
        (datetime!(2026-11-30 12:30), datetime!(2026-11-30 12:30)),
    ] {
        let picture = SpaceInWeek {
            space: &space,
            hours: Hours::new(&hours, &days, &zone),
            zone: &zone,
            blocks: std::slice::from_ref(&block),
            now: at(now),
        };
        let week = week(MONDAY, &picture);
        let cells = week.rows.iter().flatten();
        let titled = cells.filter(|cell| cell.title.is_some() && cell.state == CellState::Taken);
        let titled: Vec<_> = titled.map(|cell| cell.starts).collect();
        assert_eq!(titled, [told], "{now}");
    }
}
