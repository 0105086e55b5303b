//! The rules of a space and the hours of its venue, in words, before anybody breaks one.

use entity::{
    Instant, PrimeWindow,
    space::{Approval, Pending, Who},
    term::TermKind,
};
use time::{Duration, macros::date};

use super::week;
use crate::{
    i18n::{Translator, listed},
    rules::turnaround,
    venue::{Catalogue, Space, Venue},
};

/// One sentence a rule.
pub fn in_words(t: Translator, catalogue: &Catalogue, venue: &Venue, space: &Space) -> Vec<String> {
    let row = &space.row;
    let (min, max) = (week::shortest(row), i64::from(row.max_minutes));
    let mut said = vec![
        t.with("rules-people", &[("count", row.capacity.into())]),
        t.with(
            "rules-length",
            &[
                ("min", t.duration(min).into()),
                ("max", t.duration(max).into()),
            ],
        ),
        t.with(
            "rules-grid",
            &[("length", t.duration(i64::from(row.step_minutes)).into())],
        ),
    ];
    if row.notice_hours > 0 {
        let length = t.duration(i64::from(row.notice_hours) * 60);
        said.push(t.with("rules-notice", &[("length", length.into())]));
    }
    said.push(t.with("rules-horizon", &[("days", row.horizon_days.into())]));
    let (least, most) = turnaround::range(row);
    let length = |minutes| t.duration(minutes).into();
    if least < most {
        let range = [("least", length(least)), ("most", length(most))];
        said.push(t.with("rules-turnaround-by-layout", &range));
    } else if most > 0 {
        said.push(t.with("rules-turnaround", &[("length", length(most))]));
    }
    match row.who {
        Who::Anyone => {}
        Who::Group => said.push(t.text("rule-group-only")),
        Who::Verified => said.push(t.text("rule-verified-only")),
    }
    if row.layouts.0.len() > 1 {
        let layouts = row.layouts.0.iter();
        let names = layouts.map(|slug| catalogue.name(TermKind::Layout, slug, t.language));
        said.push(t.with("rules-layouts", &[("layouts", listed(names).into())]));
    }
    said.push(match (row.approval, row.pending) {
        (Approval::Automatic, _) => t.text("rules-automatic"),
        (Approval::Manager, pending) => {
            let days = venue.row.answer_within_working_days;
            let answer = t.with("rules-answer", &[("days", days.into())]);
            match pending {
                Pending::Hold => answer,
                Pending::Compete => format!("{answer} {}", t.text("rules-compete")),
            }
        }
    });
    said.extend(quotas(t, venue));
    said
}

/// How much of the venue one booker may have, and when everybody wants it.
fn quotas(t: Translator, venue: &Venue) -> Vec<String> {
    let set = &venue.quotas;
    let hours = |limit: i32| t.with("duration-hours", &[("count", limit.into())]);
    let mut said = Vec::new();
    for (key, all, bookings, prime) in [
        (
            "rules-quota-week",
            set.hours_per_week,
            set.bookings_per_week,
            set.prime_hours_per_week,
        ),
        (
            "rules-quota-month",
            set.hours_per_month,
            set.bookings_per_month,
            set.prime_hours_per_month,
        ),
    ] {
        let bookings = bookings.map(|count| ("rules-quota-bookings", "count", count.into()));
        let prime = prime.map(|limit| ("rules-quota-prime", "length", hours(limit).into()));
        let counted = bookings.into_iter().chain(prime);
        let counted = counted.map(|(key, name, value)| t.with(key, &[(name, value)]));
        let what: Vec<String> = all.map(hours).into_iter().chain(counted).collect();
        if !what.is_empty() {
            said.push(t.with(key, &[("what", what.join(", ").into())]));
        }
    }
    let limited = set.prime_hours_per_week.or(set.prime_hours_per_month);
    if limited.is_some() && !set.prime_time.0.is_empty() {
        let times: Vec<String> = set.prime_time.0.iter().map(|one| window(t, one)).collect();
        said.push(t.with("rules-prime-time", &[("times", times.join("; ").into())]));
    }
    said
}

fn window(t: Translator, window: &PrimeWindow) -> String {
    // Any Monday.
    let days = (0..week::DAYS).map(|day| date!(2026 - 11 - 23).saturating_add(Duration::days(day)));
    let days = days.zip(window.days).filter(|(_, in_it)| *in_it);
    let days: Vec<String> = days.map(|(day, _)| t.weekday_short(day)).collect();
    format!(
        "{} {}–{}",
        days.join(", "),
        clock(window.from),
        clock(window.to)
    )
}

/// The days of the week with the hours of each.
pub fn weekly_hours(t: Translator, venue: &Venue, now: Instant) -> Vec<(String, String)> {
    let monday = week::monday(venue.zone.local(now).date());
    (0..week::DAYS)
        .zip(&venue.row.hours.week)
        .map(|(day, openings)| {
            let said: Vec<String> = openings
                .iter()
                .map(|opening| format!("{}–{}", clock(opening.from), clock(opening.to)))
                .collect();
            let hours = if said.is_empty() {
                t.text("week-closed")
            } else {
                said.join(", ")
            };
            (t.weekday(monday.saturating_add(Duration::days(day))), hours)
        })
        .collect()
}

/// Minutes after midnight as a clock shows them.
pub fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60)
}
