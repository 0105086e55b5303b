//! A database a test: a file in a temporary folder, or a database on the server that `TEST_DATABASE_URL` names.

use std::sync::atomic::{AtomicU32, Ordering};

use jastar::db::Settings;
use sea_orm::{
    ConnectionTrait, Database as Connect, DatabaseConnection, DatabaseTransaction, TransactionTrait,
};
use tempfile::TempDir;
use tokio::sync::OnceCell;

/// The name of a database that is a file.
const FILE: &str = "jastar.db";

pub enum Database {
    File(TempDir),
    Server {
        url: String,
        admin: String,
        name: String,
    },
}

/// Where a database on a server is.
pub struct Server {
    pub url: String,
    /// Host and port.
    pub authority: String,
}

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A database on the server that is migrated and holds the catalogue of the product: a copy is made in a tenth of the time.
static LOADED: OnceCell<String> = OnceCell::const_new();

/// The server's own database, if the suite runs on one.
fn server() -> Option<String> {
    #[expect(
        clippy::disallowed_methods,
        reason = "which database the suite runs on is not a setting of the product"
    )]
    std::env::var("TEST_DATABASE_URL").ok()
}

async fn create(admin: &str, like: &str) -> String {
    let name = format!(
        "jastar_test_{}_{}",
        std::process::id(),
        NEXT.fetch_add(1, Ordering::Relaxed)
    );
    let server = Connect::connect(admin)
        .await
        .expect("TEST_DATABASE_URL can be reached");
    server
        .execute_unprepared(&format!("CREATE DATABASE {name} TEMPLATE {like}"))
        .await
        .expect("a database of one's own");
    server.close().await.expect("a connection that ends");
    name
}

fn url_of(admin: &str, name: &str) -> String {
    let (server, _) = admin
        .rsplit_once('/')
        .expect("TEST_DATABASE_URL names a database");
    format!("{server}/{name}")
}

/// Whether a test of what only a server does has something to try. If not, it says why.
pub fn on_server_or_says(why: &str) -> bool {
    said(server().is_some(), "a server", why)
}

/// Whether a test of what only a file does has something to try. If not, it says why.
pub fn on_file_or_says(why: &str) -> bool {
    said(server().is_none(), "a file", why)
}

fn said(is_there: bool, what: &str, why: &str) -> bool {
    if !is_there {
        eprintln!("only tried on {what}: {why}");
    }
    is_there
}

/// Somebody else's transaction, which is in the way until it ends.
#[expect(
    clippy::disallowed_methods,
    reason = "it is none of the service's, which has one way to write"
)]
pub async fn in_the_way(conn: &DatabaseConnection) -> DatabaseTransaction {
    conn.begin().await.expect("a transaction")
}

impl Database {
    pub fn server(&self) -> Option<Server> {
        let Self::Server { url, .. } = self else {
            return None;
        };
        let (_, rest) = url.split_once("://").expect("a URL");
        let (rest, _) = rest.split_once('/').expect("with a name");
        let authority = rest
            .rsplit_once('@')
            .map_or(rest, |(_, authority)| authority);
        Some(Server {
            url: url.clone(),
            authority: authority.to_owned(),
        })
    }

    pub fn folder(&self) -> Option<&std::path::Path> {
        match self {
            Self::File(folder) => Some(folder.path()),
            Self::Server { .. } => None,
        }
    }

    /// An empty one.
    pub async fn empty() -> Self {
        match server() {
            None => Self::File(tempfile::tempdir().expect("a temporary folder")),
            Some(admin) => {
                let name = create(&admin, "template0").await;
                Self::on(admin, name)
            }
        }
    }

    /// One that may hold the schema and the catalogue of the product already.
    pub async fn loaded() -> Self {
        let Some(admin) = server() else {
            return Self::empty().await;
        };
        let template = LOADED
            .get_or_init(|| async {
                let name = create(&admin, "template0").await;
                let settings = Settings {
                    url: url_of(&admin, &name),
                    connections: 2,
                };
                let app = super::start(settings, super::CATALOGUE, 1).await;
                app.db.close().await.expect("an end");
                name
            })
            .await;
        let name = create(&admin, template).await;
        Self::on(admin, name)
    }

    /// Another file with the same in it. Nobody may be on this one.
    pub fn copy(&self) -> Self {
        let folder = self.folder().expect("a file");
        let own = tempfile::tempdir().expect("a temporary folder");
        std::fs::copy(folder.join(FILE), own.path().join(FILE)).expect("a copy");
        Self::File(own)
    }

    fn on(admin: String, name: String) -> Self {
        Self::Server {
            url: url_of(&admin, &name),
            admin,
            name,
        }
    }

    /// A way around the service, as an operator with a console has it.
    pub async fn raw(&self) -> DatabaseConnection {
        Connect::connect(self.settings().url)
            .await
            .expect("the database can be reached")
    }

    pub fn settings(&self) -> Settings {
        let url = match self {
            Self::File(folder) => format!("sqlite:{}", folder.path().join(FILE).display()),
            Self::Server { url, .. } => url.clone(),
        };
        Settings {
            url,
            connections: 8,
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let Self::Server { admin, name, .. } = self else {
            return;
        };
        let (admin, name) = (admin.clone(), name.clone());
        // A runtime of its own: this one is ending with the test.
        let gone = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime");
            runtime.block_on(async {
                let server = Connect::connect(&admin)
                    .await
                    .expect("the server is still there");
                server
                    .execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)"))
                    .await
            })
        });
        if let Ok(Err(error)) = gone.join() {
            eprintln!("a test database stays behind: {error}");
        }
    }
}
