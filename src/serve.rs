//! A running service: from an opened database to the last answer.

use std::{fmt, net::SocketAddr, time::Duration};

use tokio::{
    net::TcpListener,
    signal::unix::{Signal, SignalKind, signal},
    task::JoinSet,
};
use tokio_util::sync::CancellationToken;

use crate::{
    account,
    app::App,
    clock::{Clock, Ids, Stopwatch},
    config::{Config, is_loopback},
    db::{Db, OpenError},
    error::Error,
    http::connections,
    import::{self, file},
    jobs::Jobs,
    mail::{self, Transport, outbox::Queue},
    server,
};

/// The venues that a service with nothing else configured opens with.
const CATALOGUE: &str = include_str!("../config/catalogue.toml");
/// Between looks at what has fallen due.
const DUE_EVERY: Duration = Duration::from_secs(5);
/// Answers and mails under way get this long once the service is told to stop.
const GRACE: Duration = Duration::from_secs(20);
/// For the connections of the database afterwards.
const CLOSED_WITHIN: Duration = Duration::from_secs(5);

/// Why it cannot start or go on, in one line for the operator.
#[derive(Debug)]
pub enum Failure {
    Database(OpenError),
    Mail(mail::UrlError),
    Listen(SocketAddr, std::io::Error),
    Service(Error),
    /// A worker ended without being told to: the supervisor shall start all anew.
    Worker(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database(error) => error.fmt(f),
            Self::Mail(error) => write!(f, "mail.url: {error}"),
            Self::Listen(address, error) => write!(f, "cannot listen on {address}: {error}"),
            Self::Service(error) => error.fmt(f),
            Self::Worker(why) => write!(f, "a worker ended: {why}"),
        }
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        Self::Database(error)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Service(error)
    }
}

/// Opens the database and brings it up to date.
pub async fn open(config: Config) -> Result<App, Failure> {
    let db = Db::open(config.db()).await?;
    db.migrate().await?;
    let app = App::new(db, Clock::System, Ids::random(), config);
    account::security::learn_key(&app).await?;
    Ok(app)
}

/// As [`open`], and loads the catalogue if there is no venue yet.
pub async fn prepare(config: Config) -> Result<App, Failure> {
    let app = open(config).await?;
    let file = file::read(CATALOGUE).map_err(|faults| {
        Failure::Service(Error::internal(format!(
            "the compiled-in catalogue: {}",
            faults[0]
        )))
    })?;
    if import::first_load(&app, &file).await? {
        tracing::info!("loaded the catalogue that came with the program");
    }
    Ok(app)
}

/// Says in the log what works and is not safe.
pub fn caution(config: &Config) {
    if let Some(host) = config.db().unverified_host()
        && !is_loopback(&host)
    {
        tracing::warn!(
            host,
            "PostgreSQL is on another machine and nothing checks that it is the right one, or that nobody listens: \
             add ?sslmode=verify-full to database.url, and &sslrootcert=FILE for a certificate authority of your own"
        );
    }
}

/// Serves until a signal, then finishes what is under way. A second signal ends it at once.
pub async fn serve(config: Config) -> Result<(), Failure> {
    caution(&config);
    let listener = TcpListener::bind(config.http.listen).await;
    let listener = listener.map_err(|error| Failure::Listen(config.http.listen, error))?;
    let app = prepare(config).await?;
    let transport = Transport::from_url(&app.config.mail.url).map_err(Failure::Mail)?;
    let mut signals = Signals::listen().map_err(Error::internal)?;
    greet(&app).await?;

    let stop = CancellationToken::new();
    app.believed.nothing_yet();
    let mut running = JoinSet::new();
    for queue in [Queue::Codes, Queue::News] {
        let work = mail::worker::run(app.clone(), transport.clone(), queue, stop.clone());
        running.spawn(work);
    }
    running.spawn(mind_the_clock(app.clone(), stop.clone()));
    running.spawn(connections::answer(
        server::router(app.clone()),
        listener,
        connections::most(&app.config),
        stop.clone(),
    ));

    let failure = tokio::select! {
        () = signals.next() => None,
        ended = running.join_next() => Some(match ended {
            Some(Err(panic)) => panic.to_string(),
            _ => "it returned".to_owned(),
        }),
    };
    let end = failure.map_or(Ok(()), |why| Err(Failure::Worker(why)));
    stop.cancel();
    app.tasks().close();
    let rest = async {
        while running.join_next().await.is_some() {}
        app.tasks().wait().await;
    };
    let in_time = tokio::select! {
        () = rest => true,
        () = tokio::time::sleep(GRACE) => false,
        () = signals.next() => {
            tracing::warn!("stopped at once");
            return end;
        }
    };
    if in_time {
        tracing::info!("stopped");
    } else {
        tracing::warn!("stopped before everything was finished");
    }
    tokio::select! {
        // The last connection takes the log into the database.
        closed = app.db.close() => if let Err(error) = closed {
            tracing::warn!(%error, "the database was not closed");
        },
        // A commit that stalls keeps its connection.
        () = tokio::time::sleep(CLOSED_WITHIN) => tracing::warn!("the database was not closed in time"),
        () = signals.next() => tracing::warn!("stopped before the database was closed"),
    }
    end
}

async fn mind_the_clock(app: App, stop: CancellationToken) {
    let running = Stopwatch::started();
    let mut jobs = Jobs::default();
    while !stop.is_cancelled() {
        jobs.look(&app, running.elapsed()).await;
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(DUE_EVERY) => {}
        }
    }
}

/// What an operator needs to know first.
async fn greet(app: &App) -> Result<(), Failure> {
    let base = &app.config.http.base_url;
    println!("jastar is open at {base}");
    if account::nobody_manages(app).await? {
        println!("Nobody manages a venue yet. To sign in as a manager, make yourself one:");
        println!(
            "  jastar user create --email you@example.org --name \"Your Name\" --manager-of youth-house"
        );
        println!("  (from the source: cargo run -- user create …), then open {base}/sign-in");
    } else {
        println!("Managers sign in at {base}/sign-in");
    }
    if let Some(key) = app.mailbox_key() {
        println!("Mails, sign-in codes too, are files here: {base}/dev/mail?key={key}");
    }
    Ok(())
}

/// Heard from here on: before, a signal ends the process without more ado.
struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    fn listen() -> std::io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
