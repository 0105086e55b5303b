//! `/sign-in` and `/sign-out`: with a code that comes by mail.

use askama::Template;
use axum::{
    extract::RawQuery,
    http::{StatusCode, header},
    response::{AppendHeaders, IntoResponse, Redirect, Response},
};
use url::form_urlencoded;

use super::{
    done::{self, DoneNotice},
    language_choice,
    page_error::{self, PageError},
    typed::{Typed, local_path},
    visitor::{Frame, Visitor, personal},
};
use crate::{
    account::{self, CODE_MINUTES, CodeOutcome, DEVICE_DAYS},
    error::Error,
    http::actor::{self, BROWSER, DEVICE, SESSION},
};

/// As long as a session can last; who manages a venue is signed out earlier by the service.
const SESSION_DAYS: i64 = 90;
const TOO_MANY: StatusCode = StatusCode::TOO_MANY_REQUESTS;
/// Asks the sign-in page to say that somebody is signed out.
const OUT: &str = "out";
const DRAFT: &str = "?draft=1";
/// The cookie that says where the code went.
const MAILBOX: &str = "mailbox";

#[derive(Template)]
#[template(path = "sign_in.html", config = "config/askama.toml")]
struct SignInPage {
    frame: Frame,
    next: String,
    email: String,
    error: Option<String>,
    draft: bool,
}

#[derive(Template)]
#[template(path = "code.html", config = "config/askama.toml")]
struct CodePage {
    frame: Frame,
    next: String,
    email: String,
    error: Option<String>,
    /// Nothing can be entered any more: only a new code helps.
    over: bool,
    how_long: String,
}

#[derive(Template)]
#[template(path = "sign_out.html", config = "config/askama.toml")]
struct SignOutPage {
    frame: Frame,
}

/// The form that a browser left, for who has signed in since.
pub fn of_a_draft(path: &str) -> String {
    format!("{path}{DRAFT}")
}

fn is_of_a_draft(path: &str) -> bool {
    path.ends_with(DRAFT)
}

/// What this browser is known by before it signs in.
pub fn browser_token(visitor: &Visitor) -> Option<String> {
    actor::cookie_value(&visitor.app, &visitor.headers, BROWSER)
}

/// As [`browser_token`], with the cookie to set where it is new.
pub fn browser(visitor: &Visitor) -> (String, Option<String>) {
    if let Some(token) = browser_token(visitor).filter(|token| token.len() == 64) {
        return (token, None);
    }
    let token = visitor.app.ids.token();
    let cookie = actor::cookie(&visitor.app, BROWSER, token.clone(), None);
    (token, Some(cookie.to_string()))
}

/// `GET /sign-in`
pub async fn show(mut visitor: Visitor, RawQuery(query): RawQuery) -> Result<Response, PageError> {
    let query = Typed::read(query.unwrap_or_default().as_bytes());
    let next = local_path(query.get("next"));
    if visitor.actor.who().is_some() {
        return Ok(Redirect::to(next).into_response());
    }
    if query.get(done::DONE) == OUT {
        visitor.done = Some(DoneNotice::saying(visitor.t().text("sign-out-done")));
    }
    page(&visitor, StatusCode::OK, next, "", None)
}

fn page(
    visitor: &Visitor,
    status: StatusCode,
    next: &str,
    email: &str,
    error: Option<String>,
) -> Result<Response, PageError> {
    let page = SignInPage {
        frame: Frame {
            form: Some("sign-in".to_owned()),
            ..visitor.frame(visitor.t().text("sign-in-title"))
        },
        next: next.to_owned(),
        email: email.to_owned(),
        error,
        draft: is_of_a_draft(next),
    };
    personal(status, &page)
}

/// `POST /sign-in`: sends a code, or only shows the form again in another language.
pub async fn ask(mut visitor: Visitor, mut form: Typed) -> Result<Response, PageError> {
    let switched = language_choice::switch(&mut visitor, &mut form).await;
    let (t, next) = (visitor.t(), local_path(form.get("next")));
    let email = form.get("email").trim();
    if let Some(cookie) = switched {
        let shown = page(&visitor, StatusCode::OK, next, email, None)?;
        return Ok((cookie, shown).into_response());
    }
    let (app, origin) = (&visitor.app, &visitor.origin());
    let (browser, cookie) = browser(&visitor);
    match account::ask_for_code(app, origin, &browser, email, visitor.language).await {
        Ok(()) => {
            let cookies = cookie.into_iter().chain([remember(&visitor, email)]);
            let cookies: Vec<_> = cookies.map(|one| (header::SET_COOKIE, one)).collect();
            let to = Redirect::to(&code_path(next));
            Ok((AppendHeaders(cookies), to).into_response())
        }
        Err(Error::Rules(broken)) => {
            let said = broken.iter().map(|one| t.broken(one, str::to_owned));
            let said: Vec<String> = said.collect();
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            page(&visitor, status, next, email, Some(said.join(" ")))
        }
        Err(Error::TooMany {
            retry_after_seconds,
        }) => {
            visitor.found_mailbox(email);
            let when = [("when", t.in_so_long(retry_after_seconds).into())];
            // A browser that has asked for this mailbox may have its code already; any other has none.
            let shown = if remembered(&visitor).eq_ignore_ascii_case(email) {
                let text = t.with("sign-in-wait", &when);
                code_page(&visitor, TOO_MANY, next, email, Some(text), false)?
            } else {
                let text = t.with("page-too-many-when", &when);
                page(&visitor, TOO_MANY, next, email, Some(text))?
            };
            Ok(page_error::later(shown, Some(retry_after_seconds)))
        }
        Err(error) => Err(error.into()),
    }
}

