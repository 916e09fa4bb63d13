//! What the README and the pages on time, on evaluation and on questions show is what happens: their `console` blocks are run, and what they print is compared.
//!
//! The blocks run in order, in a folder of their own that has the examples. A line `$ …` is a command; the lines after it are
//! what it prints, on both streams. With `SLAC_WRITE_DOCS=1` the output is written instead of compared.
#![expect(clippy::panic, clippy::unwrap_used, reason = "a test")]

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

#[test]
fn the_readme_shows_what_happens() {
    shows_what_happens("README.md");
}

#[test]
fn the_page_on_time_shows_what_happens() {
    shows_what_happens("docs/time.md");
}

#[test]
fn the_page_on_evaluation_shows_what_happens() {
    shows_what_happens("docs/evaluation.md");
}

#[test]
fn the_page_on_questions_shows_what_happens() {
    shows_what_happens("docs/questions.md");
}

fn shows_what_happens(page: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = root.join(page);
    let old = std::fs::read_to_string(&path).unwrap();
    let folder = tempfile::tempdir().unwrap();
    copy(&root.join("examples"), &folder.path().join("examples"));
    let new = replayed(&old, folder.path());
    if std::env::var_os("SLAC_WRITE_DOCS").is_some() {
        std::fs::write(&path, new).unwrap();
        return;
    }
    for (i, (is, was)) in new.lines().zip(old.lines()).enumerate() {
        assert_eq!(is, was, "{page}:{}: run `SLAC_WRITE_DOCS=1 cargo test --test readme` and read what changed", i + 1);
    }
    assert_eq!(new, old);
}

#[test]
fn the_readme_has_something_to_run() {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    for command in [
        "slac check",
        "slac build",
        "slac export rules",
        "slac explain",
        "slac deadline",
        "slac calendar",
        "slac ask",
        "slac test",
        "slac evaluate",
        "slac diff",
    ] {
        assert!(
            readme.lines().any(|l| l.starts_with("$ ") && l.contains(command)),
            "the README does not run `{command}`"
        );
    }
}

/// The page with the output of every command as it is now.
fn replayed(page: &str, folder: &Path) -> String {
    let mut out = String::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        writeln!(out, "{line}").unwrap();
        if line != "```console" {
            continue;
        }
        let block: Vec<&str> = lines.by_ref().take_while(|l| *l != "```").collect();
        for command in block.iter().filter_map(|l| l.strip_prefix("$ ")) {
            writeln!(out, "$ {command}").unwrap();
            let printed = run(command, folder);
            if !printed.is_empty() {
                writeln!(out, "{}", printed.trim_end()).unwrap();
            }
        }
        out.push_str("```\n");
    }
    out
}

/// What a command prints, as a reader of a terminal sees it.
fn run(command: &str, folder: &Path) -> String {
    let slac = Path::new(env!("CARGO_BIN_EXE_slac")).parent().unwrap();
    let path = format!("{}:{}", slac.display(), std::env::var("PATH").unwrap_or_default());
    let output = Command::new("sh")
        .args(["-c", &format!("( {command} ) 2>&1")])
        .current_dir(folder)
        .env("PATH", path)
        .env("NO_COLOR", "1")
        .output()
        .unwrap_or_else(|e| panic!("`{command}`: {e}"));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(!text.contains("panicked") && !text.contains("not found"), "`{command}`: {text}");
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}
