//! All that is stored, in words: every row of every table. Nothing is left out, for no number here comes from a sequence that
//! goes on when a transaction does not.

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend};

/// By table and row.
pub(super) type Stored = Vec<(String, String)>;

/// What the fault itself keeps, and what says which migrations there were.
const NOT_OURS: [&str; 2] = ["fault", "sqlite"];

pub(super) async fn stored(raw: &DatabaseConnection) -> Stored {
    let mut parts = Vec::new();
    for table in tables(raw).await {
        parts.push(match raw.get_database_backend() {
            DbBackend::Postgres => format!(
                "SELECT '{table}' AS name, coalesce(string_agg(r::text, E'\\x01' ORDER BY r::text COLLATE \"C\"), '') AS rows \
                 FROM {table} r"
            ),
            _ => {
                let columns = columns(raw, &table).await;
                let quoted: Vec<String> = columns
                    .iter()
                    .map(|column| format!("quote(\"{column}\")"))
                    .collect();
                format!(
                    "SELECT '{table}' AS name, coalesce(group_concat(r, char(1)), '') AS rows \
                     FROM (SELECT {} AS r FROM {table} ORDER BY 1)",
                    quoted.join(" || ',' || ")
                )
            }
        });
    }
    let mut stored = Vec::new();
    for row in raw
        .query_all_raw(jastar::db::sql(raw, &parts.join(" UNION ALL "), []))
        .await
        .unwrap()
    {
        let (name, rows): (String, String) = (
            row.try_get("", "name").unwrap(),
            row.try_get("", "rows").unwrap(),
        );
        let rows = rows.split('\u{1}').filter(|row| !row.is_empty());
        stored.extend(rows.map(|row| (name.clone(), row.to_owned())));
    }
    stored.sort();
    stored
}

/// What is only in one of them: gone, and new.
pub(super) fn difference<'a>(
    one: &'a Stored,
    other: &'a Stored,
) -> (Vec<&'a (String, String)>, Vec<&'a (String, String)>) {
    let only = |of: &'a Stored, not: &Stored| -> Vec<&'a (String, String)> {
        of.iter()
            .filter(|row| not.binary_search(row).is_err())
            .collect()
    };
    (only(one, other), only(other, one))
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
    names(raw, &format!("SELECT name FROM pragma_table_info('{table}')")).await
}

async fn names(raw: &DatabaseConnection, text: &str) -> Vec<String> {
    let rows = raw.query_all_raw(jastar::db::sql(raw, text, []));
    let rows = rows.await.unwrap().into_iter();
    rows.map(|row| row.try_get("", "name").unwrap()).collect()
}
