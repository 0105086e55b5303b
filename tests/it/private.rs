//! What the program leaves on disk is for its own user, whatever the umask was and whatever stood there before.

use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use jastar::db::Settings;
use serde_json::Value;

use super::support::process::{Server, call, free_address, program, program_after, run, wanted};

/// Everything below a folder with its rights, the folder itself first.
fn rights(folder: &Path) -> Vec<(PathBuf, u32)> {
    let about = fs::metadata(folder).unwrap();
    let mut all = vec![(folder.to_owned(), about.permissions().mode() & 0o777)];
    if about.is_dir() {
        for entry in fs::read_dir(folder).unwrap() {
            all.extend(rights(&entry.unwrap().path()));
        }
    }
    all
}

fn assert_ours_alone(folder: &Path) -> Vec<PathBuf> {
    let all = rights(folder);
    for (path, mode) in &all {
        let right = if path.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(*mode, right, "{} {mode:o}", path.display());
    }
    all.into_iter().map(|(path, _)| path).collect()
}

/// Whether another user of the machine can do so.
fn nobody_can(program: &str, arguments: &[&str]) -> bool {
    let status = Command::new("setpriv")
        .args(["--reuid=nobody", "--regid=nogroup", "--clear-groups"])
        .arg(program)
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    status.unwrap().success()
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_reads_what_is_kept_or_holds_the_lock_of_the_writers() {
    let home = tempfile::tempdir().unwrap();
    // As a home below which anybody may look around.
    fs::set_permissions(home.path(), Permissions::from_mode(0o755)).unwrap();
    let data = home.path().join("data");
    let settings = Settings {
        url: format!("sqlite:{}", data.join("jastar.db").display()),
        connections: 2,
    };
    let start = || {
        let address = free_address();
        let mut command = program_after("umask 0", &data, &settings, address);
        Server::run(&mut command, address).ready()
    };
    let server = start();
    let email = ["--email", "a@test.example"];
    let user = [&["user", "create"], &email[..], &["--name", "A", "--admin"]].concat();
    run(&data, &settings, &user);
    let token = run(
        &data,
        &settings,
        &[&["token", "create"], &email[..]].concat(),
    );
    let body = wanted("youth-house/dance-studio", 10, 11);
    let path = "/api/v1/bookings";
    let (status, told) = call(server.address, &token, "POST", path, &body)
        .await
        .unwrap();
    assert_eq!(status, 201, "{told}");
    while fs::read_dir(data.join("mail")).map_or(0, Iterator::count) == 0 {
        tokio::task::yield_now().await;
    }
    let copy = home.path().join("copy.db");
    run(&data, &settings, &["backup", copy.to_str().unwrap()]);
    assert_ours_alone(&copy);
    let made = assert_ours_alone(&data);
    assert!(made.len() > 6, "{made:?}");
    assert_eq!(server.stop(Duration::from_secs(30)), Some(0));

    // As an earlier version left it.
    for (path, _) in rights(&data) {
        let wide = if path.is_dir() { 0o775 } else { 0o666 };
        fs::set_permissions(path, Permissions::from_mode(wide)).unwrap();
    }
    let server = start();
    assert_ours_alone(&data);
    if !rustix::process::geteuid().is_root() {
        eprintln!("only root can try it as somebody else; the rights were looked at");
        return;
    }
    let (database, lock) = (data.join("jastar.db"), data.join("jastar.db.busy"));
    assert!(nobody_can("true", &[]) && nobody_can("ls", &[home.path().to_str().unwrap()]));
    assert!(!nobody_can("cat", &[database.to_str().unwrap()]));
    assert!(!nobody_can("cat", &[copy.to_str().unwrap()]));
    assert!(!nobody_can(
        "flock",
        &["--nonblock", lock.to_str().unwrap(), "true"]
    ));
    let (status, _) = call(server.address, "", "GET", "/readyz", &Value::Null)
        .await
        .unwrap();
    assert_eq!(status, 200);
}

#[test]
fn a_look_at_the_settings_changes_nothing_and_a_folder_outside_ours_stays_as_it_is() {
    let home = tempfile::tempdir().unwrap();
    let [data, mails] = ["data", "mails"].map(|name| home.path().join(name));
    let settings = Settings {
        url: format!("sqlite:{}", data.join("jastar.db").display()),
        connections: 2,
    };
    let jastar = |arguments: &[&str]| {
        let mut command = program(&data, &settings, free_address());
        command.env("JASTAR_MAIL__URL", format!("file://{}", mails.display()));
        let output = command.args(arguments).output().unwrap();
        assert!(output.status.success(), "{output:?}");
    };
    for folder in [&data, &mails] {
        fs::create_dir(folder).unwrap();
        // As that of everybody's mail is.
        fs::set_permissions(folder, Permissions::from_mode(0o775)).unwrap();
    }
    jastar(&["config", "check"]);
    assert_eq!((rights(&data)[0].1, rights(&mails)[0].1), (0o775, 0o775));
    jastar(&["migrate"]);
    assert_eq!((rights(&data)[0].1, rights(&mails)[0].1), (0o700, 0o775));
}
