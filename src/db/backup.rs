//! A copy of a `SQLite` database, made and checked while the service runs.

use std::{
    fmt,
    fs::{self, File},
    path::{Path, PathBuf},
};

use entity::Instant;
use sea_orm::{ConnectionTrait, DbBackend, DbErr};

use super::{
    database::Db,
    guarantee::examine,
    open::{OpenError, Settings},
    statement::sql,
};

/// Why there is no copy of the database.
#[derive(Debug)]
pub enum BackupError {
    /// `PostgreSQL` has its own tools.
    UsePgDump,
    Exists(PathBuf),
    File(std::io::Error),
    Database(String),
    /// The copy does not hold what it should; it was removed.
    Unsound(String),
}

impl fmt::Display for BackupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UsePgDump => write!(
                f,
                "on PostgreSQL use pg_dump --format=custom, and pg_restore to bring it back"
            ),
            Self::Exists(path) => write!(f, "{} is already there", path.display()),
            Self::File(error) => write!(f, "the copy cannot be written: {error}"),
            Self::Database(why) => write!(f, "the database cannot be copied: {why}"),
            Self::Unsound(why) => write!(f, "the copy is not sound and was removed: {why}"),
        }
    }
}

impl std::error::Error for BackupError {}

impl From<std::io::Error> for BackupError {
    fn from(error: std::io::Error) -> Self {
        Self::File(error)
    }
}

impl From<DbErr> for BackupError {
    fn from(error: DbErr) -> Self {
        Self::Database(error.to_string())
    }
}

impl From<OpenError> for BackupError {
    fn from(error: OpenError) -> Self {
        Self::Database(error.to_string())
    }
}

/// Writes the copy under another name, checks its pages and, if its schema is this program's, every invariant, brings it to
/// the disk, and only then gives it its name. Copying the file of a live database instead would lose what is still in its log.
pub async fn backup(db: &Db, to: &Path, now: Instant) -> Result<(), BackupError> {
    if db.backend() == DbBackend::Postgres {
        return Err(BackupError::UsePgDump);
    }
    if to.exists() {
        return Err(BackupError::Exists(to.to_owned()));
    }
    let mut name = to.as_os_str().to_owned();
    name.push(".part");
    let part = PathBuf::from(name);
    remove(&part);
    let writer = &db.0.write;
    let copied = writer
        .execute_raw(sql(
            writer,
            "VACUUM INTO $1",
            [part.display().to_string().into()],
        ))
        .await;
    if let Err(error) = copied {
        db.0.trust.lose();
        remove(&part);
        return Err(error.into());
    }
    let checked = check(&part, now).await;
    for suffix in ["-wal", "-shm", ".next", ".busy"] {
        let mut beside = part.as_os_str().to_owned();
        beside.push(suffix);
        remove(Path::new(&beside));
    }
    if let Err(error) = checked {
        remove(&part);
        return Err(error);
    }
    File::open(&part)?.sync_all()?;
    fs::rename(&part, to)?;
    let folder = to
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()?;
    Ok(())
}

async fn check(part: &Path, now: Instant) -> Result<(), BackupError> {
    let copy = Db::open(Settings {
        url: format!("sqlite:{}", part.display()),
        connections: 1,
    })
    .await?;
    let conn = copy.read();
    let row = conn
        .query_one_raw(sql(
            conn,
            "SELECT integrity_check AS said FROM pragma_integrity_check LIMIT 1",
            [],
        ))
        .await?;
    let said: String = row
        .map(|row| row.try_get("", "said"))
        .transpose()?
        .unwrap_or_default();
    if said != "ok" {
        return Err(BackupError::Unsound(said));
    }
    // A copy from before an upgrade is what one goes back to. What has to be true of what is stored can be asked only of
    // the schema that this program knows.
    let findings = match &*copy.pending_migrations().await? {
        [] => examine(&copy, now).await?,
        _ => Vec::new(),
    };
    let faults = findings
        .into_iter()
        .filter_map(|finding| finding.fault.map(|fault| (finding.what, fault)));
    let faults: Vec<String> = faults
        .map(|(what, fault)| format!("{what}: {fault}"))
        .collect();
    copy.close().await?;
    if faults.is_empty() {
        Ok(())
    } else {
        Err(BackupError::Unsound(faults.join("; ")))
    }
}

fn remove(path: &Path) {
    // It is usually not there.
    let _ = fs::remove_file(path);
}