fn code_path(next: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("next", next)
        .finish();
    format!("/sign-in/code?{query}")
}

/// Where the code went, so that a slip of the finger is seen. Not in the address of the page, which others may log.
fn remember(visitor: &Visitor, email: &str) -> String {
    let email: String = form_urlencoded::byte_serialize(email.as_bytes()).collect();
    actor::cookie(&visitor.app, MAILBOX, email, None).to_string()
}

fn remembered(visitor: &Visitor) -> String {
    let kept = actor::cookie_value(&visitor.app, &visitor.headers, MAILBOX).unwrap_or_default();
    let field = format!("email={kept}");
    Typed::read(field.as_bytes()).get("email").to_owned()
}

/// `GET /sign-in/code`
pub async fn show_code(visitor: Visitor, RawQuery(query): RawQuery) -> Result<Response, PageError> {
    let query = Typed::read(query.unwrap_or_default().as_bytes());
    let (next, email) = (local_path(query.get("next")), remembered(&visitor));
    code_page(&visitor, StatusCode::OK, next, &email, None, false)
}

fn code_page(
    visitor: &Visitor,
    status: StatusCode,
    next: &str,
    email: &str,
    error: Option<String>,
    over: bool,
) -> Result<Response, PageError> {
    let t = visitor.t();
    let page = CodePage {
        frame: Frame {
            path: code_path(next),
            ..visitor.frame(t.text("sign-in-code-title"))
        },
        next: next.to_owned(),
        email: email.to_owned(),
        error,
        over,
        how_long: t.with("sign-in-how-long", &[("minutes", CODE_MINUTES.into())]),
    };
    personal(status, &page)
}

/// `POST /sign-in/code`
pub async fn enter(visitor: Visitor, form: Typed) -> Result<Response, PageError> {
    let (next, email) = (local_path(form.get("next")), remembered(&visitor));
    let t = visitor.t();
    let app = &visitor.app;
    let digits: String = form
        .get("code")
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    let refused = |text, over| {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        code_page(&visitor, status, next, &email, Some(text), over)
    };
    let Some(browser) = browser_token(&visitor) else {
        return refused(t.text("sign-in-over"), true);
    };
    let leads_to_draft = is_of_a_draft(next);
    let origin = &visitor.origin();
    let entered = account::enter_code(
        app,
        origin,
        &browser,
        &digits,
        visitor.language,
        leads_to_draft,
    );
    match entered.await? {
        CodeOutcome::Welcome(tokens) => {
            // Whoever had the old session, this browser no longer does. The code is used up: nothing may keep them out now.
            if let Some(old) = actor::session_token(app, &visitor.headers)
                && let Err(error) = account::sign_out(app, &visitor.actor, origin, &old).await
            {
                tracing::warn!(%error, "a session that nobody has any more stays");
            }
            let set = |name, value, days| {
                let cookie = actor::cookie(app, name, value, days);
                (header::SET_COOKIE, cookie.to_string())
            };
            let headers = AppendHeaders([
                set(SESSION, tokens.session, Some(SESSION_DAYS)),
                set(DEVICE, tokens.device, Some(DEVICE_DAYS)),
                set(BROWSER, tokens.browser, None),
                (header::SET_COOKIE, gone(&visitor, MAILBOX)),
            ]);
            Ok((headers, Redirect::to(next)).into_response())
        }
        CodeOutcome::Wrong { tries_left } => refused(
            t.with("sign-in-wrong", &[("tries", tries_left.into())]),
            false,
        ),
        CodeOutcome::TooSoon {
            retry_after_seconds,
        } => {
            visitor.found_mailbox(&email);
            let when = t.in_so_long(retry_after_seconds);
            let text = t.with("sign-in-too-soon", &[("when", when.into())]);
            let shown = code_page(&visitor, TOO_MANY, next, &email, Some(text), false)?;
            Ok(page_error::later(shown, Some(retry_after_seconds)))
        }
        CodeOutcome::Over => refused(t.text("sign-in-over"), true),
        CodeOutcome::Disabled => refused(t.text("sign-in-disabled"), true),
    }
}

/// `POST /sign-out`
pub async fn out(visitor: Visitor) -> Result<Response, PageError> {
    let app = &visitor.app;
    if let Some(token) = actor::session_token(app, &visitor.headers) {
        account::sign_out(app, &visitor.actor, &visitor.origin(), &token).await?;
    }
    Ok(signed_out(&visitor, "/"))
}

/// `GET /sign-out`: here, or everywhere.
pub async fn ways_out(visitor: Visitor) -> Result<Response, PageError> {
    visitor.actor.signed_in()?;
    let page = SignOutPage {
        frame: visitor.frame(visitor.t().text("sign-out-title")),
    };
    personal(StatusCode::OK, &page)
}

/// `POST /sign-out/everywhere`
pub async fn out_everywhere(visitor: Visitor) -> Result<Response, PageError> {
    account::sign_out_everywhere(&visitor.app, &visitor.actor, &visitor.origin()).await?;
    Ok(signed_out(&visitor, &done::on("/sign-in", OUT)))
}

fn signed_out(visitor: &Visitor, to: &str) -> Response {
    let cookies = [SESSION, BROWSER, MAILBOX].map(|name| (header::SET_COOKIE, gone(visitor, name)));
    // Not the cookies: the language and what says that this browser is known outlast a session.
    let forget = [("clear-site-data", "\"cache\", \"storage\"")];
    (forget, AppendHeaders(cookies), Redirect::to(to)).into_response()
}

fn gone(visitor: &Visitor, name: &str) -> String {
    actor::cookie(&visitor.app, name, String::new(), Some(0)).to_string()
}
