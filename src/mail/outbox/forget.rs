//! What the outbox does not keep: codes that are dead, and after some time whom a mail went to and what it said.

use entity::{
    Instant, OutboxId, outbox,
    outbox::{Delivery, Lane},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use super::{CALL, masked};
use crate::{
    app::App,
    db::{Tx, sql},
    error::Error,
};

/// At a time: the others wait for the next.
const AT_ONCE: u64 = 500;

/// Erases the sign-in codes that are of no more use, whether a worker came to them or not.
pub async fn erase_dead_codes_tx(tx: &Tx, now: Instant) -> Result<(), DbErr> {
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

/// Of what was sent or has failed before `before`, keeps what was told, when, and what became of it, and forgets whom and in
/// which words.
pub async fn forget_tx(tx: &Tx, before: Instant) -> Result<(), DbErr> {
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

/// Erases the sign-in codes whose time is over, whatever the queue does.
pub async fn erase_dead_codes(app: &App) -> Result<(), Error> {
    let now = app.clock.now();
    app.db
        .write(|tx| async move { Ok(erase_dead_codes_tx(&tx, now).await?) })
        .await
}

/// Forgets to whom and in which words it was that something was told, once the days of the settings are over.
pub async fn forget_the_old(app: &App) -> Result<(), Error> {
    let before = app.clock.now().plus_days(-app.config.mail.keep_days);
    app.db
        .write(|tx| async move { Ok(forget_tx(&tx, before).await?) })
        .await
}
