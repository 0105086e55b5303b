//! The way to the database: no statement is waited for without end, and a way that has fallen silent is given up.
//!
//! A host that vanishes, or something between that passes nothing on, leaves connections that are open and never answer.
//! The driver sets no limit to a statement, and a connection that comes back to its pool is asked whether it still
//! answers, without a limit either: each one lost like this is missing from its pool for as long as the system believes
//! in it. So the first statement that is not answered in time has the whole pool replaced by a new one.

use std::{
    future::Future,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend,
    DbErr, ExecResult, QueryResult, RuntimeErr, Statement, TransactionOptions, TransactionTrait,
    entity::prelude::async_trait::async_trait,
};
use tokio_util::sync::CancellationToken;

use super::session;

/// For one statement and the wait for a connection before it, which takes up to [`super::open::CONNECT_TIMEOUT`]. With the
/// time after which a server that lives ends a statement by itself, as `session` tells it, that is less than this.
const ANSWER_WITHIN: Duration = Duration::from_secs(20);

/// For a rollback, and for a COMMIT whose connection is given up already.
const END_WITHIN: Duration = Duration::from_secs(5);

/// A pool of connections. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Link(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    pool: RwLock<Pool>,
    /// How to open another one; none where there is nothing between us and the database.
    anew: Option<ConnectOptions>,
}

#[derive(Clone, Debug)]
struct Pool {
    connections: DatabaseConnection,
    given_up: CancellationToken,
}

/// A transaction whose statements are not waited for without end.
#[derive(Debug)]
pub struct Transaction {
    inside: DatabaseTransaction,
    link: Link,
    pool: Pool,
    /// Statements that began and did not end well.
    unanswered: AtomicUsize,
}

impl Link {
    /// To a file on this machine.
    pub(super) fn local(connections: DatabaseConnection) -> Self {
        Self(Arc::new(Inner {
            pool: RwLock::new(Pool::of(connections)),
            anew: None,
        }))
    }

    /// Over a network that may fall silent.
    pub(super) async fn over_network(options: ConnectOptions) -> Result<Self, DbErr> {
        let connections = Database::connect(options.clone()).await?;
        let mut anew = options;
        anew.connect_lazy(true);
        Ok(Self(Arc::new(Inner {
            pool: RwLock::new(Pool::of(connections)),
            anew: Some(anew),
        })))
    }

    /// What connects us now. No statement on it is given up; the server ends one that takes too long.
    #[must_use]
    pub fn connections(&self) -> DatabaseConnection {
        self.pool().connections
    }

    /// Connections for statements that take as long as they take: migrations, looks at everything that is stored. On
    /// `PostgreSQL` a new one, on which the server ends no statement; on `SQLite` those that there are.
    pub async fn patient(&self) -> Result<DatabaseConnection, DbErr> {
        let Some(anew) = &self.0.anew else {
            return Ok(self.connections());
        };
        let mut options = anew.clone();
        options.min_connections(0).max_connections(1);
        options.map_sqlx_postgres_opts(session::begin_patient);
        Database::connect(options).await
    }

    pub async fn close_by_ref(&self) -> Result<(), DbErr> {
        self.connections().close_by_ref().await
    }

    pub async fn begin_with_options(
        &self,
        options: TransactionOptions,
    ) -> Result<Transaction, DbErr> {
        let pool = self.pool();
        let begin = pool.connections.begin_with_options(options);
        Ok(Transaction {
            inside: self.within(&pool, begin).await?,
            link: self.clone(),
            pool,
            unanswered: AtomicUsize::new(0),
        })
    }

    fn pool(&self) -> Pool {
        let pool = self.0.pool.read().unwrap_or_else(PoisonError::into_inner);
        pool.clone()
    }

    async fn within<T>(
        &self,
        pool: &Pool,
        statement: impl Future<Output = Result<T, DbErr>>,
    ) -> Result<T, DbErr> {
        let Some(anew) = &self.0.anew else {
            return statement.await;
        };
        if let Ok(answer) = tokio::time::timeout(ANSWER_WITHIN, statement).await {
            return answer;
        }
        self.give_up(pool, anew.clone()).await?;
        Err(silent())
    }

