//! The program as processes: starting, sharing a database, stopping, and saying why it cannot start.

use std::{
    fs::File,
    net::TcpListener,
    path::Path,
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use jastar::db::{Db, Settings};
use sea_orm::ConnectionTrait;
use serde_json::Value;
use tokio::{net::TcpStream, task::JoinSet};

use super::support::{
    CATALOGUE,
    db::Database,
    in_time,
    process::{
        Server, Starting, call, call_once, enrol, free_address, program, refusal, run, wanted,
    },
};

#[test]
fn every_fault_that_keeps_it_from_starting_is_one_line_and_a_code() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let sqlite = |path: &Path| Settings {
        url: format!("sqlite:{}", path.join("jastar.db").display()),
        connections: 2,
    };
    let good = sqlite(folder.path());
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().map(|address| (taken, address)).unwrap();
    let away = Settings {
        url: "postgres://jastar:secret@127.0.0.1:1/jastar".to_owned(),
        connections: 2,
    };

    let mut busy_port = program(folder.path(), &good, taken.1);
    let mut unwritable = program(&file, &sqlite(&file), free_address());
    let mut unreachable = program(folder.path(), &away, free_address());
    let mut bad_value = program(folder.path(), &good, free_address());
    bad_value.env("JASTAR_HTTP__LISTEN", "nowhere");
    let mut unknown_key = program(folder.path(), &good, free_address());
    unknown_key.env("JASTAR_HTTP__COLOUR", "red");
    let mut public = program(folder.path(), &good, free_address());
    public.env("JASTAR_HTTP__BASE_URL", "http://booking.example");
    let mut post = program(folder.path(), &good, free_address());
    post.env("JASTAR_MAIL__URL", "pigeon://house");
    let mut checked = program(folder.path(), &good, free_address());
    checked.args(["config", "check"]);
    checked.env("JASTAR_MAIL__URL", "pigeon://house");
    let mut lonely = program(folder.path(), &good, free_address());
    lonely.env("JASTAR_DATABASE__CONNECTIONS", "0");
    let mut deaf = program(folder.path(), &good, free_address());
    deaf.env("JASTAR_HTTP__CONNECTIONS", "0")
        .args(["config", "check"]);
    let mut no_proxies = program(folder.path(), &good, free_address());
    no_proxies.env("JASTAR_HTTP__BASE_URL", "https://booking.example");
    no_proxies.env("JASTAR_MAIL__ALLOW_FILE", "true");
    let unencoded = |arguments: &[&str]| {
        let mut command = program(folder.path(), &good, free_address());
        command.env("JASTAR_DATABASE__URL", "postgres://u:12#secret@db/x");
        command.args(arguments);
        command
    };
    let mut misspelt = program(folder.path(), &good, free_address());
    misspelt.env("JASTAR_DATABASE__URL", "postgres://u@db/x?passwort=secret");
    for (what, command, named) in [
        ("TLS and no proxies", &mut no_proxies, "trusted_proxies"),
        ("a password in parts", &mut unencoded(&["serve"]), "percent"),
        (
            "a password in parts, looked at",
            &mut unencoded(&["config", "check"]),
            "percent",
        ),
        ("an unknown parameter", &mut misspelt, "database.url"),
        ("busy port", &mut busy_port, "cannot listen on"),
        ("unwritable folder", &mut unwritable, "cannot write to"),
        (
            "unreachable database",
            &mut unreachable,
            "cannot be reached",
        ),
        ("bad value", &mut bad_value, "listen"),
        ("unknown key", &mut unknown_key, "colour"),
        ("no TLS in public", &mut public, "https"),
        ("unusable mail URL", &mut post, "mail"),
        ("unusable mail URL, looked at", &mut checked, "mail"),
        ("no connections", &mut lonely, "database.connections"),
        ("nobody is answered", &mut deaf, "http.connections"),
    ] {
        let (code, line) = refusal(&command.output().unwrap());
        assert!(
            code != 0 && line.starts_with("jastar: "),
            "{what}: {code} {line}"
        );
        assert!(line.to_lowercase().contains(named), "{what}: {line}");
        assert!(!line.contains("secret"), "{what}: {line}");
    }
}

