//! Statements as both databases take them.

use std::fmt::Write as _;

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, Statement, Value,
    sea_query::{
        Expr, PostgresQueryBuilder, QueryBuilder, SelectStatement, SqlWriterValues,
        SqliteQueryBuilder, UpdateStatement,
    },
};

use super::{list, rows::Rows};

/// Statements that a connection keeps prepared, those last used. The whole suite says some 800 different ones, its own among
/// them; the driver would keep 100, and each that is not kept costs two round trips more. One that is takes 100 to 350 kB of
/// `PostgreSQL`, or 100 kB of us on `SQLite`, for the half hour that a connection lives.
pub(super) const KEPT_PREPARED: usize = 512;

/// A write for [`super::Tx::run_all`].
#[derive(Clone, Debug)]
pub enum Write {
    /// Makes rows.
    Insert(Rows),
    /// Finds rows by the first of the columns, and changes the others.
    Rewrite(Rows),
    Update(UpdateStatement),
    /// Where a column is one of these.
    UpdateOf(UpdateStatement, Listed),
}

/// The values of a column that are meant.
#[derive(Clone, Debug)]
pub struct Listed {
    column: Expr,
    ids: Vec<Value>,
}

impl Listed {
    pub fn of<C: ColumnTrait, T: Into<Value>>(column: C, ids: impl IntoIterator<Item = T>) -> Self {
        Self {
            column: Expr::col(column.as_column_ref()),
            ids: ids.into_iter().map(Into::into).collect(),
        }
    }
}

/// What a write says.
enum Said {
    Text(String, Vec<Value>),
    Statement(Box<UpdateStatement>),
}

impl Write {
    fn said(self, backend: DbBackend) -> Said {
        let mut values = Vec::new();
        match self {
            Self::Insert(rows) => Said::Text(rows.insert_sql(backend, &mut values), values),
            Self::Rewrite(rows) => Said::Text(rows.rewrite_sql(backend, &mut values), values),
            Self::Update(statement) => Said::Statement(Box::new(statement)),
            Self::UpdateOf(mut statement, of) => {
                statement.and_where(list::is_among(backend, of.column, of.ids));
                Said::Statement(Box::new(statement))
            }
        }
    }
}

/// Rows that are made one after the other in the same table are made together.
fn joined(writes: Vec<Write>) -> Vec<Write> {
    let mut all: Vec<Write> = Vec::new();
    for write in writes {
        let rest = match (all.last_mut(), write) {
            (Some(Write::Insert(rows)), Write::Insert(more)) => rows.join(more).map(Write::Insert),
            (_, write) => Some(write),
        };
        all.extend(rest);
    }
    all
}

/// All writes in one statement, and what it reads: what stood before them.
pub(super) fn at_once(writes: Vec<Write>, read: &SelectStatement) -> Statement {
    let mut all = SqlWriterValues::new("$", true);
    for (at, write) in joined(writes).into_iter().enumerate() {
        let before = if at == 0 { "WITH" } else { ")," };
        write!(all, "{before} w{at} AS (").expect("a text takes it");
        match write.said(DbBackend::Postgres) {
            Said::Text(text, values) => {
                let text = Expr::cust_with_values(text, values);
                PostgresQueryBuilder.prepare_expr(&text, &mut all);
            }
            Said::Statement(update) => {
                update.build_collect_any_into(&PostgresQueryBuilder, &mut all);
            }
        }
    }
    all.write_str(") ").expect("a text takes it");
    read.build_collect_any_into(&PostgresQueryBuilder, &mut all);
    let (text, values) = all.into_parts();
    Statement::from_sql_and_values(DbBackend::Postgres, text, values)
}

/// At most so many values have the writes that `SQLite` is given as one text. A connection keeps every text prepared that it
/// was given.
const TOGETHER: usize = 512;

