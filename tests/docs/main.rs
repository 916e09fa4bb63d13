//! The documentation says what the code says: tables are generated from the code, examples are compiled, and rules of
//! the grammar that are named exist.
//!
//! A part between `<!-- generated:… -->` and `<!-- end -->` is compared with what the code gives; with
//! `SLAC_WRITE_DOCS=1` it is written instead.
#![expect(clippy::panic, clippy::unwrap_used, reason = "a test")]

mod blocks;
mod coverage;
mod generated;
mod grammar;
mod links;
#[path = "../prelude/mod.rs"]
mod prelude;

use prelude::root;
use std::path::{Path, PathBuf};

/// The pages of the reference, and the pages at the root. Pages of rules have a test of their own.
fn pages() -> Vec<PathBuf> {
    let mut pages: Vec<PathBuf> =
        ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md"].iter().map(|name| root().join(name)).collect();
    for folder in ["docs", "docs/reference"] {
        for entry in std::fs::read_dir(root().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|e| e == "md") {
                pages.push(path);
            }
        }
    }
    pages.sort();
    pages
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The path of a page as people write it.
fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}
