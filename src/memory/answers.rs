//! Finished answers that need no name to be seen, kept in memory for as long as what they tell of has not changed.

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, Response, StatusCode, header},
};
use quick_cache::{
    DefaultHashBuilder, OptionsBuilder, Weighter,
    sync::{Cache, DefaultLifecycle},
};
use sha2::{Digest, Sha256};

use super::stamps::Stamp;

const BYTES: u64 = 16 * 1024 * 1024;
/// What an answer takes beside its body and what was asked for, about.
const BESIDES: usize = 256;
/// Of usual size, with room for as many.
const ENTRIES: usize = 1024;

/// Bounded by the memory that they take. Those that are asked for no more, as all of an older stamp are, go first.
pub struct Answers(Cache<(Stamp, String), CachedAnswer, BySize>);

#[derive(Clone)]
struct BySize;

impl Weighter<(Stamp, String), CachedAnswer> for BySize {
    fn weight(&self, (_, asked): &(Stamp, String), answer: &CachedAnswer) -> u64 {
        (asked.len() + answer.body.len() + BESIDES) as u64
    }
}

/// An answer as it is kept in memory. Cheap to clone.
#[derive(Clone, Debug)]
pub struct CachedAnswer {
    pub body: Bytes,
    pub etag: HeaderValue,
    pub content_type: &'static str,
}

impl Default for Answers {
    fn default() -> Self {
        let options = OptionsBuilder::new()
            // A shard takes no answer larger than its part: that of a calendar of three months has some megabytes.
            .shards(1)
            // Every change makes new answers of those that are asked for most, so newcomers need as much room as they.
            .hot_allocation(0.5)
            .estimated_items_capacity(ENTRIES)
            .weight_capacity(BYTES)
            .build()
            .expect("what has to be set is set");
        Self(Cache::with_options(
            options,
            BySize,
            DefaultHashBuilder::default(),
            DefaultLifecycle::default(),
        ))
    }
}

impl Answers {
    /// What was answered to `asked` when the stamp was the same; else what `make` makes of it. Whoever asks while an answer
    /// is made waits for that one; an error is its maker's alone, and the next makes another: where making fails slowly, who
    /// waits may have to wait for several.
    pub async fn get_or_make<E>(
        &self,
        asked: String,
        stamp: Stamp,
        make: impl Future<Output = Result<CachedAnswer, E>>,
    ) -> Result<CachedAnswer, E> {
        self.0.get_or_insert_async(&(stamp, asked), make).await
    }
}

impl CachedAnswer {
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
    use std::{convert::Infallible, future::pending};

    use futures_util::future::{join, join3, poll_immediate};
    use tokio::sync::oneshot;

    use super::*;

    fn stamp(changes: i64) -> Stamp {
        Stamp {
            revision: 1,
            changes,
        }
    }

    async fn ask(answers: &Answers, asked: &str, changes: i64, body: &'static str) -> Bytes {
        let make = async { Ok::<_, Infallible>(CachedAnswer::new(body, "text/plain")) };
        let Ok(answer) = answers
            .get_or_make(asked.to_owned(), stamp(changes), make)
            .await;
        answer.body
    }

    #[tokio::test]
    async fn an_answer_is_good_for_its_stamp_only() {
        let answers = Answers::default();
        assert_eq!(ask(&answers, "a", 1, "one").await, "one");
        assert_eq!(ask(&answers, "a", 1, "again").await, "one");
        assert_eq!(ask(&answers, "a", 2, "two").await, "two");
        assert_eq!(ask(&answers, "a", 2, "again").await, "two");
        assert_eq!(ask(&answers, "b", 2, "other").await, "other");
    }

    #[tokio::test]
    async fn whoever_asks_meanwhile_shares_what_is_made() {
        let answers = Answers::default();
        let (tell, told) = oneshot::channel();
        let slow = async {
            told.await
                .map(|body: &str| CachedAnswer::new(body, "text/plain"))
        };
        let first = answers.get_or_make("a".to_owned(), stamp(1), slow);
        let meanwhile = ask(&answers, "a", 1, "made twice");
        let (first, meanwhile, ()) = join3(first, meanwhile, async {
            tell.send("once").unwrap();
        })
        .await;
        assert_eq!(first.unwrap().body, "once");
        assert_eq!(meanwhile, "once");
    }

    #[tokio::test]
    async fn who_fails_or_goes_away_leaves_it_to_the_next() {
        let answers = Answers::default();
        let fails = async { Err("no database") };
        let failed = answers.get_or_make("a".to_owned(), stamp(1), fails);
        let (failed, next) = join(failed, ask(&answers, "a", 1, "next")).await;
        assert_eq!(failed.unwrap_err(), "no database");
        assert_eq!(next, "next");

        let endless = pending::<Result<CachedAnswer, Infallible>>();
        let mut gone = Box::pin(answers.get_or_make("b".to_owned(), stamp(1), endless));
        assert!(poll_immediate(&mut gone).await.is_none());
        let mut waits = Box::pin(ask(&answers, "b", 1, "next"));
        assert!(poll_immediate(&mut waits).await.is_none());
        drop(gone);
        assert_eq!(waits.await, "next");
    }

    #[tokio::test]
    async fn it_never_holds_more_than_it_may() {
        let answers = Answers::default();
        for changes in 0..70_000 {
            ask(&answers, "a", changes, "x").await;
        }
        assert!(answers.0.weight() <= BYTES);
        let large: &str = "x".repeat(BYTES as usize / 4).leak();
        for asked in ["l", "m", "n", "o", "p"] {
            ask(&answers, asked, 1, large).await;
            let kept = ask(&answers, asked, 1, "made again").await;
            assert!(kept.len() > 100, "{asked}, the newest");
            assert!(answers.0.weight() <= BYTES);
        }
    }
}
