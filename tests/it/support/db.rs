//! A database a test: a file in a temporary folder, or a database on the server that `TEST_DATABASE_URL` names.

use std::sync::atomic::{AtomicU32, Ordering};

use jastar::db::Settings;
use sea_orm::{ConnectionTrait, Database as Connect};
use tempfile::TempDir;

pub enum Database {
    File(TempDir),
    Server {
        url: String,
        admin: String,
        name: String,
    },
}

static NEXT: AtomicU32 = AtomicU32::new(0);

impl Database {
    pub async fn fresh() -> Self {
        #[expect(
            clippy::disallowed_methods,
            reason = "which database the suite runs on is not a setting of the product"
        )]
        let Ok(admin) = std::env::var("TEST_DATABASE_URL") else {
            return Self::File(tempfile::tempdir().expect("a temporary folder"));
        };
        let name = format!(
            "jastar_test_{}_{}",
            std::process::id(),
            NEXT.fetch_add(1, Ordering::Relaxed)
        );
        let server = Connect::connect(&admin)
            .await
            .expect("TEST_DATABASE_URL can be reached");
        server
            .execute_unprepared(&format!("CREATE DATABASE {name}"))
            .await
            .expect("a database of one's own");
        let (server, _) = admin
            .rsplit_once('/')
            .expect("TEST_DATABASE_URL names a database");
        Self::Server {
            url: format!("{server}/{name}"),
            admin,
            name,
        }
    }

    pub fn settings(&self) -> Settings {
        let url = match self {
            Self::File(folder) => format!("sqlite:{}", folder.path().join("jastar.db").display()),
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
