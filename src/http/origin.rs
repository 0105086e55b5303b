//! Who sends a request as far as it is not said who they are, and what of it is told to whoever watches over security.

use std::{
    convert::Infallible,
    net::IpAddr,
    sync::{Arc, OnceLock},
};

use axum::{
    extract::{FromRequestParts, Request, State},
    http::{Extensions, HeaderMap, StatusCode, request::Parts},
    middleware::Next,
    response::Response,
};
use entity::PersonId;
use tower_http::{csrf::ProtectionError, request_id::RequestId};

use super::{
    actor::{self, DEVICE},
    address,
};
use crate::{
    account::{
        Origin,
        security::{self, SecuritySubject},
    },
    app::App,
    memory::security::SecurityEvent,
};

impl FromRequestParts<App> for Origin {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let found = RequestFacts::of(&parts.extensions);
        Ok(found.origin(app, &parts.headers))
    }
}

/// What is known of a request from its way in. Of a request that is refused the log is told this.
#[derive(Clone, Default)]
pub struct RequestFacts(Arc<Facts>);

#[derive(Default)]
struct Facts {
    request: Option<RequestId>,
    address: Option<IpAddr>,
    person: OnceLock<PersonId>,
    mailbox: OnceLock<String>,
}

impl RequestFacts {
    #[must_use]
    pub fn of(extensions: &Extensions) -> Self {
        extensions.get::<Self>().cloned().unwrap_or_default()
    }

    #[must_use]
    pub fn origin(&self, app: &App, headers: &HeaderMap) -> Origin {
        Origin {
            device: actor::cookie_value(app, headers, DEVICE),
            ..self.without_device()
        }
    }

    pub fn person(&self, person: PersonId) {
        // Whoever sent it is found once; a second finding is the same.
        let _ = self.0.person.set(person);
    }

    pub fn mailbox(&self, mailbox: &str) {
        let _ = self.0.mailbox.set(mailbox.to_owned());
    }

    fn without_device(&self) -> Origin {
        let id = self.0.request.as_ref();
        Origin {
            request: id.and_then(|id| id.header_value().to_str().ok().map(str::to_owned)),
            address: self.0.address,
            device: None,
        }
    }
}

/// Refused because it came from another site, or did not say from where.
#[derive(Clone, Copy)]
pub struct OtherSite;

/// Tells what was refused for who asked, from where or how often.
pub async fn watch(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let found = RequestFacts(Arc::new(Facts {
        request: request.extensions().get::<RequestId>().cloned(),
        address: address::of(&app, request.headers(), request.extensions()),
        ..Facts::default()
    }));
    request.extensions_mut().insert(found.clone());
    let answer = next.run(request).await;
    let extensions = answer.extensions();
    let elsewhere =
        extensions.get::<OtherSite>().is_some() || extensions.get::<ProtectionError>().is_some();
    let event = match answer.status() {
        StatusCode::UNAUTHORIZED => SecurityEvent::Unauthenticated,
        StatusCode::FORBIDDEN if elsewhere => SecurityEvent::OriginRefused,
        StatusCode::FORBIDDEN => SecurityEvent::Forbidden,
        StatusCode::TOO_MANY_REQUESTS => SecurityEvent::LimitReached,
        _ => return answer,
    };
    let about = SecuritySubject {
        person: found.0.person.get().copied(),
        mailbox: found.0.mailbox.get().map(String::as_str),
    };
    security::tell(&app, event, &found.without_device(), about);
    answer
}
