//! What the database's refusals mean.

use sea_orm::{
    DbErr, RuntimeErr,
    sqlx::{
        self,
        postgres::{PgDatabaseError, PgSeverity},
        sqlite::SqliteError,
    },
};

use crate::error::Error;

/// A refusal that the service has an answer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DbFault {
    /// Somebody else's claim overlaps, or stands too close; or not enough is left of what is counted.
    Taken,
    /// A booking would stand without its claims, or claims without their booking.
    Claims,
    /// Another row has the same key.
    Unique,
    /// The database killed one of two transactions that waited for one another (40P01) or could not order them (40001).
    Retry,
    /// A lock could not be had in time, or a statement that waits for several of them took too long.
    Busy,
    /// There is no database to talk to.
    Unreachable,
    /// The database is there and cannot do it now: read-only, full, or its disk fails.
    Unwell,
    /// A text with a character that `PostgreSQL` does not store: NUL.
    Unstorable,
}

/// `SQLite`'s primary codes of what may only be read, of a disk that fails, of one that is full, and of a file that cannot
/// be opened.
const UNWELL: [u8; 4] = [8, 10, 13, 14];
/// `SQLite`'s primary codes of a lock that is held, of a full disk, and of a constraint. `SQLITE_FULL` comes before the commit
/// frame is written, so nothing was committed; a failed sync is `SQLITE_IOERR` and not in this list.
const NO: [u8; 3] = [5, 13, 19];

/// What an error of the database means. None for errors that the service has no answer to: bugs.
#[must_use]
pub fn fault_of(error: &DbErr) -> Option<DbFault> {
    match error {
        DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => Some(DbFault::Unreachable),
        DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error)) => {
            of_sqlx(error)
        }
        _ => None,
    }
}

fn of_sqlx(error: &sqlx::Error) -> Option<DbFault> {
    let sqlx::Error::Database(refusal) = error else {
        return matches!(
            error,
            sqlx::Error::Io(_)
                | sqlx::Error::Tls(_)
                | sqlx::Error::Protocol(_)
                | sqlx::Error::BeginFailed
                | sqlx::Error::WorkerCrashed
                | sqlx::Error::PoolTimedOut
                | sqlx::Error::PoolClosed
        )
        .then_some(DbFault::Unreachable);
    };
    // Triggers on SQLite say their name as the message, constraints and triggers on PostgreSQL carry it.
    match refusal.constraint().unwrap_or_else(|| refusal.message()) {
        "claim_overlap" | "claim_turnaround" | "pool_exceeded" => return Some(DbFault::Taken),
        "booking_claims" => return Some(DbFault::Claims),
        _ => {}
    }
    if sqlite(&**refusal).is_some_and(|code| UNWELL.contains(&code)) {
        return Some(DbFault::Unwell);
    }
    match refusal.code().as_deref() {
        Some("23505" | "2067" | "1555") => Some(DbFault::Unique),
        Some("40001" | "40P01") => Some(DbFault::Retry),
        Some("55P03" | "57014" | "5" | "517") => Some(DbFault::Busy),
        // The server is shutting down, starting up, or out of connections, or has ended one on which we said nothing for
        // too long.
        Some("57P01" | "57P02" | "57P03" | "53300" | "25P03") => Some(DbFault::Unreachable),
        // Read-only, as a standby is; out of disk or memory; the disk fails.
        Some("25006" | "53000" | "53100" | "53200" | "58030") => Some(DbFault::Unwell),
        // In a text, and in one inside JSON.
        Some("22021" | "22P05") => Some(DbFault::Unstorable),
        _ => None,
    }
}

/// `SQLite`'s primary code of a refusal; None on `PostgreSQL`.
fn sqlite(refusal: &dyn sqlx::error::DatabaseError) -> Option<u8> {
    refusal.try_downcast_ref::<SqliteError>()?;
    let code: i32 = refusal.code()?.parse().ok()?;
    u8::try_from(code & 0xff).ok()
}

/// Whether a COMMIT that failed with it has certainly not been done: the database lives, and said no. What fails on the
/// way to the disk may be found there after the next start.
pub(super) fn is_no(error: &DbErr) -> bool {
    let (DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error))) =
        error
    else {
        return false;
    };
    let Some(refusal) = error.as_database_error() else {
        return false;
    };
    match refusal.try_downcast_ref::<PgDatabaseError>() {
        Some(refusal) => refusal.severity() == PgSeverity::Error,
        None => sqlite(refusal).is_some_and(|code| NO.contains(&code)),
    }
}

impl From<DbErr> for Error {
    #[track_caller]
    fn from(error: DbErr) -> Self {
        match fault_of(&error) {
            Some(DbFault::Busy) => Self::Busy,
            Some(DbFault::Unreachable | DbFault::Unwell) => Self::Unavailable(error.to_string()),
            Some(DbFault::Retry) => Self::Deadlock,
            Some(DbFault::Unstorable) => Self::unstorable(),
            _ => Self::internal(error),
        }
    }
}
