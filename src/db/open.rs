//! Opening the database: safe settings, the lock for first starts, migrations.

use std::{
    collections::BTreeSet,
    fmt,
    path::{Path, PathBuf},
    sync::{Arc, atomic::AtomicU64},
    time::Duration,
};

use migration::{Migrator, MigratorTrait};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr,
    TransactionTrait,
    sqlx::{
        postgres::{PgConnectOptions, PgSslMode},
        sqlite::{SqliteJournalMode, SqliteSynchronous},
    },
};
use url::Url;

use super::{
    database::{Db, Inner},
    fault::{DbFault, fault_of},
    link::Link,
    lock::WriteLock,
    session,
    statement::{KEPT_PREPARED, sql},
    trust::Trust,
};
use crate::error::Error;

/// Below this, write-ahead logging can lose committed transactions ("WAL-reset", fixed in `SQLite` 3.51.3).
const SAFE_SQLITE: (u32, u32, u32) = (3, 51, 3);
/// The key of the advisory lock under which `PostgreSQL` is migrated: "jastar" in ASCII.
const MIGRATION_LOCK: i64 = 0x6a61_7374_6172;
/// What may stand behind the question mark of a `PostgreSQL` URL.
const PARAMETERS: [&str; 12] = [
    "sslmode",
    "sslrootcert",
    "sslcert",
    "sslkey",
    "host",
    "hostaddr",
    "port",
    "dbname",
    "user",
    "password",
    "application_name",
    "options",
];
/// How long to wait for a new connection, for one from the pool, and for `SQLite`'s own locks.
pub(super) const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// Where the database is: `sqlite:PATH` or `postgres://…`.
#[derive(Clone, Debug)]
pub struct Settings {
    pub url: String,
    /// Connections for reading on `SQLite`; of all kinds, and at least two, on `PostgreSQL`.
    pub connections: u32,
}

/// Why the database cannot be used, in one line for the operator. Never holds the password.
#[derive(Debug)]
pub enum OpenError {
    Url,
    /// The text never repeats what stands in it.
    Parameters(String),
    Folder(PathBuf, std::io::Error),
    Unreachable(String),
    OldSqlite(String),
    /// Between us and `PostgreSQL` stands something that does not keep what a connection begins with.
    Pooler,
    /// A newer program has migrated it; the name is of a migration that this one does not know.
    Newer(String),
    Database(String),
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Url => write!(f, "database.url must begin with sqlite: or postgres://"),
            Self::Parameters(why) => write!(f, "database.url cannot be read: {why}"),
            Self::Folder(path, error) => write!(f, "cannot write to {}: {error}", path.display()),
            Self::Unreachable(why) => write!(f, "the database cannot be reached: {why}"),
            Self::OldSqlite(version) => write!(
                f,
                "SQLite {version} can lose committed data; 3.51.3 or newer is needed"
            ),
            Self::Pooler => f.write_str(
                "database.url leads to a pooler (PgBouncer or the like), which does not keep lock_timeout, isolation \
                 and synchronous_commit for each connection: give the address of PostgreSQL itself, jastar pools its \
                 connections",
            ),
            Self::Newer(name) => {
                write!(
                    f,
                    "the database was migrated by a newer jastar ({name} is unknown here); use that version or newer"
                )
            }
            Self::Database(why) => write!(f, "the database refuses: {why}"),
        }
    }
}

impl std::error::Error for OpenError {}

impl From<DbErr> for OpenError {
    fn from(error: DbErr) -> Self {
        // What PgBouncer says to parameters that it does not pass on, and what comes of statements that we prepare on one of
        // its connections and find on another.
        let said = error.to_string();
        if said.contains("unsupported startup parameter")
            || said.contains("prepared statement \"sqlx_")
        {
            return Self::Pooler;
        }
        match fault_of(&error) {
            Some(DbFault::Unreachable) => Self::Unreachable(error.to_string()),
            _ => Self::Database(error.to_string()),
        }
    }
}

impl From<Error> for OpenError {
    fn from(error: Error) -> Self {
        Self::Database(error.to_string())
    }
}

impl Settings {
    /// The file of a `SQLite` URL: `sqlite:a/b`, `sqlite://a/b` and `sqlite:///a/b` are understood; options are ignored.
    #[must_use]
    pub fn sqlite_path(&self) -> Option<PathBuf> {
        let rest = self.url.strip_prefix("sqlite:")?;
        let path = rest.strip_prefix("//").unwrap_or(rest);
        Some(PathBuf::from(path.split('?').next().unwrap_or(path)))
    }

