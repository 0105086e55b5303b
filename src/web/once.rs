//! A double click does a thing once: both carry the key that the form was shown with.

use std::sync::Arc;

use axum::http::StatusCode;
use sha2::{Digest, Sha256};

use super::{typed::Typed, visitor::Visitor};
use crate::{
    idempotency::{Idempotent, Key, StoredResponse},
    venue::Catalogue,
};

const KEY_LETTERS: usize = 64;

/// For what a form sends to `path`, which then leads to the page of what was done.
pub fn once<T: 'static>(
    path: &str,
    typed: &Typed,
    page_of: impl Fn(&T) -> String + Send + Sync + 'static,
) -> Idempotent<T> {
    let answer = move |done: &T, _: &Catalogue| StoredResponse {
        status: StatusCode::SEE_OTHER.as_u16(),
        location: Some(page_of(done)),
        body: String::new(),
    };
    Idempotent {
        key: Some(Key {
            route: format!("POST {path}"),
            key: typed.get("key").to_owned(),
            body_hash: Sha256::digest(typed.clone().without("key").encoded()).to_vec(),
        }),
        answer: Arc::new(answer),
    }
}

pub fn with_key(visitor: &Visitor, mut typed: Typed) -> Typed {
    let key = typed.get("key");
    if key.len() != KEY_LETTERS || !key.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        renew(visitor, &mut typed);
    }
    typed
}

/// What was sent already and then changed is another thing, if they mean it: it gets a key of its own.
pub fn renew(visitor: &Visitor, typed: &mut Typed) {
    typed.set("key", visitor.app.ids.token());
}
