//! Sends what the outbox holds, several mails at a time. No transaction is open while it talks to a server.

use std::time::Duration;

use entity::{Instant, outbox};
use tokio::{sync::Notify, task::JoinSet};
use tokio_util::sync::CancellationToken;

use super::{
    compose::{self, Envelope},
    mails::Mail,
    outbox::{LONGEST_WAIT_MINUTES, Queue, SendOutcome, TakenMail, note_tx, take_tx},
    transport::{SendError, Transport},
};
use crate::{app::App, error::Error};

/// Between looks when nobody wakes it: another process may have queued something.
const IDLE: Duration = Duration::from_secs(2);
/// First wait after a failed try, in seconds; it doubles every time.
const FIRST_WAIT: i64 = 10;
const LONGEST_WAIT: i64 = LONGEST_WAIT_MINUTES * 60;
/// At one look of [`pump`].
const BATCH: usize = 8;

/// Works until it is told to stop; mails under way are finished first. Each queue has a worker of its own, and as many
/// mails under way as the settings say: codes never wait for news.
pub async fn run(app: App, transport: Transport, queue: Queue, stop: CancellationToken) {
    let mut under_way = JoinSet::new();
    while !stop.is_cancelled() {
        let free = app.config.mail.at_once.saturating_sub(under_way.len());
        match take(&app, queue, free).await {
            Ok(taken) => {
                for mail in taken {
                    under_way.spawn(sent(app.clone(), transport.clone(), mail));
                }
            }
            Err(error) => tracing::error!(%error, "the outbox waits"),
        }
        tokio::select! {
            () = stop.cancelled() => {}
            Some(done) = under_way.join_next() => or_panic(done),
            () = bell(&app, queue).notified(), if free > 0 => {}
            () = tokio::time::sleep(IDLE) => {}
        }
        while let Some(done) = under_way.try_join_next() {
            or_panic(done);
        }
    }
    while let Some(done) = under_way.join_next().await {
        or_panic(done);
    }
}

fn bell(app: &App, queue: Queue) -> &Notify {
    match queue {
        Queue::Codes => &app.code_wake,
        Queue::News => &app.mail_wake,
    }
}

/// A worker that panics ends, and the service with it: its supervisor starts all anew.
fn or_panic(done: Result<(), tokio::task::JoinError>) {
    if let Err(error) = done
        && let Ok(panic) = error.try_into_panic()
    {
        std::panic::resume_unwind(panic);
    }
}

/// What was tried and not noted is tried again when its lease has stood still.
async fn sent(app: App, transport: Transport, taken: TakenMail) {
    if let Err(error) = try_once(&app, &transport, &taken).await {
        tracing::error!(%error, "what became of a mail was not noted");
    }
}

/// Tries what is due once, one mail after another, and says how much it was: at most eight of either queue. Tests call it
/// instead of waiting.
pub async fn pump(app: &App, transport: &Transport) -> Result<usize, Error> {
    let mut tried = 0;
    for queue in [Queue::Codes, Queue::News] {
        for mail in take(app, queue, BATCH).await? {
            try_once(app, transport, &mail).await?;
            tried += 1;
        }
    }
    Ok(tried)
}

/// Nothing of the news by a clock that is not believed: it would all be too old, or put off for longer than anybody waits.
/// A code lives for minutes, and whoever asked for one waits for it now.
async fn take(app: &App, queue: Queue, many: usize) -> Result<Vec<TakenMail>, Error> {
    let waits = queue == Queue::News && !app.believed.allows(app.clock.now());
    if many == 0 || waits {
        return Ok(Vec::new());
    }
    app.db
        .write(|tx| async move { Ok(take_tx(&tx, app, queue, many).await?) })
        .await
}

async fn try_once(app: &App, transport: &Transport, taken: &TakenMail) -> Result<(), Error> {
    let mail = &taken.mail;
    let tried = attempt(app, transport, taken).await;
    if let SendOutcome::Later { why, .. } | SendOutcome::Failed { why } = &tried {
        tracing::warn!(
            message_id = mail.message_id,
            kind = mail.kind,
            why,
            "a mail was not taken"
        );
    }
    let (now, tried) = (app.clock.now(), &tried);
    app.db
        .write(|tx| async move { Ok(note_tx(&tx, mail, tried.clone(), now).await?) })
        .await
}

async fn attempt(app: &App, transport: &Transport, taken: &TakenMail) -> SendOutcome {
    let (now, row) = (app.clock.now(), &taken.mail);
    if row.expires_at.is_some_and(|at| at <= now) {
        return SendOutcome::Failed {
            why: row
                .last_error
                .clone()
                .unwrap_or_else(|| "too old".to_owned()),
        };
    }
    let message = match written(app, taken) {
        Ok(message) => message,
        Err(why) => return SendOutcome::Failed { why },
    };
    match transport.send(&message).await {
        Ok(()) => SendOutcome::Sent,
        Err(SendError::Permanent(why)) => SendOutcome::Failed { why },
        Err(SendError::Temporary(why)) => SendOutcome::Later {
            at: next_try(row, now),
            why,
        },
    }
}

fn written(app: &App, taken: &TakenMail) -> Result<lettre::Message, String> {
    let row = &taken.mail;
    let read = |row: &outbox::Model| {
        serde_json::from_value::<Mail>(row.payload.clone()).map_err(|error| error.to_string())
    };
    let mut mails = vec![read(row)?];
    for later in &taken.later {
        mails.push(read(later)?);
    }
    let (newest, earlier) = mails.split_last().ok_or("there is no mail")?;
    let envelope = Envelope {
        from: app
            .config
            .mail
            .from
            .parse()
            .map_err(|_| "mail.from is no mailbox".to_owned())?,
        recipient_name: row.recipient_name.clone(),
        recipient: row.recipient.clone(),
        language: row.language,
        message_id: row.message_id.clone(),
        date: row.created_at,
    };
    compose::compose(newest, earlier, &envelope).map_err(|error| error.to_string())
}

fn next_try(row: &outbox::Model, now: Instant) -> Instant {
    let wait = FIRST_WAIT
        .checked_shl(u32::try_from(row.attempts).unwrap_or(0))
        .unwrap_or(LONGEST_WAIT);
    Instant(now.0 + wait.clamp(FIRST_WAIT, LONGEST_WAIT))
}
