//! Statements as both databases take them.

use std::fmt::Write as _;

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, Statement, Value,
    sea_query::{
        Expr, PostgresQueryBuilder, QueryBuilder, SelectStatement, SqlWriterValues, UpdateStatement,
    },
};

use super::{list, rows::Rows};

/// Statements that a connection keeps prepared. Our tests say some 800 different ones, their own among them, where
/// the driver would keep 100, and each that is not kept costs two round trips more. One that is takes the server 100 kB or
/// so, for the half hour that a connection lives.
pub(super) const KEPT_PREPARED: usize = 1024;

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
pub(super) enum Said {
    Text(String, Vec<Value>),
    Statement(Box<UpdateStatement>),
}

impl Write {
    pub(super) fn said(self, backend: DbBackend) -> Said {
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
pub(super) fn joined(writes: Vec<Write>) -> Vec<Write> {
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
    for (at, write) in writes.into_iter().enumerate() {
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
