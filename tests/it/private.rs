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
use tempfile::TempDir;

use super::support::{
    in_time,
    process::{Server, call, enrol, free_address, program, program_after, run, wanted},
};

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
    let setpriv = [
        "setpriv",
        "--reuid=65534",
        "--regid=65534",
        "--clear-groups",
    ];
    let mut command = if rustix::process::geteuid().is_root() {
        Command::new("env")
    } else {
        let mut command = Command::new("sudo");
        command.arg("--non-interactive");
        command
    };
    command.args(setpriv).arg(program).args(arguments);
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

/// Where anybody may look around, with the data below it.
struct Home {
    folder: TempDir,
    data: PathBuf,
    settings: Settings,
}

impl Home {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
        let data = folder.path().join("data");
        let settings = Settings {
            url: format!("sqlite:{}", data.join("jastar.db").display()),
            connections: 2,
        };
        Self {
            folder,
            data,
            settings,
        }
    }

    /// With a umask that takes no right away.
    fn start(&self) -> Server {
        let address = free_address();
        let mut command = program_after("umask 0", &self.data, &self.settings, address);
        Server::run(&mut command, address).ready()
    }

    fn back_up(&self) -> PathBuf {
        let copy = self.folder.path().join("copy.db");
        let backup = ["backup", copy.to_str().unwrap()];
        run(&self.data, &self.settings, &backup);
        copy
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_has_a_right_to_what_is_kept() {
    let home = Home::new();
    let (data, settings) = (&home.data, &home.settings);
    let server = home.start();
    let token = enrol(data, settings, "a@test.example", &["--admin"]);
    let body = wanted("youth-house/dance-studio", 10, 11);
    let path = "/api/v1/bookings";
    let (status, told) = call(server.address, &token, "POST", path, &body)
        .await
        .unwrap();
    assert_eq!(status, 201, "{told}");
    let mailed = async {
        while fs::read_dir(data.join("mail")).map_or(0, Iterator::count) == 0 {
            tokio::task::yield_now().await;
        }
    };
    in_time(mailed).await;
    assert_ours_alone(&home.back_up());
    let made = assert_ours_alone(data);
    assert!(made.len() > 6, "{made:?}");
    assert_eq!(server.stop(Duration::from_secs(30)), Some(0));

    // As an earlier version left it.
    for (path, _) in rights(data) {
        let wide = if path.is_dir() { 0o775 } else { 0o666 };
        fs::set_permissions(path, Permissions::from_mode(wide)).unwrap();
    }
    let _server = home.start();
    assert_ours_alone(data);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_reads_what_is_kept_or_holds_the_lock_of_the_writers() {
    let home = Home::new();
    let server = home.start();
    let copy = home.back_up();
    let looks_around = nobody_can("ls", &[home.folder.path().to_str().unwrap()]);
    assert!(
        looks_around,
        "another user is needed for this: run it as root or where sudo asks for no password, with setpriv, and with a folder \
         for temporary files that everybody may enter"
    );
    let (database, lock) = (
        home.data.join("jastar.db"),
        home.data.join("jastar.db.busy"),
    );
    assert!(!nobody_can("cat", &[database.to_str().unwrap()]));
    assert!(!nobody_can("cat", &[copy.to_str().unwrap()]));
    let lock = ["--nonblock", lock.to_str().unwrap(), "true"];
    assert!(!nobody_can("flock", &lock));
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
