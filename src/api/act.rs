//! The shapes of calls: to one thing that the address names, or for a new one.

use std::str::FromStr;

use axum::{
    extract::{FromRequest, FromRequestParts, Path, Request},
    http::request::Parts,
};
use serde::de::DeserializeOwned;

use super::{answer::Answerable, caller::Caller, posted::Posted, refusal::Refusal};
use crate::{app::App, error::Error, idempotency::Idempotent};

/// A call to the thing whose id stands in the address, without a body. Whoever is not signed in learns nothing of the id.
pub struct WithId<Id> {
    pub caller: Caller,
    pub id: Id,
}

/// A call that does something to the thing whose id stands in the address, and is answered with an `Of`. A body that cannot be
/// read is refused before an id that cannot be one.
pub struct ActOn<Id, Body, Of> {
    pub caller: Caller,
    pub id: Id,
    pub said: Body,
    pub once: Idempotent<Of>,
}

/// A call that makes a new `Of`: the answer is 201, with the address of what was made.
pub struct New<Body, Of> {
    pub caller: Caller,
    pub said: Body,
    pub once: Idempotent<Of>,
}

impl<Id: FromStr> FromRequestParts<App> for WithId<Id> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        let caller = Caller::from_request_parts(parts, app).await?;
        let id = named(parts).await?;
        Ok(Self { caller, id })
    }
}

impl<Id: FromStr + Send, Body: DeserializeOwned, Of: Answerable> FromRequest<App>
    for ActOn<Id, Body, Of>
{
    type Rejection = Refusal;

    async fn from_request(request: Request, app: &App) -> Result<Self, Refusal> {
        let (mut parts, body) = request.into_parts();
        let caller = Caller::from_request_parts(&mut parts, app).await?;
        let id = named(&mut parts).await;
        let request = Request::from_parts(parts, body);
        let Posted { said, key } = Posted::from_request(request, app).await?;
        let once = caller.once(key);
        Ok(Self {
            caller,
            id: id?,
            said,
            once,
        })
    }
}

impl<Id, Body, Of: Answerable> ActOn<Id, Body, Of> {
    /// The same call where it makes something new: the answer is 201, with the address of what was made.
    #[must_use]
    pub fn creating(self) -> Self {
        let caller = self.caller.creating();
        Self {
            once: caller.once(self.once.key),
            caller,
            ..self
        }
    }
}

impl<Body: DeserializeOwned, Of: Answerable> FromRequest<App> for New<Body, Of> {
    type Rejection = Refusal;

    async fn from_request(request: Request, app: &App) -> Result<Self, Refusal> {
        let (mut parts, body) = request.into_parts();
        let caller = Caller::from_request_parts(&mut parts, app).await?;
        let caller = caller.creating();
        let request = Request::from_parts(parts, body);
        let Posted { said, key } = Posted::from_request(request, app).await?;
        let once = caller.once(key);
        Ok(Self { caller, said, once })
    }
}

/// An id that cannot be one is nobody's, and neither is an address that cannot be decoded.
async fn named<Id: FromStr>(parts: &mut Parts) -> Result<Id, Refusal> {
    let Ok(Path(id)) = Path::<String>::from_request_parts(parts, &()).await else {
        return Err(Error::NotFound.into());
    };
    id.parse().map_err(|_| Error::NotFound.into())
}
