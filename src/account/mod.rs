//! People: signing in with a code sent by mail, sessions, tokens, and what a browser leaves with us before it signs in.
//!
//! There are no passwords. A code has six digits, is good for ten minutes and five tries, and only in the browser that
//! asked for it.

pub mod actor;
mod sign_in;
pub mod store;
pub mod token;

pub use actor::{Actor, Person, Way};
pub use sign_in::{CODE_MINUTES, Entry, ask_for_code, enter_code};

use std::collections::HashMap;

use entity::{Instant, Language, PersonId, api_token, draft};

use crate::{app::App, booking::text::Email, error::Error, venue::Catalogue};

/// People stay signed in for a month of absence and never longer than three; who manages a venue for half a day and a
/// fortnight, since they see other people's telephone numbers.
const IDLE_HOURS: (i64, i64) = (30 * 24, 12);
const WHOLE_HOURS: (i64, i64) = (90 * 24, 14 * 24);
/// A visit is noted no more often than this.
const SEEN_MINUTES: i64 = 10;
const DRAFT_HOURS: i64 = 24;

/// Who carries this session token. Anonymous when it is unknown or its time is over.
pub async fn by_session(app: &App, token: &str) -> Result<Actor, Error> {
    let now = app.clock.now();
    let hash = token::hash(token);
    let Some((person, created_at, seen_at)) =
        store::by_session(app.db.read(), hash.clone()).await?
    else {
        return Ok(Actor::anonymous());
    };
    let manages = person.administrator || !person.venues.is_empty();
    let (idle, whole) = if manages {
        (IDLE_HOURS.1, WHOLE_HOURS.1)
    } else {
        (IDLE_HOURS.0, WHOLE_HOURS.0)
    };
    if seen_at.plus_hours(idle) <= now || created_at.plus_hours(whole) <= now {
        return Ok(Actor::anonymous());
    }
    if seen_at.plus_minutes(SEEN_MINUTES) <= now {
        let hash = &hash;
        let seen = app
            .db
            .write(|tx| async move { Ok(store::see_session_in(&tx, hash.clone(), now).await?) })
            .await;
        if let Err(error) = seen {
            // Nobody is kept from their page by this; the next visit notes it.
            tracing::debug!(%error, "a visit was not noted");
        }
    }
    Ok(Actor::person(person, Way::Session))
}

/// Who carries this API token: [`Error::Unauthenticated`] when nobody does.
pub async fn by_api_token(app: &App, token: &str) -> Result<Actor, Error> {
    let person = store::by_api_token(app.db.read(), token::hash(token)).await?;
    let person = person.ok_or(Error::Unauthenticated)?;
    Ok(Actor::person(person, Way::Token))
}

pub async fn sign_out(app: &App, token: &str) -> Result<(), Error> {
    let hash = &token::hash(token);
    app.db
        .write(|tx| async move { Ok(store::end_session_in(&tx, hash.clone()).await?) })
        .await
}

/// What these are called, for those who may know.
pub async fn names(app: &App, ids: &[PersonId]) -> Result<HashMap<PersonId, String>, Error> {
    Ok(store::names(app.db.read(), ids).await?)
}

/// The language of mails to them from now on.
pub async fn speak(app: &App, actor: &Actor, language: Language) -> Result<(), Error> {
    let id = actor.signed_in()?.id;
    app.db
        .write(
            |tx| async move { Ok(store::update_person_in(&tx, id, None, Some(language)).await?) },
        )
        .await
}

/// Keeps a form for a browser that has to sign in first, for a day.
pub async fn keep_draft(app: &App, browser: &str, path: &str, form: String) -> Result<(), Error> {
    let draft = &draft::Model {
        browser_hash: token::hash(browser),
        form,
        path: path.to_owned(),
        expires_at: app.clock.now().plus_hours(DRAFT_HOURS),
    };
    app.db
        .write(|tx| async move { Ok(store::put_draft_in(&tx, draft.clone()).await?) })
        .await
}

/// The form that this browser left, with its path.
pub async fn draft(app: &App, browser: &str) -> Result<Option<draft::Model>, Error> {
    let draft = store::draft_of(app.db.read(), token::hash(browser)).await?;
    Ok(draft.filter(|draft| draft.expires_at > app.clock.now()))
}

pub async fn forget_draft(app: &App, browser: &str) -> Result<(), Error> {
    let hash = &token::hash(browser);
    app.db
        .write(|tx| async move { Ok(store::drop_draft_in(&tx, hash.clone()).await?) })
        .await
}

/// A mailbox as it is stored, however it was typed. [`Error::Rules`] for what cannot be one.
pub fn mailbox(typed: &str) -> Result<String, Error> {
    Email::parse(typed)
        .map(String::from)
        .map_err(|flaw| Error::invalid("email", flaw))
}

/// Whether no manager and no administrator is there yet.
pub async fn nobody_manages(app: &App) -> Result<bool, Error> {
    Ok(store::count_of_rights(app.db.read()).await? == 0)
}

/// What the command line says of a person.
#[derive(Clone, Debug)]
pub struct NewUser {
    pub email: String,
    pub name: String,
    pub administrator: bool,
    /// Slugs.
    pub manager_of: Vec<String>,
}

/// From the command line only: makes a person, or adds rights to one that is there. [`Error::NotFound`] for an unknown
/// venue.
pub async fn create_user(app: &App, catalogue: &Catalogue, new: NewUser) -> Result<(), Error> {
    let email = &mailbox(&new.email)?;
    let mut venues = Vec::new();
    for slug in &new.manager_of {
        venues.push(catalogue.venue(slug).ok_or(Error::NotFound)?.row.id);
    }
    let (now, new, venues) = (app.clock.now(), &new, &venues);
    let id = PersonId(app.ids.uuid(now));
    app.db
        .write(|tx| async move {
            let id = store::person_in(&tx, id, email, None, now).await?;
            store::update_person_in(&tx, id, Some(new.name.clone()), None).await?;
            if new.administrator {
                store::make_administrator_in(&tx, id).await?;
            }
            for venue in venues {
                store::make_manager_in(&tx, id, *venue).await?;
            }
            Ok(())
        })
        .await
}

/// From the command line only: a token for somebody who is there, [`Error::NotFound`] otherwise.
pub async fn create_token(app: &App, email: &str) -> Result<String, Error> {
    let email = mailbox(email)?;
    let person = store::by_email(app.db.read(), &email)
        .await?
        .ok_or(Error::NotFound)?;
    let token = app.ids.token();
    let row = &api_token::Model {
        token_hash: token::hash(&token),
        person_id: person.id,
        created_at: app.clock.now(),
    };
    app.db
        .write(|tx| async move { Ok(store::add_api_token_in(&tx, row.clone()).await?) })
        .await?;
    Ok(token)
}

/// Forgets what browsers left behind and did not come back for.
pub async fn forget_the_old(app: &App) -> Result<(), Error> {
    let now: Instant = app.clock.now();
    app.db
        .write(|tx| async move { Ok(store::forget_in(&tx, now, now.plus_hours(-IDLE_HOURS.0)).await?) })
        .await
}
