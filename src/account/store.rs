//! People, their sessions and tokens, in SQL.

use std::collections::HashMap;

use entity::{
    Instant, Language, PersonId, VenueId, api_token, draft, manager, person, session, sign_in,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, sea_query::OnConflict,
};

use super::actor::Person;
use crate::db::{Tx, Write, sql};

const WITH_VENUES: &str = "p.id, p.email, p.name, p.phone, p.language, p.administrator, m.venue_id";

/// Whose session it is and when it was begun and last seen.
pub async fn by_session<C: ConnectionTrait>(
    conn: &C,
    token_hash: Vec<u8>,
) -> Result<Option<(Person, Instant, Instant)>, DbErr> {
    let text = format!(
        "SELECT {WITH_VENUES}, s.created_at, s.seen_at FROM session s JOIN person p ON p.id = s.person_id \
         LEFT JOIN manager m ON m.person_id = p.id WHERE s.token_hash = $1"
    );
    let rows = conn
        .query_all_raw(sql(conn, &text, [token_hash.into()]))
        .await?;
    let Some(first) = rows.first() else {
        return Ok(None);
    };
    let (created_at, seen_at) = (
        first.try_get("", "created_at")?,
        first.try_get("", "seen_at")?,
    );
    Ok(person_of(&rows)?.map(|person| (person, created_at, seen_at)))
}

pub async fn by_api_token<C: ConnectionTrait>(
    conn: &C,
    token_hash: Vec<u8>,
) -> Result<Option<Person>, DbErr> {
    let text = format!(
        "SELECT {WITH_VENUES} FROM api_token t JOIN person p ON p.id = t.person_id \
         LEFT JOIN manager m ON m.person_id = p.id WHERE t.token_hash = $1"
    );
    person_of(
        &conn
            .query_all_raw(sql(conn, &text, [token_hash.into()]))
            .await?,
    )
}

pub async fn by_email<C: ConnectionTrait>(conn: &C, email: &str) -> Result<Option<Person>, DbErr> {
    let text = format!(
        "SELECT {WITH_VENUES} FROM person p LEFT JOIN manager m ON m.person_id = p.id WHERE p.email = $1"
    );
    person_of(&conn.query_all_raw(sql(conn, &text, [email.into()])).await?)
}

pub async fn by_id<C: ConnectionTrait>(conn: &C, id: PersonId) -> Result<Option<Person>, DbErr> {
    let text = format!(
        "SELECT {WITH_VENUES} FROM person p LEFT JOIN manager m ON m.person_id = p.id WHERE p.id = $1"
    );
    person_of(&conn.query_all_raw(sql(conn, &text, [id.into()])).await?)
}

fn person_of(rows: &[sea_orm::QueryResult]) -> Result<Option<Person>, DbErr> {
    let Some(row) = rows.first() else {
        return Ok(None);
    };
    let mut venues = Vec::new();
    for row in rows {
        venues.extend(row.try_get::<Option<VenueId>>("", "venue_id")?);
    }
    Ok(Some(Person {
        id: row.try_get("", "id")?,
        email: row.try_get("", "email")?,
        name: row.try_get("", "name")?,
        phone: row.try_get("", "phone")?,
        language: row.try_get("", "language")?,
        administrator: row.try_get("", "administrator")?,
        venues,
    }))
}

