//! `Idempotency-Key`: one effect and one answer, however often a request is repeated within a day.
//!
//! The key is taken in the transaction of the change, so a twin that comes at the same time waits for it, and a change
//! that is refused or lost leaves no key behind.

use std::sync::Arc;

use entity::{Booking, Instant, PersonId, idempotency};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, QueryTrait, sea_query::OnConflict,
};

use crate::{
    app::App,
    db::{DbFault, Tx, Write, fault_of},
    error::Error,
    venue::Catalogue,
};

const HOURS: i64 = 24;

/// Which request it is. Its scope is the person who sends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Method and path.
    pub route: String,
    pub key: String,
    /// SHA-256 of the body: another body under the same key is refused.
    pub body_hash: Vec<u8>,
}

/// An answer as it is given and kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredResponse {
    pub status: u16,
    pub location: Option<String>,
    pub body: String,
}

/// How a success is answered.
pub type Respond<T> = Arc<dyn Fn(&T, &Catalogue) -> StoredResponse + Send + Sync>;

/// What a use case needs to do its work once: the key, if there is one, and how a success is answered.
#[derive(Clone)]
pub struct Idempotent<T = Booking> {
    pub key: Option<Key>,
    pub answer: Respond<T>,
}

/// What a use case did.
#[derive(Clone, Debug)]
pub enum Outcome<T = Booking> {
    Done(Box<T>),
    /// It was done before; this was the answer.
    Replayed(StoredResponse),
}

impl<T> Idempotent<T> {
    /// For who sends no key.
    #[must_use]
    pub fn unkeyed() -> Self {
        Self {
            key: None,
            answer: Arc::new(|_, _| StoredResponse {
                status: 200,
                location: None,
                body: String::new(),
            }),
        }
    }

    /// Takes the key, or finds the answer that was given under it. Waits for a twin that is under way; [`Error::Unknown`]
    /// if it does not end.
    pub async fn begin_tx(
        &self,
        tx: &Tx,
        person: PersonId,
        now: Instant,
    ) -> Result<Option<StoredResponse>, Error> {
        let Some(key) = &self.key else {
            return Ok(None);
        };
        loop {
            let new = idempotency::Model {
                person_id: person,
                route: key.route.clone(),
                key: key.key.clone(),
                body_hash: key.body_hash.clone(),
                status: 0,
                location: None,
                body: String::new(),
                created_at: now,
            };
            let taken = idempotency::Entity::insert(new.into_active_model())
                .on_conflict(OnConflict::new().do_nothing().to_owned())
                .exec_without_returning(tx.conn())
                .await
                .map_err(held)?;
            if taken == 1 {
                return Ok(None);
            }
            let found = of(person, key).one(tx.conn()).await?;
            let Some(found) = found else { continue };
            if found.created_at.plus_hours(HOURS) <= now {
                let condition = found.into_active_model();
                idempotency::Entity::delete(condition)
                    .exec(tx.conn())
                    .await?;
                continue;
            }
            return replayed(found, key).map(Some);
        }
    }

    /// The answer that was given under the key, without waiting for a twin: for who is refused because the first of two
    /// equal requests has already done it.
    pub async fn replay<C: ConnectionTrait>(
        &self,
        conn: &C,
        person: PersonId,
        now: Instant,
    ) -> Result<Option<StoredResponse>, Error> {
        let Some(key) = &self.key else {
            return Ok(None);
        };
        match of(person, key).one(conn).await? {
            Some(found) if found.created_at.plus_hours(HOURS) > now => {
                replayed(found, key).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// The write that keeps the answer, for the same transaction.
    #[must_use]
    pub fn keep(&self, person: PersonId, done: &T, catalogue: &Catalogue) -> Option<Write> {
        let key = self.key.as_ref()?;
        let kept = (self.answer)(done, catalogue);
        let change = idempotency::ActiveModel {
            status: Set(i32::from(kept.status)),
            location: Set(kept.location),
            body: Set(kept.body),
            ..Default::default()
        };
        let columns = idempotency::COLUMN;
        Some(Write::Update(
            idempotency::Entity::update_many()
                .set(change)
                .filter(columns.person_id.eq(person))
                .filter(columns.route.eq(&key.route))
                .filter(columns.key.eq(&key.key))
                .into_query(),
        ))
    }
}

/// Who cannot wait for a twin any longer does not know what comes of it.
fn held(error: DbErr) -> Error {
    match fault_of(&error) {
        Some(DbFault::Busy) => Error::Unknown(format!("its twin is under way: {error}")),
        _ => error.into(),
    }
}

fn replayed(found: idempotency::Model, key: &Key) -> Result<StoredResponse, Error> {
    if found.body_hash != key.body_hash {
        return Err(Error::KeyReused);
    }
    Ok(StoredResponse {
        status: u16::try_from(found.status).unwrap_or(200),
        location: found.location,
        body: found.body,
    })
}

fn of(person: PersonId, key: &Key) -> sea_orm::Select<idempotency::Entity> {
    idempotency::Entity::find_by_id((person, key.route.clone(), key.key.clone()))
}

/// Forgets keys that are older than a day.
pub async fn forget(app: &App) -> Result<(), Error> {
    let before = app.clock.now().plus_hours(-HOURS);
    app.db
        .write(|tx| async move {
            idempotency::Entity::delete_many()
                .filter(idempotency::Column::CreatedAt.lte(before))
                .exec(tx.conn())
                .await?;
            Ok(())
        })
        .await
}
