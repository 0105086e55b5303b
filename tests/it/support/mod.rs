//! A service of one's own for every test: a fresh database, the real catalogue, a clock that stands still, seeded ids.

pub mod client;
pub mod cluster;
pub mod db;
pub mod facts;
pub mod faults;
pub mod process;
pub mod queries;
pub mod smtp;
pub mod visitor;
pub mod wire;

use std::time::Duration;

use entity::Booking;
use entity::{Instant, session};
use jastar::{
    account::{self, Actor, NewUser},
    app::App,
    booking::{self, NewBooking},
    clock::{Clock, Ids},
    config::Config,
    db::{Db, Settings},
    error::Error,
    idempotency::{Idempotent, Outcome},
    import::{self, file},
};
use sea_orm::{ConnectionTrait, TransactionTrait};

/// Monday 23 November 2026, 09:00 in Karaganda (UTC+5).
pub const NOW: Instant = Instant(1_795_406_400);

pub const CATALOGUE: &str = include_str!("../../../config/catalogue.toml");

const ASKED_AGAIN: u32 = 20;

/// For what ends unless something is wrong: several times what anything takes on a machine under load.
pub const PATIENCE: Duration = Duration::from_mins(3);

pub struct TestApp {
    pub app: App,
    // Dropped last: it takes the database away.
    database: db::Database,
}

/// The settings of most tests: as they are shipped, but every mail to a venue goes out at once, and what is approved by
/// itself is not limited.
pub fn usual() -> Config {
    let mut config = Config::defaults();
    config.mail.gather_minutes = 0;
    config.limits.automatic_per_space = 0;
    config.limits.automatic_hours_per_week = 0;
    config
}

/// A service on a database, as its first start leaves it. Services on one database need different seeds.
pub async fn start(settings: Settings, toml: &str, seed: u64) -> App {
    start_with(settings, toml, seed, usual()).await
}

async fn start_with(settings: Settings, toml: &str, seed: u64, config: Config) -> App {
    let db = Db::open(settings).await.expect("the database opens");
    db.migrate().await.expect("the schema is current");
    let app = App::new(db, Clock::fixed(NOW), Ids::seeded(seed), config);
    let file = file::read(toml).expect("the catalogue has no faults");
    import::first_load(&app, &file)
        .await
        .expect("the catalogue loads");
    app
}

impl TestApp {
    /// On the catalogue that ships with the product.
    pub async fn new() -> Self {
        Self::on(db::Database::loaded().await, CATALOGUE).await
    }

    pub async fn with_catalogue(toml: &str) -> Self {
        Self::on(db::Database::empty().await, toml).await
    }

    pub async fn on(database: db::Database, toml: &str) -> Self {
        let settings = database.settings();
        Self::reached_by(database, settings, toml).await
    }

    /// On a database that the service reaches in another way than the test.
    pub async fn reached_by(database: db::Database, settings: Settings, toml: &str) -> Self {
        Self {
            app: start(settings, toml, 7).await,
            database,
        }
    }

    /// On the product's catalogue, with settings of its own.
    pub async fn with(config: Config) -> Self {
        let database = db::Database::loaded().await;
        Self {
            app: start_with(database.settings(), CATALOGUE, 7, config).await,
            database,
        }
    }

    /// A second service on the same database, as a second process would be.
    pub async fn another(&self, seed: u64) -> App {
        start(self.database.settings(), CATALOGUE, seed).await
    }

    /// The database, with nobody on it any more.
    pub async fn leave(self) -> db::Database {
        self.app.db.close().await.expect("an end");
        self.database
    }

    /// The server that the database is on, if it is on one.
    pub fn server(&self) -> Option<db::Server> {
        self.database.server()
    }

    /// Where the files of the database are, if it is one.
    pub fn folder(&self) -> Option<&std::path::Path> {
        self.database.folder()
    }

    /// A way around the service.
    pub async fn raw(&self) -> sea_orm::DatabaseConnection {
        self.database.raw().await
    }

    /// Somebody with an account and a token; signs up if they are new.
    pub async fn person(&self, email: &str) -> Actor {
        self.user(email, false, &[]).await
    }

    /// The same person, signed in on the pages.
    pub async fn by_page(&self, person: &Actor) -> Actor {
        let token = self.app.ids.token();
        let now = self.app.clock.now();
        let session = &session::Model {
            token_hash: account::token::hash(&token),
            person_id: person.signed_in().expect("somebody").id,
            created_at: now,
            seen_at: now,
        };
        let put = self.app.db.write(|tx| async move {
            Ok(account::store::sessions::add_session_tx(&tx, session.clone()).await?)
        });
        put.await.expect("a session");
        account::by_session(&self.app, &token)
            .await
            .expect("an actor")
    }

