//! Runs the command in a folder of its own.
#![allow(dead_code, clippy::panic, clippy::unwrap_used, reason = "each test uses what it needs of it")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A folder that is removed in the end.
pub struct Folder(TempDir);

impl Folder {
    /// An empty folder.
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A folder that `slac init` has filled.
    pub fn with_contract(template: &str) -> Self {
        let folder = Self::new();
        assert_eq!(folder.slac(&["init", "--template", template]).code, 0);
        folder
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file, with the folders above it.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
        self
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// Every file below it, hidden ones too.
    pub fn files(&self) -> Vec<String> {
        let mut files = Vec::new();
        list(self.0.path(), self.0.path(), &mut files);
        files.sort();
        files
    }

    /// Runs the command in this folder.
    pub fn slac(&self, arguments: &[&str]) -> Ran {
        self.run(arguments, b"")
    }

    /// Runs the command with a text on its standard input.
    pub fn run(&self, arguments: &[&str], input: &[u8]) -> Ran {
        run(self.0.path(), arguments, input)
    }
}

fn list(root: &Path, folder: &Path, files: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            list(root, &path, files);
        } else {
            files.push(path.strip_prefix(root).unwrap().display().to_string());
        }
    }
}

/// What a run left behind.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// How long a run may take before it counts as one that never ends.
const PATIENCE: Duration = Duration::from_secs(300);

fn run(folder: &Path, arguments: &[&str], input: &[u8]) -> Ran {
    // Files and not pipes: a pipe that nobody empties would stop the command.
    let given = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(given.path(), input).unwrap();
    let (out, err) = (tempfile::NamedTempFile::new().unwrap(), tempfile::NamedTempFile::new().unwrap());
    let mut child = Command::new(env!("CARGO_BIN_EXE_slac"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .stdin(given.reopen().unwrap())
        .stdout(Stdio::from(out.reopen().unwrap()))
        .stderr(Stdio::from(err.reopen().unwrap()))
        .spawn()
        .unwrap();
    let start = Instant::now();
    let status = loop {
        match child.try_wait().unwrap() {
            Some(status) => break status,
            None if start.elapsed() > PATIENCE => {
                child.kill().unwrap();
                panic!("slac {arguments:?} does not end");
            }
            None => std::thread::sleep(Duration::from_millis(2)),
        }
    };
    let read = |file: &Path| String::from_utf8(std::fs::read(file).unwrap()).unwrap();
    let ran = Ran { code: status.code().unwrap_or(-1), out: read(out.path()), err: read(err.path()) };
    assert!(!ran.err.contains("panicked"), "slac {arguments:?}: {}", ran.err);
    ran
}
