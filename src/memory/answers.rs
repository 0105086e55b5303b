//! Finished answers that need no name to be seen, kept in memory for as long as what they tell of has not changed.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, PoisonError},
};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, Response, StatusCode, header},
};
use sha2::{Digest, Sha256};

use super::stamps::Stamp;

const ENTRIES: usize = 1024;
const BYTES: usize = 16 * 1024 * 1024;

/// Bounded by number and by size; the oldest goes first.
#[derive(Default)]
pub struct Answers(Mutex<Shelf>);

#[derive(Default)]
struct Shelf {
    /// By what was asked for.
    answers: HashMap<String, (Stamp, Answer)>,
    oldest_first: VecDeque<String>,
    bytes: usize,
}

/// Cheap to clone.
#[derive(Clone, Debug)]
pub struct Answer {
    pub body: Bytes,
    pub etag: HeaderValue,
    pub content_type: &'static str,
}

impl Answers {
    /// What was answered to `asked` when the stamp was the same.
    pub fn get(&self, asked: &str, stamp: Stamp) -> Option<Answer> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.answers
            .get(asked)
            .filter(|(kept, _)| *kept == stamp)
            .map(|(_, answer)| answer.clone())
    }

    /// In place of an older answer to the same question.
    pub fn put(&self, asked: String, stamp: Stamp, answer: Answer) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.bytes += answer.body.len();
        match held.answers.insert(asked.clone(), (stamp, answer)) {
            Some((_, old)) => held.bytes -= old.body.len(),
            None => held.oldest_first.push_back(asked),
        }
        while held.answers.len() > ENTRIES || held.bytes > BYTES {
            let Some(oldest) = held.oldest_first.pop_front() else {
                return;
            };
            if let Some((_, gone)) = held.answers.remove(&oldest) {
                held.bytes -= gone.body.len();
            }
        }
    }
}

impl Answer {
    /// With a tag that is the same wherever and whenever the body is.
    #[must_use]
    pub(crate) fn new(body: impl Into<Bytes>, content_type: &'static str) -> Self {
        use std::fmt::Write;
        let body = body.into();
        let mut tag = String::from("\"");
        for byte in &Sha256::digest(&body)[..12] {
            let _ = write!(tag, "{byte:02x}");
        }
        tag.push('"');
        Self {
            body,
            etag: HeaderValue::try_from(tag).expect("quotes and hexadecimal digits are visible"),
            content_type,
        }
    }

    /// 304 without a body for who has it already. Anyone may keep it, and asks each time whether it still holds.
    #[must_use]
    pub fn respond(self, asked: &HeaderMap) -> Response<Body> {
        let known = is_known(asked, self.etag.as_bytes());
        let mut response = Response::new(if known {
            Body::empty()
        } else {
            Body::from(self.body)
        });
        let headers = response.headers_mut();
        headers.insert(header::ETAG, self.etag);
        headers.insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, no-cache"),
        );
        if known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        } else {
            headers.insert(
                header::CONTENT_TYPE,
                HeaderValue::from_static(self.content_type),
            );
        }
        response
    }
}

/// Whether If-None-Match names this tag (RFC 9110, 13.1.2).
#[must_use]
pub fn is_known(headers: &HeaderMap, etag: &[u8]) -> bool {
    headers.get_all(header::IF_NONE_MATCH).iter().any(|value| {
        value.as_bytes().split(|byte| *byte == b',').any(|tag| {
            let tag = tag.trim_ascii();
            tag == b"*" || tag.strip_prefix(b"W/").unwrap_or(tag) == etag
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(changes: i64) -> Stamp {
        Stamp {
            revision: 1,
            changes,
        }
    }

    #[test]
    fn an_answer_is_good_for_its_stamp_only() {
        let answers = Answers::default();
        answers.put("a".to_owned(), stamp(1), Answer::new("one", "text/plain"));
        assert_eq!(answers.get("a", stamp(1)).unwrap().body, "one");
        assert!(answers.get("a", stamp(2)).is_none());
        assert!(answers.get("b", stamp(1)).is_none());
        answers.put("a".to_owned(), stamp(2), Answer::new("two", "text/plain"));
        assert!(answers.get("a", stamp(1)).is_none());
        assert_eq!(answers.get("a", stamp(2)).unwrap().body, "two");
    }

    #[test]
    fn it_never_holds_more_than_it_may() {
        let answers = Answers::default();
        for at in 0..ENTRIES + 10 {
            answers.put(at.to_string(), stamp(1), Answer::new("x", "text/plain"));
        }
        assert!(answers.get("9", stamp(1)).is_none());
        assert!(answers.get("10", stamp(1)).is_some());
        let large = vec![0; BYTES / 2 + 1];
        answers.put(
            "l".to_owned(),
            stamp(1),
            Answer::new(large.clone(), "text/plain"),
        );
        answers.put("m".to_owned(), stamp(1), Answer::new(large, "text/plain"));
        assert!(answers.get("l", stamp(1)).is_none());
        assert!(answers.get("m", stamp(1)).is_some());
        assert!(answers.0.lock().unwrap().bytes <= BYTES);
    }
}
