//! How the service writes: in a transaction that ends with the work that was given.

use super::{
    asker, fault,
    link::{Link, Transaction},
    lock::WriteLock,
    statement::{Write, at_once, in_turn, traced},
    trust::Trust,
};
use crate::error::Error;
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use sea_orm::{
    ConnectionTrait, DbBackend, DbErr, QueryResult, SqliteTransactionMode, TransactionOptions,
    sea_query::{Query, SelectStatement},
};

/// How often a transaction is tried again that lost to another one through no fault of its own.
const RETRIES: u32 = 3;

/// The database with its connections. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Db(pub(super) Arc<Inner>);

#[derive(Debug)]
pub(super) struct Inner {
    pub(super) read: Link,
    /// One connection on `SQLite`, the pool for reading on `PostgreSQL`.
    pub(super) write: Link,
    pub(super) lock: Option<WriteLock>,
    pub(super) trust: Arc<Trust>,
    pub(super) retries: AtomicU64,
    pub(super) commits: AtomicU64,
}

/// A transaction. That of [`Db::write`] may write, and ends when the work that was given does; that of [`Db::snapshot`] only
/// reads.
#[derive(Clone, Debug)]
pub struct Tx(pub(super) Arc<Transaction>);

/// How a transaction ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended<T, U> {
    /// Everything is kept.
    Commit(T),
    /// Everything is taken back.
    Undo(U),
}

impl Db {
    /// For reading only: what is decided on is read inside [`Db::write`].
    #[must_use]
    pub fn read(&self) -> &Link {
        &self.0.read
    }

    #[must_use]
    pub fn backend(&self) -> DbBackend {
        self.0.read.get_database_backend()
    }

    /// Ends all connections; the last one to a `SQLite` file takes its log into it.
    pub async fn close(&self) -> Result<(), DbErr> {
        self.0.read.close_by_ref().await?;
        self.0.write.close_by_ref().await
    }

    /// How often a deadlock or a failed serialization was tried again since the start. Stays 0 as long as all that writes
    /// takes its locks in one order.
    #[must_use]
    pub fn retries(&self) -> u64 {
        self.0.retries.load(Ordering::Relaxed)
    }

    /// Grows with everything that this process writes, before whoever wrote it is told.
    #[must_use]
    pub fn commits(&self) -> u64 {
        self.0.commits.load(Ordering::SeqCst)
    }

    /// Runs `work` in one transaction and commits it if it says Ok.
    ///
    /// On `SQLite` it begins IMMEDIATE, behind a lock that gives every writer its turn: [`Error::Busy`] when that does not
    /// come within five seconds. Deadlocks and failed serializations run `work` again, up to three times; [`Error::Deadlock`]
    /// after that. [`Error::Unknown`] when the commit did not say whether it was done. [`Error::Internal`], and nothing is
    /// done, when `work` says Ok although one of its statements failed or was dropped. When anything fails that is not a
    /// refusal, every connection that is open then is closed before anybody uses it again.
    ///
    /// # Panics
    ///
    /// When `work` keeps its [`Tx`] beyond its end.
    pub async fn write<T, F, Fut>(&self, work: F) -> Result<T, Error>
    where
        F: Fn(Tx) -> Fut,
        Fut: Future<Output = Result<T, Error>>,
    {
        let done = self
            .write_if(|tx| async { work(tx).await.map(Some) })
            .await?;
        Ok(done.expect("the work said Ok"))
    }

    /// As [`Db::write`], but commits only what comes with Some: None takes everything back.
    ///
    /// # Panics
    ///
    /// When `work` keeps its [`Tx`] beyond its end.
    pub async fn write_if<T, F, Fut>(&self, work: F) -> Result<Option<T>, Error>
    where
        F: Fn(Tx) -> Fut,
        Fut: Future<Output = Result<Option<T>, Error>>,
    {
        let ended = self.write_or_undo(|tx| async {
            let done = work(tx).await?;
            Ok(done.map_or(Ended::Undo(()), Ended::Commit))
        });
        match ended.await? {
            Ended::Commit(done) => Ok(Some(done)),
            Ended::Undo(()) => Ok(None),
        }
    }

    /// As [`Db::write`], but the work says how its transaction ends. What it says comes with it either way.
    ///
    /// # Panics
    ///
    /// When `work` keeps its [`Tx`] beyond its end.
    pub async fn write_or_undo<T, U, F, Fut>(&self, work: F) -> Result<Ended<T, U>, Error>
    where
        F: Fn(Tx) -> Fut,
        Fut: Future<Output = Result<Ended<T, U>, Error>>,
    {
        let mut tries = 0;
        loop {
            match self.write_once(&work).await {
                Err(Error::Deadlock) if tries < RETRIES => {
                    tries += 1;
                    self.0.retries.fetch_add(1, Ordering::Relaxed);
                    tracing::warn!(tries, "a transaction lost to another one and runs again");
                }
                done => return done,
            }
        }
    }

