//! The spaces of a venue.

use std::collections::{BTreeMap, BTreeSet};

use entity::{Slugs, space::Pending, term::TermKind};

use super::{
    document::Table,
    model::FileSpace,
    parts,
    rules::{self, Rules},
    terms::Terms,
    turnaround,
};

/// How a space is let: whole, with its parts, or by the seat.
struct Letting {
    slug: Option<String>,
    parts: Option<Vec<String>>,
    by_seat: Option<bool>,
}

/// None when one of them has a fault.
pub fn read(venue: &Table, terms: &Terms, defaults: &Rules) -> Option<Vec<FileSpace>> {
    let tables = venue.slugged("space");
    let slugs: BTreeSet<String> = tables.iter().filter_map(|(_, slug)| slug.clone()).collect();
    let (tables, lettings): (Vec<_>, Vec<_>) = tables
        .into_iter()
        .map(|(table, slug)| {
            let letting = letting(&table, slug, &slugs);
            (table, letting)
        })
        .unzip();
    check_parts(&tables, &lettings);
    let spaces: Vec<_> = tables
        .iter()
        .zip(lettings)
        .map(|(table, letting)| space(table, letting, terms, defaults))
        .collect();
    turnaround::check(&tables, &spaces);
    spaces.into_iter().collect()
}

fn letting(table: &Table, slug: Option<String>, slugs: &BTreeSet<String>) -> Letting {
    let known = |part: &str| {
        let known = slugs.contains(part).then_some(());
        known.ok_or_else(|| format!("`{part}` is unknown: the venue has no such space"))
    };
    Letting {
        slug,
        parts: table
            .get("parts")
            .map_or(Some(Vec::new()), |value| value.list(known)),
        by_seat: table
            .get("by_seat")
            .map_or(Some(false), |value| value.flag()),
    }
}

/// Seats are counted, not claimed, so the guarantee on units doesn't see them: a space let by the seat stands alone.
fn check_parts(tables: &[Table], lettings: &[Letting]) {
    let mut graph: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for Letting { slug, parts, .. } in lettings {
        if let (Some(slug), Some(parts)) = (slug, parts) {
            graph.insert(slug, parts.iter().map(String::as_str).collect());
        }
    }
    let by_seat = |slug: &str| {
        let mut all = lettings.iter();
        all.any(|other| other.slug.as_deref() == Some(slug) && other.by_seat == Some(true))
    };
    for (table, letting) in tables.iter().zip(lettings) {
        let (Some(slug), Some(parts)) = (&letting.slug, &letting.parts) else {
            continue;
        };
        if parts::within(&graph, slug).contains(&slug[..]) {
            table.fault_at("parts", format!("make `{slug}` a part of itself"));
        }
        if letting.by_seat == Some(true) && !parts.is_empty() {
            table.fault_at("by_seat", "a space let by the seat can't have parts");
        }
        for part in parts.iter().filter(|part| by_seat(part)) {
            table.fault_at(
                "parts",
                format!("`{part}` is let by the seat, so it can't be a part"),
            );
        }
    }
}

fn space(table: &Table, letting: Letting, terms: &Terms, defaults: &Rules) -> Option<FileSpace> {
    let name = table.need("name").and_then(|value| value.words());
    let kind = table
        .need("kind")
        .and_then(|value| value.known(|slug| terms.check(TermKind::Kind, slug)));
    let capacity = table
        .need("capacity")
        .and_then(|value| value.number(1..=100_000));
    let layouts = table.need("layouts").and_then(|value| {
        let layouts = value.list(|slug| terms.check(TermKind::Layout, slug))?;
        if layouts.is_empty() {
            value.fault("must not be empty");
        }
        Some(Slugs(layouts))
    });
    let equipment = table.get("equipment").map_or(Some(Vec::new()), |value| {
        value.list(|slug| terms.check(TermKind::Equipment, slug))
    });
    let rules = rules::read(table, defaults);
    rules::check_complete(table, &rules);
    if (letting.by_seat, rules.pending) == (Some(true), Some(Pending::Compete)) {
        table.fault_at(
            "by_seat",
            "goes only with pending = \"hold\": seats are kept, not competed for",
        );
    }
    let turnarounds = layouts
        .as_ref()
        .and_then(|layouts| turnaround::read(table, layouts, rules.turnaround_minutes));
    table.no_more();
    Some(FileSpace {
        slug: letting.slug?,
        name: name?,
        kind: kind?,
        capacity: capacity?,
        by_seat: letting.by_seat?,
        parts: letting.parts?,
        layouts: layouts?,
        equipment: Slugs(equipment?),
        approval: rules.approval?,
        pending: rules.pending?,
        unanswered: rules.unanswered?,
        who: rules.who?,
        step_minutes: rules.step_minutes?,
        turnaround_minutes: rules.turnaround_minutes?,
        turnarounds: turnarounds?,
        min_minutes: rules.min_minutes?,
        max_minutes: rules.max_minutes?,
        notice_hours: rules.notice_hours?,
        horizon_days: rules.horizon_days?,
        series_horizon_days: rules.series_horizon_days?,
        cancel_hours: rules.cancel_hours?,
    })
}
