//! A load generator: so many connections that are kept open, each sending one request after the other.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::JoinSet,
};

/// What came of a run.
pub struct Run {
    pub per_second: f64,
    pub p50: Duration,
    pub p99: Duration,
    pub longest: Duration,
    /// Answers by their status.
    pub statuses: Vec<(u16, usize)>,
    /// Bytes of the last body.
    pub body: usize,
}

/// Sends all requests over `clients` connections, each request by whoever is free.
pub async fn run(address: SocketAddr, clients: usize, requests: Arc<Vec<Vec<u8>>>) -> Run {
    let next = Arc::new(AtomicUsize::new(0));
    let mut tasks = JoinSet::new();
    let began = Instant::now();
    for _ in 0..clients {
        let (next, requests) = (next.clone(), requests.clone());
        tasks.spawn(async move {
            let mut connection = Connection::open(address).await;
            let mut seen = Vec::new();
            while let Some(request) = requests.get(next.fetch_add(1, Ordering::Relaxed)) {
                seen.push(connection.ask(request).await);
            }
            seen
        });
    }
    let seen = tasks.join_all().await.into_iter().flatten().collect();
    Run::of(seen, began.elapsed())
}

/// How long an answer took, its status, and the bytes of its body.
pub type Answer = (Duration, u16, usize);

impl Run {
    pub fn of(mut seen: Vec<Answer>, took: Duration) -> Self {
        seen.sort_unstable();
        let at = |share: f64| seen[((seen.len() - 1) as f64 * share) as usize].0;
        let mut statuses: Vec<(u16, usize)> = Vec::new();
        for (_, status, _) in &seen {
            match statuses.iter_mut().find(|(known, _)| known == status) {
                Some((_, count)) => *count += 1,
                None => statuses.push((*status, 1)),
            }
        }
        Self {
            per_second: seen.len() as f64 / took.as_secs_f64(),
            p50: at(0.5),
            p99: at(0.99),
            longest: at(1.0),
            statuses,
            body: seen.last().map_or(0, |(_, _, body)| *body),
        }
    }
}

/// One that is kept open.
pub struct Connection {
    socket: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    pub async fn open(address: SocketAddr) -> Self {
        let socket = TcpStream::connect(address).await.expect("a connection");
        socket.set_nodelay(true).expect("no delay");
        Self {
            socket,
            buffer: Vec::with_capacity(64 * 1024),
        }
    }

    pub async fn ask(&mut self, request: &[u8]) -> Answer {
        let sent = Instant::now();
        self.socket.write_all(request).await.expect("sent");
        let (status, body) = answer(&mut self.socket, &mut self.buffer).await;
        (sent.elapsed(), status, body)
    }
}

async fn answer(socket: &mut TcpStream, buffer: &mut Vec<u8>) -> (u16, usize) {
    buffer.clear();
    let head = loop {
        assert!(
            socket.read_buf(buffer).await.expect("an answer") > 0,
            "the connection was closed"
        );
        if let Some(end) = buffer.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
    };
    let text = String::from_utf8_lossy(&buffer[..head]).to_lowercase();
    let status = text
        .split(' ')
        .nth(1)
        .and_then(|code| code.parse().ok())
        .expect("a status");
    let length = text
        .split("content-length: ")
        .nth(1)
        .and_then(|rest| rest.split("\r\n").next()?.parse().ok());
    let length: usize = length.unwrap_or(0);
    while buffer.len() < head + length {
        assert!(
            socket.read_buf(buffer).await.expect("a body") > 0,
            "the connection was closed"
        );
    }
    (status, length)
}

pub fn get(path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: bench\r\nAccept-Language: kk\r\n\r\n").into_bytes()
}

pub fn post(path: &str, token: &str, body: &str) -> Vec<u8> {
    format!(
        "POST {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}