    async fn write_once<T, U, F, Fut>(&self, work: &F) -> Result<Ended<T, U>, Error>
    where
        F: Fn(Tx) -> Fut,
        Fut: Future<Output = Result<Ended<T, U>, Error>>,
    {
        let _turn = match &self.0.lock {
            Some(lock) => Some(lock.turn().await?),
            None => None,
        };
        let tx = self.begin().await?;
        asker::begin();
        let mut done = work(tx.clone()).await;
        let transaction = Arc::into_inner(tx.0).expect("the work gave its transaction back");
        if matches!(done, Ok(Ended::Commit(_))) && !transaction.is_whole() {
            done = Err(Error::internal(
                "a statement failed and its error was passed over",
            ));
        }
        match done {
            Ok(Ended::Commit(value)) => {
                let committed = transaction.commit().await;
                // Also when the answer was lost: it may have been done.
                self.0.commits.fetch_add(1, Ordering::SeqCst);
                match committed {
                    Ok(()) => Ok(Ended::Commit(value)),
                    Err(error) => {
                        self.0.trust.lose();
                        Err(uncommitted(error))
                    }
                }
            }
            nothing => {
                if nothing.as_ref().is_err_and(is_fault) {
                    self.0.trust.lose();
                }
                // What failed may have ended the transaction already; its own error is the one to tell.
                if transaction.rollback().await.is_err() {
                    self.0.trust.lose();
                }
                nothing
            }
        }
    }

    async fn begin(&self) -> Result<Tx, Error> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        match self.0.write.begin_with_options(options).await {
            Ok(transaction) => Ok(Tx(Arc::new(transaction))),
            // There was no connection that could be to blame.
            Err(error @ DbErr::ConnectionAcquire(_)) => Err(error.into()),
            Err(error) => {
                let error = Error::from(error);
                if is_fault(&error) {
                    self.0.trust.lose();
                }
                Err(error)
            }
        }
    }
}

/// Whether an error says nothing of the state in which its connection is.
fn is_fault(error: &Error) -> bool {
    matches!(error, Error::Internal(_) | Error::Unavailable(_))
}

/// A commit that was not answered, or that failed on the way to the disk, may still have been done.
fn uncommitted(error: DbErr) -> Error {
    if fault::is_no(&error) {
        error.into()
    } else {
        Error::Unknown(error.to_string())
    }
}

impl Tx {
    #[must_use]
    pub fn conn(&self) -> &Transaction {
        &self.0
    }

    /// On which of the two databases the transaction runs.
    #[must_use]
    pub fn backend(&self) -> DbBackend {
        self.0.get_database_backend()
    }

    /// The lock clause on `PostgreSQL`; nothing on `SQLite`, where the whole database is locked.
    #[must_use]
    pub fn locking(&self, clause: &'static str) -> &'static str {
        match self.0.get_database_backend() {
            DbBackend::Postgres => clause,
            _ => "",
        }
    }

    /// Runs several writes: in one round trip on `PostgreSQL`, each after the one before it on `SQLite`.
    ///
    /// On `PostgreSQL` they see the database as it was before all of them, so none may depend on another's rows
    /// (foreign keys may: they are checked at the end). No writes are no query.
    pub async fn run_all(&self, writes: Vec<Write>) -> Result<(), DbErr> {
        if self.0.get_database_backend() != DbBackend::Postgres || writes.is_empty() {
            return self.run_in_turn(writes).await;
        }
        let nothing = Query::select()
            .expr(sea_orm::sea_query::Expr::val(1))
            .to_owned();
        let all = at_once(writes, &nothing);
        self.0.execute_raw(traced(all)).await.map(|_| ())
    }

    /// As [`Tx::run_all`], and reads on the same way: what stood before the writes, on both databases.
    pub async fn run_all_and_read(
        &self,
        writes: Vec<Write>,
        read: SelectStatement,
    ) -> Result<Vec<QueryResult>, DbErr> {
        if self.0.get_database_backend() == DbBackend::Postgres && !writes.is_empty() {
            let all = at_once(writes, &read);
            return self.0.query_all_raw(traced(all)).await;
        }
        let read = self.0.get_database_backend().build(&read);
        let rows = self.0.query_all_raw(traced(read)).await?;
        self.run_in_turn(writes).await?;
        Ok(rows)
    }

    async fn run_in_turn(&self, writes: Vec<Write>) -> Result<(), DbErr> {
        for statement in in_turn(writes) {
            self.0.execute_raw(traced(statement)).await?;
        }
        Ok(())
    }
}
