//! The outbox, in SQL: messages written in the transaction of what they tell about, and taken out by the worker.

use entity::{BookingId, Instant, Language, OutboxId, outbox, outbox::Delivery};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait, sea_query::Expr,
};

use super::Mail;
use crate::{
    app::App,
    db::{Tx, Write, sql},
};

/// Who gets a mail, in which language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// May be empty.
    pub name: String,
    pub address: String,
    pub language: Language,
}

/// How long a worker may take over one mail before another takes it.
const LEASE_MINUTES: i64 = 5;
/// Mails about bookings are tried for this long.
const TRY_HOURS: i64 = 48;
/// Even if the server keeps us waiting for each, the last one is tried within the lease.
const BATCH: u64 = 8;

/// As the index says it, by which they are counted.
const SIGN_IN_CODE: &str = "sign_in_code";

/// The write that queues a mail.
#[must_use]
pub fn enqueue(app: &App, booking: Option<BookingId>, to: Recipient, mail: &Mail) -> Write {
    let now = app.clock.now();
    let id = OutboxId(app.ids.uuid(now));
    let expires_at = match mail {
        Mail::SignInCode { minutes, .. } => now.plus_minutes(*minutes),
        _ => now.plus_hours(TRY_HOURS),
    };
    let row = outbox::Model {
        id,
        booking_id: booking,
        channel: "mail".to_owned(),
        recipient_name: to.name,
        recipient: to.address,
        language: to.language,
        kind: mail.kind().to_owned(),
        payload: serde_json::to_value(mail).unwrap_or_default(),
        message_id: format!("<{id}@{}>", app.config.host()),
        state: Delivery::Queued,
        attempts: 0,
        due_at: now,
        locked_until: None,
        expires_at: Some(expires_at),
        last_error: None,
        created_at: now,
        sent_at: None,
    };
    Write::Insert(outbox::Entity::insert(row.into_active_model()).into_query())
}

/// Everything that was queued about a booking, oldest first.
pub async fn of_booking<C: ConnectionTrait>(
    conn: &C,
    id: BookingId,
) -> Result<Vec<outbox::Model>, DbErr> {
    outbox::Entity::find()
        .filter(outbox::COLUMN.booking_id.eq(id))
        .order_by_asc(outbox::Column::Id)
        .all(conn)
        .await
}

/// When the n-th newest sign-in code was queued for a mailbox; none if there were not so many.
pub async fn nth_newest_code(tx: &Tx, recipient: &str, n: u64) -> Result<Option<Instant>, DbErr> {
    let found = outbox::Entity::find()
        .filter(Expr::cust(format!("kind = '{SIGN_IN_CODE}'")))
        .filter(outbox::COLUMN.recipient.eq(recipient))
        .order_by_desc(outbox::Column::CreatedAt)
        .offset(n - 1)
        .limit(1)
        .one(tx.conn())
        .await?;
    Ok(found.map(|mail| mail.created_at))
}

/// Forgets sign-in codes that were queued before then, whatever became of them.
pub async fn forget_codes_in(tx: &Tx, before: Instant) -> Result<(), DbErr> {
    outbox::Entity::delete_many()
        .filter(Expr::cust(format!("kind = '{SIGN_IN_CODE}'")))
        .filter(outbox::Column::CreatedAt.lte(before))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Takes what is due, for five minutes. A mail waits while an older one about the same booking to the same mailbox does;
/// it does not wait behind one that has failed.
pub async fn take_in(tx: &Tx, now: Instant) -> Result<Vec<outbox::Model>, DbErr> {
    let text = format!(
        "SELECT o.* FROM outbox o WHERE o.state = 'queued' AND (o.due_at <= $1 OR o.expires_at <= $1) AND (o.locked_until IS NULL OR o.locked_until <= $1) \
         AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.booking_id = o.booking_id AND e.recipient = o.recipient \
             AND e.state = 'queued' AND (e.created_at < o.created_at OR (e.created_at = o.created_at AND e.id < o.id))) \
         ORDER BY o.due_at, o.id LIMIT {BATCH} {}",
        tx.locking("FOR UPDATE OF o SKIP LOCKED")
    );
    let taken = outbox::Entity::find()
        .from_raw_sql(sql(tx.conn(), &text, [now.into()]))
        .all(tx.conn())
        .await?;
    let lease = outbox::ActiveModel {
        locked_until: Set(Some(now.plus_minutes(LEASE_MINUTES))),
        ..Default::default()
    };
    outbox::Entity::update_many()
        .set(lease)
        .filter(outbox::COLUMN.id.is_in(taken.iter().map(|mail| mail.id)))
        .exec(tx.conn())
        .await?;
    Ok(taken)
}

/// Lets others take what was taken and not tried.
pub async fn give_back_in(tx: &Tx, mails: &[outbox::Model]) -> Result<(), DbErr> {
    let free = outbox::ActiveModel {
        locked_until: Set(None),
        ..Default::default()
    };
    outbox::Entity::update_many()
        .set(free)
        .filter(outbox::COLUMN.id.is_in(mails.iter().map(|mail| mail.id)))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// What became of one try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tried {
    Sent,
    /// To be tried again then.
    Later {
        at: Instant,
        why: String,
    },
    Failed {
        why: String,
    },
}

/// Notes what became of a try. Codes are erased as soon as they are of no more use here.
pub async fn note_in(
    tx: &Tx,
    mail: &outbox::Model,
    tried: Tried,
    now: Instant,
) -> Result<(), DbErr> {
    let mut change = outbox::ActiveModel {
        attempts: Set(mail.attempts + 1),
        locked_until: Set(None),
        ..Default::default()
    };
    let over = match tried {
        Tried::Sent => {
            change.state = Set(Delivery::Sent);
            change.sent_at = Set(Some(now));
            change.last_error = Set(None);
            true
        }
        Tried::Later { at, why } => {
            change.due_at = Set(at);
            change.last_error = Set(Some(why));
            false
        }
        Tried::Failed { why } => {
            change.state = Set(Delivery::Failed);
            change.last_error = Set(Some(why));
            true
        }
    };
    if over && mail.kind == SIGN_IN_CODE {
        change.payload = Set(serde_json::Value::Null);
    }
    outbox::Entity::update_many()
        .set(change)
        .filter(outbox::COLUMN.id.eq(mail.id))
        .filter(outbox::Column::State.eq(Delivery::Queued))
        .exec(tx.conn())
        .await?;
    Ok(())
}
