//! Browsers that are signed in, and those that have been, in SQL.

use entity::{Instant, PersonId, device, session};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, sea_query::OnConflict,
};

use super::{MAY_SIGN_IN, WITH_VENUES, person_of};
use crate::{
    account::actor::Person,
    db::{Tx, sql},
};

/// Whose session it is and when it was begun and last seen.
pub async fn by_session<C: ConnectionTrait>(
    conn: &C,
    token_hash: Vec<u8>,
) -> Result<Option<(Person, Instant, Instant)>, DbErr> {
    let text = format!(
        "SELECT {WITH_VENUES}, s.created_at, s.seen_at FROM session s JOIN person p ON p.id = s.person_id \
         LEFT JOIN manager m ON m.person_id = p.id WHERE s.token_hash = $1 AND {MAY_SIGN_IN}"
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

/// Whether there is one, be it over.
pub async fn is_session<C: ConnectionTrait>(conn: &C, token_hash: Vec<u8>) -> Result<bool, DbErr> {
    let found = session::Entity::find_by_id(token_hash).one(conn).await?;
    Ok(found.is_some())
}

pub async fn add_session_tx(tx: &Tx, session: session::Model) -> Result<(), DbErr> {
    session::Entity::insert(session.into_active_model())
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}

/// Unless it was seen since then.
pub async fn see_session_tx(
    tx: &Tx,
    token_hash: Vec<u8>,
    now: Instant,
    not_since: Instant,
) -> Result<(), DbErr> {
    let change = session::ActiveModel {
        seen_at: Set(now),
        ..Default::default()
    };
    session::Entity::update_many()
        .set(change)
        .filter(session::Column::TokenHash.eq(token_hash))
        .filter(session::Column::SeenAt.lte(not_since))
        .exec(tx.conn())
        .await?;
    Ok(())
}

pub async fn end_session_tx(tx: &Tx, token_hash: Vec<u8>) -> Result<(), DbErr> {
    session::Entity::delete_many()
        .filter(session::Column::TokenHash.eq(token_hash))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Ends all sessions of somebody; says how many there were. No browser is known to be theirs any more but the one given.
pub async fn end_sessions_tx(
    tx: &Tx,
    person: PersonId,
    but: Option<Vec<u8>>,
) -> Result<u64, DbErr> {
    let ended = session::Entity::delete_many()
        .filter(session::COLUMN.person_id.eq(person))
        .exec(tx.conn())
        .await?;
    let mut devices = device::Entity::delete_many().filter(device::COLUMN.person_id.eq(person));
    if let Some(but) = but {
        devices = devices.filter(device::Column::TokenHash.ne(but));
    }
    devices.exec(tx.conn()).await?;
    Ok(ended.rows_affected)
}

/// Those that are over and not forgotten too.
pub async fn sessions_of<C: ConnectionTrait>(
    conn: &C,
    person: PersonId,
) -> Result<Vec<session::Model>, DbErr> {
    session::Entity::find()
        .filter(session::COLUMN.person_id.eq(person))
        .all(conn)
        .await
}

/// Whether the owner of a mailbox has signed in before in the browser with this token.
pub async fn knows_device<C: ConnectionTrait>(
    conn: &C,
    token_hash: Vec<u8>,
    email: &str,
    now: Instant,
) -> Result<bool, DbErr> {
    let text = "SELECT 1 FROM device d JOIN person p ON p.id = d.person_id \
        WHERE d.token_hash = $1 AND p.email = $2 AND d.expires_at > $3";
    let values = [token_hash.into(), email.into(), now.into()];
    let found = conn.query_one_raw(sql(conn, text, values)).await?;
    Ok(found.is_some())
}

/// Whether anybody has signed in before in the browser with this token.
pub async fn is_device<C: ConnectionTrait>(
    conn: &C,
    token_hash: Vec<u8>,
    now: Instant,
) -> Result<bool, DbErr> {
    let found = device::Entity::find()
        .filter(device::Column::TokenHash.eq(token_hash))
        .filter(device::Column::ExpiresAt.gt(now))
        .one(conn)
        .await?;
    Ok(found.is_some())
}

pub async fn keep_device_tx(tx: &Tx, device: device::Model) -> Result<(), DbErr> {
    use device::Column as C;
    device::Entity::insert(device.into_active_model())
        .on_conflict(
            OnConflict::columns([C::TokenHash, C::PersonId])
                .update_column(C::ExpiresAt)
                .to_owned(),
        )
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}

/// Forgets browsers whose time is over, and sessions that nobody has used since then.
pub async fn forget_tx(tx: &Tx, now: Instant, unseen_since: Instant) -> Result<(), DbErr> {
    device::Entity::delete_many()
        .filter(device::Column::ExpiresAt.lte(now))
        .exec(tx.conn())
        .await?;
    session::Entity::delete_many()
        .filter(session::Column::SeenAt.lte(unseen_since))
        .exec(tx.conn())
        .await?;
    Ok(())
}
