//! What the outbox does not keep: codes that are dead, and after some time whom a mail went to and what it said.

use entity::{
    Instant, OutboxId, outbox,
    outbox::{Delivery, Lane},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use super::CALL;
use crate::db::{Tx, sql};

/// At a time: the others wait for the next.
const AT_ONCE: u64 = 500;

/// Erases the sign-in codes that are of no more use, whether a worker came to them or not.
pub async fn erase_dead_codes_in(tx: &Tx, now: Instant) -> Result<(), DbErr> {
    let erased = outbox::ActiveModel {
        state: Set(Delivery::Failed),
        payload: Set(serde_json::Value::Null),
        lease: Set(None),
        ..Default::default()
    };
    outbox::Entity::update_many()
        .set(erased)
        .filter(outbox::COLUMN.lane.eq(Lane::Code))
        .filter(outbox::COLUMN.state.eq(Delivery::Queued))
        .filter(outbox::Column::ExpiresAt.lte(now))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// What is shown of an address, and kept when whose it is has been forgotten: `a***@qanat.example`, `+***`.
#[must_use]
pub fn masked(address: &str) -> String {
    let first: String = address.chars().take(1).collect();
    match address.rsplit_once('@') {
        Some((_, host)) => format!("{first}***@{host}"),
        None => format!("{first}***"),
    }
}

/// Of what was sent or has failed before `before`, keeps what was told, when, and what became of it, and forgets whom and in
/// which words.
pub async fn forget_in(tx: &Tx, before: Instant) -> Result<(), DbErr> {
    // In the words of the indexes: what has been forgotten, and whom nobody has to call, is not read.
    let given_up = format!(
        "UPDATE outbox SET state = 'failed' WHERE channel = '{CALL}' AND state = 'queued' AND created_at < $1"
    );
    let conn = tx.conn();
    conn.execute_raw(sql(conn, &given_up, [before.into()]))
        .await?;
    let old = format!(
        "SELECT id, recipient FROM outbox \
         WHERE state <> 'queued' AND recipient NOT LIKE '_***%' AND created_at < $1 ORDER BY created_at LIMIT {AT_ONCE}"
    );
    for mail in conn.query_all_raw(sql(conn, &old, [before.into()])).await? {
        let (id, recipient): (OutboxId, String) =
            (mail.try_get("", "id")?, mail.try_get("", "recipient")?);
        let bare = outbox::ActiveModel {
            payload: Set(serde_json::Value::Null),
            recipient_name: Set(String::new()),
            recipient: Set(masked(&recipient)),
            ..Default::default()
        };
        outbox::Entity::update_many()
            .set(bare)
            .filter(outbox::COLUMN.id.eq(id))
            .exec(conn)
            .await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn an_address_shows_its_first_letter_and_its_host() {
        assert_eq!(masked("asel@qanat.example"), "a***@qanat.example");
        assert_eq!(masked("ә@б.kz"), "ә***@б.kz");
        assert_eq!(masked("+77011234567"), "+***");
        assert_eq!(masked(&masked("asel@qanat.example")), "a***@qanat.example");
    }
}
