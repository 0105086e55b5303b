//! People and their rights, in SQL. Their sessions and tokens stand beside it, and what browsers leave that are not signed in.

pub mod sessions;
pub mod sign_ins;
pub mod tokens;

use std::collections::HashMap;

use entity::{Instant, Language, PersonId, VenueId, manager, person, secret};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
    sea_query::{LockType, OnConflict},
};

use super::actor::Person;
use crate::db::{Tx, Write, sql};

const WITH_VENUES: &str = "p.id, p.email, p.name, p.phone, p.language, p.administrator, m.venue_id";
const MAY_SIGN_IN: &str = "p.disabled_at IS NULL";

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

/// The person of a mailbox; makes one if there is none. Nobody else changes them until the transaction ends.
pub async fn person_tx(
    tx: &Tx,
    id: PersonId,
    email: &str,
    language: Option<Language>,
    now: Instant,
) -> Result<person::Model, DbErr> {
    let new = person::Model {
        id,
        email: email.to_owned(),
        name: String::new(),
        phone: None,
        language,
        administrator: false,
        created_at: now,
        disabled_at: None,
    };
    person::Entity::insert(new.clone().into_active_model())
        .on_conflict(
            OnConflict::column(person::Column::Email)
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(tx.conn())
        .await?;
    Ok(locked(tx, email).await?.unwrap_or(new))
}

/// Somebody who is there, as they are stored.
pub async fn of_mailbox<C: ConnectionTrait>(
    conn: &C,
    email: &str,
) -> Result<Option<person::Model>, DbErr> {
    person::Entity::find()
        .filter(person::COLUMN.email.eq(email))
        .one(conn)
        .await
}

/// Somebody who is there, kept from changing until the transaction ends.
pub async fn locked(tx: &Tx, email: &str) -> Result<Option<person::Model>, DbErr> {
    person::Entity::find()
        .filter(person::COLUMN.email.eq(email))
        .lock(LockType::NoKeyUpdate)
        .one(tx.conn())
        .await
}

/// Sets what is given; keeps the rest.
pub async fn update_person_tx(
    tx: &Tx,
    id: PersonId,
    name: Option<String>,
    language: Option<Language>,
) -> Result<(), DbErr> {
    if name.is_none() && language.is_none() {
        return Ok(());
    }
    let mut change = person::ActiveModel::default();
    if let Some(name) = name {
        change.name = Set(name);
    }
    if let Some(language) = language {
        change.language = Set(Some(language));
    }
    change_person_tx(tx, id, change).await
}

async fn change_person_tx(tx: &Tx, id: PersonId, change: person::ActiveModel) -> Result<(), DbErr> {
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

/// Those who may sign in, in the order of their mailboxes.
pub async fn administrators(tx: &Tx) -> Result<Vec<person::Model>, DbErr> {
    person::Entity::find()
        .filter(person::COLUMN.administrator.eq(true))
        .filter(person::Column::DisabledAt.is_null())
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

pub async fn set_administrator_tx(tx: &Tx, id: PersonId, is_one: bool) -> Result<(), DbErr> {
    let change = person::ActiveModel {
        administrator: Set(is_one),
        ..Default::default()
    };
    change_person_tx(tx, id, change).await
}

pub async fn disable_tx(tx: &Tx, id: PersonId, since: Option<Instant>) -> Result<(), DbErr> {
    let change = person::ActiveModel {
        disabled_at: Set(since),
        ..Default::default()
    };
    change_person_tx(tx, id, change).await
}

pub async fn drop_manager_tx(tx: &Tx, person: PersonId, venue: VenueId) -> Result<(), DbErr> {
    manager::Entity::delete_many()
        .filter(manager::COLUMN.person_id.eq(person))
        .filter(manager::COLUMN.venue_id.eq(venue))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// The venues that somebody manages by name.
pub async fn managed_by<C: ConnectionTrait>(
    conn: &C,
    person: PersonId,
) -> Result<Vec<VenueId>, DbErr> {
    let found = manager::Entity::find()
        .filter(manager::COLUMN.person_id.eq(person))
        .order_by_asc(manager::Column::VenueId)
        .all(conn)
        .await?;
    Ok(found.iter().map(|manager| manager.venue_id).collect())
}

/// Whether anybody who may sign in manages a venue by name.
pub async fn is_managed<C: ConnectionTrait>(conn: &C, venue: VenueId) -> Result<bool, DbErr> {
    let text = format!(
        "SELECT 1 FROM manager m JOIN person p ON p.id = m.person_id WHERE m.venue_id = $1 AND {MAY_SIGN_IN}"
    );
    let found = conn.query_one_raw(sql(conn, &text, [venue.into()])).await?;
    Ok(found.is_some())
}

/// Everybody, in the order of their mailboxes, and who manages what.
pub async fn everybody<C: ConnectionTrait>(
    conn: &C,
) -> Result<(Vec<person::Model>, Vec<manager::Model>), DbErr> {
    let people = person::Entity::find()
        .order_by_asc(person::Column::Email)
        .all(conn)
        .await?;
    let managers = manager::Entity::find()
        .order_by_asc(manager::Column::VenueId)
        .all(conn)
        .await?;
    Ok((people, managers))
}

pub async fn make_manager_tx(tx: &Tx, person_id: PersonId, venue_id: VenueId) -> Result<(), DbErr> {
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

/// Administrators and managers who may sign in, all together.
pub async fn count_of_rights<C: ConnectionTrait>(conn: &C) -> Result<u64, DbErr> {
    let text = format!(
        "SELECT COUNT(*) AS rights FROM person p LEFT JOIN manager m ON m.person_id = p.id \
         WHERE {MAY_SIGN_IN} AND (p.administrator = $1 OR m.venue_id IS NOT NULL)"
    );
    let row = conn.query_one_raw(sql(conn, &text, [true.into()])).await?;
    let rights: i64 = row.map_or(Ok(0), |row| row.try_get("", "rights"))?;
    Ok(rights.unsigned_abs())
}

/// A key that the database made for itself.
pub async fn secret<C: ConnectionTrait>(conn: &C, name: &str) -> Result<Option<Vec<u8>>, DbErr> {
    let found = secret::Entity::find_by_id(name.to_owned())
        .one(conn)
        .await?;
    Ok(found.map(|secret| secret.value))
}
