//! On `SQLite`: what is written is refused, at the first and at the last row of each kind, and so is the commit.

use sea_orm::{ConnectionTrait, DatabaseConnection};

use super::{
    Case, service, stop,
    stored::{Stored, stored, tables},
};
use crate::it::support::db::Database;

const KINDS: [&str; 3] = ["INSERT", "UPDATE", "DELETE"];

/// A kind of write to one table, with how many rows the operation writes so.
struct Written {
    table: String,
    kind: String,
    rows: i64,
}

/// Counts every row that is written, and refuses the one that it is told to. A row that points nowhere is found out only by
/// the commit.
async fn watch(raw: &DatabaseConnection) {
    let mut texts = vec!["CREATE TABLE fault (place TEXT, kind TEXT, seen INTEGER, refused INTEGER, late INTEGER);
        CREATE TABLE fault_parent (id INTEGER PRIMARY KEY);
        CREATE TABLE fault_child (id INTEGER REFERENCES fault_parent (id) DEFERRABLE INITIALLY DEFERRED)"
        .to_owned()];
    for table in tables(raw).await {
        for kind in KINDS {
            let this = format!("place = '{table}' AND kind = '{kind}'");
            texts.push(format!(
                "INSERT INTO fault VALUES ('{table}', '{kind}', 0, 0, 0);
                 CREATE TRIGGER fault_{table}_{kind} AFTER {kind} ON {table} BEGIN
                 UPDATE fault SET seen = seen + 1 WHERE {this};
                 INSERT INTO fault_child SELECT 1 FROM fault WHERE {this} AND late = 1;
                 SELECT RAISE(ABORT, 'fault') FROM fault WHERE {this} AND seen = refused;
                 END"
            ));
        }
    }
    raw.execute_unprepared(&texts.join(";\n")).await.unwrap();
}

async fn written(raw: &DatabaseConnection) -> Vec<Written> {
    let text = "SELECT place, kind, seen FROM fault WHERE seen > 0 ORDER BY place, kind";
    let rows = raw.query_all_raw(jastar::db::sql(raw, text, []));
    let rows = rows.await.unwrap().into_iter();
    rows.map(|row| Written {
        table: row.try_get("", "place").unwrap(),
        kind: row.try_get("", "kind").unwrap(),
        rows: row.try_get("", "seen").unwrap(),
    })
    .collect()
}

async fn arm(raw: &DatabaseConnection, at: &Written, refused: i64, late: bool) {
    let Written { table, kind, .. } = at;
    let text = format!(
        "UPDATE fault SET refused = 0, late = 0;
         UPDATE fault SET refused = {refused}, late = {} WHERE place = '{table}' AND kind = '{kind}'",
        i32::from(late)
    );
    raw.execute_unprepared(&text).await.unwrap();
}

/// A copy of a house, with somebody who watches what is written.
struct Copy {
    database: Database,
    raw: DatabaseConnection,
    before: Stored,
}

impl Copy {
    async fn of(house: &Database) -> Self {
        let database = house.copy();
        let raw = database.raw().await;
        watch(&raw).await;
        Self {
            before: stored(&raw).await,
            database,
            raw,
        }
    }
}

pub(super) async fn walk(house: &Database, cases: &[Case]) {
    for case in cases {
        refused_at_each_row(house, case).await;
    }
}

async fn refused_at_each_row(house: &Database, case: &Case) {
    let Copy {
        database,
        raw,
        before,
    } = Copy::of(house).await;
    let settings = database.settings();
    let whole = case.makes(&settings, &raw, &before).await;
    let written = written(&raw).await;
    case.is_done(&settings, &raw, &whole).await;

    let copy = Copy::of(house).await;
    let settings = copy.database.settings();
    let mut faults = Vec::new();
    for one in &written {
        faults.push((one, 1, false));
        if one.rows > 1 {
            faults.push((one, one.rows, false));
        }
    }
    faults.push((&written[0], 0, true));
    for (at, row, late) in faults {
        arm(&copy.raw, at, row, late).await;
        let app = service(&settings, case).await;
        let said = case.run(&app).await;
        stop(app).await;
        let now = stored(&copy.raw).await;
        let step = if late {
            "refused at the commit".to_owned()
        } else {
            format!("{} {} refused at row {row}", at.kind, at.table)
        };
        let done = case.was_done(&step, &said, (&copy.before, &now, &whole));
        assert!(!done && said.is_err(), "{}, {step}: {said:?}", case.name);
    }
    arm(&copy.raw, &written[0], 0, false).await;
    let again = case.makes(&settings, &copy.raw, &copy.before).await;
    assert!(again == whole, "{}", case.name);
    case.is_done(&settings, &copy.raw, &whole).await;
}
