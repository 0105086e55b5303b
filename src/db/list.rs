//! Lists as one value: the text of a statement is the same however long they are, so a connection prepares it once.

use std::borrow::Cow;

use sea_orm::{
    ColumnTrait, DbBackend, Value,
    sea_query::{ArrayType, Expr, ExprTrait, Func, Query, extension::postgres::PgFunc},
};
use serde_json::{Map, json};
use uuid::Uuid;

use crate::slot::Slot;

/// What a column of [`rows`] holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Id,
    Int,
    Text,
    Bool,
    Json,
    Date,
}

/// The condition that a column is one of these ids, as it follows the name of the column. The list is the last of the `values`
/// from now on; a condition without ids is never true.
///
/// # Panics
///
/// When one of them is no id.
pub fn one_of<T: Into<Value>>(
    backend: DbBackend,
    ids: impl IntoIterator<Item = T>,
    values: &mut Vec<Value>,
) -> String {
    let ids: Vec<Uuid> = ids.into_iter().map(|id| uuid(&id.into())).collect();
    if backend == DbBackend::Postgres {
        let ids = ids.into_iter().map(|id| Value::Uuid(Some(id))).collect();
        values.push(Value::Array(ArrayType::Uuid, Some(Box::new(ids))));
        return format!("= ANY(${})", values.len());
    }
    let ids: Vec<String> = ids.iter().map(|id| id.simple().to_string()).collect();
    values.push(json!(ids).to_string().into());
    format!("IN (SELECT unhex(value) FROM json_each(${}))", values.len())
}

/// As [`one_of`], for a statement that is built.
pub fn among<C: ColumnTrait, T: Into<Value>>(
    backend: DbBackend,
    column: C,
    ids: impl IntoIterator<Item = T>,
) -> Expr {
    is_among(backend, Expr::col(column.as_column_ref()), ids)
}

/// As [`among`], of what is no column of an entity.
pub(super) fn is_among<T: Into<Value>>(
    backend: DbBackend,
    column: Expr,
    ids: impl IntoIterator<Item = T>,
) -> Expr {
    let mut values = Vec::new();
    one_of(backend, ids, &mut values);
    let list = Expr::val(values.remove(0));
    if backend == DbBackend::Postgres {
        return column.eq(PgFunc::any(list));
    }
    let each = Query::select()
        .expr(Expr::cust("unhex(value)"))
        .from_function(Func::cust("json_each").arg(list), "each")
        .to_owned();
    column.in_subquery(each)
}

/// As [`one_of`], of texts.
pub fn one_of_texts(backend: DbBackend, texts: &[&str], values: &mut Vec<Value>) -> String {
    if backend == DbBackend::Postgres {
        let texts = texts.iter().map(|text| Value::from(*text)).collect();
        values.push(Value::Array(ArrayType::String, Some(Box::new(texts))));
        return format!("= ANY(${})", values.len());
    }
    values.push(json!(texts).to_string().into());
    format!("IN (SELECT value FROM json_each(${}))", values.len())
}

/// How many values `SQLite` binds for the rows of a statement. A connection keeps the statement, some 100 bytes for each.
const BOUND: usize = 8192;
/// As [`BOUND`], where other values come before: then each has a name, and a name is looked for among all that come before it.
const BOUND_BY_NAME: usize = 512;

/// A table `r` of these rows in their order, for FROM. The rows are the last of the `values` from now on; each has a value for
/// every column, and none is null in the first.
///
/// On `SQLite` each value is bound unless they are too many: one that is read out of JSON costs ten times as much. The rows are
/// filled up with empty ones to a power of two, which are left out again: so there are few texts, and each is prepared once.
pub fn rows(
    backend: DbBackend,
    columns: &[(&str, Kind)],
    rows: impl IntoIterator<Item = Vec<Value>>,
    values: &mut Vec<Value>,
) -> String {
    let postgres = backend == DbBackend::Postgres;
    let rows: Vec<Vec<Value>> = rows.into_iter().collect();
    if !postgres {
        let filled = rows.len().next_power_of_two() * columns.len();
        let by_name = !values.is_empty();
        if filled <= if by_name { BOUND_BY_NAME } else { BOUND } {
            return bound(columns, rows, values);
        }
    }
    let object = |row: Vec<Value>| {
        let named = columns.iter().zip(row);
        let named = named.map(|((name, _), value)| ((*name).to_owned(), plain(value, postgres)));
        named.collect::<Map<_, _>>()
    };
    let all: Vec<_> = rows.into_iter().map(object).collect();
    let list = name(backend, values.len(), 0);
    values.push(json!(all).to_string().into());
    let each = columns.iter().map(|(name, kind)| {
        let value = format!("json_extract(value, '$.{name}')");
        match (postgres, kind) {
            (true, Kind::Id) => format!("{name} uuid"),
            (true, Kind::Int) => format!("{name} bigint"),
            (true, Kind::Text) => format!("{name} text"),
            (true, Kind::Bool) => format!("{name} boolean"),
            (true, Kind::Json) => format!("{name} jsonb"),
            (true, Kind::Date) => format!("{name} date"),
            (false, Kind::Id) => format!("unhex({value}) AS {name}"),
            (false, _) => format!("{value} AS {name}"),
        }
    });
    let each = each.collect::<Vec<_>>().join(", ");
    if postgres {
        format!("json_to_recordset({list}::json) AS r({each})")
    } else {
        format!("(SELECT {each} FROM json_each({list})) r")
    }
}

