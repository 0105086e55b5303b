//! All that is stored, in words: every row of every table, in order. Nothing is left out, for no number here comes from a sequence that
//! goes on when a transaction does not.

use std::collections::{BTreeMap, BTreeSet};

use jastar::db::sql;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend};

/// The rows of each table, by its name.
pub(super) type Stored = BTreeMap<String, String>;

/// What stands between two rows.
const BETWEEN: char = '\u{1}';

/// What the fault itself keeps, and what says which migrations there were.
const NOT_OURS: [&str; 2] = ["fault", "sqlite"];

pub(super) async fn stored(raw: &DatabaseConnection) -> Stored {
    let mut parts = Vec::new();
    for table in tables(raw).await {
        parts.push(if raw.get_database_backend() == DbBackend::Postgres {
            format!(
                "SELECT '{table}' AS name, coalesce(string_agg(r::text, E'\\x01' ORDER BY r::text COLLATE \"C\"), '') AS rows \
                 FROM {table} r"
            )
        } else {
            let columns = columns(raw, &table).await;
            let quoted = columns.iter().map(|column| format!("quote(\"{column}\")"));
            let quoted: Vec<String> = quoted.collect();
            format!(
                "SELECT '{table}' AS name, coalesce(group_concat(r, char(1)), '') AS rows \
                 FROM (SELECT {} AS r FROM {table} ORDER BY 1)",
                quoted.join(" || ',' || ")
            )
        });
    }
    let text = parts.join(" UNION ALL ");
    let rows = raw.query_all_raw(sql(raw, &text, []));
    let rows = rows.await.unwrap().into_iter();
    rows.map(|row| {
        (
            row.try_get("", "name").unwrap(),
            row.try_get("", "rows").unwrap(),
        )
    })
    .collect()
}

/// What is only in one of them: gone, and new.
pub(super) fn difference(one: &Stored, other: &Stored) -> (Vec<String>, Vec<String>) {
    let rows = |of: &Stored| -> BTreeSet<String> {
        of.iter()
            .flat_map(|(table, rows)| {
                rows.split(BETWEEN)
                    .map(move |row| format!("{table}: {row}"))
            })
            .collect()
    };
    let (one, other) = (rows(one), rows(other));
    (
        one.difference(&other).cloned().collect(),
        other.difference(&one).cloned().collect(),
    )
}

pub(super) async fn tables(raw: &DatabaseConnection) -> Vec<String> {
    let text = match raw.get_database_backend() {
        DbBackend::Postgres => {
            "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        }
        _ => "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1",
    };
    let mut names = names(raw, text).await;
    names.retain(|name| !NOT_OURS.iter().any(|not| name.starts_with(not)));
    names
}

async fn columns(raw: &DatabaseConnection, table: &str) -> Vec<String> {
    names(
        raw,
        &format!("SELECT name FROM pragma_table_info('{table}')"),
    )
    .await
}

async fn names(raw: &DatabaseConnection, text: &str) -> Vec<String> {
    let rows = raw.query_all_raw(sql(raw, text, []));
    let rows = rows.await.unwrap().into_iter();
    rows.map(|row| row.try_get("", "name").unwrap()).collect()
}