    /// Puts a new pool in the place of one that has fallen silent, unless somebody has done so already.
    async fn give_up(&self, silent: &Pool, anew: ConnectOptions) -> Result<(), DbErr> {
        if silent.given_up.is_cancelled() {
            return Ok(());
        }
        // It connects when it is first asked for something.
        let fresh = Pool::of(Database::connect(anew).await?);
        {
            let mut pool = self.0.pool.write().unwrap_or_else(PoisonError::into_inner);
            if silent.given_up.is_cancelled() {
                return Ok(());
            }
            silent.given_up.cancel();
            *pool = fresh;
        }
        tracing::error!("the database does not answer; its connections are given up for new ones");
        // Who waits for one of them is told at once. What is under way on the others is not ended by it: each has its own time.
        drop(silent.connections.get_postgres_connection_pool().close());
        Ok(())
    }
}

impl Pool {
    fn of(connections: DatabaseConnection) -> Self {
        Self {
            connections,
            given_up: CancellationToken::new(),
        }
    }
}

impl Transaction {
    /// Whether every statement was answered, and none with an error. One that was not must not be committed: `PostgreSQL`
    /// answers the COMMIT of a transaction in which a statement failed with ROLLBACK, which the driver takes for success.
    pub(super) fn is_whole(&self) -> bool {
        self.unanswered.load(Ordering::Relaxed) == 0
    }

    async fn answered<T>(
        &self,
        statement: impl Future<Output = Result<T, DbErr>>,
    ) -> Result<T, DbErr> {
        self.unanswered.fetch_add(1, Ordering::Relaxed);
        let answer = self.link.within(&self.pool, statement).await?;
        self.unanswered.fetch_sub(1, Ordering::Relaxed);
        Ok(answer)
    }

    /// Waits as long as the database answers anybody: it may be waiting for its standby. Whatever the error, the COMMIT is
    /// not called off.
    pub async fn commit(self) -> Result<(), DbErr> {
        let given_up = self.pool.given_up;
        tokio::select! {
            committed = self.inside.commit() => committed,
            () = async {
                given_up.cancelled().await;
                tokio::time::sleep(END_WITHIN).await;
            } => Err(silent()),
        }
    }

    /// Gives up after five seconds.
    pub async fn rollback(self) -> Result<(), DbErr> {
        let ended = tokio::time::timeout(END_WITHIN, self.inside.rollback());
        ended.await.unwrap_or_else(|_| Err(silent()))
    }
}

fn silent() -> DbErr {
    DbErr::Conn(RuntimeErr::Internal("no answer in time".to_owned()))
}

#[async_trait]
impl ConnectionTrait for Link {
    fn get_database_backend(&self) -> DbBackend {
        self.pool().connections.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        let pool = self.pool();
        self.within(&pool, pool.connections.execute_raw(statement))
            .await
    }

    async fn execute_unprepared(&self, text: &str) -> Result<ExecResult, DbErr> {
        let pool = self.pool();
        self.within(&pool, pool.connections.execute_unprepared(text))
            .await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let pool = self.pool();
        self.within(&pool, pool.connections.query_one_raw(statement))
            .await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let pool = self.pool();
        self.within(&pool, pool.connections.query_all_raw(statement))
            .await
    }
}

#[async_trait]
impl ConnectionTrait for Transaction {
    fn get_database_backend(&self) -> DbBackend {
        self.inside.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.answered(self.inside.execute_raw(statement)).await
    }

    async fn execute_unprepared(&self, text: &str) -> Result<ExecResult, DbErr> {
        self.answered(self.inside.execute_unprepared(text)).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.answered(self.inside.query_one_raw(statement)).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.answered(self.inside.query_all_raw(statement)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::open::CONNECT_TIMEOUT;

    #[test]
    fn a_server_that_lives_ends_a_statement_before_it_is_taken_for_silent() {
        let others = session::OTHERS.into_iter();
        let timeout = others.filter(|(name, _)| *name == "statement_timeout");
        let ends: Vec<u64> = timeout
            .map(|(_, value)| value.trim_end_matches('s').parse().unwrap())
            .collect();
        assert!(CONNECT_TIMEOUT + Duration::from_secs(ends[0]) < ANSWER_WITHIN);
    }
}
