//! Sends what the outbox holds. No transaction is open while it talks to a server.

use std::time::Duration;

use entity::{Instant, outbox};
use tokio_util::sync::CancellationToken;

use super::{
    Envelope, Mail, SendError, Transport, compose,
    outbox::{Tried, give_back_in, note_in, take_in},
};
use crate::{app::App, error::Error};

/// Between looks when nobody wakes it: another process may have queued something.
const IDLE: Duration = Duration::from_secs(2);
/// First wait after a failed try, in seconds; it doubles every time.
const FIRST_WAIT: i64 = 10;
const LONGEST_WAIT: i64 = 3600;

/// Works until it is told to stop; a mail under way is finished first.
pub async fn run(app: App, transport: Transport, stop: CancellationToken) {
    while !stop.is_cancelled() {
        let busy = match pump_until(&app, &transport, &stop).await {
            Ok(tried) => tried > 0,
            // What was taken is taken again when its lease ends.
            Err(error) => {
                tracing::error!(%error, "the outbox waits");
                false
            }
        };
        if !busy {
            tokio::select! {
                () = stop.cancelled() => {}
                () = app.mail_wake.notified() => {}
                () = tokio::time::sleep(IDLE) => {}
            }
        }
    }
}

/// Tries everything that is due once and says how much it was. Tests call it instead of waiting.
pub async fn pump(app: &App, transport: &Transport) -> Result<usize, Error> {
    pump_until(app, transport, &CancellationToken::new()).await
}

/// Gives back what it has not begun when it is told to stop.
pub async fn pump_until(
    app: &App,
    transport: &Transport,
    stop: &CancellationToken,
) -> Result<usize, Error> {
    let now = app.clock.now();
    let taken = app
        .db
        .write(|tx| async move { Ok(take_in(&tx, now).await?) })
        .await?;
    for (at, mail) in taken.iter().enumerate() {
        if stop.is_cancelled() {
            let rest = &taken[at..];
            app.db
                .write(|tx| async move { Ok(give_back_in(&tx, rest).await?) })
                .await?;
            return Ok(at);
        }
        let tried = attempt(app, transport, mail).await;
        if let Tried::Later { why, .. } | Tried::Failed { why } = &tried {
            tracing::warn!(
                message_id = mail.message_id,
                kind = mail.kind,
                why,
                "a mail was not taken"
            );
        }
        let (now, tried) = (app.clock.now(), &tried);
        app.db
            .write(|tx| async move { Ok(note_in(&tx, mail, tried.clone(), now).await?) })
            .await?;
    }
    Ok(taken.len())
}

async fn attempt(app: &App, transport: &Transport, row: &outbox::Model) -> Tried {
    let now = app.clock.now();
    if row.expires_at.is_some_and(|at| at <= now) {
        return Tried::Failed {
            why: row
                .last_error
                .clone()
                .unwrap_or_else(|| "too old".to_owned()),
        };
    }
    let message = match written(app, row) {
        Ok(message) => message,
        Err(why) => return Tried::Failed { why },
    };
    match transport.send(&message).await {
        Ok(()) => Tried::Sent,
        Err(SendError::Permanent(why)) => Tried::Failed { why },
        Err(SendError::Temporary(why)) => Tried::Later {
            at: next_try(row, now),
            why,
        },
    }
}

fn written(app: &App, row: &outbox::Model) -> Result<lettre::Message, String> {
    let mail: Mail =
        serde_json::from_value(row.payload.clone()).map_err(|error| error.to_string())?;
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
    compose(&mail, &envelope).map_err(|error| error.to_string())
}

fn next_try(row: &outbox::Model, now: Instant) -> Instant {
    let wait = FIRST_WAIT
        .checked_shl(u32::try_from(row.attempts).unwrap_or(0))
        .unwrap_or(LONGEST_WAIT);
    Instant(now.0 + wait.clamp(FIRST_WAIT, LONGEST_WAIT))
}
