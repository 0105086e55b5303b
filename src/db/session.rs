//! What every connection to `PostgreSQL` begins with, and whether it stays so.

use sea_orm::{ConnectionTrait, DbErr, sqlx::postgres::PgConnectOptions};

use super::statement::{KEPT_PREPARED, sql};

/// Without these a writer waits for another one without end, the guards refuse every claim, or a commit can be lost.
const GUARDS: [(&str, &str); 3] = [
    ("lock_timeout", "5s"),
    ("synchronous_commit", "on"),
    // What a role or a database begins with may be another level.
    ("default_transaction_isolation", "read committed"),
];
pub(super) const OTHERS: [(&str, &str); 7] = [
    // Each lock of a statement may take as long as `lock_timeout`. Before we take the server for silent, it answers that it
    // was busy. What a COMMIT does is not called off by it.
    ("statement_timeout", "12s"),
    // Compiling a query takes longer than any of ours.
    ("jit", "off"),
    // A server that no longer reaches us, or that nothing reaches from us, gives up our locks within half a minute.
    ("idle_in_transaction_session_timeout", "30s"),
    ("tcp_keepalives_idle", "10"),
    ("tcp_keepalives_interval", "5"),
    ("tcp_keepalives_count", "3"),
    ("tcp_user_timeout", "25s"),
];

pub(super) fn begin(options: PgConnectOptions) -> PgConnectOptions {
    options
        .options(GUARDS)
        .options(OTHERS)
        .statement_cache_capacity(KEPT_PREPARED)
}

/// For a statement that takes as long as it takes.
pub(super) fn begin_patient(options: PgConnectOptions) -> PgConnectOptions {
    begin(options).options([("statement_timeout", "0")])
}

/// Those of the guards that a connection does not have, with what it has instead: something that stands between has
/// dropped them.
pub(super) async fn lost<C: ConnectionTrait>(conn: &C) -> Result<Vec<String>, DbErr> {
    let mut lost = Vec::new();
    for (name, wanted) in GUARDS {
        let text = "SELECT current_setting($1) AS value";
        let row = conn.query_one_raw(sql(conn, text, [name.into()])).await?;
        let value: String = row
            .map(|row| row.try_get("", "value"))
            .transpose()?
            .unwrap_or_default();
        if value != wanted {
            lost.push(format!("{name} is {value}, not {wanted}"));
        }
    }
    Ok(lost)
}
