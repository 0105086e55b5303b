//! Programs that may act for a person, in SQL.

use entity::{Instant, PersonId, api_token};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, sea_query::ExprTrait,
};

use super::{MAY_SIGN_IN, WITH_VENUES, person_of};
use crate::{
    account::actor::Person,
    db::{Tx, sql},
};

/// Whose token it is and when it was last used, if it is still good.
pub async fn by_api_token<C: ConnectionTrait>(
    conn: &C,
    token_hash: Vec<u8>,
    now: Instant,
) -> Result<Option<(Person, Option<Instant>)>, DbErr> {
    let text = format!(
        "SELECT {WITH_VENUES}, t.last_used_at FROM api_token t JOIN person p ON p.id = t.person_id \
         LEFT JOIN manager m ON m.person_id = p.id WHERE t.token_hash = $1 AND t.expires_at > $2 AND {MAY_SIGN_IN}"
    );
    let rows = conn
        .query_all_raw(sql(conn, &text, [token_hash.into(), now.into()]))
        .await?;
    let Some(first) = rows.first() else {
        return Ok(None);
    };
    let used = first.try_get("", "last_used_at")?;
    Ok(person_of(&rows)?.map(|person| (person, used)))
}

/// Unless it was used since then: of many calls that come at once one notes it.
pub async fn use_api_token_tx(
    tx: &Tx,
    token_hash: Vec<u8>,
    now: Instant,
    not_since: Instant,
) -> Result<(), DbErr> {
    use api_token::Column as C;
    let change = api_token::ActiveModel {
        last_used_at: Set(Some(now)),
        ..Default::default()
    };
    api_token::Entity::update_many()
        .set(change)
        .filter(C::TokenHash.eq(token_hash))
        .filter(C::LastUsedAt.is_null().or(C::LastUsedAt.lte(not_since)))
        .exec(tx.conn())
        .await?;
    Ok(())
}

pub async fn add_api_token_tx(tx: &Tx, token: api_token::Model) -> Result<(), DbErr> {
    api_token::Entity::insert(token.into_active_model())
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}

/// The oldest first.
pub async fn tokens_of<C: ConnectionTrait>(
    conn: &C,
    person: PersonId,
) -> Result<Vec<api_token::Model>, DbErr> {
    api_token::Entity::find()
        .filter(api_token::COLUMN.person_id.eq(person))
        .order_by_asc(api_token::Column::CreatedAt)
        .order_by_asc(api_token::Column::TokenHash)
        .all(conn)
        .await
}

/// How many there were.
pub async fn drop_tokens_tx(tx: &Tx, token_hashes: Vec<Vec<u8>>) -> Result<u64, DbErr> {
    let dropped = api_token::Entity::delete_many()
        .filter(api_token::Column::TokenHash.is_in(token_hashes))
        .exec(tx.conn())
        .await?;
    Ok(dropped.rows_affected)
}

/// Forgets tokens that ended before then.
pub async fn forget_tx(tx: &Tx, ended_before: Instant) -> Result<(), DbErr> {
    api_token::Entity::delete_many()
        .filter(api_token::Column::ExpiresAt.lte(ended_before))
        .exec(tx.conn())
        .await?;
    Ok(())
}
