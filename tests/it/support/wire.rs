//! The way to a `PostgreSQL` server, which can be cut at any message, and which may lead to another server later.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, AtomicI64, Ordering},
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

pub struct Wire {
    pub authority: String,
    orders: Arc<Orders>,
    leads_to: watch::Sender<Option<String>>,
    _running: JoinSet<()>,
}

#[derive(Debug)]
struct Orders {
    /// Messages of the client until the one at which it is cut; below that, nothing is.
    left: AtomicI64,
    at_commit: AtomicBool,
    how: Mutex<Cut>,
    was_cut: AtomicBool,
}

impl Wire {
    /// To the server at `authority`. Dropped, it lets nothing through any more.
    pub async fn to(authority: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let orders = Arc::new(Orders {
            left: AtomicI64::new(0),
            at_commit: AtomicBool::new(false),
            how: Mutex::new(Cut::Before),
            was_cut: AtomicBool::new(false),
        });
        let (leads_to, target) = watch::channel(Some(authority.to_owned()));
        let mut running = JoinSet::new();
        let own = listener.local_addr().unwrap().to_string();
        let given = orders.clone();
        running.spawn(async move {
            let mut lines = JoinSet::new();
            loop {
                let (client, _) = listener.accept().await.unwrap();
                let (orders, target) = (given.clone(), target.clone());
                lines.spawn(async move {
                    // However it ends, both ends are closed with it.
                    let _ = line(client, target, orders).await;
                });
            }
        });
        Self {
            authority: own,
            orders,
            leads_to,
            _running: running,
        }
    }

    /// Cuts at the message after so many others, on whatever connection it comes.
    pub fn arm(&self, at: i64, how: Cut) {
        *self.orders.how.lock().unwrap() = how;
        self.orders.was_cut.store(false, Ordering::SeqCst);
        self.orders.left.store(at, Ordering::SeqCst);
    }

    /// Cuts at the next COMMIT, wherever it comes: how many messages stand before it depends on what a connection has
    /// prepared already.
    pub fn arm_at_commit(&self, how: Cut) {
        self.arm(0, how);
        self.orders.at_commit.store(true, Ordering::SeqCst);
    }

    /// Whether it has been cut since; if not, it is not going to be.
    pub fn disarm(&self) -> bool {
        self.orders.left.store(0, Ordering::SeqCst);
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
    orders: Arc<Orders>,
) -> std::io::Result<()> {
    let target = target.wait_for(Option::is_some).await.unwrap().clone();
    let server = TcpStream::connect(target.unwrap()).await?;
    let ((mut asks, mut hears), (mut answers, mut told)) =
        (client.into_split(), server.into_split());
    greet(&mut asks, &mut hears, &mut answers, &mut told).await?;
    let (deaf, answered) = (AtomicBool::new(false), Notify::new());
    tokio::select! {
        end = ask(&mut asks, &mut told, &orders, &deaf, &answered) => end,
        end = answer(&mut answers, &mut hears, &deaf, &answered) => end,
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
    from: &mut OwnedReadHalf,
    to: &mut OwnedWriteHalf,
    orders: &Orders,
    deaf: &AtomicBool,
    answered: &Notify,
) -> std::io::Result<()> {
    loop {
        let (kind, message) = typed(from).await?;
        let commits = kind == b'Q' && message[5..].starts_with(b"COMMIT");
        let counted_down = orders.left.fetch_sub(1, Ordering::SeqCst) == 1;
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
        if deaf.load(Ordering::SeqCst) && b"SQX".contains(&kind) {
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
