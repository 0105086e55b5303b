//! A `PostgreSQL` server of one's own with a standby that confirms every commit: both can be stopped, and the standby can
//! take over. `tests/postgres.sh` says where the programs are and who may run them.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

use super::process::free_address;

pub struct Cluster {
    primary: Node,
    standby: Node,
    // Dropped last.
    _folder: TempDir,
}

struct Node {
    programs: Programs,
    data: PathBuf,
    port: u16,
    options: String,
}

#[derive(Clone)]
struct Programs {
    folder: PathBuf,
    /// What runs them as somebody else, with its arguments; empty where we are nobody special ourselves.
    as_owner: Vec<String>,
}

impl Cluster {
    /// Takes some seconds. The database `postgres` is empty and belongs to `jastar`.
    pub fn start() -> Self {
        let programs = Programs::found();
        let folder = tempfile::tempdir().unwrap();
        programs.give_away(folder.path());
        let primary = Node::in_folder(&programs, &folder.path().join("primary"), "*");
        let data = primary.data.display().to_string();
        programs.run(
            "initdb",
            &[
                "--pgdata",
                &data,
                "--username",
                "jastar",
                "--auth",
                "trust",
                "--encoding",
                "UTF8",
                "--locale",
                "C.UTF-8",
                "--no-sync",
            ],
        );
        primary.start();
        let standby = Node::in_folder(&programs, &folder.path().join("standby"), "");
        let from = format!("host=127.0.0.1 port={} user=jastar", primary.port);
        let data = standby.data.display().to_string();
        programs.run(
            "pg_basebackup",
            &[
                "--pgdata",
                &data,
                "--dbname",
                &from,
                "--write-recovery-conf",
                "--wal-method",
                "stream",
                "--checkpoint",
                "fast",
                "--no-sync",
            ],
        );
        standby.start();
        Self {
            primary,
            standby,
            _folder: folder,
        }
    }

    /// Host and port.
    pub fn primary(&self) -> String {
        self.primary.authority()
    }

    pub fn standby(&self) -> String {
        self.standby.authority()
    }

    pub fn stop_standby(&self) {
        self.standby.stop();
    }

    pub fn start_standby(&self) {
        self.standby.start();
    }

    /// Without a warning, as when its machine loses power. Afterwards the standby is what counts, and waits for nobody.
    pub fn fail_over(&self) {
        self.primary.stop();
        let data = self.standby.data.display().to_string();
        let promote = ["promote", "--wait", "--pgdata", &data];
        self.standby.programs.run("pg_ctl", &promote);
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        for node in [&self.standby, &self.primary] {
            // One of them may be down already.
            let _ = node.tell(&["stop", "--mode", "immediate"]).output();
        }
    }
}

impl Node {
    fn in_folder(programs: &Programs, data: &Path, waits_for: &str) -> Self {
        let port = free_address().port();
        let socket = data.parent().unwrap().display();
        Self {
            programs: programs.clone(),
            data: data.to_owned(),
            port,
            options: format!(
                "-k {socket} -h 127.0.0.1 -p {port} -c synchronous_standby_names='{waits_for}' -c max_connections=60"
            ),
        }
    }

    fn authority(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    fn tell(&self, what: &[&str]) -> Command {
        let mut command = self.programs.command("pg_ctl");
        command.args(what).arg("--pgdata").arg(&self.data);
        command
    }

    fn start(&self) {
        let log = self.data.with_extension("log").display().to_string();
        // Its output would otherwise keep our pipe open for as long as it runs.
        let status = self
            .tell(&["start", "--wait", "--silent", "--log", &log])
            .args(["--options", &self.options])
            .status()
            .unwrap();
        assert!(status.success(), "see {log}");
    }

    fn stop(&self) {
        let stopped = self
            .tell(&["stop", "--wait", "--mode", "immediate"])
            .output();
        assert!(stopped.as_ref().unwrap().status.success(), "{stopped:?}");
    }
}

impl Programs {
    fn found() -> Self {
        #[expect(
            clippy::disallowed_methods,
            reason = "where PostgreSQL's programs are is not a setting of the product"
        )]
        let said = |name: &str| std::env::var(name);
        let folder = said("TEST_POSTGRES_PROGRAMS").expect(
            "a standby needs TEST_POSTGRES_PROGRAMS beside TEST_DATABASE_URL: run it under tests/postgres.sh",
        );
        let as_owner = said("TEST_POSTGRES_AS").unwrap_or_default();
        Self {
            folder: folder.into(),
            as_owner: as_owner.split_whitespace().map(str::to_owned).collect(),
        }
    }

    fn command(&self, name: &str) -> Command {
        let program = self.folder.join(name);
        let mut command = match &*self.as_owner {
            [] => Command::new(program),
            [first, rest @ ..] => {
                let mut command = Command::new(first);
                command.args(rest).arg(program);
                command
            }
        };
        // The owner may not see the folder that we are in.
        command.current_dir("/");
        command
    }

    fn run(&self, name: &str, arguments: &[&str]) {
        let output = self.command(name).args(arguments).output().unwrap();
        assert!(output.status.success(), "{name}: {output:?}");
    }

    /// To whoever runs them.
    fn give_away(&self, folder: &Path) {
        let user = self
            .as_owner
            .iter()
            .find_map(|word| word.strip_prefix("--reuid="));
        if let Some(user) = user {
            let given = Command::new("chown")
                .arg(user)
                .arg(folder)
                .status()
                .unwrap();
            assert!(given.success());
        }
    }
}
