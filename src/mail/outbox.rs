//! The outbox, in SQL: messages written in the transaction of what they tell about, and taken out by the workers.
//!
//! What is told stands in the order of `seq`, which the database gives under the locks of the booking that it is about.

pub mod forget;

use std::collections::HashMap;

use entity::{
    BookingId, Instant, Language, OutboxId, booking, outbox,
    outbox::{Delivery, Lane},
    person,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, FromQueryResult,
    QueryFilter, QueryOrder, QuerySelect, Value, sea_query::Expr,
};
use uuid::Uuid;

use super::mails::Mail;
use crate::{
    app::App,
    db::{Rows, Tx, Write, sql},
};

/// Who gets a mail, in which language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// May be empty.
    pub name: String,
    pub address: String,
    pub language: Language,
}

/// Mails about bookings are tried for this long.
const TRY_HOURS: i64 = 48;
/// Between two tries.
pub const LONGEST_WAIT_MINUTES: i64 = 60;
/// As much as a manager reads in one mail.
const TOLD_TOGETHER: u64 = 30;

const MAIL: &str = "mail";
/// Told by somebody of the venue, by telephone.
pub const CALL: &str = "call";
/// As the index says it, by which they are counted.
const SIGN_IN_CODE: &str = "sign_in_code";

/// The write that puts a piece of news on the list of what somebody of the venue is to tell by telephone: `to` has a number
/// for its address.
#[must_use]
pub fn to_tell(app: &App, about: &booking::Model, to: Recipient, mail: &Mail) -> Write {
    written(outbox::Model {
        channel: CALL.to_owned(),
        due_at: app.clock.now(),
        expires_at: None,
        ..row(app, Some(about), to, mail)
    })
}

/// The write that queues a mail. What a venue is told about a booking waits for some minutes, for what may follow.
#[must_use]
pub fn enqueue(app: &App, about: Option<&booking::Model>, to: Recipient, mail: &Mail) -> Write {
    written(row(app, about, to, mail))
}

fn written(row: outbox::Model) -> Write {
    Write::Insert(Rows::of([row]))
}

fn row(app: &App, about: Option<&booking::Model>, to: Recipient, mail: &Mail) -> outbox::Model {
    let now = app.clock.now();
    let id = OutboxId(app.ids.uuid(now));
    let expires_at = match mail {
        Mail::SignInCode { minutes, .. } => now.plus_minutes(*minutes),
        _ => now.plus_hours(TRY_HOURS),
    };
    let lane = lane_of(mail);
    let gathers = about.is_some() && lane == Lane::House;
    let due_at = if gathers {
        now.plus_minutes(app.config.mail.gather_minutes)
    } else {
        now
    };
    outbox::Model {
        id,
        booking_id: about.map(|booking| booking.id),
        channel: MAIL.to_owned(),
        lane,
        thread: about.map(thread_of),
        recipient_name: to.name,
        recipient: to.address,
        language: to.language,
        kind: mail.kind().to_owned(),
        payload: serde_json::to_value(mail).unwrap_or_default(),
        message_id: format!("<{id}@{}>", app.config.host()),
        state: Delivery::Queued,
        attempts: 0,
        due_at,
        lease: None,
        told_in: None,
        told_by: None,
        expires_at: Some(expires_at),
        last_error: None,
        created_at: now,
        sent_at: None,
    }
}

fn lane_of(mail: &Mail) -> Lane {
    match mail {
        Mail::SignInCode { .. } => Lane::Code,
        mail if mail.is_to_venue() => Lane::House,
        _ => Lane::Group,
    }
}

/// The dates of a series are told of in one order, and what is held for a group in that of the booking that it had.
fn thread_of(booking: &booking::Model) -> Uuid {
    let series = booking.series_id.map(|series| series.0);
    series.unwrap_or(booking.offer_of.unwrap_or(booking.id).0)
}

/// Everything that was queued about a booking, oldest first.
pub async fn of_booking<C: ConnectionTrait>(
    conn: &C,
    id: BookingId,
) -> Result<Vec<outbox::Model>, DbErr> {
    outbox::Entity::find()
        .filter(outbox::COLUMN.booking_id.eq(id))
        .order_by_asc(Expr::cust("seq"))
        .order_by_asc(outbox::Column::Id)
        .all(conn)
        .await
}

