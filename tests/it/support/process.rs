//! The real program as processes of its own, and a client that talks to them.

use std::{
    io::{BufRead, BufReader, Read},
    net::{SocketAddr, TcpListener},
    path::Path,
    process::{Child, ChildStdout, Command, Output, Stdio},
    time::{Duration, Instant},
};

use jastar::{db::Settings, import::file};
use serde_json::{Value, json};
use time::{Date, OffsetDateTime};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::CATALOGUE;

/// The program with settings of its own and nothing of ours.
pub fn program(folder: &Path, database: &Settings, address: SocketAddr) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jastar"));
    command
        .env_clear()
        .env("JASTAR_DATA__DIR", folder)
        .env("JASTAR_DATABASE__URL", &database.url)
        .env("JASTAR_HTTP__LISTEN", address.to_string())
        .env("JASTAR_LOG__FILTER", "warn")
        .stdin(Stdio::null());
    command
}

/// As [`program`], with what a shell can do to it before it begins: `ulimit -n 1024`, `umask 0`.
pub fn program_after(
    shell: &str,
    folder: &Path,
    database: &Settings,
    address: SocketAddr,
) -> Command {
    let plain = program(folder, database, address);
    let mut command = Command::new("/bin/sh");
    command
        .arg("-c")
        .arg(format!("{shell}; exec \"$0\" \"$@\""))
        .arg(plain.get_program())
        .env_clear()
        .stdin(Stdio::null());
    for (name, value) in plain.get_envs() {
        command.env(name, value.unwrap_or_default());
    }
    command
}

pub fn free_address() -> SocketAddr {
    // Free again once the listener is dropped.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap()
}

/// Runs a command of the program to its end and returns what it printed.
pub fn run(folder: &Path, database: &Settings, arguments: &[&str]) -> String {
    let mut command = program(folder, database, free_address());
    let output = command.args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// Makes somebody with these rights, as an operator does, and returns a token of theirs.
pub fn enrol(folder: &Path, database: &Settings, email: &str, rights: &[&str]) -> String {
    let user = ["user", "create", "--name", "Сынақ", "--email", email];
    run(folder, database, &[&user[..], rights].concat());
    run(folder, database, &["token", "create", "--email", email])
}

/// A service; killed when dropped.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
    // The program must not find its standard output closed.
    _stdout: BufReader<ChildStdout>,
}

impl Server {
    /// Returns once it answers.
    pub fn start(folder: &Path, database: &Settings) -> Self {
        Self::begin(folder, database).ready()
    }

    /// Returns at once.
    pub fn begin(folder: &Path, database: &Settings) -> Starting {
        let address = free_address();
        Self::run(&mut program(folder, database, address), address)
    }

    /// A [`program`] with settings of its own, which listens on `address`. Returns at once.
    pub fn run(command: &mut Command, address: SocketAddr) -> Starting {
        Self::run_with_log(command, address, Stdio::piped())
    }

    /// As [`Server::run`], for who has much to say: it must not say it into a pipe that nobody reads.
    pub fn run_with_log(
        command: &mut Command,
        address: SocketAddr,
        log: impl Into<Stdio>,
    ) -> Starting {
        let child = command
            .arg("serve")
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        Starting { child, address }
    }

    /// SIGKILL: it cannot do anything about it.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// SIGTERM, without waiting for what becomes of it.
    pub fn terminate(&self) {
        let id = self.child.id().to_string();
        let asked = Command::new("kill").args(["-TERM", &id]).status().unwrap();
        assert!(asked.success());
    }

    /// SIGTERM; its exit code, or none if it does not end in time.
    pub fn stop(mut self, within: Duration) -> Option<i32> {
        self.terminate();
        let until = Instant::now() + within;
        while Instant::now() < until {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        None
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub struct Starting {
    child: Child,
    address: SocketAddr,
}

impl Starting {
    pub fn ready(mut self) -> Server {
        let mut stdout = BufReader::new(self.child.stdout.take().unwrap());
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        if !line.contains("is open at") {
            let mut why = String::new();
            if let Some(stderr) = self.child.stderr.as_mut() {
                stderr.read_to_string(&mut why).unwrap();
            }
            panic!("it does not start: {line}{why}");
        }
        Server {
            child: self.child,
            address: self.address,
            _stdout: stdout,
        }
    }
}

/// The exit code and the one line that it leaves on standard error.
pub fn refusal(output: &Output) -> (i32, String) {
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(stderr.trim_end().lines().count(), 1, "one line: {stderr}");
    assert!(
        !stderr.contains("backtrace") && !stderr.contains("panicked"),
        "{stderr}"
    );
    let line = stderr.trim_end().to_owned();
    (output.status.code().expect("an exit of its own"), line)
}

/// One call on a connection of its own: the status and the body. None when the server went away meanwhile.
pub async fn call(
    server: SocketAddr,
    token: &str,
    method: &str,
    path: &str,
    body: &Value,
) -> Option<(u16, Value)> {
    call_once(server, token, method, path, "", body).await
}

/// As [`call`], under a key with which it may be sent again.
pub async fn call_once(
    server: SocketAddr,
    token: &str,
    method: &str,
    path: &str,
    key: &str,
    body: &Value,
) -> Option<(u16, Value)> {
    let mut stream = TcpStream::connect(server).await.ok()?;
    let body = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    let token = match token {
        "" => String::new(),
        token => format!("Authorization: Bearer {token}\r\n"),
    };
    let key = match key {
        "" => String::new(),
        key => format!("Idempotency-Key: {key}\r\n"),
    };
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {server}\r\n{token}{key}Connection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await.ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some((status, serde_json::from_str(body).unwrap_or_default()))
}

/// A day so many days from now: these processes read the real clock.
pub fn day(ahead: i64) -> Date {
    #[expect(
        clippy::disallowed_methods,
        reason = "the processes under test read the real clock"
    )]
    let now = OffsetDateTime::now_utc();
    (now + time::Duration::days(ahead)).date()
}

/// The day so many days of work from now: one of the catalogue's days off is no such day, so the tests run on any date.
pub fn open_day(ahead: usize) -> Date {
    let file = file::read(CATALOGUE).unwrap();
    let is_off = |date: &Date| file.days.iter().any(|off| off.date == *date);
    let mut days = (1..).map(day).filter(|date| !is_off(date));
    days.nth(ahead - 1).unwrap()
}

/// A request for an hour from `hour` on, so many days of work from now.
pub fn wanted(space: &str, ahead: usize, hour: u8) -> Value {
    let date = open_day(ahead);
    json!({
        "space": space,
        "starts": format!("{date}T{hour:02}:00"),
        "ends": format!("{date}T{:02}:00", hour + 1),
        "title": "Жүктеме",
        "attendees": 4,
        "phone": "+7 701 123 45 67"
    })
}
