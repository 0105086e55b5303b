//! On `PostgreSQL`: at every round trip the connection is cut, before the server hears of it and before its answer arrives.

use jastar::db::Settings;
use sea_orm::{ConnectionTrait, DatabaseConnection};

use super::{
    Case, service, stop,
    stored::{Stored, stored, tables},
};
use crate::it::support::{
    db::Database,
    wire::{Cut, Wire},
};

/// A house that is put back to where it was: to make another database for each operation and to take it away again costs
/// the server more than all operations do.
struct Kept {
    raw: DatabaseConnection,
    before: Stored,
    back: String,
}

impl Kept {
    async fn of(house: &Database) -> Self {
        let raw = house.raw().await;
        // The rows go back as they were, whatever any of them would be checked for.
        let mut keep = vec!["CREATE SCHEMA kept".to_owned()];
        let mut back = vec!["BEGIN; SET LOCAL session_replication_role = replica".to_owned()];
        for table in tables(&raw).await {
            keep.push(format!("CREATE TABLE kept.{table} AS TABLE public.{table}"));
            back.push(format!(
                "DELETE FROM public.{table}; INSERT INTO public.{table} TABLE kept.{table}"
            ));
        }
        back.push("COMMIT".to_owned());
        raw.execute_unprepared(&keep.join("; ")).await.unwrap();
        Self {
            before: stored(&raw).await,
            back: back.join("; "),
            raw,
        }
    }

    async fn put_back(&self) {
        self.raw.execute_unprepared(&self.back).await.unwrap();
        assert!(stored(&self.raw).await == self.before);
    }
}

pub(super) async fn walk(house: &Database, cases: &[Case]) {
    let server = house.server().unwrap();
    let wire = Wire::to(&server.authority).await;
    let settings = Settings {
        url: server.url.replace(&server.authority, &wire.authority),
        connections: 2,
    };
    let kept = Kept::of(house).await;
    for case in cases {
        cut_at_each_trip(&kept, &wire, &settings, case).await;
    }
}

async fn cut_at_each_trip(kept: &Kept, wire: &Wire, settings: &Settings, case: &Case) {
    let Kept { raw, before, .. } = kept;
    let whole = case.makes(settings, raw, before).await;
    case.is_done(settings, raw, &whole).await;
    kept.put_back().await;
    let mut trip = 0;
    'trips: loop {
        trip += 1;
        for how in [Cut::Before, Cut::After] {
            let app = service(settings, case).await;
            wire.arm_at_trip(trip, how);
            let said = case.run(&app).await;
            let was_cut = wire.disarm();
            stop(app).await;
            let step = format!("cut {how:?} trip {trip}");
            assert!(was_cut, "{}, {step}: it ended before, {said:?}", case.name);
            let now = stored(raw).await;
            if !case.was_done(&step, &said, (before, &now, &whole)) {
                continue;
            }
            case.is_done(settings, raw, &whole).await;
            kept.put_back().await;
            // A commit whose answer is lost is the last step. Nobody needs the answer to a rollback: what came after it was
            // done.
            if said.is_err() {
                break 'trips;
            }
        }
    }
}
