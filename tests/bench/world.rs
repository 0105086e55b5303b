//! A catalogue and people to measure with, on a database of its own.

use std::fmt::Write;

use entity::Instant;
use jastar::{
    account::{self, NewUser},
    app::App,
    clock::{Clock, Ids},
    config::Config,
    db::{Db, Settings},
    venue::{self, catalogue, import},
};
use sea_orm::{ConnectionTrait, Database};
use tempfile::TempDir;

/// Monday 23 November 2026, 09:00 in Karaganda.
pub const NOW: Instant = Instant(1_795_406_400);

pub struct World {
    pub app: App,
    pub tokens: Vec<String>,
    pub folder: TempDir,
}

impl World {
    /// A venue that never closes with so many spaces, and so many people with a token each.
    pub async fn new(server: Option<&str>, spaces: usize, people: usize) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = match server {
            None => format!("sqlite:{}", folder.path().join("jastar.db").display()),
            Some(server) => fresh_database(server).await,
        };
        let db = Db::open(Settings {
            url,
            connections: 8,
        })
        .await
        .expect("the database opens");
        db.migrate().await.expect("the schema is current");
        let app = App::new(
            db,
            Clock::running_from(NOW),
            Ids::random(),
            Config::defaults(),
        );
        let file = catalogue::read(&catalogue_of(spaces)).expect("a catalogue");
        import::first_load(&app, &file).await.expect("it loads");
        let catalogue = venue::current(&app).await.expect("it is there");
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
            tokens.push(account::create_token(&app, &email).await.expect("a token"));
        }
        Self {
            app,
            tokens,
            folder,
        }
    }

    /// The router behind a real socket, with whatever `extra` adds inside the same layers.
    pub async fn listen(&self, extra: axum::Router<App>) -> std::net::SocketAddr {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port");
        let address = listener.local_addr().expect("an address");
        let router = jastar::http::router_with(extra, self.app.clone());
        let service = router.into_make_service_with_connect_info::<std::net::SocketAddr>();
        self.app
            .tasks()
            .spawn(async move { axum::serve(listener, service).await });
        address
    }
}

async fn fresh_database(server: &str) -> String {
    let connection = Database::connect(server)
        .await
        .expect("BENCH_DATABASE_URL can be reached");
    let name = format!(
        "jastar_bench_{}",
        uuid::Uuid::from_u128(rand::random()).simple()
    );
    connection
        .execute_unprepared(&format!("CREATE DATABASE {name}"))
        .await
        .expect("a database");
    let (base, _) = server.rsplit_once('/').expect("it names a database");
    format!("{base}/{name}")
}

fn catalogue_of(spaces: usize) -> String {
    let words = |text: &str| format!("{{ kk = \"{text}\", ru = \"{text}\", en = \"{text}\" }}");
    let hours = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        .map(|day| format!("{day} = \"00:00-24:00\""))
        .join(", ");
    let mut text = format!(
        "timezone = \"Asia/Almaty\"\n[[venue]]\nslug = \"bench\"\nname = {0}\nabout = {0}\naddress = {0}\nhow_to_come_in = {0}\n\
         district = \"d\"\nemail = \"bench@bench.example\"\nphone = \"+7 7212 00 00 01\"\nhours = {{ {hours} }}\n\
         answer_within_working_days = 2\n",
        words("Орын")
    );
    for space in 0..spaces {
        let _ = write!(
            text,
            "[[venue.space]]\nslug = \"space-{space}\"\nname = {}\nkind = \"hall\"\ncapacity = 50\nlayouts = [\"rows\"]\n\
             approval = \"manager\"\nturnaround_minutes = 0\nmin_minutes = 30\nmax_minutes = 480\nnotice_hours = 0\nhorizon_days = 3000\n",
            words(&format!("Зал {space}"))
        );
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
