//! A hall in Karaganda for the tests of the rules.

use std::collections::BTreeMap;

use entity::{
    Instant, Opening, Slugs, SpaceId, SpecialDay, VenueHours, VenueId, Words,
    day::{self, DayKind},
    space::{self, Approval, Pending, Unanswered, Who},
};
use time::{Date, PrimitiveDateTime, macros::date};
use uuid::Uuid;

use crate::{
    rules::proposal::{self, Proposal, SpaceHours},
    slot::Slot,
    venue::hours::Hours,
    zone::Zone,
};

pub struct House {
    pub zone: Zone,
    hours: VenueHours,
    days: BTreeMap<Date, day::Model>,
}

impl House {
    /// Open 10:00–22:00, on Fridays to 01:00, closed on Mondays, on Nauryz 2027 but for its great day.
    pub fn new() -> Self {
        let daily = vec![opening(10, 22)];
        let mut week = std::array::from_fn(|_| daily.clone());
        week[0] = Vec::new();
        week[4] = vec![opening(10, 25)];
        let nauryz = [
            (date!(2027 - 03 - 21), DayKind::Holiday),
            (date!(2027 - 03 - 22), DayKind::Holiday),
            (date!(2027 - 03 - 23), DayKind::Holiday),
            (date!(2027 - 03 - 24), DayKind::DayOff),
        ];
        Self {
            zone: Zone::named("Asia/Almaty").unwrap(),
            hours: VenueHours {
                week,
                days: vec![SpecialDay {
                    date: date!(2027 - 03 - 22),
                    openings: vec![opening(11, 20)],
                }],
                periods: Vec::new(),
                holiday: None,
                office: [true, true, true, true, true, false, false],
            },
            days: nauryz
                .map(|(date, kind)| (date, holiday(date, kind)))
                .into(),
        }
    }

    pub fn hours(&self) -> Hours<'_> {
        Hours::new(&self.hours, &self.days, &self.zone)
    }

    pub fn at(&self, local: PrimitiveDateTime) -> Instant {
        self.zone.instant(local).unwrap()
    }

    pub fn slot(&self, starts: PrimitiveDateTime, ends: PrimitiveDateTime) -> Slot {
        proposal::slot(starts, ends, &self.zone).unwrap()
    }

    pub fn proposal(
        &self,
        starts: PrimitiveDateTime,
        ends: PrimitiveDateTime,
    ) -> Proposal<'static> {
        Proposal {
            slot: self.slot(starts, ends),
            starts,
            ends,
            attendees: 20,
            layout: None,
            stock: const { &entity::Borrowed(Vec::new()) },
            for_group: false,
            by_manager: false,
            in_series: false,
        }
    }

    pub fn place<'a>(&'a self, space: &'a space::Model, hours: Hours<'a>) -> SpaceHours<'a> {
        SpaceHours {
            space,
            hours,
            zone: &self.zone,
        }
    }
}

fn opening(from: u16, to: u16) -> Opening {
    Opening {
        from: from * 60,
        to: to * 60,
    }
}

fn holiday(date: Date, kind: DayKind) -> day::Model {
    day::Model {
        date,
        kind,
        name: words("Nauryz"),
        expected: false,
    }
}

fn words(text: &str) -> Words {
    Words {
        kk: text.to_owned(),
        ru: text.to_owned(),
        en: text.to_owned(),
    }
}

pub fn space_id(number: u128) -> SpaceId {
    SpaceId(Uuid::from_u128(number))
}

pub fn hall() -> space::Model {
    space::Model {
        id: space_id(1),
        venue_id: VenueId(Uuid::from_u128(1)),
        slug: "hall".to_owned(),
        position: 0,
        name: words("Hall"),
        kind: "hall".to_owned(),
        capacity: 60,
        by_seat: false,
        layouts: slugs(&["theatre", "circle"]),
        equipment: slugs(&["projector", "screen"]),
        approval: Approval::Manager,
        pending: Pending::Hold,
        unanswered: Unanswered::Expire,
        who: Who::Anyone,
        step_minutes: 30,
        turnaround_minutes: 15,
        turnarounds: entity::Turnarounds::default(),
        min_minutes: 60,
        max_minutes: 480,
        notice_hours: 24,
        horizon_days: 120,
        series_horizon_days: 366,
        cancel_hours: 24,
        retired_at: None,
    }
}

pub fn slugs(slugs: &[&str]) -> Slugs {
    Slugs(slugs.iter().map(|&slug| slug.to_owned()).collect())
}
