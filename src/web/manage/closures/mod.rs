//! `/manage/{venue}/closures`: what is closed, closing, and what a manager decides for bookings in the way.

mod form;
pub mod one;
mod preview;
pub mod words;

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use entity::Instant;

use super::managed::managed;
use crate::{
    closure::{self, Closure},
    i18n::Translator,
    venue::{Catalogue, Venue},
    web::{
        done, language_choice,
        once::with_key,
        page_error::PageError,
        typed::Typed,
        visitor::{Frame, Visitor, personal},
    },
};
use preview::{ClosureTarget, Submitted};
use words::{path, reason, spaces, when};

#[derive(Template)]
#[template(path = "closures.html", config = "config/askama.toml")]
struct ClosuresPage {
    frame: Frame,
    venue_name: String,
    queue: String,
    path: String,
    /// What is to come and what runs, then what is over.
    groups: Vec<(String, Vec<Line>)>,
}

struct Line {
    path: String,
    spaces: String,
    when: String,
    /// How many times more.
    more: String,
    reason: String,
}

/// `GET /manage/{venue}/closures`
pub async fn list(visitor: Visitor, Path(slug): Path<String>) -> Result<Response, PageError> {
    let catalogue = visitor.app.catalogue().await?;
    let venue = managed(&visitor, &catalogue, &slug)?;
    let (app, t) = (&visitor.app, visitor.t());
    let all = closure::list(app, &visitor.actor, venue.row.id).await?;
    let now = app.clock.now();
    let (to_come, over): (Vec<_>, Vec<_>) =
        all.iter().partition(|closure| closure.next(now).is_some());
    let line = |closure: &&Closure| line(t, &catalogue, venue, closure, now);
    let page = ClosuresPage {
        frame: visitor.frame(t.text("closures-heading")),
        venue_name: venue.row.name.get(t.language).to_owned(),
        queue: format!("/manage/{slug}"),
        path: path(venue),
        groups: vec![
            (
                t.text("closures-to-come"),
                to_come.iter().map(line).collect(),
            ),
            (
                t.text("closures-over"),
                over.iter().rev().map(line).collect(),
            ),
        ],
    };
    personal(StatusCode::OK, &page)
}

/// `GET /manage/{venue}/closures/new`
pub async fn new(visitor: Visitor, Path(slug): Path<String>) -> Result<Response, PageError> {
    let catalogue = visitor.app.catalogue().await?;
    let venue = managed(&visitor, &catalogue, &slug)?;
    form::page(&visitor, &catalogue, venue, &Typed::default(), None)
}

/// `POST /manage/{venue}/closures`: shows what it would hit, then does it.
pub async fn send(
    mut visitor: Visitor,
    Path(slug): Path<String>,
    mut typed: Typed,
) -> Result<Response, PageError> {
    let switched = language_choice::switch(&mut visitor, &mut typed).await;
    let catalogue = visitor.app.catalogue().await?;
    let venue = managed(&visitor, &catalogue, &slug)?;
    let looked = typed.some("seen").is_some();
    let typed = with_key(&visitor, typed);
    if switched.is_some() && !looked {
        let page = form::page(&visitor, &catalogue, venue, &typed, None)?;
        return Ok((switched, page).into_response());
    }
    let path = path(venue);
    let target = &ClosureTarget::New(path, form::read(&typed, venue));
    let ended = preview::run(&visitor, target, &typed, switched.is_some()).await;
    match ended {
        Ok(Submitted::Done(page)) => Ok(Redirect::to(&done::on(&page, done::ACT)).into_response()),
        Ok(Submitted::Undecided(undecided)) => {
            visitor.lists_contacts();
            let page = preview::page(&visitor, &catalogue, venue, target, &typed, &undecided)?;
            Ok((switched, page).into_response())
        }
        Err(refused) => form::page(&visitor, &catalogue, venue, &typed, Some(refused)),
    }
}

fn line(
    t: Translator,
    catalogue: &Catalogue,
    venue: &Venue,
    closure: &Closure,
    now: Instant,
) -> Line {
    let more = closure.times.iter().filter(|time| time.ends_at > now);
    let more = more.count().saturating_sub(1);
    Line {
        path: format!("{}/{}", path(venue), closure.row.id),
        spaces: spaces(t, venue, closure),
        when: when(t, venue, closure, now),
        more: match more {
            0 => String::new(),
            more => t.with("closures-more", &[("more", more.into())]),
        },
        reason: reason(t, catalogue, closure),
    }
}