/// The person of a mailbox; makes one if there is none.
pub async fn person_in(
    tx: &Tx,
    id: PersonId,
    email: &str,
    language: Option<Language>,
    now: Instant,
) -> Result<PersonId, DbErr> {
    let new = person::Model {
        id,
        email: email.to_owned(),
        name: String::new(),
        phone: None,
        language,
        administrator: false,
        created_at: now,
    };
    person::Entity::insert(new.into_active_model())
        .on_conflict(
            OnConflict::column(person::Column::Email)
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(tx.conn())
        .await?;
    let found = person::Entity::find()
        .filter(person::COLUMN.email.eq(email))
        .one(tx.conn())
        .await?;
    Ok(found.map_or(id, |person| person.id))
}

/// Sets what is given; keeps the rest.
pub async fn update_person_in(
    tx: &Tx,
    id: PersonId,
    name: Option<String>,
    language: Option<Language>,
) -> Result<(), DbErr> {
    if name.is_none() && language.is_none() {
        return Ok(());
    }
    let mut change = person::ActiveModel {
        id: Set(id),
        ..Default::default()
    };
    if let Some(name) = name {
        change.name = Set(name);
    }
    if let Some(language) = language {
        change.language = Set(Some(language));
    }
    person::Entity::update_many()
        .set(change)
        .filter(person::COLUMN.id.eq(id))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// The write that keeps what somebody told us for the first time; none when they told nothing.
#[must_use]
pub fn remember(id: PersonId, name: Option<String>, phone: Option<String>) -> Option<Write> {
    if name.is_none() && phone.is_none() {
        return None;
    }
    let mut change = person::ActiveModel::default();
    if let Some(name) = name {
        change.name = Set(name);
    }
    if let Some(phone) = phone {
        change.phone = Set(Some(phone));
    }
    Some(Write::Update(
        person::Entity::update_many()
            .set(change)
            .filter(person::COLUMN.id.eq(id))
            .into_query(),
    ))
}

/// In the order of their mailboxes.
pub async fn administrators(tx: &Tx) -> Result<Vec<person::Model>, DbErr> {
    person::Entity::find()
        .filter(person::COLUMN.administrator.eq(true))
        .order_by_asc(person::Column::Email)
        .all(tx.conn())
        .await
}

/// What these are called: their names, or their mailboxes where they gave none.
pub async fn names<C: ConnectionTrait>(
    conn: &C,
    ids: &[PersonId],
) -> Result<HashMap<PersonId, String>, DbErr> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found = person::Entity::find()
        .filter(person::COLUMN.id.is_in(ids.iter().copied()))
        .all(conn)
        .await?;
    let called = found.into_iter().map(|one| {
        let name = Some(one.name).filter(|name| !name.is_empty());
        (one.id, name.unwrap_or(one.email))
    });
    Ok(called.collect())
}

pub async fn make_administrator_in(tx: &Tx, id: PersonId) -> Result<(), DbErr> {
    let change = person::ActiveModel {
        administrator: Set(true),
        ..Default::default()
    };
    person::Entity::update_many()
        .set(change)
        .filter(person::COLUMN.id.eq(id))
        .exec(tx.conn())
        .await?;
    Ok(())
}

pub async fn make_manager_in(tx: &Tx, person_id: PersonId, venue_id: VenueId) -> Result<(), DbErr> {
    manager::Entity::insert(
        manager::Model {
            person_id,
            venue_id,
        }
        .into_active_model(),
    )
    .on_conflict(OnConflict::new().do_nothing().to_owned())
    .exec_without_returning(tx.conn())
    .await?;
    Ok(())
}

/// Administrators and managers, all together.
pub async fn count_of_rights<C: ConnectionTrait>(conn: &C) -> Result<u64, DbErr> {
    let administrators = person::Entity::find()
        .filter(person::COLUMN.administrator.eq(true))
        .count(conn)
        .await?;
    Ok(administrators + manager::Entity::find().count(conn).await?)
}

pub async fn add_session_in(tx: &Tx, session: session::Model) -> Result<(), DbErr> {
    session::Entity::insert(session.into_active_model())
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}

pub async fn see_session_in(tx: &Tx, token_hash: Vec<u8>, now: Instant) -> Result<(), DbErr> {
    let change = session::ActiveModel {
        seen_at: Set(now),
        ..Default::default()
    };
    session::Entity::update_many()
        .set(change)
        .filter(session::Column::TokenHash.eq(token_hash))
        .exec(tx.conn())
        .await?;
    Ok(())
}

pub async fn end_session_in(tx: &Tx, token_hash: Vec<u8>) -> Result<(), DbErr> {
    session::Entity::delete_many()
        .filter(session::Column::TokenHash.eq(token_hash))
        .exec(tx.conn())
        .await?;
    Ok(())
}

pub async fn add_api_token_in(tx: &Tx, token: api_token::Model) -> Result<(), DbErr> {
    api_token::Entity::insert(token.into_active_model())
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}

/// Keeps it from changing until the transaction ends: tries that come at once are counted one by one.
pub async fn sign_in_of(tx: &Tx, browser_hash: Vec<u8>) -> Result<Option<sign_in::Model>, DbErr> {
    sign_in::Entity::find_by_id(browser_hash)
        .lock_exclusive()
        .one(tx.conn())
        .await
}

/// Puts a sign-in in place of the one that the browser had, which may have asked twice at once.
pub async fn put_sign_in_in(tx: &Tx, sign_in: sign_in::Model) -> Result<(), DbErr> {
    use sign_in::Column as C;
    let others = [C::Email, C::CodeHash, C::CreatedAt, C::ExpiresAt, C::Tries];
    sign_in::Entity::insert(sign_in.into_active_model())
        .on_conflict(
            OnConflict::column(C::BrowserHash)
                .update_columns(others)
                .to_owned(),
        )
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}

pub async fn count_wrong_code_in(tx: &Tx, sign_in: sign_in::Model) -> Result<(), DbErr> {
    let change = sign_in::ActiveModel {
        tries: Set(sign_in.tries + 1),
        ..Default::default()
    };
    sign_in::Entity::update_many()
        .set(change)
        .filter(sign_in::Column::BrowserHash.eq(sign_in.browser_hash))
        .exec(tx.conn())
        .await?;
    Ok(())
}

pub async fn drop_sign_in_in(tx: &Tx, browser_hash: Vec<u8>) -> Result<(), DbErr> {
    sign_in::Entity::delete_many()
        .filter(sign_in::Column::BrowserHash.eq(browser_hash))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Puts a draft in place of the one that the browser had.
pub async fn put_draft_in(tx: &Tx, draft: draft::Model) -> Result<(), DbErr> {
    use draft::Column as C;
    draft::Entity::insert(draft.into_active_model())
        .on_conflict(
            OnConflict::column(C::BrowserHash)
                .update_columns([C::Form, C::Path, C::ExpiresAt])
                .to_owned(),
        )
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}

pub async fn draft_of<C: ConnectionTrait>(
    conn: &C,
    browser_hash: Vec<u8>,
) -> Result<Option<draft::Model>, DbErr> {
    draft::Entity::find_by_id(browser_hash).one(conn).await
}

pub async fn drop_draft_in(tx: &Tx, browser_hash: Vec<u8>) -> Result<(), DbErr> {
    draft::Entity::delete_many()
        .filter(draft::Column::BrowserHash.eq(browser_hash))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Forgets drafts, sign-ins and sessions whose time is over.
pub async fn forget_in(tx: &Tx, now: Instant, sessions_unseen_since: Instant) -> Result<(), DbErr> {
    draft::Entity::delete_many()
        .filter(draft::Column::ExpiresAt.lte(now))
        .exec(tx.conn())
        .await?;
    sign_in::Entity::delete_many()
        .filter(sign_in::Column::ExpiresAt.lte(now))
        .exec(tx.conn())
        .await?;
    session::Entity::delete_many()
        .filter(session::Column::SeenAt.lte(sessions_unseen_since))
        .exec(tx.conn())
        .await?;
    Ok(())
}
