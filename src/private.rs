//! What the service keeps on disk is for the user that it runs as: bookings, telephone numbers and sign-in codes are
//! nobody else's to read, and who could open the lock of the database could stop all writing.

use std::{
    fs::{self, Permissions},
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
};

use rustix::{
    fs::Mode,
    process::{geteuid, umask},
};

use crate::config::Config;

const FOLDER: u32 = 0o700;
const FILE: u32 = 0o600;
/// Of folders that everybody writes to, as `/tmp` is, or may: they are not ours alone.
const SHARED: u32 = 0o1002;
/// What stands beside a `SQLite` database: its log, what its connections share, and the two locks of its writers.
const BESIDE: [&str; 5] = ["", "-wal", "-shm", ".next", ".busy"];

/// From now on whatever this process makes is for its own user.
pub fn begin() {
    umask(Mode::RWXG | Mode::RWXO);
}

/// Takes from others what was made when they were still let in: the data folder, the database, what stands beside it,
/// and the mails. A folder of mails elsewhere stays as whoever named it made it. What cannot be changed is said in the log.
pub fn tighten(config: &Config) {
    narrow_folder(&config.data.dir);
    if let Some(database) = config.db().sqlite_path() {
        for suffix in BESIDE {
            let mut name = database.as_os_str().to_owned();
            name.push(suffix);
            narrow(Path::new(&name), FILE);
        }
    }
    let Some(mails) = config.mail.url.strip_prefix("file:") else {
        return;
    };
    let mails = PathBuf::from(mails.strip_prefix("//").unwrap_or(mails));
    if mails.starts_with(&config.data.dir) {
        narrow_folder(&mails);
    }
    for mail in fs::read_dir(&mails).into_iter().flatten().flatten() {
        let path = mail.path();
        if path.extension().is_some_and(|kind| kind == "eml") {
            narrow(&path, FILE);
        }
    }
}

/// As [`narrow`], unless it is somebody else's or shared with everybody.
fn narrow_folder(path: &Path) {
    let is_ours = |about: fs::Metadata| {
        about.uid() == geteuid().as_raw() && about.permissions().mode() & SHARED == 0
    };
    if fs::metadata(path).is_ok_and(is_ours) {
        narrow(path, FOLDER);
    }
}

/// Leaves of the rights on a path those in `most`. What is not there is made with the right ones.
fn narrow(path: &Path, most: u32) {
    let Ok(about) = fs::metadata(path) else {
        return;
    };
    let mode = about.permissions().mode() & 0o7777;
    if mode & !most == 0 {
        return;
    }
    if let Err(error) = fs::set_permissions(path, Permissions::from_mode(mode & most)) {
        tracing::warn!(path = %path.display(), %error, "others can open it");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o7777
    }

    #[test]
    fn what_is_too_wide_is_narrowed_and_what_everybody_shares_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let (file, shared) = (folder.path().join("file"), folder.path().join("shared"));
        fs::write(&file, "").unwrap();
        fs::create_dir(&shared).unwrap();
        for (path, before, after) in [
            (&file, 0o666, 0o600),
            (&file, 0o400, 0o400),
            (&shared, 0o775, 0o700),
            (&shared, 0o1775, 0o1775),
            (&shared, 0o777, 0o777),
        ] {
            fs::set_permissions(path, Permissions::from_mode(before)).unwrap();
            if path.is_dir() {
                narrow_folder(path);
            } else {
                narrow(path, FILE);
            }
            assert_eq!(mode(path), after, "{before:o}");
        }
        narrow(&folder.path().join("nothing"), FILE);
        narrow_folder(&folder.path().join("nothing"));
    }
}
