//! Every snapshot belongs to a test that still stands.
#![expect(clippy::unwrap_used, reason = "a test")]

use std::path::{Path, PathBuf};

#[test]
fn every_snapshot_is_compared_by_some_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut orphans = Vec::new();
    let mut snapshots = Vec::new();
    for folder in ["src", "tests"] {
        collect(&root.join(folder), &mut snapshots);
    }
    assert!(!snapshots.is_empty());
    for path in snapshots {
        let text = std::fs::read_to_string(&path).unwrap();
        let field =
            |name: &str| text.lines().find_map(|l| l.strip_prefix(name)).map(|v| v.trim().trim_matches('"').to_owned());
        let source = field("source:").map(|s| root.join(s));
        // `crate__module__name@input-2.snap`: the test's name, or the name that the test gives.
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        let name = stem.split('@').next().unwrap_or("").rsplit("__").next().unwrap_or("");
        let name = name.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('-');
        let test = source.and_then(|s| std::fs::read_to_string(s).ok());
        let input = field("input_file:").is_none_or(|i| root.join(i).exists());
        if !input || !test.is_some_and(|t| t.contains(name)) {
            orphans.push(path.strip_prefix(root).unwrap().display().to_string());
        }
    }
    assert!(orphans.is_empty(), "no test compares {orphans:#?}");
}

fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(&path, into);
        } else if path.extension().is_some_and(|e| e == "snap") {
            into.push(path);
        }
    }
}