#[test]
fn the_first_catalogue_may_be_ones_own_and_a_dry_run_loads_none() {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings {
        url: format!("sqlite:{}", folder.path().join("jastar.db").display()),
        connections: 2,
    };
    let file = folder.path().join("own.toml");
    std::fs::write(&file, CATALOGUE).unwrap();
    let file = file.to_str().unwrap();
    for arguments in [&["--dry-run"][..], &[][..]] {
        let arguments = [&["catalogue", "import", file][..], arguments].concat();
        let told = run(folder.path(), &settings, &arguments);
        assert!(told.contains("add venue youth-house"), "{told}");
    }
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::empty().await;
    let db = Db::open(database.settings()).await.unwrap();
    db.migrate().await.unwrap();
    let newer = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999', 0)";
    database
        .raw()
        .await
        .execute_unprepared(newer)
        .await
        .unwrap();
    for command in [&["serve"][..], &["migrate", "up"], &["doctor"]] {
        let mut program = program(folder.path(), &database.settings(), free_address());
        let (code, line) = refusal(&program.args(command).output().unwrap());
        assert!(code != 0 && line.contains("m9999"), "{command:?} {line}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn four_first_starts_at_once_end_in_four_services_with_one_catalogue() {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::empty().await;
    let starting: Vec<_> = (0..4)
        .map(|_| Server::begin(folder.path(), &database.settings()))
        .collect();
    let servers: Vec<_> = starting.into_iter().map(Starting::ready).collect();
    for server in &servers {
        let (status, _) = get(server, "/readyz").await;
        assert_eq!(status, 200);
        let (status, venues) = get(server, "/api/v1/venues").await;
        assert_eq!(
            (status, venues["items"].as_array().unwrap().len()),
            (200, 4)
        );
    }
}

async fn get(server: &Server, path: &str) -> (u16, Value) {
    call(server.address, "", "GET", path, &Value::Null)
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_services_on_one_database_both_get_their_turns() {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::empty().await;
    let settings = database.settings();
    let servers = [
        Server::start(folder.path(), &settings),
        Server::start(folder.path(), &settings),
    ];
    let token = enrol(folder.path(), &settings, "a@test.example", &["--admin"]);
    let done = [AtomicU32::new(0), AtomicU32::new(0)];
    let least = AtomicU32::new(u32::MAX);
    let spaces = [
        ["youth-house/dance-studio", "youth-house/small-hall-1"],
        ["youth-house/small-hall-2", "egindibulak/forum-room"],
    ];
    let clients = (0..4).map(|client| {
        let (side, lane) = (client % 2, client / 2);
        let (server, space) = (servers[side].address, spaces[side][lane]);
        let (token, done, least) = (&token, &done, &least);
        async move {
            for at in 0..40 {
                let body = wanted(space, 10 + at / 4, 11 + 2 * u8::try_from(at % 4).unwrap());
                let key = format!("k-{client}-{at}");
                let (status, answer) = loop {
                    let path = "/api/v1/bookings";
                    let answer = call_once(server, token, "POST", path, &key, &body);
                    let (status, answer) = answer.await.unwrap();
                    // A loaded machine may ask to come again.
                    if status != 503 {
                        break (status, answer);
                    }
                };
                assert!(status == 201 || status == 422, "{status} {answer}");
                done[side].fetch_add(1, Ordering::SeqCst);
            }
            // How far the other is when this one has finished.
            least.fetch_min(done[1 - side].load(Ordering::SeqCst), Ordering::SeqCst);
        }
    });
    in_time(futures_util::future::join_all(clients)).await;
    assert!(least.into_inner() >= 20, "one starves");
    run(folder.path(), &settings, &["doctor"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_ends_when_it_is_told_to() {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::empty().await;
    let (address, log) = (free_address(), folder.path().join("log"));
    let mut program = program(folder.path(), &database.settings(), address);
    let server = Server::run_with_log(&mut program, address, File::create(&log).unwrap());
    let server = server.ready();
    // A client that says nothing must not keep it, once it has been let in: whoever came later is answered.
    let idle = TcpStream::connect(address).await.unwrap();
    assert_eq!(get(&server, "/livez").await.0, 200);
    assert_eq!(server.stop(Duration::from_secs(30)), Some(0));
    drop(idle);
    let log = std::fs::read_to_string(&log).unwrap();
    assert!(!log.contains("before everything was finished"), "{log}");
    run(folder.path(), &database.settings(), &["doctor"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_signal_ends_it_at_once_although_a_writer_waits_for_another_process() {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::empty().await;
    let Some(files) = database.folder() else {
        eprintln!("a server has no lock files");
        return;
    };
    let server = Server::start(folder.path(), &database.settings());
    let lock = |suffix: &str| {
        let path = files.join(format!("jastar.db.{suffix}"));
        File::options().write(true).open(path).unwrap()
    };
    let (busy, next) = (lock("busy"), lock("next"));
    busy.lock().unwrap();
    let address = server.address;
    let mut asking = JoinSet::new();
    asking.spawn(async move { call(address, "", "GET", "/readyz", &Value::Null).await });
    // Who waits for the one holds the other.
    while next.try_lock().is_ok() {
        next.unlock().unwrap();
    }
    server.terminate();
    // Until it has heard that.
    in_time(async { while TcpStream::connect(address).await.is_ok() {} }).await;
    assert_eq!(server.stop(Duration::from_secs(30)), Some(0));
}

/// Also while the service runs.
#[tokio::test(flavor = "multi_thread")]
async fn a_catalogue_that_closes_over_bookings_is_refused_or_says_whom_to_call_and_is_had_back() {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::empty().await;
    let settings = database.settings();
    let server = Server::start(folder.path(), &settings);
    let (email, rights) = ("m@youth-house.example", ["--manager-of", "youth-house"]);
    let token = enrol(folder.path(), &settings, email, &rights);
    let mut body = wanted("youth-house/dance-studio", 20, 14);
    body["for"] = serde_json::json!({"name": "Айдана", "phone": "+7 701 765 43 21"});
    // Whatever day it is.
    body["waive"] = serde_json::json!(["outside_hours", "holiday"]);
    body["waive_reason"] = "Келісілді.".into();
    let booked = call(server.address, &token, "POST", "/api/v1/bookings", &body).await;
    let (status, booked) = booked.unwrap();
    assert_eq!(status, 201, "{booked}");
    let code = booked["code"].as_str().unwrap();

    let file = folder.path().join("catalogue.toml");
    let renamed = CATALOGUE.replace("slug = \"dance-studio\"", "slug = \"ballet-studio\"");
    std::fs::write(&file, &renamed).unwrap();
    let import = ["catalogue", "import", file.to_str().unwrap()];
    for arguments in [&import[..], &[&import[..], &["--dry-run"]].concat()] {
        let mut refused = program(folder.path(), &settings, free_address());
        let output = refused.args(arguments).output().unwrap();
        let (_, line) = refusal(&output);
        assert!(line.contains("--accept-closing"), "{line}");
        let told = String::from_utf8(output.stdout).unwrap();
        let named = told.lines().find(|line| line.starts_with(code)).unwrap();
        assert!(named.contains("Айдана, +77017654321"), "{told}");
        assert_eq!(
            run(folder.path(), &settings, &["catalogue", "export"]),
            CATALOGUE.trim()
        );
    }
    let told = run(
        folder.path(),
        &settings,
        &[&import[..], &["--accept-closing"]].concat(),
    );
    assert!(told.lines().any(|line| line.starts_with(code)), "{told}");
    let exported = folder.path().join("exported.toml");
    run(
        folder.path(),
        &settings,
        &["catalogue", "export", exported.to_str().unwrap()],
    );
    assert_eq!(std::fs::read_to_string(&exported).unwrap(), renamed);
    let again = ["catalogue", "import", exported.to_str().unwrap()];
    assert_eq!(run(folder.path(), &settings, &again), "Nothing changes.");
    run(folder.path(), &settings, &["doctor"]);
}
