//! The way to a `PostgreSQL` server, which can be cut at any message, on which round trips are counted, and which may lead
//! to another server later.

use std::{
    collections::{HashMap, HashSet},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
};

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWriteExt},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::{Notify, watch},
    task::JoinSet,
};

/// Where a message is lost, and the connection with it.
#[derive(Clone, Copy, Debug)]
pub enum Cut {
    /// The server never gets it.
    Before,
    /// The server gets it when nobody is there any more.
    During,
    /// The server does what it is asked, and its answer does not arrive.
    After,
}

/// The first letter of what prepares a statement: once a connection, not once a request.
const PREPARE: u8 = b'P';

/// Kinds of messages that let the server speak: a Sync, a simple query, the end.
const YOUR_TURN: &[u8] = b"SQX";

pub struct Wire {
    pub authority: String,
    orders: Arc<Orders>,
    heard: Arc<Heard>,
    leads_to: watch::Sender<Option<String>>,
    _running: JoinSet<()>,
}

#[derive(Debug)]
struct Orders {
    /// Messages of the client until the one at which it is cut; below that, nothing is.
    left: AtomicI64,
    /// The same in round trips.
    trips_left: AtomicI64,
    at_commit: AtomicBool,
    how: Mutex<Cut>,
    was_cut: AtomicBool,
}

/// What the client said on all connections together.
#[derive(Debug, Default)]
struct Heard {
    /// What every round trip asked for.
    trips: Mutex<Vec<String>>,
    prepared: Mutex<Prepared>,
}

#[derive(Debug, Default)]
struct Prepared {
    texts: HashSet<Vec<u8>>,
    /// What no connection had prepared before, or the same one had.
    anew: Vec<String>,
}

/// What the client says on one connection.
#[derive(Default)]
struct Speech {
    /// Whether the server does not know yet that it is its turn.
    goes_on: bool,
    /// Texts by the names under which they were prepared.
    prepared: HashMap<Vec<u8>, Vec<u8>>,
}

impl Speech {
    /// Whether a round trip begins with the message. Preparing a statement is none, nor is a Sync alone: that is what the
    /// pool sends when a connection comes back to it, and nobody waits for the answer.
    fn begins_trip(&mut self, kind: u8) -> bool {
        let begins = !self.goes_on;
        self.goes_on = !YOUR_TURN.contains(&kind);
        begins && ![PREPARE, b'S', b'X'].contains(&kind)
    }

    fn prepares(&mut self, message: &[u8], all: &mut Prepared) {
        // A name, the text, what its values are.
        let mut parts = message[5..].split(|byte| *byte == 0);
        let (Some(name), Some(text)) = (parts.next(), parts.next()) else {
            return;
        };
        let known = !all.texts.insert(text.to_vec());
        let own = self.prepared.values().any(|one| one == text);
        self.prepared.insert(name.to_vec(), text.to_vec());
        if own || !known {
            all.anew.push(String::from_utf8_lossy(text).into_owned());
        }
    }

    /// The text of a simple query, or of what is carried out under the name that comes after that of its portal.
    fn asks_for(&self, kind: u8, message: &[u8]) -> String {
        let mut parts = message[5..].split(|byte| *byte == 0);
        let text = match kind {
            b'B' => parts.nth(1).and_then(|name| self.prepared.get(name)),
            _ => None,
        };
        let text = text.map_or(&message[5..], |text| &**text);
        String::from_utf8_lossy(text).into_owned()
    }
}

impl Wire {
    /// To the server at `authority`. Dropped, it lets nothing through any more.
    pub async fn to(authority: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let orders = Arc::new(Orders {
            left: AtomicI64::new(0),
            trips_left: AtomicI64::new(0),
            at_commit: AtomicBool::new(false),
            how: Mutex::new(Cut::Before),
            was_cut: AtomicBool::new(false),
        });
        let (leads_to, target) = watch::channel(Some(authority.to_owned()));
        let mut running = JoinSet::new();
        let own = listener.local_addr().unwrap().to_string();
        let heard = Arc::<Heard>::default();
        let (given, listens) = (orders.clone(), heard.clone());
        running.spawn(async move {
            let mut lines = JoinSet::new();
            loop {
                let (client, _) = listener.accept().await.unwrap();
                let (orders, target) = (given.clone(), target.clone());
                let heard = listens.clone();
                lines.spawn(async move {
                    // However it ends, both ends are closed with it.
                    let _ = line(client, target, &orders, &heard).await;
                });
            }
        });
        Self {
            authority: own,
            orders,
            heard,
            leads_to,
            _running: running,
        }
    }

    /// What was asked for since the last time one asked, by round trips.
    pub fn trips(&self) -> Vec<String> {
        std::mem::take(&mut self.heard.trips.lock().unwrap())
    }

    /// The statements that were prepared since the last time one asked, and that were new or not kept.
    pub fn prepared_anew(&self) -> Vec<String> {
        std::mem::take(&mut self.heard.prepared.lock().unwrap().anew)
    }

    /// Cuts at the message after so many others, on whatever connection it comes.
    pub fn arm(&self, at: i64, how: Cut) {
        self.order(how);
        self.orders.left.store(at, Ordering::SeqCst);
    }

    /// Cuts at the round trip after so many others.
    pub fn arm_at_trip(&self, at: i64, how: Cut) {
        self.order(how);
        self.orders.trips_left.store(at, Ordering::SeqCst);
    }

