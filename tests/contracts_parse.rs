//! Every source of the standard library and every example is read without a finding.
#![expect(clippy::panic, clippy::unwrap_used, reason = "a test")]

use slac::base::FileId;
use slac::diagnostics::Sink;
use slac::syntax::parse;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// All `.slac` files under a folder of the package, in order.
fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|e| e == "slac") {
            into.push(path);
        }
    }
}

#[test]
fn every_source_of_the_package_is_read_without_a_finding() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["stdlib", "examples"] {
        sources(&root.join(folder), &mut files);
    }
    assert!(!files.is_empty());
    let mut said = String::new();
    for path in &files {
        // The one example whose point is that it cannot be read.
        if path.ends_with("broken/ill_formed.slac") {
            continue;
        }
        let text = std::fs::read_to_string(path).unwrap();
        let mut sink = Sink::default();
        let _tree = parse(FileId(0), &text, &mut sink);
        for finding in sink.findings() {
            let at = finding.span().start as usize;
            let line = text.get(..at).map_or(0, |before| before.matches('\n').count() + 1);
            let column = text.get(..at).map_or(0, |before| before.chars().rev().take_while(|c| *c != '\n').count() + 1);
            let name = path.strip_prefix(root).unwrap().display();
            writeln!(said, "{name}:{line}:{column}: [{}] {}", finding.rule.name, finding.message).unwrap();
        }
    }
    assert!(said.is_empty(), "\n{said}");
}
