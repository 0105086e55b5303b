//! (c) Memory after reading, and the time from start to ready, of the real program.

use std::{
    net::SocketAddr,
    process::{Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{client, world::World};

pub async fn measure(world: World) {
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .and_then(|socket| socket.local_addr())
        .expect("a port")
        .port();
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    let folder = world.folder.expect("the database of (b) is a file");
    let began = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_jastar"))
        .env("JASTAR_DATA__DIR", folder.path())
        .env("JASTAR_HTTP__LISTEN", address.to_string())
        .stdout(Stdio::null())
        .spawn()
        .expect("the program starts");
    while !ready(address).await {
        tokio::time::sleep(Duration::from_millis(2)).await;
        assert!(
            began.elapsed() < Duration::from_secs(30),
            "it is not ready after 30 s"
        );
    }
    println!(
        "start to ready on an existing database: {:.0?}",
        began.elapsed()
    );
    println!("memory at rest: {}", resident(child.id()));
    for path in [
        "/venues/bench/space-3?week=2026-12-07",
        "/api/v1/venues/bench/calendar?from=2026-12-07&to=2026-12-14",
    ] {
        client::run(address, 32, Arc::new(vec![client::get(path); 20_000])).await;
    }
    // Every space and many weeks, so that what is kept of pages is as full as it gets.
    let mut paths = Vec::new();
    for space in 0..20 {
        for week in 0..26 {
            let monday = time::macros::date!(2026 - 11 - 23) + time::Duration::weeks(week);
            paths.push(client::get(&format!(
                "/venues/bench/space-{space}?week={monday}"
            )));
        }
    }
    client::run(address, 32, Arc::new(paths)).await;
    println!(
        "memory after (b) and 520 different pages: {}",
        resident(child.id())
    );
    child.kill().expect("it ends");
    child.wait().expect("it has ended");
}

async fn ready(address: SocketAddr) -> bool {
    let Ok(mut socket) = TcpStream::connect(address).await else {
        return false;
    };
    let mut answer = String::new();
    let asked = socket
        .write_all(b"GET /readyz HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n")
        .await;
    asked.is_ok()
        && socket.read_to_string(&mut answer).await.is_ok()
        && answer.starts_with("HTTP/1.1 200")
}

fn resident(process: u32) -> String {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("Linux tells");
    let line = status
        .lines()
        .find(|line| line.starts_with("VmRSS:"))
        .expect("its memory");
    let kib: f64 = line
        .split_whitespace()
        .nth(1)
        .and_then(|number| number.parse().ok())
        .expect("a number");
    format!("{:.1} MiB", kib / 1024.0)
}
