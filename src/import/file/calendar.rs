//! The dates of a catalogue: shared holidays, and the hours of a venue.

use std::collections::BTreeSet;

use entity::{Openings, Period, SpecialDay, VenueHours, Week, day};
use time::Date;

use super::document::{Table, Value};

const WEEK: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

pub fn days(file: &Table) -> Vec<day::Model> {
    let mut seen = BTreeSet::new();
    let day = |table: Table| {
        let date = date(&table, &mut seen);
        let kind = table.need("kind").and_then(|value| value.choice());
        let name = table.need("name").and_then(|value| value.words());
        let expected = table
            .get("expected")
            .map_or(Some(false), |value| value.flag());
        table.no_more();
        Some(day::Model {
            date: date?,
            kind: kind?,
            name: name?,
            expected: expected?,
        })
    };
    file.tables("day").into_iter().filter_map(day).collect()
}

pub fn venue_hours(venue: &Table) -> Option<VenueHours> {
    let week = venue.need("hours").and_then(|value| week(&value));
    let holiday = venue.get("holiday_hours").map(|value| value.openings());
    let office = venue.get("office_days").map_or(
        Some([true, true, true, true, true, false, false]),
        |value| office(&value),
    );
    let (days, periods) = (special_days(venue), periods(venue));
    Some(VenueHours {
        week: week?,
        days,
        periods,
        holiday: holiday.unwrap_or_default(),
        office: office?,
    })
}

/// A day that the week doesn't name is closed.
fn week(value: &Value) -> Option<Week> {
    let table = value.table()?;
    let week = WEEK.map(|key| {
        table
            .get(key)
            .map_or(Some(Openings::new()), |value| value.openings())
    });
    table.no_more();
    let week: Option<Vec<_>> = week.into_iter().collect();
    week?.try_into().ok()
}

fn office(value: &Value) -> Option<[bool; 7]> {
    let days = value.list(|text| {
        let known = WEEK.contains(&text).then_some(());
        known.ok_or_else(|| format!("`{text}` is none of {}", WEEK.join(", ")))
    })?;
    if days.is_empty() {
        value.fault("must not be empty");
    }
    Some(WEEK.map(|key| days.iter().any(|day| day == key)))
}

fn special_days(venue: &Table) -> Vec<SpecialDay> {
    let mut seen = BTreeSet::new();
    let day = |table: Table| {
        let date = date(&table, &mut seen);
        let openings = table.need("hours").and_then(|value| value.openings());
        table.no_more();
        Some(SpecialDay {
            date: date?,
            openings: openings?,
        })
    };
    venue.tables("day").into_iter().filter_map(day).collect()
}

/// Refuses a date that stands a second time.
fn date(table: &Table, seen: &mut BTreeSet<Date>) -> Option<Date> {
    let value = table.need("date")?;
    let date = value.date()?;
    if !seen.insert(date) {
        value.fault(format!("{date} stands twice"));
    }
    Some(date)
}

fn periods(venue: &Table) -> Vec<Period> {
    let mut seen: Vec<(Date, Date)> = Vec::new();
    let period = |table: Table| {
        let name = table.need("name").and_then(|value| value.words());
        let [from, to] = ["from", "to"].map(|key| table.need(key)?.date());
        let week = table.need("hours").and_then(|value| week(&value));
        table.no_more();
        let (from, to) = (from?, to?);
        if to < from {
            table.fault_at("to", "is before the period begins");
        } else if let Some(other) = seen.iter().find(|other| other.0 <= to && from <= other.1) {
            table.fault_at(
                "from",
                format!("the period overlaps that from {} to {}", other.0, other.1),
            );
        }
        seen.push((from, to));
        Some(Period {
            name: name?,
            from,
            to,
            week: week?,
        })
    };
    venue
        .tables("period")
        .into_iter()
        .filter_map(period)
        .collect()
}
