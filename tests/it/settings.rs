//! Settings that cannot be read or are not safe: said in a line, with nothing of what is secret in it.

use std::process::Command;

use jastar::db::Settings;

use super::support::process::{free_address, program, refusal};

#[test]
fn a_password_stands_in_no_error_whatever_is_in_it() {
    let folder = tempfile::tempdir().unwrap();
    for url in [
        "postgres://u:secret#1@db.invalid/x",
        "postgres://u:secret/1@db.invalid/x",
        "postgres://u:secret?1@db.invalid/x",
        "postgres://u:1#secret@db.invalid/x",
        "postgres://u:secret%zz@db.invalid/x",
        "postgres://u:secret@db.invalid:port/x",
        "postgres://u:secret@[db/x",
        "postgres://u@db.invalid/x?password=secret",
        "postgres://u:secret@127.0.0.1:1/x?sslmode=secretly",
    ] {
        let settings = Settings {
            url: url.to_owned(),
            connections: 2,
        };
        for arguments in [&["serve"][..], &["doctor"], &["config", "check"]] {
            let mut command = program(folder.path(), &settings, free_address());
            command.env("JASTAR_LOG__FILTER", "trace");
            let output = command.args(arguments).output().unwrap();
            let told = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
            assert!(!told.contains("secret"), "{url} {arguments:?}: {told}");
        }
    }
}

/// Nor of settings that cannot be read at all.
#[test]
fn nor_in_what_is_wrong_with_the_settings() {
    let folder = tempfile::tempdir().unwrap();
    let url = "postgres://u:secret@db.invalid/x";
    for text in [
        format!("[database]\nurl = {url}\n"),
        format!("[database]\nurl = \"{url}\n"),
        format!("database = \"{url}\"\n"),
        format!("[mail]\nat_once = \"{url}\"\n"),
    ] {
        let file = folder.path().join("jastar.toml");
        std::fs::write(&file, &text).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_jastar"));
        command.env_clear().arg("--config").arg(&file);
        let told = refusal(&command.args(["config", "check"]).output().unwrap());
        assert_eq!(told.0, 2, "{}", told.1);
        assert!(!told.1.contains("secret"), "{text}: {}", told.1);
        let place = ["line 2", "database", "mail.at_once"];
        assert!(
            place.iter().any(|place| told.1.contains(place)),
            "{}",
            told.1
        );
    }
    for name in ["JASTAR_DATABASE", "JASTAR_MAIL", "JASTAR_HTTP__LISTEN"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jastar"));
        command.env_clear().env(name, url);
        let told = refusal(&command.args(["config", "check"]).output().unwrap());
        assert!(!told.1.contains("secret"), "{name}: {}", told.1);
    }
}

#[test]
fn a_database_across_machines_that_is_not_verified_is_warned_of() {
    let folder = tempfile::tempdir().unwrap();
    for (url, warned) in [
        ("postgres://u:secret@db.example/x", true),
        ("postgres://u:secret@db.example/x?sslmode=require", true),
        (
            "postgres://u:secret@db.example/x?sslmode=verify-full",
            false,
        ),
        ("postgres://u:secret@127.0.0.1/x", false),
        (
            "postgres://u:secret@localhost/x?host=/run/postgresql",
            false,
        ),
    ] {
        let settings = Settings {
            url: url.to_owned(),
            connections: 2,
        };
        let mut command = program(folder.path(), &settings, free_address());
        let output = command.args(["config", "check"]).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(told.contains("verify-full"), warned, "{url}: {told}");
        assert!(!told.contains("secret"), "{told}");
    }
}

#[test]
fn what_would_be_forgotten_before_anybody_has_it_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for section in ["mail", "events"] {
        let file = folder.path().join("jastar.toml");
        for (days, refused) in [(2, true), (3, false)] {
            std::fs::write(&file, format!("[{section}]\nkeep_days = {days}\n")).unwrap();
            let mut command = Command::new(env!("CARGO_BIN_EXE_jastar"));
            command.env_clear().arg("--config").arg(&file);
            let output = command.args(["config", "check"]).output().unwrap();
            assert_eq!(output.status.success(), !refused, "{output:?}");
            if refused {
                let (status, told) = refusal(&output);
                assert_eq!(status, 2, "{told}");
                assert!(told.contains(&format!("{section}.keep_days")), "{told}");
            }
        }
    }
}
