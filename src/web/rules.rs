//! The rules of a space and the hours of its venue, in words, before anybody breaks one.

use entity::{
    Instant,
    space::{Approval, Pending, Who},
    term::TermKind,
};
use time::Duration;

use super::week;
use crate::{
    booking::turnaround,
    i18n::Translator,
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
        let names: Vec<&str> = layouts
            .map(|slug| catalogue.name(TermKind::Layout, slug, t.language))
            .collect();
        said.push(t.with("rules-layouts", &[("layouts", names.join(", ").into())]));
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
    said
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
