//! What the database's refusals mean.

use sea_orm::{DbErr, RuntimeErr, sqlx};

use crate::error::Error;

/// A refusal that the service has an answer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Violation {
    /// Somebody else's claim overlaps, or stands too close; or not enough is left of what is counted.
    Taken,
    /// A booking would stand without its claims, or claims without their booking.
    Claims,
    Unique,
    /// The database killed one of two transactions that waited for one another (40P01) or could not order them (40001).
    Retry,
    /// A lock could not be had in time.
    Busy,
    /// There is no database to talk to.
    Unreachable,
}

/// None for errors that are nobody's answer: bugs, full disks.
#[must_use]
pub fn violation(error: &DbErr) -> Option<Violation> {
    match error {
        DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => Some(Violation::Unreachable),
        DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error)) => {
            of_sqlx(error)
        }
        _ => None,
    }
}

fn of_sqlx(error: &sqlx::Error) -> Option<Violation> {
    let sqlx::Error::Database(refusal) = error else {
        return matches!(
            error,
            sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed
        )
        .then_some(Violation::Unreachable);
    };
    // Triggers on SQLite say their name as the message, constraints and triggers on PostgreSQL carry it.
    match refusal.constraint().unwrap_or_else(|| refusal.message()) {
        "claim_overlap" | "claim_turnaround" | "pool_exceeded" => return Some(Violation::Taken),
        "booking_claims" => return Some(Violation::Claims),
        _ => {}
    }
    match refusal.code().as_deref() {
        Some("23505" | "2067" | "1555") => Some(Violation::Unique),
        Some("40001" | "40P01") => Some(Violation::Retry),
        Some("55P03" | "5" | "517") => Some(Violation::Busy),
        // The server is shutting down, starting up, or out of connections.
        Some("57P01" | "57P02" | "57P03" | "53300") => Some(Violation::Unreachable),
        _ => None,
    }
}

impl From<DbErr> for Error {
    #[track_caller]
    fn from(error: DbErr) -> Self {
        match violation(&error) {
            Some(Violation::Busy) => Self::Busy,
            Some(Violation::Unreachable) => Self::Unavailable(error.to_string()),
            Some(Violation::Retry) => Self::Deadlock,
            _ => Self::internal(error),
        }
    }
}