    /// Whether the URL is of a kind that can be opened, and can be read.
    pub fn check(&self) -> Result<(), OpenError> {
        if self.sqlite_path().is_some() {
            return Ok(());
        }
        self.postgres().map(|_| ())
    }

    /// The host to which nothing but hope says that it is the right one: a `PostgreSQL` that is reached over TCP without
    /// its certificate being checked.
    #[must_use]
    pub fn unverified_host(&self) -> Option<String> {
        let options = self.postgres().ok()?;
        let verified = matches!(
            options.get_ssl_mode(),
            PgSslMode::VerifyCa | PgSslMode::VerifyFull
        );
        let over_tcp = options.get_socket().is_none() && !options.get_host().starts_with('/');
        (over_tcp && !verified).then(|| options.get_host().to_owned())
    }

    /// Neither the driver's errors nor its log may say what stands in the URL: there is a password in it.
    fn postgres(&self) -> Result<PgConnectOptions, OpenError> {
        if !self.url.starts_with("postgres://") && !self.url.starts_with("postgresql://") {
            return Err(OpenError::Url);
        }
        let unreadable = |why: &dyn fmt::Display| OpenError::Parameters(why.to_string());
        let url = Url::parse(&self.url).map_err(|error| unreadable(&error))?;
        for (key, _) in url.query_pairs() {
            if !PARAMETERS.contains(&&*key) {
                let known = PARAMETERS.join(", ");
                return Err(unreadable(&format!("its parameters can be {known}")));
            }
        }
        self.url.parse().map_err(|_| {
            unreadable(&"a parameter has a value that it cannot have, or a part is not UTF-8")
        })
    }
}

impl Db {
    /// Opens the database and does not migrate it. A `SQLite` file is created where there is none, with its folder.
    /// [`OpenError::Newer`] when a newer program has migrated the database.
    pub async fn open(settings: Settings) -> Result<Self, OpenError> {
        let inner = match settings.sqlite_path() {
            Some(path) => open_sqlite(&settings, &path).await?,
            None => open_postgres(&settings).await?,
        };
        let db = Self(Arc::new(inner));
        db.refuse_newer().await?;
        Ok(db)
    }

    /// Brings the schema up to this program's. Several processes may do so at once: one works, the others wait.
    pub async fn migrate(&self) -> Result<(), OpenError> {
        let inner = &self.0;
        if let Some(lock) = &inner.lock {
            let _turn = lock.first_turn().await?;
            Migrator::up(&inner.write.connections(), None).await?;
            return Ok(());
        }
        #[expect(
            clippy::disallowed_methods,
            reason = "it holds the advisory lock and writes nothing"
        )]
        let guard = inner.write.connections().begin().await?;
        // It has nothing to do but to wait for the lock and to hold it, however long the others take.
        guard
            .execute_unprepared(
                "SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL statement_timeout = 0; \
                 SET LOCAL lock_timeout = 0",
            )
            .await?;
        guard
            .execute_raw(sql(
                &guard,
                "SELECT pg_advisory_xact_lock($1)",
                [MIGRATION_LOCK.into()],
            ))
            .await?;
        Migrator::up(&inner.write.patient().await?, None).await?;
        guard.commit().await?;
        Ok(())
    }

    /// Names of migrations that have not run yet; an error when one has run that this program does not know.
    pub async fn pending_migrations(&self) -> Result<Vec<String>, DbErr> {
        let (pending, unknown) = self.migrations().await?;
        match unknown {
            None => Ok(pending),
            Some(name) => Err(DbErr::Migration(format!("{name} is unknown here"))),
        }
    }

    async fn refuse_newer(&self) -> Result<(), OpenError> {
        let (_, unknown) = self.migrations().await?;
        unknown.map_or(Ok(()), |name| Err(OpenError::Newer(name)))
    }

    /// Names of migrations that have not run yet, and of one that has run and is not of this program. Not by the migrator's
    /// own look: it would wait without end for a database that has fallen silent.
    async fn migrations(&self) -> Result<(Vec<String>, Option<String>), DbErr> {
        let text = match self.backend() {
            DbBackend::Postgres => {
                "SELECT 1 FROM information_schema.tables WHERE table_name = 'seaql_migrations' AND table_schema = current_schema()"
            }
            _ => "SELECT 1 FROM sqlite_master WHERE name = 'seaql_migrations'",
        };
        let conn = &self.0.read;
        let mut applied = BTreeSet::new();
        if conn.query_one_raw(sql(conn, text, [])).await?.is_some() {
            let text = "SELECT version FROM seaql_migrations";
            for row in conn.query_all_raw(sql(conn, text, [])).await? {
                applied.insert(row.try_get::<String>("", "version")?);
            }
        }
        let known = Migrator::migrations();
        let known = known.iter().map(|migration| migration.name().to_owned());
        // What is left of those that have run is unknown.
        let pending = known.filter(|name| !applied.remove(name)).collect();
        Ok((pending, applied.pop_first()))
    }
}

