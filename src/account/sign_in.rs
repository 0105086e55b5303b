//! Signing in with a code.

use entity::{Language, PersonId, session, sign_in};

use super::{store, token};
use crate::{
    app::App,
    error::Error,
    mail::{self, Mail},
};

pub const CODE_MINUTES: i64 = 10;
const CODE_TRIES: i32 = 5;
/// A browser may ask for a new code after this long.
const AGAIN_SECONDS: i64 = 60;
/// Codes to one mailbox in an hour, whoever asks: strangers must not flood it. More than one address on the network may
/// ask for (`http::rate`), so that a single stranger cannot use them up and keep its owner out.
const CODES_AN_HOUR: u64 = 30;

/// What became of an entered code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// The token of the new session.
    Welcome {
        session: String,
        email: String,
    },
    Wrong {
        tries_left: i32,
    },
    /// Too old, tried too often, or never asked for in this browser.
    Over,
}

/// Sends a code to a mailbox. Whether anybody is known by it cannot be told from the answer.
///
/// [`Error::Rules`] for what cannot be a mailbox, [`Error::TooMany`] within a minute of the last one.
pub async fn ask_for_code(
    app: &App,
    browser: &str,
    email: &str,
    language: Language,
) -> Result<(), Error> {
    let email = &super::mailbox(email)?;
    let now = app.clock.now();
    let code = &app.ids.sign_in_code();
    let row = &sign_in::Model {
        browser_hash: token::hash(browser),
        email: email.clone(),
        code_hash: token::code_hash(browser, code),
        created_at: now,
        expires_at: now.plus_minutes(CODE_MINUTES),
        tries: 0,
    };
    app.db
        .write(|tx| async move {
            if let Some(last) = store::sign_in_of(&tx, row.browser_hash.clone()).await? {
                let wait = AGAIN_SECONDS - (now.0 - last.created_at.0);
                if wait > 0 {
                    return Err(Error::TooMany {
                        retry_after_seconds: wait,
                    });
                }
            }
            if mail::outbox::codes_since(&tx, email, now.plus_hours(-1)).await? >= CODES_AN_HOUR {
                return Err(Error::TooMany {
                    retry_after_seconds: 3600,
                });
            }
            store::put_sign_in_in(&tx, row.clone()).await?;
            let known = store::by_email(tx.conn(), email).await?;
            let language = known
                .as_ref()
                .and_then(|person| person.language)
                .unwrap_or(language);
            let to = mail::Recipient {
                name: known.map(|person| person.name).unwrap_or_default(),
                address: email.clone(),
                language,
            };
            let mail = Mail::SignInCode {
                code: code.clone(),
                minutes: CODE_MINUTES,
            };
            tx.run_all(vec![mail::outbox::enqueue(app, None, to, &mail)])
                .await?;
            Ok(())
        })
        .await?;
    app.code_wake.notify_one();
    Ok(())
}

/// Enters a code; the right one begins a session for the mailbox that it went to.
pub async fn enter_code(
    app: &App,
    browser: &str,
    code: &str,
    language: Language,
) -> Result<Entry, Error> {
    let now = app.clock.now();
    let given = &token::code_hash(browser, code.trim());
    let browser_hash = &token::hash(browser);
    let (id, session) = (PersonId(app.ids.uuid(now)), &app.ids.token());
    app.db
        .write(|tx| async move {
            let Some(sign_in) = store::sign_in_of(&tx, browser_hash.clone()).await? else {
                return Ok(Entry::Over);
            };
            if sign_in.expires_at <= now || sign_in.tries >= CODE_TRIES {
                return Ok(Entry::Over);
            }
            if !token::matches(&sign_in.code_hash, given) {
                let tries_left = CODE_TRIES - sign_in.tries - 1;
                store::count_wrong_code_in(&tx, sign_in).await?;
                return Ok(if tries_left > 0 {
                    Entry::Wrong { tries_left }
                } else {
                    Entry::Over
                });
            }
            store::drop_sign_in_in(&tx, browser_hash.clone()).await?;
            let person_id = store::person_in(&tx, id, &sign_in.email, Some(language), now).await?;
            let row = session::Model {
                token_hash: token::hash(session),
                person_id,
                created_at: now,
                seen_at: now,
            };
            store::add_session_in(&tx, row).await?;
            Ok(Entry::Welcome {
                session: session.clone(),
                email: sign_in.email,
            })
        })
        .await
}
