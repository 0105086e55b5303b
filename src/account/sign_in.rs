//! Signing in with a code.

use entity::{Instant, Language, PersonId, device, session, sign_in};

use super::{
    origin::Origin,
    security::{self, SecuritySubject},
    store::{self, sessions, sign_ins},
    token,
};
use crate::{
    app::App,
    db::Tx,
    error::Error,
    mail::{self, Mail},
    memory::{security::SecurityEvent, strangers::CodeAsked},
};

pub const CODE_MINUTES: i64 = 10;
const CODE_TRIES: i32 = 5;
/// A browser may ask for a new code after this long.
const AGAIN_SECONDS: i64 = 60;
/// Codes to one mailbox in an hour, whoever asks: strangers must not flood it. More than one network may ask for
/// ([`crate::memory::strangers::Strangers`]), and its owner asks on where they have signed in before.
const CODES_AN_HOUR: u64 = 30;
/// Beyond those the first in an hour that a network asks for, up to so many in all: who can use up the others from a few
/// addresses shall not keep the owner out of a new browser.
const WITH_FIRSTS: u64 = 60;
/// A browser is known as somebody's for this long after they signed in.
pub const DEVICE_DAYS: i64 = 90;

/// What became of an entered code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeOutcome {
    Welcome(Tokens),
    Wrong {
        tries_left: i32,
    },
    /// Too many wrong ones came before; this one was not looked at.
    TooSoon {
        retry_after_seconds: i64,
    },
    /// Too old, tried too often, or never asked for in this browser.
    Over,
    /// The right code, of somebody who may no longer sign in.
    Disabled,
}

/// What a browser carries from now on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tokens {
    pub session: String,
    /// By which it is known when it asks for a code again.
    pub device: String,
    /// By which it finds its draft, in place of the one it had.
    pub browser: String,
}

/// Sends a code to a mailbox. Whether anybody is known by it cannot be told from the answer.
///
/// [`Error::Rules`] for what cannot be a mailbox, [`Error::TooMany`] within a minute of the last one and where strangers ask
/// for too many.
pub async fn ask_for_code(
    app: &App,
    origin: &Origin,
    browser: &str,
    email: &str,
    language: Language,
) -> Result<(), Error> {
    let email = &super::mailbox(email)?;
    let now = app.clock.now();
    let device = known_device(app, origin, email).await?;
    let strangers = &app.strangers;
    let asked = match &device {
        Some(device) => strangers.ask_in_a_known_browser(device, now),
        None => strangers.ask(email, origin.address, now),
    };
    let asked = asked.map_err(Error::too_many)?;
    let most = match asked {
        CodeAsked::InAKnownBrowser => None,
        CodeAsked::First => Some(WITH_FIRSTS),
        CodeAsked::Again => Some(CODES_AN_HOUR),
    };
    let sent = send_code(app, browser, email, language, most).await;
    if sent.is_err() {
        match &device {
            Some(device) => strangers.give_back_in_a_known_browser(device),
            None => strangers.give_back(email, origin.address, asked),
        }
    }
    sent?;
    app.code_wake.notify_one();
    security::tell(app, SecurityEvent::SignInAsked, origin, of(email));
    Ok(())
}

