//! A catalogue and people to measure with, on a database of its own.

use std::{fmt::Write, net::SocketAddr, path::Path};

use entity::Instant;
use jastar::{
    account::{self, NewUser},
    app::App,
    clock::{Clock, Ids},
    config::Config,
    db::{Db, Settings},
    import::{self, file},
};
use sea_orm::{ConnectionTrait, Database};
use tempfile::TempDir;

/// Monday 23 November 2026, 09:00 in Karaganda.
pub const NOW: Instant = Instant(1_795_406_400);

pub struct World {
    pub app: App,
    pub tokens: Vec<String>,
    /// The token of whoever manages the venue.
    pub manager: String,
    /// Where its file is; none on a server, and where it is kept.
    pub folder: Option<TempDir>,
}

impl World {
    /// A venue that never closes with so many spaces, and so many people with a token each.
    pub async fn new(server: Option<&str>, spaces: usize, people: usize) -> Self {
        let (url, folder) = match server {
            None => {
                let folder = tempfile::tempdir().expect("a temporary folder");
                (url_of(&folder.path().join("jastar.db")), Some(folder))
            }
            Some(server) => {
                let name = uuid::Uuid::from_u128(rand::random()).simple();
                (create(server, &format!("jastar_bench_{name}")).await, None)
            }
        };
        let app = open(url).await;
        load(&app, 1, spaces).await;
        let catalogue = app.catalogue().await.expect("it is there");
        let mut tokens = Vec::new();
        for person in 0..people {
            let email = format!("person{person}@bench.example");
            let new = NewUser {
                email: email.clone(),
                name: "Клиент".to_owned(),
                administrator: false,
                manager_of: Vec::new(),
            };
            account::create_user(&app, &catalogue, new)
                .await
                .expect("a person");
            tokens.push(token(&app, &email).await);
        }
        let email = "manager@bench.example";
        let new = NewUser {
            email: email.to_owned(),
            name: "Менеджер".to_owned(),
            administrator: false,
            manager_of: vec![venue_slug(0)],
        };
        account::create_user(&app, &catalogue, new)
            .await
            .expect("a manager");
        let manager = token(&app, email).await;
        Self {
            app,
            tokens,
            manager,
            folder,
        }
    }

    /// As [`listen`].
    pub async fn listen(&self, extra: axum::Router<App>) -> SocketAddr {
        listen(&self.app, extra).await
    }
}

async fn token(app: &App, email: &str) -> String {
    account::create_token(app, email, 90)
        .await
        .expect("a token")
}

/// The router behind a real socket, with whatever `extra` adds inside the same layers.
pub async fn listen(app: &App, extra: axum::Router<App>) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let address = listener.local_addr().expect("an address");
    let router = jastar::server::router_with(extra, app.clone());
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    app.tasks()
        .spawn(async move { axum::serve(listener, service).await });
    address
}

pub fn url_of(file: &Path) -> String {
    format!("sqlite:{}", file.display())
}

/// A database on a server.
pub async fn create(server: &str, name: &str) -> String {
    let connection = Database::connect(server)
        .await
        .expect("BENCH_DATABASE_URL can be reached");
    connection
        .execute_unprepared(&format!("CREATE DATABASE {name}"))
        .await
        .expect("a database");
    named(server, name)
}

pub fn named(server: &str, name: &str) -> String {
    let (base, _) = server.rsplit_once('/').expect("it names a database");
    format!("{base}/{name}")
}

/// With the schema of today.
pub async fn open(url: String) -> App {
    let db = Db::open(Settings {
        url,
        connections: 8,
    })
    .await
    .expect("the database opens");
    db.migrate().await.expect("the schema is current");
    App::new(
        db,
        Clock::running_from(NOW),
        Ids::random(),
        Config::defaults(),
    )
}

/// Venues that never close, with so many spaces each: `bench/space-0`, `bench-1/space-0` and so on.
pub async fn load(app: &App, venues: usize, spaces: usize) {
    let file = file::read(&catalogue_of(venues, spaces)).expect("a catalogue");
    import::first_load(app, &file).await.expect("it loads");
}

pub fn venue_slug(nth: usize) -> String {
    match nth {
        0 => "bench".to_owned(),
        _ => format!("bench-{nth}"),
    }
}

fn catalogue_of(venues: usize, spaces: usize) -> String {
    let words = |text: &str| format!("{{ kk = \"{text}\", ru = \"{text}\", en = \"{text}\" }}");
    let hours = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        .map(|day| format!("{day} = \"00:00-24:00\""))
        .join(", ");
    let mut text = String::from("timezone = \"Asia/Almaty\"\n");
    for venue in 0..venues {
        let _ = write!(
            text,
            "[[venue]]\nslug = \"{1}\"\nname = {0}\nabout = {0}\naddress = {0}\nhow_to_come_in = {0}\n\
             district = \"d\"\nemail = \"bench@bench.example\"\nphone = \"+7 7212 00 00 01\"\nhours = {{ {hours} }}\n\
             answer_within_working_days = 2\n",
            words("Орын"),
            venue_slug(venue)
        );
        for space in 0..spaces {
            let _ = write!(
                text,
                "[[venue.space]]\nslug = \"space-{space}\"\nname = {}\nkind = \"hall\"\ncapacity = 50\nlayouts = [\"rows\"]\n\
                 approval = \"manager\"\nturnaround_minutes = 0\nmin_minutes = 30\nmax_minutes = 480\nnotice_hours = 0\nhorizon_days = 3000\n",
                words(&format!("Зал {space}"))
            );
        }
    }
    for kind in ["district", "kind", "layout"] {
        let slug = match kind {
            "district" => "d",
            "kind" => "hall",
            _ => "rows",
        };
        let _ = write!(
            text,
            "[[{kind}]]\nslug = \"{slug}\"\nname = {}\n",
            words("Сөз")
        );
    }
    text
}