    pub async fn manager_of(&self, venue: &str) -> Actor {
        self.user(&format!("manager@{venue}.example"), false, &[venue])
            .await
    }

    pub async fn administrator(&self) -> Actor {
        self.user("admin@jastar.example", true, &[]).await
    }

    /// Used once already: that is noted at most once an hour, and not in a call of which a test counts the cost.
    pub async fn token_of(&self, email: &str) -> String {
        let token = account::create_token(&self.app, email, 90)
            .await
            .expect("a token");
        account::by_api_token(&self.app, &token)
            .await
            .expect("an actor");
        settled(&self.app).await;
        token
    }

    async fn user(&self, email: &str, administrator: bool, venues: &[&str]) -> Actor {
        let catalogue = self.app.catalogue().await.expect("a catalogue");
        let new = NewUser {
            email: email.to_owned(),
            name: format!("{} сынақ", email.split('@').next().unwrap_or_default()),
            administrator,
            manager_of: venues.iter().map(|slug| (*slug).to_owned()).collect(),
        };
        account::create_user(&self.app, &catalogue, new)
            .await
            .expect("a user");
        let token = self.token_of(email).await;
        account::by_api_token(&self.app, &token)
            .await
            .expect("an actor")
    }

    pub async fn request(&self, actor: &Actor, new: NewBooking) -> Result<Booking, Error> {
        let ask = || booking::request(&self.app, actor, new.clone(), Idempotent::unkeyed());
        done(patiently(ask).await)
    }

    /// Everything that `doctor` would complain of.
    pub async fn faults(&self) -> Vec<jastar::db::Finding> {
        let findings = jastar::db::examine(&self.app.db, self.app.clock.now())
            .await
            .expect("an examination");
        findings
            .into_iter()
            .filter(|finding| finding.fault.is_some())
            .collect()
    }

    /// To be called at the end of every test that books.
    pub async fn assert_sound(&self) {
        assert_eq!(self.faults().await, [], "the invariants hold");
        assert_eq!(self.app.db.retries(), 0, "nothing was retried");
    }
}

/// Fails where it would wait without end.
pub async fn in_time<T>(whatever: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, whatever)
        .await
        .expect("it ends")
}

/// Says so on every connection that a service has to its server, for all that comes over them later.
pub async fn on_every_connection(app: &App, setting: &str) {
    let pool = app.db.read().connections();
    let many = pool.get_postgres_connection_pool().options();
    let mut all = Vec::new();
    for _ in 0..many.get_max_connections() {
        #[expect(
            clippy::disallowed_methods,
            reason = "nothing is written, all of them are to be had at once"
        )]
        all.push(pool.begin().await.expect("a connection"));
    }
    for conn in all {
        conn.execute_unprepared(setting).await.expect("a setting");
        conn.commit().await.expect("a connection that goes back");
    }
}

/// A sign-in code that is not this one.
pub fn other_code(than: &str) -> &'static str {
    if than == "000000" { "000001" } else { "000000" }
}

/// Returns once nothing is under way that nobody waits for.
pub async fn settled(app: &App) {
    app.tasks().close();
    app.tasks().wait().await;
    app.tasks().reopen();
}

/// Asks again where the service says that it is busy, as its clients may: a machine under load answers late, not
/// otherwise.
pub async fn patiently<T, F>(ask: impl Fn() -> F) -> Result<T, Error>
where
    F: Future<Output = Result<T, Error>>,
{
    for _ in 1..ASKED_AGAIN {
        match Box::pin(ask()).await {
            Err(Error::Busy) => {}
            Err(Error::Unavailable(why)) if why.contains("pool timed out") => {}
            done => return done,
        }
    }
    Box::pin(ask()).await
}

pub fn done(outcome: Result<Outcome, Error>) -> Result<Booking, Error> {
    outcome.map(|outcome| match outcome {
        Outcome::Done(booking) => *booking,
        Outcome::Replayed(kept) => panic!("replayed: {kept:?}"),
    })
}

/// A request that breaks no rule: the dance studio, tomorrow week, for ten.
pub fn asking(space: &str, starts: &str, ends: &str) -> NewBooking {
    NewBooking {
        space: space.to_owned(),
        starts: starts.to_owned(),
        ends: ends.to_owned(),
        title: "Қыз-жігіттер биі".to_owned(),
        attendees: 5,
        phone: Some("+7 701 123 45 67".to_owned()),
        ..NewBooking::default()
    }
}
