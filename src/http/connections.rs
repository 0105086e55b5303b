//! The connections that the service answers: how many at a time, and for how long one may say nothing.
//!
//! A connection is silent until a whole request has arrived, and again once it was answered. When somebody new comes and
//! there is no place left, the connection that has been silent longest gives up its own, so that clients that connect and
//! say nothing, however many, keep nobody out.

mod places;
mod request;

use std::{
    convert::Infallible,
    io,
    net::SocketAddr,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use axum::{Router, extract::Request};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use rustix::{
    net::sockopt::set_tcp_user_timeout,
    process::{Resource, getrlimit},
};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::{io::InspectWriter, sync::CancellationToken, task::TaskTracker};
use tower::ServiceExt;

use crate::config::Config;
use places::{ConnectionPlace, ConnectionPlaces};

/// For a whole head, counted from the first moment or from the last answer: so long a connection may also be idle.
const HEAD_WITHIN: Duration = Duration::from_secs(10);
/// A client that takes nothing of its answer for so many milliseconds is gone.
const TAKEN_WITHIN: u32 = 30_000;
/// Who is sent away and takes nothing of the last answer for so long does not get the rest, and who takes it slowly not
/// after so many of these: somebody waits for the place.
const LEAVES_WITHIN: Duration = Duration::from_secs(1);
const LEAVE_LOOKS: u32 = 5;
/// Until the next try when the system has nothing to accept a connection with.
const PAUSE: Duration = Duration::from_millis(100);
/// What the process opens besides: its log, its listener, mails, and a few files for each connection of the database.
const FILES_KEPT_BACK: u64 = 128;
const FILES_A_DATABASE_CONNECTION: u64 = 4;
const FEWEST: u64 = 16;

/// How many connections may be open at a time: as set, or as many as the process may open files for, those of the
/// database kept back.
#[must_use]
pub fn most(config: &Config) -> usize {
    let kept_back =
        FILES_KEPT_BACK + FILES_A_DATABASE_CONNECTION * u64::from(config.database.connections);
    let files = getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX);
    let possible = files.saturating_sub(kept_back).max(FEWEST);
    let possible = usize::try_from(possible).unwrap_or(usize::MAX);
    if possible < config.http.connections {
        tracing::warn!(
            files,
            connections = possible,
            "http.connections is lowered to what the limit of open files (ulimit -n) leaves"
        );
    }
    possible.min(config.http.connections)
}

/// Accepts and answers until `stop`; then the connections that say nothing end, and requests that have begun to arrive
/// are answered first.
pub async fn answer(router: Router, listener: TcpListener, most: usize, stop: CancellationToken) {
    let places = Arc::new(ConnectionPlaces::new(most));
    let open = TaskTracker::new();
    let mut failing = false;
    loop {
        let accepted = tokio::select! {
            biased;
            () = stop.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) if is_of_the_client(&error) => continue,
            Err(error) => {
                if !failing {
                    tracing::error!(%error, "no connection can be accepted");
                }
                failing = true;
                places.send_one_away();
                tokio::time::sleep(PAUSE).await;
                continue;
            }
        };
        failing = false;
        let place = tokio::select! {
            biased;
            () = stop.cancelled() => break,
            place = places.take() => Arc::new(place),
        };
        open.spawn(talk(router.clone(), stream, peer, place, stop.clone()));
    }
    drop(listener);
    open.close();
    open.wait().await;
}

fn is_of_the_client(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
    )
}

/// One connection to its end.
async fn talk(
    router: Router,
    stream: TcpStream,
    peer: SocketAddr,
    place: Arc<ConnectionPlace>,
    stop: CancellationToken,
) {
    // Where it cannot be had, only clients that vanish in the middle of an answer stay longer.
    let _ = set_tcp_user_timeout(&stream, TAKEN_WITHIN);
    let service = service_fn(|request: hyper::Request<Incoming>| {
        let (router, place) = (router.clone(), place.clone());
        async move {
            let inside = async |request: Request| router.oneshot(request).await;
            Ok::<_, Infallible>(request::answer(request, peer, &place, inside).await)
        }
    });
    let taken = Arc::new(AtomicU64::new(0));
    let counter = taken.clone();
    let stream = InspectWriter::new(stream, move |part: &[u8]| {
        counter.fetch_add(part.len() as u64, Ordering::Relaxed);
    });
    let mut connection = pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_WITHIN)
            .serve_connection(TokioIo::new(stream), service)
    );
    let (ends, somebody_waits) = tokio::select! {
        // What became of it, only the client would need to know.
        _ = connection.as_mut() => return,
        () = place.sent_away() => (place.has_no_whole_request(), true),
        () = stop.cancelled() => (place.has_heard_nothing(), false),
    };
    if ends {
        return;
    }
    connection.as_mut().graceful_shutdown();
    let time_is_over = async {
        if somebody_waits {
            let taken = || taken.load(Ordering::Relaxed);
            had_its_time(taken, || place.is_being_answered()).await;
        } else {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        _ = connection => {}
        () = time_is_over => {}
    }
}

/// Returns once a client that was sent away has taken nothing for a while of what there is for it to take, or was too slow.
async fn had_its_time(taken: impl Fn() -> u64, is_being_answered: impl Fn() -> bool) {
    let mut before = taken();
    for _ in 0..LEAVE_LOOKS {
        tokio::time::sleep(LEAVES_WITHIN).await;
        let now = taken();
        if now == before && !is_being_answered() {
            return;
        }
        before = now;
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[tokio::test]
    async fn who_takes_nothing_is_cut_before_who_takes_it_slowly_and_who_is_not_answered_yet() {
        let parts = Cell::new(0);
        let slowly = || {
            parts.set(parts.get() + 1);
            parts.get()
        };
        tokio::select! {
            biased;
            () = had_its_time(slowly, || false) => panic!("the slow one"),
            () = had_its_time(|| 0, || true) => panic!("the one who waits for an answer"),
            () = had_its_time(|| 0, || false) => {}
        }
    }
}
