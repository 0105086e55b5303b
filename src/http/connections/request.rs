//! One request on its way in: what its connection is at meanwhile, and the rest of a body that nobody wanted.

use std::{
    convert::Infallible,
    future::poll_fn,
    net::SocketAddr,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::{
    body::Body,
    extract::{ConnectInfo, Request},
    http::{StatusCode, Version, header},
    response::{IntoResponse, Response},
};
use hyper::body::{Body as _, Bytes, Frame, Incoming, SizeHint};
use tokio::sync::oneshot;

use super::places::ConnectionPlace;

/// So much of a body that was refused is read and thrown away: who is still sending would else find the connection cut,
/// and not the answer.
const REST_BYTES: usize = 16 * 1024 * 1024;
const REST_WITHIN: Duration = Duration::from_secs(10);

/// Has `inside` answer, tells the place what its connection is at, and reads what is left of the body.
pub async fn answer(
    request: hyper::Request<Incoming>,
    peer: SocketAddr,
    place: &Arc<ConnectionPlace>,
    inside: impl AsyncFnOnce(Request) -> Result<Response, Infallible>,
) -> Response {
    place.arriving();
    // Whoever waits to be told to go on has sent nothing that stands in the way.
    let waits = request.headers().contains_key(header::EXPECT);
    let unnamed = names_no_host(&request);
    let (unread, rest) = oneshot::channel();
    let mut request = request.map(|body| Body::new(Arriving::new(body, place.clone(), unread)));
    request.extensions_mut().insert(ConnectInfo(peer));
    let answer = if unnamed {
        drop(request);
        StatusCode::BAD_REQUEST.into_response()
    } else {
        let Ok(answer) = inside(request).await;
        answer
    };
    if !waits && let Ok(rest) = { rest }.try_recv() {
        throw_away(rest).await;
    }
    place.answered();
    answer
}

/// HTTP/1.1 asks for exactly one Host (RFC 9112, 3.2).
fn names_no_host(request: &hyper::Request<Incoming>) -> bool {
    let hosts = request.headers().get_all(header::HOST).iter().count();
    request.version() >= Version::HTTP_11 && hosts != 1 || hosts > 1
}

async fn throw_away(mut body: Incoming) {
    let mut left = REST_BYTES;
    let read = async {
        while let Some(Ok(frame)) = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
            let Some(less) = left.checked_sub(frame.data_ref().map_or(0, Bytes::len)) else {
                return;
            };
            left = less;
        }
    };
    // A client that is slower than this is not waited for.
    let _ = tokio::time::timeout(REST_WITHIN, read).await;
}

/// A body that tells the connection's place when all of it has arrived, and hands back what is not read.
struct Arriving {
    body: Option<Incoming>,
    place: Arc<ConnectionPlace>,
    unread: Option<oneshot::Sender<Incoming>>,
}

impl Arriving {
    fn new(body: Incoming, place: Arc<ConnectionPlace>, unread: oneshot::Sender<Incoming>) -> Self {
        if body.is_end_stream() {
            place.busy();
        }
        Self {
            body: Some(body),
            place,
            unread: Some(unread),
        }
    }
}

impl hyper::body::Body for Arriving {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let Some(body) = &mut self.body else {
            return Poll::Ready(None);
        };
        let frame = ready!(Pin::new(&mut *body).poll_frame(cx));
        if body.is_end_stream() || !matches!(frame, Some(Ok(_))) {
            self.body = None;
            self.place.busy();
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(Incoming::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.body
            .as_ref()
            .map_or_else(|| SizeHint::with_exact(0), Incoming::size_hint)
    }
}

impl Drop for Arriving {
    fn drop(&mut self) {
        if let (Some(body), Some(unread)) = (self.body.take(), self.unread.take())
            && !body.is_end_stream()
        {
            // When the connection is gone, nobody waits for it.
            let _ = unread.send(body);
        }
    }
}