/// When the n-th newest sign-in code was queued for a mailbox until now; none if there were not so many.
pub async fn nth_newest_code(
    tx: &Tx,
    recipient: &str,
    n: u64,
    now: Instant,
) -> Result<Option<Instant>, DbErr> {
    let found = outbox::Entity::find()
        .filter(Expr::cust(format!("kind = '{SIGN_IN_CODE}'")))
        .filter(outbox::COLUMN.recipient.eq(recipient))
        .filter(outbox::Column::CreatedAt.lte(now))
        .order_by_desc(outbox::Column::CreatedAt)
        .offset(n - 1)
        .limit(1)
        .one(tx.conn())
        .await?;
    Ok(found.map(|mail| mail.created_at))
}

/// Forgets sign-in codes that were queued before then, whatever became of them.
pub async fn forget_codes_tx(tx: &Tx, before: Instant) -> Result<(), DbErr> {
    outbox::Entity::delete_many()
        .filter(Expr::cust(format!("kind = '{SIGN_IN_CODE}'")))
        .filter(outbox::Column::CreatedAt.lte(before))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// What a worker takes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Queue {
    /// Sign-in codes alone.
    Codes,
    News,
}

/// A mail that a worker has in hand, with what is told in it besides.
#[derive(Clone, Debug)]
pub struct TakenMail {
    /// As it was found: its lease is that of the worker who left it, if one did.
    pub mail: outbox::Model,
    /// Later news of the same, oldest first.
    pub later: Vec<outbox::Model>,
}

/// Takes at most `many` that are due, until they are noted or abandoned. A mail waits while an older one of the same thread
/// to the same mailbox does; it does not wait behind one that has failed. What would be due later than anything is ever put
/// off was put off by a clock that ran ahead, and is due.
pub async fn take_tx(
    tx: &Tx,
    app: &App,
    queue: Queue,
    many: usize,
) -> Result<Vec<TakenMail>, DbErr> {
    let now = app.clock.now();
    let abandoned = app.leases.abandoned(&leases_tx(tx).await?, &app.clock);
    let never = now.plus_minutes(app.config.mail.gather_minutes + LONGEST_WAIT_MINUTES);
    let mut values: Vec<Value> = vec![now.into(), (many as u64).into(), never.into()];
    let free = match bound(&mut values, abandoned) {
        Some(abandoned) => format!("(o.lease IS NULL OR o.lease IN ({abandoned}))"),
        None => "o.lease IS NULL".to_owned(),
    };
    let lanes = match queue {
        Queue::Codes => "o.lane = 'code'",
        Queue::News => "o.lane IN ('group', 'house')",
    };
    let text = format!(
        "SELECT o.* FROM outbox o WHERE o.state = 'queued' AND o.channel = '{MAIL}' AND {lanes} AND o.told_in IS NULL \
         AND (o.due_at <= $1 OR o.due_at > $3 OR o.expires_at <= $1) AND {free} \
         AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.thread = o.thread AND e.recipient = o.recipient AND e.channel = '{MAIL}' \
             AND e.state = 'queued' AND (e.seq < o.seq OR (e.seq = o.seq AND e.id < o.id))) \
         ORDER BY o.due_at, o.seq, o.id LIMIT $2 {}",
        tx.locking("FOR UPDATE OF o SKIP LOCKED")
    );
    let taken = outbox::Entity::find()
        .from_raw_sql(sql(tx.conn(), &text, values))
        .all(tx.conn())
        .await?;
    if taken.is_empty() {
        return Ok(Vec::new());
    }
    let lease = outbox::ActiveModel {
        lease: Set(Some(app.ids.uuid(now))),
        ..Default::default()
    };
    outbox::Entity::update_many()
        .set(lease)
        .filter(outbox::COLUMN.id.is_in(taken.iter().map(|mail| mail.id)))
        .exec(tx.conn())
        .await?;
    let spoken = spoken_tx(tx, &taken).await?;
    let mut with_later = Vec::new();
    for mut mail in taken {
        let later = later_tx(tx, app, &mail).await?;
        if let Some(language) = spoken.get(&mail.recipient)
            && mail.lane == Lane::Group
        {
            mail.language = *language;
        }
        with_later.push(TakenMail { mail, later });
    }
    Ok(with_later)
}

