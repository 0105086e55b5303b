//! Writing down what was decided: rows, histories, events, what the administrators are to be told, and that calendars are old.

use std::collections::BTreeSet;

use entity::{AuditId, Booking, SpaceId, UnitId, audit, audit::Action, escalation};

use super::{
    change::{Act, Change, OwnRow},
    closed::Closes,
    events,
    operation::Ground,
    store::{self, series as many},
};
use crate::{
    account,
    db::{Rows, Write},
    rules::reason::Reason,
};

/// Every write that the changes and rows ask for, in as many statements for many as for one. Claims are written before.
#[must_use]
pub fn writes(
    ground: &Ground<'_>,
    changes: &[Change],
    rows: Vec<OwnRow>,
    closes: Option<&Closes>,
) -> Vec<Write> {
    // Bookings are written after the series whose dates they are.
    let (series, rows): (Vec<OwnRow>, Vec<OwnRow>) = rows
        .into_iter()
        .partition(|row| matches!(row, OwnRow::Series(_)));
    let mut writes: Vec<Write> = series.into_iter().flat_map(row).collect();
    let made = changes.iter().filter(|one| one.before.is_none());
    let made: Vec<Booking> = made.map(|one| one.after.clone()).collect();
    if !made.is_empty() {
        writes.push(Write::Insert(Rows::of(made)));
    }
    let pairs = changes
        .iter()
        .filter_map(|one| Some((one.before.as_ref()?, one.after.clone())))
        .filter(|(before, after)| *before != after);
    let (before, after): (Vec<&Booking>, Vec<Booking>) = pairs.unzip();
    if !after.is_empty() {
        writes.push(many::rewritten(&before, &after));
    }
    let (mut lines, mut told) = (Vec::new(), Vec::new());
    for change in changes {
        if let (Some(became), Some(before)) = (change.became, &change.before) {
            let line = line(ground, before, &Act::of_the_service(Action::Escalate));
            told.push(escalation::Model {
                audit_id: line.id,
                booking_id: before.id,
                became,
            });
            lines.push(line);
        }
        for (at, act) in change.acts.iter().enumerate() {
            let last = at + 1 == change.acts.len();
            let of = change.before.as_ref().filter(|_| !last);
            lines.push(line(ground, of.unwrap_or(&change.after), act));
        }
    }
    if !lines.is_empty() {
        writes.push(Write::Insert(Rows::of(lines)));
    }
    if !told.is_empty() {
        writes.push(Write::Insert(Rows::of(told)));
    }
    let units = seen_anew(ground, changes, closes);
    if !units.is_empty() {
        writes.push(store::touch(&units));
    }
    writes.extend(events::written(ground, changes, &rows, closes));
    writes.extend(rows.into_iter().flat_map(row));
    if let Some(closes) = closes {
        writes.push(Write::Insert(Rows::of(closes.hits.clone())));
    }
    writes
}

/// One line in the history of a booking.
fn line(ground: &Ground<'_>, of: &Booking, act: &Act) -> audit::Model {
    let Reason { code, text } = act.reason.clone();
    audit::Model {
        id: AuditId(ground.ids.uuid(ground.now)),
        booking_id: of.id,
        at: ground.now,
        role: act.role,
        person_id: act.person,
        action: act.action,
        status: of.status,
        reason_code: code,
        reason_text: text,
    }
}

/// The units of which calendars show something else now.
fn seen_anew(ground: &Ground<'_>, changes: &[Change], closes: Option<&Closes>) -> Vec<UnitId> {
    let seen = changes.iter().filter(|one| one.is_seen());
    let sides = seen.flat_map(|one| one.before.iter().chain([&one.after]));
    let spaces = sides.flat_map(|of| [Some(of.space_id), of.move_space_id]);
    let out_of_use = closes.into_iter().flat_map(|one| {
        let both = one.before.iter().chain([&one.after]);
        both.flat_map(|closure| closure.spaces.clone())
    });
    let spaces: BTreeSet<SpaceId> = spaces.flatten().chain(out_of_use).collect();
    let spaces = spaces
        .iter()
        .filter_map(|id| ground.catalogue.space_of(*id));
    let units: BTreeSet<UnitId> = spaces.flat_map(|space| space.units.clone()).collect();
    units.into_iter().collect()
}

fn row(row: OwnRow) -> Vec<Write> {
    match row {
        OwnRow::Message { message, .. } => vec![Write::Insert(Rows::of([message]))],
        OwnRow::DateHad(date) => vec![many::had_by(&date)],
        OwnRow::Series(series) => vec![Write::Insert(Rows::of([series]))],
        OwnRow::SeriesDates(dates) => vec![Write::Insert(Rows::of(dates))],
        OwnRow::SeriesPlaced(series) => vec![many::placed(&series)],
        OwnRow::SeriesFollowed { before, from } => many::followed(&before, from),
        OwnRow::Remembered {
            person,
            name,
            phone,
        } => {
            let remembered = account::store::remember(person, name, phone);
            remembered.into_iter().collect()
        }
    }
}
