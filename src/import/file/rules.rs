//! The rules for booking a space, and what holds where it says nothing.

use entity::space::{Approval, Pending, Unanswered, Who};

use super::document::{Table, Value};

const DAY: i32 = 24 * 60;

/// None where nothing is said, or nothing that can be understood.
#[derive(Clone, Copy)]
pub struct Rules {
    pub approval: Option<Approval>,
    pub pending: Option<Pending>,
    pub unanswered: Option<Unanswered>,
    pub who: Option<Who>,
    pub step_minutes: Option<i32>,
    pub turnaround_minutes: Option<i32>,
    pub min_minutes: Option<i32>,
    pub max_minutes: Option<i32>,
    pub notice_hours: Option<i32>,
    pub horizon_days: Option<i32>,
    pub series_horizon_days: Option<i32>,
    pub cancel_hours: Option<i32>,
}

const UNSAID: Rules = Rules {
    approval: None,
    pending: Some(Pending::Hold),
    unanswered: Some(Unanswered::Expire),
    who: Some(Who::Anyone),
    step_minutes: Some(30),
    turnaround_minutes: None,
    min_minutes: None,
    max_minutes: None,
    notice_hours: None,
    horizon_days: None,
    series_horizon_days: Some(366),
    cancel_hours: Some(24),
};

/// `[space_defaults]` may hold any of the rules.
pub fn defaults(file: &Table) -> Rules {
    let Some(table) = file.get("space_defaults").and_then(|value| value.table()) else {
        return UNSAID;
    };
    let rules = read(&table, &UNSAID);
    table.no_more();
    rules
}

pub fn read(table: &Table, defaults: &Rules) -> Rules {
    let number = |key, range, default| table.get(key).map_or(default, |value| value.number(range));
    let rules = Rules {
        approval: choice(table.get("approval"), defaults.approval),
        pending: choice(table.get("pending"), defaults.pending),
        unanswered: choice(table.get("unanswered"), defaults.unanswered),
        who: choice(table.get("who"), defaults.who),
        step_minutes: number("step_minutes", 1..=DAY, defaults.step_minutes),
        turnaround_minutes: number("turnaround_minutes", 0..=DAY, defaults.turnaround_minutes),
        min_minutes: number("min_minutes", 1..=31 * DAY, defaults.min_minutes),
        max_minutes: number("max_minutes", 1..=31 * DAY, defaults.max_minutes),
        notice_hours: number("notice_hours", 0..=366 * 24, defaults.notice_hours),
        horizon_days: number("horizon_days", 1..=3660, defaults.horizon_days),
        series_horizon_days: number(
            "series_horizon_days",
            1..=3660,
            defaults.series_horizon_days,
        ),
        cancel_hours: number("cancel_hours", 0..=366 * 24, defaults.cancel_hours),
    };
    check_answers(table, &rules);
    check_lengths(table, &rules);
    rules
}

fn choice<T: serde::de::DeserializeOwned>(value: Option<Value>, default: Option<T>) -> Option<T> {
    value.map_or(default, |value| value.choice())
}

/// What has no default and is in neither table.
pub fn check_complete(table: &Table, rules: &Rules) {
    for (key, said) in [
        ("approval", rules.approval.is_some()),
        ("turnaround_minutes", rules.turnaround_minutes.is_some()),
        ("min_minutes", rules.min_minutes.is_some()),
        ("max_minutes", rules.max_minutes.is_some()),
        ("notice_hours", rules.notice_hours.is_some()),
        ("horizon_days", rules.horizon_days.is_some()),
    ] {
        if !said && !table.has(key) {
            table.fault_at(key, "is missing");
        }
    }
}

/// Requests that compete hold nothing, so silence can't approve one of them.
fn check_answers(table: &Table, rules: &Rules) {
    let own = table.has("unanswered") || table.has("pending");
    let clash = (Some(Pending::Compete), Some(Unanswered::Approve));
    if own && (rules.pending, rules.unanswered) == clash {
        table.fault_at("unanswered", "`approve` goes only with pending = \"hold\"");
    }
}

fn check_lengths(table: &Table, rules: &Rules) {
    let keys = ["step_minutes", "min_minutes", "max_minutes"];
    let (Some(step), true) = (rules.step_minutes, keys.iter().any(|key| table.has(key))) else {
        return;
    };
    let lengths = [
        ("min_minutes", rules.min_minutes),
        ("max_minutes", rules.max_minutes),
    ];
    if DAY % step != 0 {
        table.fault_at(
            "step_minutes",
            format!("must divide the {DAY} minutes of a day"),
        );
    } else {
        for (key, length) in lengths {
            if length.is_some_and(|length| length % step != 0) {
                table.fault_at(key, format!("must be a multiple of step_minutes, {step}"));
            }
        }
    }
    if let (Some(min), Some(max)) = (rules.min_minutes, rules.max_minutes)
        && min > max
    {
        table.fault_at(
            "min_minutes",
            format!("must not be above max_minutes, {max}"),
        );
    }
}
