//! Every example resolves without a finding, and every module of the standard library is found by its name.
#![expect(clippy::unwrap_used, reason = "a test")]

use slac::base::SourceMap;
use slac::diagnostics::Sink;
use slac::resolved::loader::{LoadError, World, standard_names};
use slac::resolved::resolve;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

struct Disk;

impl World for Disk {
    fn read(&self, path: &Path) -> Result<Vec<u8>, LoadError> {
        std::fs::read(path).map_err(|e| LoadError::Io(e.to_string()))
    }
    fn canonical(&self, path: &Path) -> Result<PathBuf, LoadError> {
        path.canonicalize().map_err(|e| LoadError::Io(e.to_string()))
    }
}

fn findings(name: &str, text: &str, path: Option<&Path>) -> String {
    let (mut sources, mut sink) = (SourceMap::default(), Sink::default());
    let _program = resolve(name, text, path, &Disk, &mut sources, &mut sink);
    let mut said = String::new();
    for finding in sink.findings() {
        let span = finding.span();
        let file = sources.file(span.file);
        let at = file.line_column(span.start);
        writeln!(said, "{}:{}:{}: [{}] {}", file.name(), at.line, at.column, finding.rule.name, finding.message).unwrap();
    }
    said
}

#[test]
fn every_example_resolves_without_a_finding() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut said = String::new();
    for folder in std::fs::read_dir(root).unwrap() {
        let folder = folder.unwrap().path();
        if folder.ends_with("broken") || !folder.is_dir() {
            continue;
        }
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|e| e == "slac") {
                let text = std::fs::read_to_string(&path).unwrap();
                said.push_str(&findings(&path.display().to_string(), &text, Some(&path)));
            }
        }
    }
    assert!(said.is_empty(), "\n{said}");
}

#[test]
fn every_module_of_the_standard_library_resolves_without_a_finding() {
    let mut text = String::from("edition 2026\n");
    for name in standard_names() {
        writeln!(text, "use {name}").unwrap();
    }
    text.push_str(
        "contract c \"C\" {\n  from 2026-01-01\n  timezone \"Europe/Paris\"\n  currency EUR\n  languages fr\n}\n",
    );
    assert_eq!(findings("all.slac", &text, None), "");
}
