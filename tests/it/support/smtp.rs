//! A mail server on loopback that does to each mail what it was told.

use std::{
    collections::VecDeque,
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use jastar::mail::Transport;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    sync::{Notify, Semaphore},
    task::JoinSet,
};

use super::in_time;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    None,
    /// Refused with this code once all of it was sent; 421 hangs up too.
    Reply(u16),
    /// Received whole, and then hung up instead of saying so.
    DropAfterDot,
}

/// A mail as it came, whatever was answered.
#[derive(Clone, Debug)]
pub struct Received {
    pub fault: Fault,
    pub to: String,
    pub message_id: String,
}

#[derive(Default)]
struct Script {
    faults: VecDeque<Fault>,
    received: Vec<Received>,
    came: usize,
}

/// Kept shut, no mail is answered.
type Gate = Arc<Semaphore>;

pub struct SmtpServer {
    script: Arc<Mutex<Script>>,
    gate: Gate,
    news: Arc<Notify>,
    pub transport: Transport,
    pub address: SocketAddr,
    // Ends with the server.
    _connections: JoinSet<()>,
}

impl SmtpServer {
    pub async fn start() -> Self {
        let server = Self::holding().await;
        server.release();
        server
    }

    /// Takes mails and answers none until [`Self::release`].
    pub async fn holding() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let script = Arc::new(Mutex::new(Script::default()));
        let mut connections = JoinSet::new();
        let (gate, news) = (Gate::new(Semaphore::new(0)), Arc::<Notify>::default());
        let shared = (script.clone(), gate.clone(), news.clone());
        connections.spawn(async move {
            let mut open = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let (script, gate, news) = shared.clone();
                open.spawn(talk(stream, script, gate, news));
            }
        });
        Self {
            script,
            gate,
            news,
            transport: transport_to(address),
            address,
            _connections: connections,
        }
    }

    pub fn release(&self) {
        self.gate.add_permits(Semaphore::MAX_PERMITS / 2);
    }

    /// Until so many mails have come, answered or not.
    pub async fn wait_for(&self, mails: usize) {
        let come = async {
            while self.script.lock().unwrap().came < mails {
                self.news.notified().await;
            }
        };
        in_time(come).await;
    }

    /// What happens to the next mails, in order; all after them are taken.
    pub fn next(&self, faults: impl IntoIterator<Item = Fault>) {
        self.script.lock().unwrap().faults.extend(faults);
    }

    /// What came since the last look.
    pub fn received(&self) -> Vec<Received> {
        std::mem::take(&mut self.script.lock().unwrap().received)
    }
}

fn transport_to(address: SocketAddr) -> Transport {
    Transport::from_url(&format!("smtp://{address}")).unwrap()
}

/// To a port where nobody listens.
pub async fn nobody() -> Transport {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    transport_to(listener.local_addr().unwrap())
}

/// RFC 5321, as far as a client that sends one mail after another needs it.
async fn talk(
    stream: TcpStream,
    script: Arc<Mutex<Script>>,
    gate: Gate,
    news: Arc<Notify>,
) -> Option<()> {
    let (reader, mut writer) = stream.into_split();
    let mut lines = BufReader::new(reader).lines();
    let mut to = String::new();
    writer.write_all(b"220 test\r\n").await.ok()?;
    while let Some(line) = lines.next_line().await.ok()? {
        let answer = match line.get(..4).unwrap_or_default() {
            "RCPT" => {
                to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                "250 ok".to_owned()
            }
            "DATA" => {
                writer.write_all(b"354 go on\r\n").await.ok()?;
                let mut message_id = String::new();
                while let Some(line) = lines.next_line().await.ok()?.filter(|line| line != ".") {
                    if let Some(id) = line.strip_prefix("Message-ID: ") {
                        id.clone_into(&mut message_id);
                    }
                }
                let fault = {
                    let mut script = script.lock().unwrap();
                    let fault = script.faults.pop_front().unwrap_or(Fault::None);
                    let to = to.clone();
                    script.received.push(Received {
                        fault,
                        to,
                        message_id,
                    });
                    script.came += 1;
                    fault
                };
                news.notify_one();
                let _open = gate.acquire().await.ok()?;
                match fault {
                    Fault::None => "250 taken".to_owned(),
                    Fault::Reply(code) => format!("{code} told to refuse <{to}>"),
                    Fault::DropAfterDot => return None,
                }
            }
            "QUIT" => return writer.write_all(b"221 bye\r\n").await.ok(),
            _ => "250 ok".to_owned(),
        };
        writer
            .write_all(format!("{answer}\r\n").as_bytes())
            .await
            .ok()?;
        if answer.starts_with("421") {
            return None;
        }
    }
    None
}
