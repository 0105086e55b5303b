//! What browsers leave with us before they sign in, in SQL: the code that they asked for, and a form.

use entity::{Instant, draft, sign_in};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, QuerySelect, sea_query::OnConflict,
};

use crate::db::{Tx, sql};

/// Whether a code was asked for in this browser, and not forgotten yet.
pub async fn is_asked_for<C: ConnectionTrait>(
    conn: &C,
    browser_hash: Vec<u8>,
) -> Result<bool, DbErr> {
    let found = sign_in::Entity::find_by_id(browser_hash).one(conn).await?;
    Ok(found.is_some())
}

/// Keeps it from changing until the transaction ends: tries that come at once are counted one by one.
pub async fn sign_in_of(tx: &Tx, browser_hash: Vec<u8>) -> Result<Option<sign_in::Model>, DbErr> {
    sign_in::Entity::find_by_id(browser_hash)
        .lock_exclusive()
        .one(tx.conn())
        .await
}

/// Puts a sign-in in place of the one that the browser had, which may have asked twice at once.
pub async fn put_sign_in_tx(tx: &Tx, sign_in: sign_in::Model) -> Result<(), DbErr> {
    use sign_in::Column as C;
    let others = [
        C::Email,
        C::CodeHash,
        C::CreatedAt,
        C::ExpiresAt,
        C::Tries,
        C::TriedAt,
    ];
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

pub async fn count_wrong_code_tx(
    tx: &Tx,
    sign_in: &sign_in::Model,
    now: Instant,
) -> Result<(), DbErr> {
    let change = sign_in::ActiveModel {
        tries: Set(sign_in.tries + 1),
        tried_at: Set(Some(now)),
        ..Default::default()
    };
    sign_in::Entity::update_many()
        .set(change)
        .filter(sign_in::Column::BrowserHash.eq(sign_in.browser_hash.clone()))
        .exec(tx.conn())
        .await?;
    Ok(())
}

pub async fn drop_sign_in_tx(tx: &Tx, browser_hash: Vec<u8>) -> Result<(), DbErr> {
    sign_in::Entity::delete_many()
        .filter(sign_in::Column::BrowserHash.eq(browser_hash))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Puts a draft in place of the one that the browser had. The oldest go where there are more than `most`.
pub async fn put_draft_tx(tx: &Tx, draft: draft::Model, most: u64) -> Result<(), DbErr> {
    use draft::Column as C;
    draft::Entity::insert(draft.into_active_model())
        .on_conflict(
            OnConflict::column(C::BrowserHash)
                .update_columns([C::Form, C::Path, C::ExpiresAt])
                .to_owned(),
        )
        .exec_without_returning(tx.conn())
        .await?;
    // Only what goes is locked: an OFFSET beside the clause would lock what it skips too.
    let oldest = format!(
        "DELETE FROM draft WHERE browser_hash IN (SELECT browser_hash FROM draft WHERE (expires_at, browser_hash) <= \
         (SELECT expires_at, browser_hash FROM draft ORDER BY expires_at DESC, browser_hash DESC LIMIT 1 OFFSET {most}) {})",
        tx.locking("FOR UPDATE SKIP LOCKED")
    );
    tx.conn().execute_raw(sql(tx.conn(), &oldest, [])).await?;
    Ok(())
}

pub async fn draft_of<C: ConnectionTrait>(
    conn: &C,
    browser_hash: Vec<u8>,
) -> Result<Option<draft::Model>, DbErr> {
    draft::Entity::find_by_id(browser_hash).one(conn).await
}

pub async fn drop_draft_tx(tx: &Tx, browser_hash: Vec<u8>) -> Result<(), DbErr> {
    draft::Entity::delete_many()
        .filter(draft::Column::BrowserHash.eq(browser_hash))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Hands a draft on to the token that the browser has from now on.
pub async fn hand_draft_on_tx(tx: &Tx, from: Vec<u8>, to: Vec<u8>) -> Result<(), DbErr> {
    let change = draft::ActiveModel {
        browser_hash: Set(to),
        ..Default::default()
    };
    draft::Entity::update_many()
        .set(change)
        .filter(draft::Column::BrowserHash.eq(from))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Forgets drafts and codes whose time is over.
pub async fn forget_tx(tx: &Tx, now: Instant) -> Result<(), DbErr> {
    draft::Entity::delete_many()
        .filter(draft::Column::ExpiresAt.lte(now))
        .exec(tx.conn())
        .await?;
    sign_in::Entity::delete_many()
        .filter(sign_in::Column::ExpiresAt.lte(now))
        .exec(tx.conn())
        .await?;
    Ok(())
}