/// All writes for `SQLite`, each after the one before it. Several with few values are one text: what is handed to the thread of a
/// connection costs more than a small write.
pub(super) fn in_turn(writes: Vec<Write>) -> Vec<Statement> {
    let backend = DbBackend::Sqlite;
    let mut all: Vec<(String, Vec<Value>)> = Vec::new();
    for write in joined(writes) {
        // None of them names its values, so they count on from one write to the next.
        let (text, values) = match write.said(backend) {
            Said::Text(text, values) => (text, values),
            Said::Statement(update) => {
                let (text, values) = update.build_any(&SqliteQueryBuilder);
                (text, values.0)
            }
        };
        match all.last_mut() {
            Some((texts, before)) if before.len() + values.len() <= TOGETHER => {
                texts.push_str("; ");
                texts.push_str(&text);
                before.extend(values);
            }
            _ => all.push((text, values)),
        }
    }
    let all = all.into_iter();
    all.map(|(text, values)| Statement::from_sql_and_values(backend, text, values))
        .collect()
}

/// SQL with `$1`, `$2` … for `values`: both databases take the same text.
pub fn sql<C: ConnectionTrait>(
    conn: &C,
    text: &str,
    values: impl IntoIterator<Item = Value>,
) -> Statement {
    let backend = conn.get_database_backend();
    traced(Statement::from_sql_and_values(backend, text, values))
}

/// Shows the text, never the values, to whoever listens to `jastar::sql`.
pub(super) fn traced(statement: Statement) -> Statement {
    tracing::trace!(target: "jastar::sql", text = statement.sql);
    statement
}

#[cfg(test)]
mod tests {
    use entity::{Instant, MessageId, PersonId, audit, closure_time, message};
    use sea_orm::sea_query::ExprTrait;
    use uuid::Uuid;

    use super::*;

    fn time(at: u128) -> closure_time::Model {
        closure_time::Model {
            closure_id: entity::ClosureId(Uuid::from_u128(at)),
            starts_at: Instant(0),
            ends_at: Instant(1),
        }
    }

    fn word(at: u128) -> message::Model {
        message::Model {
            id: MessageId(Uuid::from_u128(at)),
            booking_id: entity::BookingId(Uuid::nil()),
            at: Instant(0),
            role: audit::Role::Venue,
            person_id: PersonId(Uuid::nil()),
            text: "Сәлем!".to_owned(),
            internal: false,
        }
    }

    fn marked(ids: u128) -> Write {
        let id = message::Column::Id;
        let mut update = sea_orm::sea_query::Query::update();
        update
            .table(message::Entity)
            .value(message::Column::Internal, Expr::value(true))
            .and_where(id.into_expr().is_not_null());
        Write::UpdateOf(update, Listed::of(id, (0..ids).map(Uuid::from_u128)))
    }

    /// The driver counts values on from one write to the next, so none may name its own.
    #[test]
    fn small_writes_are_one_text_for_sqlite_and_none_of_them_names_its_values() {
        let writes = |many: u128| {
            vec![
                Write::Insert(Rows::of((0..many).map(time))),
                Write::Insert(Rows::of((0..many).map(word))),
                Write::Rewrite(Rows::of((0..many).map(word))),
                marked(many),
            ]
        };
        let texts = |many| -> Vec<String> {
            let all = in_turn(writes(many));
            all.into_iter().map(|one| one.sql).collect()
        };
        let one = texts(1);
        assert_eq!(one.len(), 1);
        assert_eq!(one[0].matches("; ").count(), 3);
        assert_eq!(one[0].matches('?').count(), 3 + 7 + 7 + 2);
        let many = texts(300);
        assert_eq!(many.len(), 4);
        assert!(many.iter().chain(&one).all(|text| !text.contains('$')));
    }

    #[test]
    fn what_is_made_in_one_table_is_made_together() {
        let writes = vec![
            Write::Insert(Rows::of([time(1)])),
            Write::Insert(Rows::of([time(2)])),
            Write::Insert(Rows::of([word(1)])),
            Write::Insert(Rows::of([time(3)])),
        ];
        assert_eq!(joined(writes).len(), 3);
    }
}
