//! A disk that fails when it is told to, for a server in a process of its own.

use std::{
    fs::{self, File},
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
    process::Command,
};

const SHIM: &str = include_str!("faults.c");

/// What the disk says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// EIO
    Fails = 5,
    /// ENOSPC
    Full = 28,
    /// EROFS
    ReadOnly = 30,
}

/// How long it says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For {
    OneCall,
    /// Until it is mended.
    Good,
}

/// What stands between the server and its database.
pub struct Faults {
    shim: PathBuf,
    path: PathBuf,
    orders: File,
}

// Where each number stands in the orders.
const LEFT: u64 = 0;
const ERROR: u64 = 4;
const LASTING: u64 = 8;
const FAILED: u64 = 12;
const CALLS: u64 = 16;

impl Faults {
    /// Compiles the library with `cc`, which building the program needs too.
    pub fn beside(folder: &Path) -> Self {
        let source = folder.join("faults.c");
        let shim = folder.join("faults.so");
        fs::write(&source, SHIM).unwrap();
        let compiled = Command::new("cc")
            .args(["-shared", "-fPIC", "-O1", "-o"])
            .args([&shim, &source])
            .arg("-ldl")
            .output()
            .expect("a C compiler");
        assert!(compiled.status.success(), "{compiled:?}");
        let path = folder.join("orders");
        fs::write(&path, [0; 20]).unwrap();
        let orders = File::options().read(true).write(true).open(&path).unwrap();
        Self { shim, path, orders }
    }

    pub fn stand_before(&self, server: &mut Command) {
        server.env("LD_PRELOAD", &self.shim);
        server.env("FAULTS", &self.path);
    }

    /// The call after so many others fails.
    pub fn arm(&self, at: i32, fault: Fault, how_long: For) {
        self.write(FAILED, 0);
        self.write(LEFT, at);
        self.write(LASTING, i32::from(how_long == For::Good));
        self.write(ERROR, fault as i32);
    }

    /// From now on all goes well.
    pub fn mend(&self) {
        self.write(ERROR, 0);
    }

    /// How many calls have failed since it was armed.
    pub fn failed(&self) -> i32 {
        self.read(FAILED)
    }

    /// How many writes, syncs and truncations there were since the beginning.
    pub fn calls(&self) -> i32 {
        self.read(CALLS)
    }

    fn write(&self, at: u64, number: i32) {
        self.orders.write_all_at(&number.to_ne_bytes(), at).unwrap();
    }

    fn read(&self, at: u64) -> i32 {
        let mut bytes = [0; 4];
        self.orders.read_exact_at(&mut bytes, at).unwrap();
        i32::from_ne_bytes(bytes)
    }
}
