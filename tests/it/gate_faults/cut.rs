//! On `PostgreSQL`: at every round trip the connection is cut, before the server hears of it and before its answer arrives.

use jastar::db::Settings;

use super::{Case, Copy, service, stop, stored};
use crate::it::support::{
    db::Database,
    wire::{Cut, Wire},
};

/// A copy of a house, and the way to it.
struct Line {
    copy: Copy,
    wire: Wire,
    settings: Settings,
}

impl Line {
    async fn to(house: &Database) -> Self {
        let copy = Copy::of(house).await;
        let server = copy.database.server().unwrap();
        let wire = Wire::to(&server.authority).await;
        let settings = Settings {
            url: server.url.replace(&server.authority, &wire.authority),
            connections: 2,
        };
        Self {
            copy,
            wire,
            settings,
        }
    }
}

/// The copies that were used are given back: to take a database away, the server writes down all that it has in memory, so
/// that is done once for many.
pub(super) async fn walk(house: &Database, case: &Case) -> Vec<Copy> {
    let undisturbed = Line::to(house).await;
    let whole = undisturbed.copy.done(&undisturbed.settings, case).await;
    let Copy { raw, .. } = &undisturbed.copy;
    case.is_done(&undisturbed.settings, raw, &whole).await;

    let mut used = vec![undisturbed.copy];
    let mut line = Line::to(house).await;
    let mut trip = 0;
    'trips: loop {
        trip += 1;
        for how in [Cut::Before, Cut::After] {
            let Copy { raw, before, .. } = &line.copy;
            let app = service(&line.settings, case).await;
            line.wire.arm_at_trip(trip, how);
            let said = case.run(&app).await;
            let was_cut = line.wire.disarm();
            stop(app).await;
            let step = format!("cut {how:?} trip {trip}");
            assert!(was_cut, "{}, {step}: it ended before, {said:?}", case.name);
            let now = stored(raw).await;
            if !case.was_done(&step, &said, (before, &now, &whole)) {
                continue;
            }
            case.is_done(&line.settings, raw, &whole).await;
            // A commit whose answer is lost is the last step.
            if said.is_err() {
                break 'trips;
            }
            // Nobody needs the answer to a rollback: what came after it was done.
            let next = Line::to(house).await;
            used.push(std::mem::replace(&mut line, next).copy);
        }
    }
    used.push(line.copy);
    used
}