/// No more than `most` in an hour, if that is given. What was sent at a time that is still to come, by a clock that has been
/// set back since, does not count.
async fn send_code(
    app: &App,
    browser: &str,
    email: &str,
    language: Language,
    most: Option<u64>,
) -> Result<(), Error> {
    let now = app.clock.now();
    let code = &app.ids.sign_in_code();
    let row = &sign_in::Model {
        browser_hash: token::hash(browser),
        email: email.to_owned(),
        code_hash: token::code_hash(browser, code),
        created_at: now,
        expires_at: now.plus_minutes(CODE_MINUTES),
        tries: 0,
        tried_at: None,
    };
    app.db
        .write(|tx| async move {
            let last = sign_ins::sign_in_of(&tx, row.browser_hash.clone()).await?;
            if let Some(last) = last.filter(|last| last.created_at <= now) {
                not_before(now, Instant(last.created_at.0 + AGAIN_SECONDS))?;
            }
            if let Some(most) = most {
                let last = mail::outbox::nth_newest_code(&tx, email, most, now).await?;
                if let Some(last) = last {
                    not_before(now, last.plus_hours(1))?;
                }
            }
            sign_ins::put_sign_in_tx(&tx, row.clone()).await?;
            let known = store::by_email(tx.conn(), email).await?;
            let language = known
                .as_ref()
                .and_then(|person| person.language)
                .unwrap_or(language);
            let to = mail::Recipient {
                name: known.map(|person| person.name).unwrap_or_default(),
                address: email.to_owned(),
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
        .await
}

fn not_before(now: Instant, then: Instant) -> Result<(), Error> {
    if now < then {
        return Err(Error::too_many(then.0 - now.0));
    }
    Ok(())
}

/// The token of the device cookie, if the owner of this mailbox has signed in with it before.
async fn known_device(app: &App, origin: &Origin, email: &str) -> Result<Option<String>, Error> {
    let Some(device) = &origin.device else {
        return Ok(None);
    };
    let (hash, now) = (token::hash(device), app.clock.now());
    let is_known = sessions::knows_device(app.db.read(), hash, email, now).await?;
    Ok(is_known.then(|| device.clone()))
}

/// Enters a code; the right one begins a session for the mailbox that it went to. The draft of the browser goes along where
/// the sign-in leads on to it, and is forgotten otherwise: somebody else may have left it.
pub async fn enter_code(
    app: &App,
    origin: &Origin,
    browser: &str,
    code: &str,
    language: Language,
    leads_to_draft: bool,
) -> Result<CodeOutcome, Error> {
    // Nobody counts how often strangers make a browser up: it is not worth a turn to write.
    if !sign_ins::is_asked_for(app.db.read(), token::hash(browser)).await? {
        return Ok(Tried::NOTHING.logged(app, origin));
    }
    let now = app.clock.now();
    let given = &token::code_hash(browser, code.trim());
    let device = match &origin.device {
        Some(device) if sessions::is_device(app.db.read(), token::hash(device), now).await? => {
            device.clone()
        }
        // Not what anybody may have put there.
        _ => app.ids.token(),
    };
    let tokens = &Tokens {
        session: app.ids.token(),
        device,
        browser: app.ids.token(),
    };
    let id = PersonId(app.ids.uuid(now));
    let tried = app
        .db
        .write(|tx| async move {
            let browser_hash = token::hash(browser);
            let Some(sign_in) = sign_ins::sign_in_of(&tx, browser_hash.clone()).await? else {
                return Ok(Tried::NOTHING);
            };
            if sign_in.expires_at <= now || sign_in.tries >= CODE_TRIES {
                return Ok(Tried::new(CodeOutcome::Over, sign_in));
            }
            if let Some(wait) = wait(app, origin, &tx, &sign_in, now).await? {
                let entry = CodeOutcome::TooSoon {
                    retry_after_seconds: wait,
                };
                return Ok(Tried::new(entry, sign_in));
            }
            if !token::matches(&sign_in.code_hash, given) {
                let tries_left = CODE_TRIES - sign_in.tries - 1;
                sign_ins::count_wrong_code_tx(&tx, &sign_in, now).await?;
                return Ok(Tried::new(CodeOutcome::Wrong { tries_left }, sign_in));
            }
            sign_ins::drop_sign_in_tx(&tx, browser_hash.clone()).await?;
            let person = store::person_tx(&tx, id, &sign_in.email, Some(language), now).await?;
            if person.disabled_at.is_some() {
                let tried = Tried::new(CodeOutcome::Disabled, sign_in);
                return Ok(tried.by(person.id));
            }
            let session = session::Model {
                token_hash: token::hash(&tokens.session),
                person_id: person.id,
                created_at: now,
                seen_at: now,
            };
            sessions::add_session_tx(&tx, session).await?;
            let device = device::Model {
                token_hash: token::hash(&tokens.device),
                person_id: person.id,
                expires_at: now.plus_days(DEVICE_DAYS),
            };
            sessions::keep_device_tx(&tx, device).await?;
            if leads_to_draft {
                let renewed = token::hash(&tokens.browser);
                sign_ins::hand_draft_on_tx(&tx, browser_hash, renewed).await?;
            } else {
                sign_ins::drop_draft_tx(&tx, browser_hash).await?;
            }
            let tried = Tried::new(CodeOutcome::Welcome(tokens.clone()), sign_in);
            Ok(tried.by(person.id))
        })
        .await?;
    Ok(tried.logged(app, origin))
}

/// For how many seconds the next code entered in this browser is not looked at.
async fn wait(
    app: &App,
    origin: &Origin,
    tx: &Tx,
    sign_in: &sign_in::Model,
    now: Instant,
) -> Result<Option<i64>, Error> {
    let delay = app.strangers.delay(&sign_in.email, origin.address, now);
    let since = sign_in.tried_at.unwrap_or(sign_in.created_at);
    // No longer than that, though a clock ran ahead meanwhile.
    let wait = (since.0 + delay - now.0).min(delay);
    if delay == 0 || wait <= 0 {
        return Ok(None);
    }
    if let Some(device) = &origin.device
        && sessions::knows_device(tx.conn(), token::hash(device), &sign_in.email, now).await?
    {
        return Ok(None);
    }
    Ok(Some(wait))
}

/// An entry and whose it was.
struct Tried {
    entry: CodeOutcome,
    email: Option<String>,
    person: Option<PersonId>,
}

impl Tried {
    const NOTHING: Self = Self {
        entry: CodeOutcome::Over,
        email: None,
        person: None,
    };

    fn new(entry: CodeOutcome, sign_in: sign_in::Model) -> Self {
        Self {
            entry,
            email: Some(sign_in.email),
            person: None,
        }
    }

    fn by(self, person: PersonId) -> Self {
        Self {
            person: Some(person),
            ..self
        }
    }

    /// What became of the code, counted and written to the security log: only once the try is committed. After the last wrong
    /// code nothing is left to be tried. A code that was not looked at is logged where it is answered.
    fn logged(self, app: &App, origin: &Origin) -> CodeOutcome {
        let about = SecuritySubject {
            person: self.person,
            mailbox: self.email.as_deref(),
        };
        let event = match &self.entry {
            CodeOutcome::Welcome(_) => SecurityEvent::SignedIn,
            CodeOutcome::Wrong { tries_left: 0 } | CodeOutcome::Over => SecurityEvent::CodeUsedUp,
            CodeOutcome::Wrong { .. } => SecurityEvent::CodeWrong,
            CodeOutcome::Disabled => SecurityEvent::SignInRefused,
            CodeOutcome::TooSoon { .. } => return self.entry,
        };
        if let (CodeOutcome::Wrong { .. }, Some(email)) = (&self.entry, &self.email) {
            let now = app.clock.now();
            app.strangers.count_wrong_code(email, origin.address, now);
        }
        security::tell(app, event, origin, about);
        match self.entry {
            CodeOutcome::Wrong { tries_left: 0 } => CodeOutcome::Over,
            entry => entry,
        }
    }
}

fn of(mailbox: &str) -> SecuritySubject<'_> {
    SecuritySubject {
        person: None,
        mailbox: Some(mailbox),
    }
}
