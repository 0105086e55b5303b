//! Tokens by which programs act for a person, from the command line only.

use std::fmt::Write;

use entity::{Instant, api_token};

use super::{
    actor::{Actor, Credential},
    mailbox,
    noting::note,
    origin::Origin,
    security,
    store::{self, tokens},
    token,
};
use crate::{app::App, error::Error, memory::security::SecurityEvent};

/// That a token was used is noted no more often than this.
const USED_MINUTES: i64 = 60;

/// Who carries this API token: [`Error::Unauthenticated`] when nobody does, when its time is over, and when they may no
/// longer sign in.
pub async fn by_api_token(app: &App, token: &str) -> Result<Actor, Error> {
    let (hash, now) = (token::hash(token), app.clock.now());
    let found = tokens::by_api_token(app.db.read(), hash.clone(), now).await?;
    let (person, used) = found.ok_or(Error::Unauthenticated)?;
    let not_since = now.plus_minutes(-USED_MINUTES);
    if used.is_none_or(|used| used <= not_since) {
        note(app, hash, |app, hash| used_now(app, hash, now, not_since));
    }
    Ok(Actor::person(person, Credential::Token))
}

async fn used_now(app: App, hash: Vec<u8>, now: Instant, not_since: Instant) -> Result<(), Error> {
    let hash = &hash;
    app.db
        .write(|tx| async move {
            Ok(tokens::use_api_token_tx(&tx, hash.clone(), now, not_since).await?)
        })
        .await
}

/// What may be known of a token that somebody carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenInfo {
    /// The first twelve hexadecimal digits of its hash, by which it is ended.
    pub id: String,
    pub created_at: Instant,
    pub expires_at: Instant,
    /// To the hour; none before the first call.
    pub last_used_at: Option<Instant>,
}

/// A token for somebody who is there, good for so many days: [`Error::NotFound`] for nobody, [`Error::Forbidden`] for
/// somebody who may not sign in.
pub async fn create_token(app: &App, email: &str, days: u32) -> Result<String, Error> {
    let email = &mailbox(email)?;
    let (token, now) = (app.ids.token(), app.clock.now());
    let hash = &token::hash(&token);
    let person = app
        .db
        .write(|tx| async move {
            let person = store::locked(&tx, email).await?.ok_or(Error::NotFound)?;
            if person.disabled_at.is_some() {
                return Err(Error::Forbidden);
            }
            let row = api_token::Model {
                token_hash: hash.clone(),
                person_id: person.id,
                created_at: now,
                expires_at: now.plus_days(days.into()),
                last_used_at: None,
            };
            tokens::add_api_token_tx(&tx, row).await?;
            Ok(person.id)
        })
        .await?;
    security::tell(
        app,
        SecurityEvent::TokenMade,
        &Origin::default(),
        person.into(),
    );
    Ok(token)
}

/// The tokens of somebody, the oldest first: [`Error::NotFound`] for nobody. Those that have ended stay for three months.
pub async fn tokens_of(app: &App, email: &str) -> Result<Vec<TokenInfo>, Error> {
    let person = store::by_email(app.db.read(), &mailbox(email)?).await?;
    let person = person.ok_or(Error::NotFound)?;
    let rows = tokens::tokens_of(app.db.read(), person.id).await?;
    Ok(rows.iter().map(TokenInfo::from).collect())
}

/// Ends one token of somebody, or all; says how many. [`Error::NotFound`] for nobody.
pub async fn revoke_tokens(app: &App, email: &str, id: Option<&str>) -> Result<u64, Error> {
    let email = &mailbox(email)?;
    let (person, ended) = app
        .db
        .write(|tx| async move {
            let person = store::locked(&tx, email).await?.ok_or(Error::NotFound)?;
            let rows = tokens::tokens_of(tx.conn(), person.id).await?;
            let chosen = rows
                .iter()
                .filter(|row| id.is_none_or(|id| id == TokenInfo::from(*row).id));
            let hashes = chosen.map(|row| row.token_hash.clone()).collect();
            Ok((person.id, tokens::drop_tokens_tx(&tx, hashes).await?))
        })
        .await?;
    for _ in 0..ended {
        security::tell(
            app,
            SecurityEvent::TokenEnded,
            &Origin::default(),
            person.into(),
        );
    }
    Ok(ended)
}

impl From<&api_token::Model> for TokenInfo {
    fn from(row: &api_token::Model) -> Self {
        let id = row.token_hash.iter().take(6);
        Self {
            id: id.fold(String::new(), |mut id, byte| {
                let _ = write!(id, "{byte:02x}");
                id
            }),
            created_at: row.created_at,
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
        }
    }
}