async fn open_sqlite(settings: &Settings, path: &Path) -> Result<Inner, OpenError> {
    let folder = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(|error| OpenError::Folder(folder.to_owned(), error))?;
    let lock =
        WriteLock::beside(path).map_err(|error| OpenError::Folder(folder.to_owned(), error))?;
    // Two processes that switch one file to write-ahead logging at once refuse one another.
    let turn = lock.first_turn().await?;
    let trust = Arc::new(Trust::default());
    let write = connect_sqlite(path, 1, false, &trust).await?;
    let row = write
        .query_one_raw(sql(&write, "SELECT sqlite_version() AS version", []))
        .await?;
    let version: String = row
        .map(|row| row.try_get("", "version"))
        .transpose()?
        .unwrap_or_default();
    if !is_safe(&version) {
        return Err(OpenError::OldSqlite(version));
    }
    let read = connect_sqlite(path, settings.connections, true, &trust).await?;
    drop(turn);
    Ok(Inner {
        read: Link::local(read),
        write: Link::local(write),
        lock: Some(lock),
        trust,
        retries: AtomicU64::new(0),
        commits: AtomicU64::new(0),
    })
}

async fn connect_sqlite(
    path: &Path,
    connections: u32,
    read_only: bool,
    trust: &Arc<Trust>,
) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(format!("sqlite:{}?mode=rwc", path.display()));
    options
        .max_connections(connections)
        .min_connections(1)
        .sqlx_logging(false)
        .connect_timeout(CONNECT_TIMEOUT);
    options
        .acquire_timeout(CONNECT_TIMEOUT)
        .test_before_acquire(false);
    let trust = trust.clone();
    options.map_sqlx_sqlite_pool_opts(move |options| trust.clone().watch(options));
    options.map_sqlx_sqlite_opts(move |options| {
        let options = options
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(CONNECT_TIMEOUT)
            .statement_cache_capacity(KEPT_PREPARED)
            .pragma("trusted_schema", "OFF")
            .pragma("cell_size_check", "ON")
            // Codes and forms that people left are overwritten when they are deleted. FAST would leave those that fill a page
            // of their own, as a long form does; what it saves is one page written for each page that comes free.
            .pragma("secure_delete", "ON");
        if read_only {
            options.pragma("query_only", "ON")
        } else {
            options
        }
    });
    Database::connect(options).await
}

async fn open_postgres(settings: &Settings) -> Result<Inner, OpenError> {
    settings.check()?;
    let mut options = ConnectOptions::new(&settings.url);
    options
        .max_connections(settings.connections.max(2))
        .min_connections(1)
        .sqlx_logging(false);
    options
        .connect_timeout(CONNECT_TIMEOUT)
        .acquire_timeout(CONNECT_TIMEOUT)
        // A ping before every use is a round trip for nothing; whoever meets a dead connection is told to come again.
        .test_before_acquire(false);
    options.map_sqlx_postgres_opts(session::begin);
    let trust = Arc::new(Trust::default());
    let watched = trust.clone();
    options.map_sqlx_postgres_pool_opts(move |options| watched.clone().watch(options));
    let pool = Link::over_network(options).await?;
    if !session::lost(&pool).await?.is_empty() {
        return Err(OpenError::Pooler);
    }
    Ok(Inner {
        read: pool.clone(),
        write: pool,
        lock: None,
        trust,
        retries: AtomicU64::new(0),
        commits: AtomicU64::new(0),
    })
}

fn is_safe(version: &str) -> bool {
    let mut parts = version
        .split('.')
        .map(|part| part.parse::<u32>().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    (next(), next(), next()) >= SAFE_SQLITE
}