    fn order(&self, how: Cut) {
        *self.orders.how.lock().unwrap() = how;
        self.orders.was_cut.store(false, Ordering::SeqCst);
    }

    /// Cuts at the next COMMIT, wherever it comes: how many messages stand before it depends on what a connection has
    /// prepared already.
    pub fn arm_at_commit(&self, how: Cut) {
        self.order(how);
        self.orders.at_commit.store(true, Ordering::SeqCst);
    }

    /// Whether it has been cut since; if not, it is not going to be.
    pub fn disarm(&self) -> bool {
        self.orders.left.store(0, Ordering::SeqCst);
        self.orders.trips_left.store(0, Ordering::SeqCst);
        self.orders.at_commit.store(false, Ordering::SeqCst);
        self.orders.was_cut.load(Ordering::SeqCst)
    }

    /// Who connects from now on waits until it leads somewhere.
    pub fn leads_nowhere(&self) {
        self.leads_to.send_replace(None);
    }

    pub fn leads_to(&self, authority: &str) {
        self.leads_to.send_replace(Some(authority.to_owned()));
    }
}

async fn line(
    client: TcpStream,
    mut target: watch::Receiver<Option<String>>,
    orders: &Orders,
    heard: &Heard,
) -> std::io::Result<()> {
    let target = target.wait_for(Option::is_some).await.unwrap().clone();
    let server = TcpStream::connect(target.unwrap()).await?;
    // Each message is passed on alone: the second one of two would wait until somebody confirms the first.
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    let ((mut asks, mut answered_to), (mut answers, mut told)) =
        (client.into_split(), server.into_split());
    greet(&mut asks, &mut answered_to, &mut answers, &mut told).await?;
    let (deaf, answered) = (AtomicBool::new(false), Notify::new());
    tokio::select! {
        end = ask((&mut asks, &mut told), orders, heard, (&deaf, &answered)) => end,
        end = answer(&mut answers, &mut answered_to, &deaf, &answered) => end,
    }
}

/// What comes before there are messages with a kind.
async fn greet(
    asks: &mut OwnedReadHalf,
    hears: &mut OwnedWriteHalf,
    answers: &mut OwnedReadHalf,
    told: &mut OwnedWriteHalf,
) -> std::io::Result<()> {
    loop {
        let message = untyped(asks).await?;
        told.write_all(&message).await?;
        // A question for TLS is answered with one letter, and then it begins anew.
        if message[4..8] != 80_877_103_i32.to_be_bytes() {
            return Ok(());
        }
        hears.write_u8(answers.read_u8().await?).await?;
    }
}

async fn ask(
    (from, to): (&mut OwnedReadHalf, &mut OwnedWriteHalf),
    orders: &Orders,
    heard: &Heard,
    (deaf, answered): (&AtomicBool, &Notify),
) -> std::io::Result<()> {
    let mut speech = Speech::default();
    loop {
        let (kind, message) = typed(from).await?;
        let commits = kind == b'Q' && message[5..].starts_with(b"COMMIT");
        if kind == PREPARE {
            speech.prepares(&message, &mut heard.prepared.lock().unwrap());
        }
        let mut counted_down = orders.left.fetch_sub(1, Ordering::SeqCst) == 1;
        if speech.begins_trip(kind) {
            let text = speech.asks_for(kind, &message);
            heard.trips.lock().unwrap().push(text);
            counted_down |= orders.trips_left.fetch_sub(1, Ordering::SeqCst) == 1;
        }
        if counted_down || commits && orders.at_commit.swap(false, Ordering::SeqCst) {
            orders.was_cut.store(true, Ordering::SeqCst);
            let how = *orders.how.lock().unwrap();
            match how {
                Cut::Before => return Ok(()),
                Cut::During => return to.write_all(&message).await,
                Cut::After => deaf.store(true, Ordering::SeqCst),
            }
        }
        to.write_all(&message).await?;
        // A Sync or a simple query: now it answers.
        if deaf.load(Ordering::SeqCst) && YOUR_TURN.contains(&kind) {
            answered.notified().await;
            return Ok(());
        }
    }
}

async fn answer(
    from: &mut OwnedReadHalf,
    to: &mut OwnedWriteHalf,
    deaf: &AtomicBool,
    answered: &Notify,
) -> std::io::Result<()> {
    loop {
        let (kind, message) = match typed(from).await {
            Ok(message) => message,
            Err(gone) => {
                answered.notify_one();
                return Err(gone);
            }
        };
        if !deaf.load(Ordering::SeqCst) {
            to.write_all(&message).await?;
        } else if kind == b'Z' {
            answered.notify_one();
        }
    }
}

async fn typed<R: AsyncRead + Unpin>(from: &mut R) -> std::io::Result<(u8, Vec<u8>)> {
    let kind = from.read_u8().await?;
    let mut message = vec![kind];
    message.extend(untyped(from).await?);
    Ok((kind, message))
}

async fn untyped<R: AsyncRead + Unpin>(from: &mut R) -> std::io::Result<Vec<u8>> {
    let length = from.read_u32().await?;
    let mut message = length.to_be_bytes().to_vec();
    message.resize(length as usize, 0);
    from.read_exact(&mut message[4..]).await?;
    Ok(message)
}
