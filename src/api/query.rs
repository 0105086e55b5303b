//! What the query of an address asks for.

use axum::{extract::FromRequestParts, http::request::Parts};

use super::refusal::Refusal;
use crate::refusal::rule::InvalidInput;

/// The query of an address, as pairs of name and value.
pub struct Query(Vec<(String, String)>);

impl<S: Sync> FromRequestParts<S> for Query {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let query = parts.uri.query().unwrap_or_default();
        let pairs = url::form_urlencoded::parse(query.as_bytes());
        Ok(Self(pairs.into_owned().collect()))
    }
}

impl Query {
    /// Refuses what the address has no meaning for.
    pub fn only(&self, names: &[&str]) -> Result<(), Refusal> {
        match self
            .0
            .iter()
            .find(|(name, _)| !names.contains(&name.as_str()))
        {
            Some((name, _)) => Err(Refusal::field(name, InvalidInput::Unknown)),
            None => Ok(()),
        }
    }

    /// Every value that is given under this name.
    pub fn all<'a>(&'a self, name: &'static str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(named, _)| named == name)
            .map(|(_, value)| value.as_str())
    }

    /// The value that is given under this name; refused where there are several.
    pub fn one(&self, name: &'static str) -> Result<Option<&str>, Refusal> {
        let mut values = self.all(name);
        match (values.next(), values.next()) {
            (_, Some(_)) => Err(Refusal::field(name, InvalidInput::Malformed)),
            (value, None) => Ok(value),
        }
    }
}
