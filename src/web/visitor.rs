//! Who looks at a page, in which language, and what every page says around its own part.

use askama::Template;
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    response::{Html, IntoResponse, Response},
};
use entity::{Booking, Language};

use super::{assets, dev_mail::open, done::DoneNotice, language, page_error::PageError};
use crate::{
    account::{Actor, Origin, security},
    app::App,
    booking::{self, Possible},
    error::Error,
    http::{actor, origin::RequestFacts},
    i18n::{Translator, unbroken},
    venue::Catalogue,
};

pub struct Visitor {
    pub app: App,
    pub actor: Actor,
    pub language: Language,
    pub headers: HeaderMap,
    found: RequestFacts,
    /// With its query: where the visitor comes back to after choosing a language.
    path: String,
    pub dev_mail: bool,
    /// How many of their bookings wait for their answer.
    waiting: u64,
    /// Whether this visitor has just done something that the page tells of.
    pub done: Option<DoneNotice>,
}

impl FromRequestParts<App> for Visitor {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, PageError> {
        let actor = actor::of_page(app, &parts.headers).await?;
        let waiting = booking::waiting_for(app, &actor).await?;
        let visitor = Self {
            waiting,
            ..Self::new(app, actor, parts)
        };
        if let Some(person) = visitor.actor.who() {
            visitor.found.person(person.id);
        }
        Ok(visitor)
    }
}

impl Visitor {
    pub fn new(app: &App, actor: Actor, parts: &Parts) -> Self {
        Self {
            app: app.clone(),
            actor,
            language: language::of(app, &parts.headers),
            headers: parts.headers.clone(),
            found: RequestFacts::of(&parts.extensions),
            // An answer to a form may have an address that nobody can look at.
            path: parts
                .uri
                .path_and_query()
                .filter(|_| parts.method != Method::POST)
                .map_or("/", |path| path.as_str())
                .to_owned(),
            dev_mail: open::is_open(app, &parts.headers),
            waiting: 0,
            done: None,
        }
    }

    /// Where the visitor is, with its query; `page` where an answer to a form has no address to look at.
    pub fn path_or(&self, page: String) -> String {
        if self.path == "/" {
            page
        } else {
            self.path.clone()
        }
    }

    pub fn origin(&self) -> Origin {
        self.found.origin(&self.app, &self.headers)
    }

    /// Tells the log whose mailbox a refusal is about.
    pub fn found_mailbox(&self, mailbox: &str) {
        self.found.mailbox(mailbox);
    }

    /// Notes that they are shown names and telephone numbers of others.
    pub fn lists_contacts(&self) {
        security::contacts_listed(&self.app, &self.actor, &self.origin());
    }

    /// What the visitor can do to a booking now.
    pub fn can<'a>(&self, catalogue: &Catalogue, booking: &'a Booking) -> Possible<'a> {
        let when = booking::moment(&self.app, catalogue, booking);
        booking::possible(&self.actor, booking, when)
    }

    pub fn t(&self) -> Translator {
        Translator::new(self.language).on(self.app.clock.now().to_utc().date())
    }

    pub fn frame(&self, title: impl Into<String>) -> Frame {
        let person = self.actor.who();
        Frame {
            t: self.t(),
            title: title.into(),
            path: self.path.clone(),
            form: None,
            person: person.map(|person| {
                if person.name.is_empty() {
                    person.email.clone()
                } else {
                    person.name.clone()
                }
            }),
            manages: person.is_some_and(|person| person.administrator || !person.venues.is_empty()),
            dev_mail: self.dev_mail,
            waiting: self.waiting,
            done: self.done.clone(),
        }
    }

    /// A page that anybody sees, but for its head when somebody is signed in.
    pub fn page(&self, template: &impl Template) -> Result<Response, PageError> {
        if self.actor.who().is_some() {
            return personal(StatusCode::OK, template);
        }
        let mut page = Html(render(template)?).into_response();
        page.headers_mut().insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, no-cache"),
        );
        Ok(page)
    }
}

/// A page with something on it that belongs to one person: no cache keeps it.
pub fn personal(status: StatusCode, template: &impl Template) -> Result<Response, PageError> {
    Ok((
        status,
        [(header::CACHE_CONTROL, "no-store")],
        Html(render(template)?),
    )
        .into_response())
}

/// With times and numbers that do not part from their words at line ends.
pub fn render(template: &impl Template) -> Result<String, Error> {
    let html = template.render().map_err(Error::internal)?;
    Ok(unbroken(&html, "class=\"unbroken\""))
}

/// What stands around every page.
pub struct Frame {
    pub t: Translator,
    pub title: String,
    pub path: String,
    /// The id of the form that is sent along when a language is chosen, so that nothing typed is lost.
    pub form: Option<String>,
    /// Name or mailbox of who is signed in.
    pub person: Option<String>,
    pub manages: bool,
    pub dev_mail: bool,
    /// How many of the visitor's bookings wait for their answer.
    pub waiting: u64,
    /// What the visitor has just done.
    pub done: Option<DoneNotice>,
}

impl Frame {
    /// Tag, own name, and whether it is the one of this page.
    pub fn languages(&self) -> [(&'static str, String, bool); 3] {
        Language::ALL.map(|language| {
            let name = self.t.text(&format!("language-{}", language.tag()));
            (language.tag(), name, language == self.t.language)
        })
    }

    #[expect(clippy::unused_self, reason = "templates ask it of the frame")]
    pub fn style(&self) -> &'static str {
        assets::STYLE.path()
    }

    #[expect(clippy::unused_self, reason = "templates ask it of the frame")]
    pub fn icon(&self) -> &'static str {
        assets::ICON.path()
    }
}
