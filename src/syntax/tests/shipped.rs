//! The sources that are shipped can be read, and read the same in one piece and in many.

use std::path::{Path, PathBuf};

use super::support;

/// Every `.slac` under a folder of the package, in order.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|e| e == "slac") {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn the_standard_library_and_the_examples_read() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let all: Vec<PathBuf> = ["stdlib", "examples"].iter().flat_map(|folder| sources(&root.join(folder))).collect();
    assert!(!all.is_empty());
    for path in all {
        let text = std::fs::read_to_string(&path).unwrap();
        let wrong_on_purpose = path.ends_with("broken/ill_formed.slac");
        assert_eq!(support::findings(&text).is_empty(), !wrong_on_purpose, "{}", path.display());
        assert_eq!(support::debug(&text, usize::MAX), support::debug(&text, 0), "{}", path.display());
    }
}
