//! What makes single rows slow and many of them unbearable: triggers, foreign keys, the exclusion constraint and indexes.

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend};

use super::run;

const TABLES: &str = "('claim', 'booking', 'audit')";

/// The statements that put all of it back as it was.
pub struct Away(Vec<String>);

pub async fn put_away(conn: &DatabaseConnection) -> Away {
    match conn.get_database_backend() {
        DbBackend::Postgres => away_on_postgres(conn).await,
        _ => away_on_sqlite(conn).await,
    }
}

impl Away {
    pub async fn put_back(self, conn: &DatabaseConnection) {
        for statement in self.0 {
            run(conn, &statement).await;
        }
    }
}

async fn away_on_sqlite(conn: &DatabaseConnection) -> Away {
    let found = pairs(
        conn,
        &format!(
            "SELECT 'DROP ' || upper(type) || ' ' || name AS away, sql AS back FROM sqlite_master \
             WHERE tbl_name IN {TABLES} AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY type"
        ),
    )
    .await;
    // Foreign keys are switched off on the connection.
    drop_all(conn, found).await
}

/// Without a superuser's rights: the owner of a table may switch off its own triggers, not those of foreign keys.
async fn away_on_postgres(conn: &DatabaseConnection) -> Away {
    let constraints = format!(
        "SELECT 'ALTER TABLE ' || r.relname || ' DROP CONSTRAINT ' || c.conname AS away, \
         'ALTER TABLE ' || r.relname || ' ADD CONSTRAINT ' || c.conname || ' ' || pg_get_constraintdef(c.oid) AS back \
         FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid WHERE r.relname IN {TABLES} AND c.contype IN ('f', 'x') \
         ORDER BY c.contype DESC, c.conname"
    );
    let indexes = format!(
        "SELECT 'DROP INDEX ' || i.indexname AS away, i.indexdef AS back FROM pg_indexes i WHERE i.tablename IN {TABLES} \
         AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname) ORDER BY i.indexname"
    );
    let triggers = format!(
        "SELECT 'ALTER TABLE ' || r.relname || ' DISABLE TRIGGER USER' AS away, \
         'ALTER TABLE ' || r.relname || ' ENABLE TRIGGER USER' AS back FROM pg_class r WHERE r.relname IN {TABLES} AND r.relkind = 'r'"
    );
    let mut found = pairs(conn, &constraints).await;
    found.extend(pairs(conn, &indexes).await);
    found.extend(pairs(conn, &triggers).await);
    drop_all(conn, found).await
}

async fn pairs(conn: &DatabaseConnection, text: &str) -> Vec<(String, String)> {
    let rows = conn
        .query_all_raw(jastar::db::sql(conn, text, []))
        .await
        .expect("what there is");
    rows.iter()
        .map(|row| {
            (
                row.try_get("", "away").expect("a statement"),
                row.try_get("", "back").expect("a statement"),
            )
        })
        .collect()
}

async fn drop_all(conn: &DatabaseConnection, found: Vec<(String, String)>) -> Away {
    let mut back = Vec::new();
    for (away, again) in found {
        run(conn, &away).await;
        back.push(again);
    }
    Away(back)
}
