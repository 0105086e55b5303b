//! A visitor of the built program: keeps cookies, says where its forms come from, has a connection for each request.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::in_time;

#[derive(Clone)]
pub struct Visitor {
    server: SocketAddr,
    cookies: Vec<(String, String)>,
    /// What a proxy says of where they come from.
    pub from: Option<String>,
}

pub struct Answered {
    pub status: u16,
    /// In the lines of the head, in lower case.
    pub retry_after: Option<i64>,
    pub text: String,
}

impl Visitor {
    pub fn new(server: SocketAddr) -> Self {
        Self {
            server,
            cookies: Vec::new(),
            from: None,
        }
    }

    pub fn from(server: SocketAddr, address: &str) -> Self {
        Self {
            from: Some(address.to_owned()),
            ..Self::new(server)
        }
    }

    /// The headers are whole lines.
    pub async fn post(&mut self, path: &str, headers: &str, body: &str) -> Answered {
        let address = self.server;
        let cookies = self.cookies.iter();
        let cookies: Vec<String> = cookies
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let from = self.from.as_ref();
        let from = from.map_or(String::new(), |from| format!("X-Forwarded-For: {from}\r\n"));
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nAccept-Language: en\r\n{from}{headers}\
             Cookie: {}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            cookies.join("; "),
            body.len()
        );
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        let answer = String::from_utf8_lossy(&answer);
        let (head, text) = answer.split_once("\r\n\r\n").unwrap();
        for cookie in head
            .lines()
            .filter_map(|line| line.strip_prefix("set-cookie: "))
        {
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.retain(|(kept, _)| kept != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        let mut lines = head.lines();
        Answered {
            status: head.split(' ').nth(1).unwrap().parse().unwrap(),
            retry_after: lines
                .find_map(|line| line.strip_prefix("retry-after: "))
                .map(|seconds| seconds.parse().unwrap()),
            text: text.to_owned(),
        }
    }

    pub async fn form(&mut self, path: &str, body: &str) -> Answered {
        self.post(path, "Sec-Fetch-Site: same-origin\r\n", body)
            .await
    }

    pub fn cookie(&self, name: &str) -> String {
        let found = self.cookies.iter().find(|(kept, _)| kept == name);
        found.unwrap().1.clone()
    }
}

/// The codes in all mails of a folder so far, the newest last. Waits for so many.
pub async fn codes(folder: &Path, how_many: usize) -> Vec<String> {
    // Each is read once: it is there as a whole or not at all.
    let mut mails: BTreeMap<PathBuf, Option<String>> = BTreeMap::new();
    let come = async {
        while mails.values().flatten().count() < how_many {
            tokio::task::yield_now().await;
            let Ok(files) = std::fs::read_dir(folder.join("mail")) else {
                continue;
            };
            let files = files.map(|file| file.unwrap().path());
            for mail in files.filter(|file| file.extension().is_some_and(|end| end == "eml")) {
                mails.entry(mail).or_insert_with_key(|mail| code_in(mail));
            }
        }
    };
    in_time(come).await;
    mails.into_values().flatten().collect()
}

fn code_in(mail: &Path) -> Option<String> {
    let mail = std::fs::read_to_string(mail).unwrap();
    let mut lines = mail.lines();
    let subject = lines.find_map(|line| line.strip_prefix("Subject: Sign-in code: "));
    subject.map(str::to_owned)
}
