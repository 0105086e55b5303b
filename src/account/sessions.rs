//! Who is signed in in a browser, and until when.

use entity::{Instant, Language, PersonId};

use super::{
    actor::{Actor, Credential, Person},
    noting::note,
    origin::Origin,
    security,
    store::{self, sessions, sign_ins, tokens},
    token,
};
use crate::{app::App, error::Error, mail, memory::security::SecurityEvent};

/// People stay signed in for a month of absence and never longer than three; who manages a venue for half a day and a
/// fortnight, since they see other people's telephone numbers.
const IDLE_HOURS: (i64, i64) = (30 * 24, 12);
const WHOLE_HOURS: (i64, i64) = (90 * 24, 14 * 24);
/// A visit is noted no more often than this.
const SEEN_MINUTES: i64 = 10;
/// Tokens stay on the list for this long after their end.
const ENDED_TOKENS_DAYS: i64 = 90;
/// Codes that were sent are kept for this long; they count against the limit of a mailbox for one hour of it.
const SENT_CODES_HOURS: i64 = 24;

/// Who carries this session token. Anonymous when it is unknown or its time is over, and when they may no longer sign in.
pub async fn by_session(app: &App, token: &str) -> Result<Actor, Error> {
    let now = app.clock.now();
    let hash = token::hash(token);
    let Some((person, created_at, seen_at)) =
        sessions::by_session(app.db.read(), hash.clone()).await?
    else {
        return Ok(Actor::anonymous());
    };
    if is_over(&person, created_at, seen_at, now) {
        return Ok(Actor::anonymous());
    }
    if seen_at.plus_minutes(SEEN_MINUTES) <= now {
        note(app, hash, |app, hash| see(app, hash, now));
    }
    Ok(Actor::person(person, Credential::Session))
}

async fn see(app: App, hash: Vec<u8>, now: Instant) -> Result<(), Error> {
    let (hash, not_since) = (&hash, now.plus_minutes(-SEEN_MINUTES));
    app.db
        .write(|tx| async move {
            Ok(sessions::see_session_tx(&tx, hash.clone(), now, not_since).await?)
        })
        .await
}

fn is_over(person: &Person, created_at: Instant, seen_at: Instant, now: Instant) -> bool {
    let manages = person.administrator || !person.venues.is_empty();
    let (idle, whole) = if manages {
        (IDLE_HOURS.1, WHOLE_HOURS.1)
    } else {
        (IDLE_HOURS.0, WHOLE_HOURS.0)
    };
    seen_at.plus_hours(idle) <= now || created_at.plus_hours(whole) <= now
}

/// How many sessions somebody has that are not over, and when one of them was last seen.
pub async fn sessions_of(app: &App, id: PersonId) -> Result<(usize, Option<Instant>), Error> {
    let (conn, now) = (app.db.read(), app.clock.now());
    let person = store::by_id(conn, id).await?.ok_or(Error::NotFound)?;
    let mut sessions = sessions::sessions_of(conn, id).await?;
    sessions.retain(|session| !is_over(&person, session.created_at, session.seen_at, now));
    let seen = sessions.iter().map(|session| session.seen_at).max();
    Ok((sessions.len(), seen))
}

/// Ends the session of this browser.
pub async fn sign_out(app: &App, actor: &Actor, origin: &Origin, token: &str) -> Result<(), Error> {
    let hash = &token::hash(token);
    // Nobody counts how often strangers make one up: it is not worth a turn to write.
    if !sessions::is_session(app.db.read(), hash.clone()).await? {
        return Ok(());
    }
    app.db
        .write(|tx| async move { Ok(sessions::end_session_tx(&tx, hash.clone()).await?) })
        .await?;
    if let Some(person) = actor.who() {
        security::tell(app, SecurityEvent::SignedOut, origin, person.id.into());
    }
    Ok(())
}

/// Ends every session of theirs, this one too. Other browsers are no longer known as theirs.
pub async fn sign_out_everywhere(app: &App, actor: &Actor, origin: &Origin) -> Result<(), Error> {
    let id = actor.signed_in()?.id;
    let here = &origin.device.as_deref().map(token::hash);
    app.db
        .write(|tx| async move { Ok(sessions::end_sessions_tx(&tx, id, here.clone()).await?) })
        .await?;
    security::tell(app, SecurityEvent::SignedOutEverywhere, origin, id.into());
    Ok(())
}

/// The language of mails to them from now on.
pub async fn speak(app: &App, actor: &Actor, language: Language) -> Result<(), Error> {
    let id = actor.signed_in()?.id;
    app.db
        .write(
            |tx| async move { Ok(store::update_person_tx(&tx, id, None, Some(language)).await?) },
        )
        .await
}

/// Forgets what browsers left behind and did not come back for, and what has been over for long.
pub async fn forget_the_old(app: &App) -> Result<(), Error> {
    let now = app.clock.now();
    app.db
        .write(|tx| async move {
            sign_ins::forget_tx(&tx, now).await?;
            sessions::forget_tx(&tx, now, now.plus_hours(-IDLE_HOURS.0)).await?;
            tokens::forget_tx(&tx, now.plus_days(-ENDED_TOKENS_DAYS)).await?;
            mail::outbox::forget_codes_tx(&tx, now.plus_hours(-SENT_CODES_HOURS)).await?;
            Ok(())
        })
        .await?;
    app.db.overwrite_what_is_deleted().await;
    Ok(())
}
