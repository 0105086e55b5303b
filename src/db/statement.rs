//! Statements as both databases take them.

use sea_orm::{
    ConnectionTrait, Statement, Value,
    sea_query::{
        CommonTableExpression, InsertStatement, Query, SelectStatement, SubQueryStatement,
        UpdateStatement, WithQuery,
    },
};

/// Statements that a connection keeps prepared. Our tests say 815 different ones (606 but for how long their lists are) where
/// the driver would keep 100, and each that is not kept costs two round trips more. One that is takes the server 100 kB or
/// so, for the half hour that a connection lives.
pub(super) const KEPT_PREPARED: usize = 1024;

pub(super) fn at_once(writes: Vec<Write>, read: SelectStatement) -> WithQuery {
    let mut with = Query::with();
    for (at, write) in writes.into_iter().enumerate() {
        let statement = match write {
            Write::Insert(statement) => SubQueryStatement::InsertStatement(statement),
            Write::Update(statement) => SubQueryStatement::UpdateStatement(statement),
        };
        with.cte(
            CommonTableExpression::new()
                .table_name(format!("w{at}"))
                .query(statement)
                .to_owned(),
        );
    }
    with.query(read)
}

/// A write for [`super::Tx::run_all`].
#[derive(Clone, Debug)]
pub enum Write {
    Insert(InsertStatement),
    Update(UpdateStatement),
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