/// The languages that recipients with an account have chosen, perhaps since the mail was written.
async fn spoken_tx(tx: &Tx, mails: &[outbox::Model]) -> Result<HashMap<String, Language>, DbErr> {
    let addresses = mails.iter().map(|mail| mail.recipient.as_str());
    let people = person::Entity::find()
        .filter(person::COLUMN.email.is_in(addresses))
        .all(tx.conn())
        .await?;
    let chosen = people.into_iter();
    Ok(chosen
        .filter_map(|person| Some((person.email, person.language?)))
        .collect())
}

async fn leases_tx(tx: &Tx) -> Result<Vec<Uuid>, DbErr> {
    let text = "SELECT DISTINCT lease FROM outbox WHERE state = 'queued' AND lease IS NOT NULL";
    let rows = tx.conn().query_all_raw(sql(tx.conn(), text, [])).await?;
    rows.iter().map(|row| row.try_get("", "lease")).collect()
}

/// `$4, $5, …` for more values; None when there are none.
fn bound(values: &mut Vec<Value>, more: Vec<Uuid>) -> Option<String> {
    let mut names = Vec::new();
    for value in more {
        values.push(value.into());
        names.push(format!("${}", values.len()));
    }
    (!names.is_empty()).then(|| names.join(", "))
}

/// What the venue is told together with a mail: all that has been queued since about the same, the first time that somebody
/// takes it; and from then on the same, under the same Message-ID. Whoever took it and noted nothing may have sent it.
async fn later_tx(tx: &Tx, app: &App, mail: &outbox::Model) -> Result<Vec<outbox::Model>, DbErr> {
    if mail.lane != Lane::House || mail.thread.is_none() {
        return Ok(Vec::new());
    }
    let is_first = mail.attempts == 0 && mail.lease.is_none();
    if is_first && app.config.mail.gather_minutes > 0 {
        let text = format!(
            "UPDATE outbox SET told_in = $1 WHERE id IN (SELECT l.id FROM outbox l WHERE l.thread = $2 AND l.recipient = $3 \
             AND l.channel = '{MAIL}' AND l.lane = 'house' AND l.state = 'queued' AND l.told_in IS NULL AND l.id <> $1 \
             ORDER BY l.seq, l.id LIMIT {TOLD_TOGETHER})"
        );
        let values = [
            mail.id.into(),
            mail.thread.into(),
            mail.recipient.as_str().into(),
        ];
        tx.conn().execute_raw(sql(tx.conn(), &text, values)).await?;
    }
    let text = "SELECT * FROM outbox WHERE told_in = $1 ORDER BY seq, id";
    let rows = tx
        .conn()
        .query_all_raw(sql(tx.conn(), text, [mail.id.into()]))
        .await?;
    rows.iter()
        .map(|row| outbox::Model::from_query_result(row, ""))
        .collect()
}

/// What became of one try to send a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SendOutcome {
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

/// Notes what became of a try, also of what is told in it. Codes are erased as soon as they are of no more use here.
pub async fn note_tx(
    tx: &Tx,
    mail: &outbox::Model,
    tried: SendOutcome,
    now: Instant,
) -> Result<(), DbErr> {
    let mut change = outbox::ActiveModel {
        attempts: Set(mail.attempts + 1),
        lease: Set(None),
        ..Default::default()
    };
    let over = match tried {
        SendOutcome::Sent => {
            change.state = Set(Delivery::Sent);
            change.sent_at = Set(Some(now));
            change.last_error = Set(None);
            true
        }
        SendOutcome::Later { at, why } => {
            change.due_at = Set(at);
            change.last_error = Set(Some(why));
            false
        }
        SendOutcome::Failed { why } => {
            change.state = Set(Delivery::Failed);
            change.last_error = Set(Some(why));
            true
        }
    };
    if over && mail.lane == Lane::Code {
        change.payload = Set(serde_json::Value::Null);
    }
    let of_this = outbox::COLUMN
        .id
        .eq(mail.id)
        .or(outbox::COLUMN.told_in.eq(mail.id));
    outbox::Entity::update_many()
        .set(change)
        .filter(of_this)
        .filter(outbox::Column::State.eq(Delivery::Queued))
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