/// As [`rows`]: each a thing, called `name`, and a slot of it from `starts_at` to `ends_at`.
pub fn slots<T: Into<Value>>(
    backend: DbBackend,
    name: &str,
    each: impl IntoIterator<Item = (T, Slot)>,
    values: &mut Vec<Value>,
) -> String {
    let columns = [
        (name, Kind::Id),
        ("starts_at", Kind::Int),
        ("ends_at", Kind::Int),
    ];
    let each = each.into_iter();
    let each = each.map(|(id, slot)| vec![id.into(), slot.starts_at.into(), slot.ends_at.into()]);
    rows(backend, &columns, each, values)
}

fn bound(columns: &[(&str, Kind)], rows: Vec<Vec<Value>>, values: &mut Vec<Value>) -> String {
    let (many, before) = (columns.len(), values.len());
    let filled = rows.len().next_power_of_two();
    values.extend(rows.into_iter().flatten());
    values.resize(before + filled * many, Value::String(None));
    let mut each = String::with_capacity(8 * filled * many);
    for at in 0..filled * many {
        each.push_str(match at % many {
            0 if at == 0 => "(",
            0 => "), (",
            _ => ", ",
        });
        each.push_str(&name(DbBackend::Sqlite, before, at));
    }
    each.push(')');
    let names = columns.iter().enumerate();
    let names = names.map(|(at, (name, _))| format!("column{} AS {name}", at + 1));
    let names = names.collect::<Vec<_>>().join(", ");
    format!("(SELECT {names} FROM (VALUES {each}) WHERE column1 IS NOT NULL) r")
}

/// The name of a value, after `before` others that were there and `at` of its own. On `SQLite` the driver counts for itself what
/// has no name, so that may stand only where nothing was there before.
fn name(backend: DbBackend, before: usize, at: usize) -> Cow<'static, str> {
    match (backend, before) {
        (DbBackend::Sqlite, 0) => "?".into(),
        _ => format!("${}", before + at + 1).into(),
    }
}

fn uuid(value: &Value) -> Uuid {
    match value {
        Value::Uuid(Some(id)) => *id,
        other => unreachable!("{other:?} is no id"),
    }
}

fn plain(value: Value, postgres: bool) -> serde_json::Value {
    match value {
        Value::Uuid(Some(id)) if postgres => json!(id),
        Value::Uuid(Some(id)) => json!(id.simple().to_string()),
        Value::BigInt(Some(number)) => json!(number),
        Value::Int(Some(number)) => json!(number),
        Value::String(Some(text)) => json!(text),
        Value::Bool(Some(yes)) => json!(yes),
        Value::Json(Some(json)) => *json,
        Value::TimeDate(Some(date)) => json!(date.to_string()),
        none if none == none.as_null() => serde_json::Value::Null,
        other => unreachable!("{other:?} in a list"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_database_is_asked_in_its_own_words() {
        let text = |backend: DbBackend| {
            let id = entity::UnitId(Uuid::from_u128(1));
            let column = entity::unit::Column::Id;
            let mut select = Query::select();
            select
                .column(column)
                .from(entity::unit::Entity)
                .and_where(among(backend, column, [id]));
            backend.build(&select).sql
        };
        let asked = r#"SELECT "id" FROM "unit" WHERE "unit"."id" "#;
        assert_eq!(text(DbBackend::Postgres), format!("{asked}= ANY($1)"));
        let list = r#"IN (SELECT unhex(value) FROM json_each(?) AS "each")"#;
        assert_eq!(text(DbBackend::Sqlite), format!("{asked}{list}"));
    }

    #[test]
    fn the_text_of_a_list_is_the_same_for_one_and_for_many() {
        for backend in [DbBackend::Postgres, DbBackend::Sqlite] {
            let text = |many: u128| {
                let mut values = vec![Value::from(1)];
                let ids = (0..many).map(|id| Value::from(Uuid::from_u128(id)));
                let said = one_of(backend, ids, &mut values);
                assert_eq!(values.len(), 2);
                said
            };
            assert_eq!(text(0), text(1));
            assert_eq!(text(1), text(50));
        }
    }

    #[test]
    fn so_is_that_of_rows_and_sqlite_knows_one_for_each_power_of_two() {
        let text = |backend: DbBackend, many: u128, before: usize| {
            let mut values = vec![Value::from(1); before];
            let columns = [("unit_id", Kind::Id), ("proposed", Kind::Bool)];
            let row = |id| vec![Value::from(Uuid::from_u128(id)), Value::from(true)];
            let from = rows(backend, &columns, (0..many).map(row), &mut values);
            (from, values.len())
        };
        let (server, file) = (DbBackend::Postgres, DbBackend::Sqlite);
        assert_eq!(text(server, 0, 1), text(server, 1, 1));
        assert_eq!(text(server, 1, 1), text(server, 50, 1));
        let bound = |values: &str| {
            let rows = format!("(VALUES {values}) WHERE column1 IS NOT NULL");
            format!("(SELECT column1 AS unit_id, column2 AS proposed FROM {rows}) r")
        };
        assert_eq!(text(file, 0, 0), (bound("(?, ?)"), 2));
        assert_eq!(text(file, 2, 0), (bound("(?, ?), (?, ?)"), 4));
        assert_eq!(text(file, 2, 1), (bound("($2, $3), ($4, $5)"), 5));
        assert_eq!(text(file, 33, 0), text(file, 64, 0));
        for (most, before) in [(4096, 0), (256, 1)] {
            assert_eq!(text(file, most, before).1, 2 * most as usize + before);
            let json = text(file, most + 1, before);
            assert_eq!(json.1, 1 + before);
            assert_eq!(json, text(file, 2 * most, before));
        }
    }
}
