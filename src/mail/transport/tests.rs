//! What leaves the house, and what is said when it can't.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;

use entity::Language;

use super::*;
use crate::mail::{
    compose,
    samples::{envelope, every_mail},
};

fn message() -> Message {
    let mail = &every_mail()[2];
    compose(mail, &[], &envelope(mail, Language::Kk)).unwrap()
}

fn to_folder(folder: &Path) -> Transport {
    Transport::from_url(&format!("file:{}", folder.display())).unwrap()
}

#[tokio::test]
async fn a_mail_becomes_one_file_however_often_it_is_sent() {
    let folder = tempfile::tempdir().unwrap();
    let transport = to_folder(&folder.path().join("mail"));
    transport.send(&message()).await.unwrap();
    transport.send(&message()).await.unwrap();
    let files: Vec<_> = std::fs::read_dir(folder.path().join("mail"))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(files.len(), 1);
    assert_eq!(
        files[0].file_name(),
        "20261118T110640Z-01990000-0000-7000-8000-000000000002@jastar.example.eml"
    );
    assert_eq!(
        std::fs::read(files[0].path()).unwrap(),
        message().formatted()
    );
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_tried_again() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let transport = to_folder(file.path());
    assert!(matches!(
        transport.send(&message()).await,
        Err(SendError::Temporary(_))
    ));
}

#[tokio::test]
async fn a_server_that_is_away_is_tried_again() {
    // The port is free again once the listener is dropped.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    drop(listener);
    let transport = Transport::from_url(&url).unwrap();
    assert!(matches!(
        transport.send(&message()).await,
        Err(SendError::Temporary(_))
    ));
}

#[tokio::test]
async fn urls_say_where_mails_go() {
    let folder = |url| match Transport::from_url(url) {
        Ok(Transport::File(folder)) => folder,
        other => panic!("{url}: {other:?}"),
    };
    assert_eq!(folder("file:out"), Path::new("out"));
    assert_eq!(folder("file:///var/mail"), Path::new("/var/mail"));
    for url in [
        "smtp://localhost:2525",
        "smtps://u:p%40@mail.example",
        "smtp://mail.example",
    ] {
        assert!(
            matches!(Transport::from_url(url), Ok(Transport::Smtp(_))),
            "{url}"
        );
    }
    for url in [
        "",
        "mail.example",
        "http://mail.example",
        "smtp:",
        "smtp://h?tls=none",
        "smtps://h?ca=/none",
    ] {
        assert!(Transport::from_url(url).is_err(), "{url}");
    }
}

#[tokio::test]
async fn only_this_machine_is_spoken_to_in_the_clear() {
    let tls = |url: &str| format!("{:?}", smtp_transport(url).unwrap());
    assert!(tls("smtp://127.0.0.1:2525").contains("tls: None"));
    assert!(tls("smtp://localhost").contains("tls: None"));
    assert!(tls("smtp://[::1]:25").contains("tls: None"));
    assert!(tls("smtp://127.0.0.1.example").contains("tls: Required"));
    assert!(tls("smtp://mail.example").contains("tls: Required"));
    assert!(tls("smtps://localhost").contains("tls: Wrapper"));
}

#[test]
fn errors_name_nobody() {
    assert_eq!(
        without_addresses("permanent error (550): <aigerim@example.kz>: no such user"),
        "permanent error (550): <…> no such user"
    );
}

/// What becomes of a mail when a server answers `reply` to `command`, and well to everything else. An empty reply hangs
/// up; the end of the mail is the command `.`.
async fn outcome(command: &'static str, reply: &'static str) -> Result<(), SendError> {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let (mut socket, _) = listener.accept().unwrap();
        let mut lines = BufReader::new(socket.try_clone().unwrap()).lines();
        socket.write_all(b"220 ready\r\n").unwrap();
        let mut in_mail = false;
        while let Some(Ok(line)) = lines.next() {
            if in_mail && line != "." {
                continue;
            }
            let verb = line.split(' ').next().unwrap_or_default();
            in_mail = verb == "DATA";
            let answer = match verb {
                verb if verb == command => reply,
                "EHLO" => "250-here\r\n250 AUTH PLAIN",
                "AUTH" => "235 welcome",
                "DATA" => "354 go on",
                _ => "250 fine",
            };
            if answer.is_empty() || write!(socket, "{answer}\r\n").is_err() || verb == "QUIT" {
                break;
            }
        }
    });
    let transport = Transport::from_url(&format!("smtp://u:p@{address}")).unwrap();
    transport.send(&message()).await
}

#[tokio::test]
async fn the_reply_decides_whether_to_try_again() {
    assert_eq!(outcome("NONE", "").await, Ok(()));
    for (command, reply) in [
        ("RCPT", "550 <aigerim@example.kz> unknown"),
        (".", "554 refused"),
    ] {
        match outcome(command, reply).await {
            Err(SendError::Permanent(text)) => assert!(!text.contains('@'), "{text}"),
            other => panic!("{command} {reply}: {other:?}"),
        }
    }
    for (command, reply) in [
        ("AUTH", "535 wrong password"),
        ("MAIL", "421 closing"),
        ("RCPT", "451 come back later"),
        (".", "452 full"),
        (".", ""),
        ("EHLO", ""),
    ] {
        let outcome = outcome(command, reply).await;
        assert!(
            matches!(outcome, Err(SendError::Temporary(_))),
            "{command} {reply}: {outcome:?}"
        );
    }
}
