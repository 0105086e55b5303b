//! Databases that take minutes to fill and are kept for the next run: in the folder `BENCH_DATA`, and on the server.

use std::path::{Path, PathBuf};

use jastar::app::App;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use tempfile::TempDir;

use crate::{
    filling::{self, BYTES_A_CLAIM, SPACES, VENUES},
    setting,
    world::{create, load, named, open, url_of},
};

/// Where the files are: a folder that stays, or one that goes.
pub struct Home {
    path: PathBuf,
    _goes: Option<TempDir>,
}

impl Home {
    pub fn find() -> Self {
        if let Some(path) = setting("BENCH_DATA") {
            std::fs::create_dir_all(&path).expect("BENCH_DATA can be made");
            return Self {
                path: path.into(),
                _goes: None,
            };
        }
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self {
            path: folder.path().to_owned(),
            _goes: Some(folder),
        }
    }
}

/// A service on a database with so many claims, filled now if it is not there yet.
pub async fn with_claims(home: &Home, server: Option<&str>, claims: usize) -> App {
    let url = match server {
        None => in_file(&home.path, claims).await,
        Some(server) => on_server(server, claims).await,
    };
    open(url).await
}

async fn in_file(home: &Path, claims: usize) -> String {
    let (folder, begun) = (
        home.join(format!("claims-{claims}")),
        home.join(format!("claims-{claims}.part")),
    );
    if !folder.exists() {
        let _ = std::fs::remove_dir_all(&begun);
        let url = url_of(&begun.join("jastar.db"));
        filled(&url, claims, &folder.display().to_string()).await;
        std::fs::rename(&begun, &folder).expect("its name");
    }
    url_of(&folder.join("jastar.db"))
}

async fn on_server(server: &str, claims: usize) -> String {
    let (name, begun) = (
        format!("jastar_bench_{claims}"),
        format!("jastar_bench_{claims}_part"),
    );
    let conn = Database::connect(server)
        .await
        .expect("BENCH_DATABASE_URL can be reached");
    let known = format!("SELECT 1 FROM pg_database WHERE datname = '{name}'");
    let known = conn.query_one_raw(jastar::db::sql(&conn, &known, [])).await;
    if known.expect("an answer").is_none() {
        do_on(&conn, &format!("DROP DATABASE IF EXISTS {begun}")).await;
        let url = create(server, &begun).await;
        filled(&url, claims, &name).await;
        do_on(&conn, &format!("ALTER DATABASE {begun} RENAME TO {name}")).await;
    }
    named(server, &name)
}

async fn do_on(conn: &DatabaseConnection, text: &str) {
    conn.execute_unprepared(text)
        .await
        .unwrap_or_else(|error| panic!("{text}: {error}"));
}

async fn filled(url: &str, claims: usize, place: &str) {
    let gigabytes = claims as f64 * BYTES_A_CLAIM as f64 / 1e9;
    println!("filling {place} with {claims} claims: takes about {gigabytes:.1} GB");
    let began = std::time::Instant::now();
    let app = open(url.to_owned()).await;
    load(&app, VENUES, SPACES).await;
    app.db.close().await.expect("an end");
    filling::fill(url, claims).await;
    println!("filled in {:.0?}", began.elapsed());
}
