//! Answers to what was done: written once, kept under the key of the call, and given again to who sends it once more.

use std::sync::Arc;

use axum::{http::StatusCode, response::Response};

use super::{
    caller::Caller,
    refusal::Refusal,
    reply::{replayed, respond},
};
use crate::{
    idempotency::{Idempotent, Key, Outcome, StoredResponse},
    venue::Catalogue,
};

/// What a call is answered with when it is done.
pub trait Answerable: Sized + Send + Sync + 'static {
    /// The answer as JSON.
    fn json(&self, to: &Caller, catalogue: &Catalogue) -> String;

    /// The address at which it can be looked at.
    fn location(&self) -> String;

    /// The answer as JSON once something is changed that stood before: with what has become of it besides.
    fn json_changed(
        &self,
        to: &Caller,
        catalogue: &Catalogue,
    ) -> impl Future<Output = String> + Send {
        async { self.json(to, catalogue) }
    }
}

impl Caller {
    /// The same caller where the call makes something new: the answer is 201, with the address of what was made.
    #[must_use]
    pub fn creating(self) -> Self {
        Self {
            done: StatusCode::CREATED,
            ..self
        }
    }

    /// What a use case needs to do the work of this call once: the answer is kept under the key, in the transaction of the work.
    #[must_use]
    pub fn once<T: Answerable>(&self, key: Option<Key>) -> Idempotent<T> {
        let to = self.clone();
        Idempotent {
            key,
            answer: Arc::new(move |done: &T, catalogue| to.stored(done, done.json(&to, catalogue))),
        }
    }

    /// The answer to what was done, or to its repetition.
    pub async fn answer<T: Answerable>(&self, outcome: Outcome<T>) -> Result<Response, Refusal> {
        Ok(match outcome {
            Outcome::Done(done) => {
                let catalogue = self.app.known_catalogue().await?;
                let json = if self.creates() {
                    done.json(self, &catalogue)
                } else {
                    done.json_changed(self, &catalogue).await
                };
                respond(&self.stored(&*done, json))
            }
            Outcome::Replayed(kept) => replayed(&kept),
        })
    }

    /// The answer to a call that only looks.
    #[must_use]
    pub fn show<T: Answerable>(&self, seen: &T, catalogue: &Catalogue) -> Response {
        respond(&self.stored(seen, seen.json(self, catalogue)))
    }

    fn creates(&self) -> bool {
        self.done == StatusCode::CREATED
    }

    fn stored<T: Answerable>(&self, of: &T, json: String) -> StoredResponse {
        StoredResponse {
            status: self.done.as_u16(),
            location: self.creates().then(|| of.location()),
            body: json,
        }
    }
}
