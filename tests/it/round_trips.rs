//! What one request costs on `PostgreSQL`: round trips cost more than rows, so they are counted, on the wire.

use std::{
    collections::HashSet,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use entity::venue_quota;
use jastar::{account, app::App, booking, db::Settings, idempotency::Idempotent, quota::settings};
use sea_orm::{ConnectionTrait, Statement};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinSet,
};

use super::support::{CATALOGUE, TestApp, asking, start};

/// Requests for it claim nothing: that nothing is in the way has to be looked up.
const COMPETED_FOR: &str = "sarzhailau/screening-hall";

#[tokio::test]
async fn a_request_takes_at_most_six_round_trips() {
    count(&TestApp::new().await).await;
}

#[tokio::test]
async fn also_where_one_may_have_only_so_much() {
    let test = TestApp::new().await;
    let catalogue = test.app.catalogue().await.unwrap();
    for venue in catalogue.venues() {
        let manager = test.manager_of(&venue.row.slug).await;
        let much = venue_quota::Model {
            hours_per_week: Some(100),
            prime_hours_per_month: Some(100),
            ..venue_quota::Model::unset(venue.row.id)
        };
        settings::set(&test.app, &manager, much).await.unwrap();
    }
    count(&test).await;
}

async fn count(test: &TestApp) {
    let Some(server) = test.server() else {
        eprintln!("not counted: SQLite is in the process, there are no round trips");
        return;
    };
    test.person("asel@qanat.example").await;
    let token = test.token_of("asel@qanat.example").await;
    let wire = Wire::tapped(&server.authority).await;
    let settings = Settings {
        url: server.url.replace(&server.authority, &wire.authority),
        connections: 2,
    };
    let app = start(settings, CATALOGUE, 8).await;
    // The first ones prepare the statements and read the catalogue.
    for (at, space) in [
        "youth-house/meeting-room",
        "temirtau-youth-house/sports-hall",
        COMPETED_FOR,
    ]
    .into_iter()
    .cycle()
    .take(9)
    .enumerate()
    {
        let hour = 10 + at;
        if at == 6 {
            say_many_others(&app).await;
        }
        let before = wire.trips.load(Ordering::SeqCst);
        wire.prepared_anew();
        let actor = account::by_api_token(&app, &token).await.unwrap();
        let day = if space.starts_with("youth") {
            "2026-12-01"
        } else {
            "2026-12-02"
        };
        let new = asking(
            space,
            &format!("{day}T{hour}:00"),
            &format!("{day}T{}:00", hour + 1),
        );
        let done = booking::request(&app, &actor, new, Idempotent::unkeyed()).await;
        let trips = wire.trips.load(Ordering::SeqCst) - before;
        if at >= 6 {
            done.unwrap();
            let anew = wire.prepared_anew();
            assert!(anew.is_empty(), "{space}: {anew:#?}");
            assert!(
                trips <= 6,
                "{space}: {trips} round trips, who is asking included"
            );
        }
    }
    assert_eq!(app.db.retries(), 0);
}

/// As many as the service has: what a request says stays prepared.
async fn say_many_others(app: &App) {
    for at in 0..700 {
        let text = format!("SELECT {at} AS other");
        let other = Statement::from_sql_and_values(app.db.backend(), text, []);
        app.db.read().query_one_raw(other).await.unwrap();
    }
}

/// A lone Sync: what the pool sends on its own when a connection comes back to it. Nobody waits for the answer.
const LET_GO: &[u8] = b"S\0\0\0\x04";

/// The first letter of what prepares a statement: once a connection, not once a request.
const PREPARE: u8 = b'P';

/// A wire to the server on which the turns of speaking are counted.
struct Wire {
    authority: String,
    trips: Arc<AtomicUsize>,
    prepared: Arc<Mutex<Prepared>>,
    _tasks: JoinSet<()>,
}

/// What was prepared on all connections together.
#[derive(Default)]
struct Prepared {
    texts: HashSet<Vec<u8>>,
    /// What no connection had prepared before, or the same one had.
    anew: Vec<String>,
}

impl Wire {
    async fn tapped(server: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let authority = listener.local_addr().unwrap().to_string();
        let (trips, prepared) = <(Arc<AtomicUsize>, Arc<Mutex<Prepared>>)>::default();
        let (server, counted, noted) = (server.to_owned(), trips.clone(), prepared.clone());
        let mut tasks = JoinSet::new();
        tasks.spawn(async move {
            let mut lines = JoinSet::new();
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect(&server).await.unwrap();
                let (from_client, to_client) = client.into_split();
                let (from_server, to_server) = server.into_split();
                let asked = Arc::new(AtomicUsize::new(0));
                let (asking, answering, counted) = (asked.clone(), asked, counted.clone());
                let (noted, mut own) = (noted.clone(), HashSet::new());
                let mut messages = Messages::default();
                lines.spawn(pass(from_client, to_server, move |said| {
                    if said != LET_GO && said[0] != PREPARE {
                        asking.store(1, Ordering::SeqCst);
                    }
                    for text in messages.prepare(said) {
                        let mut noted = noted.lock().unwrap();
                        let known = !noted.texts.insert(text.clone());
                        if !(own.insert(text.clone()) && known) {
                            noted.anew.push(String::from_utf8(text).unwrap());
                        }
                    }
                }));
                lines.spawn(pass(from_server, to_client, move |_| {
                    counted.fetch_add(answering.swap(0, Ordering::SeqCst), Ordering::SeqCst);
                }));
            }
        });
        Self {
            authority,
            trips,
            prepared,
            _tasks: tasks,
        }
    }

    fn prepared_anew(&self) -> Vec<String> {
        std::mem::take(&mut self.prepared.lock().unwrap().anew)
    }
}

/// What a client says, however it is cut into pieces on the way.
#[derive(Default)]
struct Messages {
    unfinished: Vec<u8>,
}

impl Messages {
    /// The statements that are prepared by the messages which end in this piece.
    fn prepare(&mut self, piece: &[u8]) -> Vec<Vec<u8>> {
        self.unfinished.extend_from_slice(piece);
        let mut texts = Vec::new();
        loop {
            // A letter, a length and the rest; the first ones have no letter, and the length of those begins with zero.
            let letter = self.unfinished.first().filter(|byte| **byte != 0).copied();
            let at = usize::from(letter.is_some());
            let Some(length) = self.unfinished.get(at..at + 4) else {
                return texts;
            };
            let end = at + u32::from_be_bytes(length.try_into().unwrap()) as usize;
            if self.unfinished.len() < end {
                return texts;
            }
            let message: Vec<u8> = self.unfinished.drain(..end).collect();
            if letter == Some(PREPARE) {
                // A name, the text, what its values are.
                let mut parts = message[5..].split(|byte| *byte == 0);
                texts.extend(parts.nth(1).map(<[u8]>::to_vec));
            }
        }
    }
}

async fn pass(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    mut heard: impl FnMut(&[u8]),
) {
    let mut bytes = vec![0; 64 * 1024];
    while let Ok(count @ 1..) = from.read(&mut bytes).await {
        heard(&bytes[..count]);
        if to.write_all(&bytes[..count]).await.is_err() {
            return;
        }
    }
}
