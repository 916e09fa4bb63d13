//! Scenarios with numbers that were worked by hand: `tests/evaluate/*.slac`, and those of the examples.
#![expect(clippy::unwrap_used, reason = "a test")]

use slac::diagnostics::{Finding, Severity};
use slac::driver;
use slac::resolved::loader::NoFiles;
use std::path::{Path, PathBuf};

fn sources(folder: &str) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "slac"))
        .collect();
    found.sort();
    found
}

/// Runs every scenario of a source: how many expectations there are, and those that do not hold.
fn run(text: &str) -> (usize, Vec<String>) {
    let compilation = driver::compile_text("scenario.slac", text, &NoFiles);
    let other = |f: &&Finding| f.severity() == Severity::Error && f.rule.name != "wrong-example";
    let errors: Vec<_> = compilation.findings.iter().filter(other).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let mut failed = Vec::new();
    let mut expectations = 0;
    for outcome in &compilation.examples {
        assert!(!outcome.unread);
        expectations += outcome.checked.len();
        for checked in outcome.checked.iter().filter(|checked| !checked.passed) {
            failed.push(format!("{}: {:?} gave {:?}", outcome.scenario, checked.expected.what, checked.got));
        }
    }
    (expectations, failed)
}

#[test]
fn scenarios_come_out_as_they_were_worked_by_hand() {
    let mut expectations = 0;
    for path in sources("tests/evaluate") {
        let (count, failed) = run(&std::fs::read_to_string(&path).unwrap());
        assert!(failed.is_empty(), "{}: {failed:#?}", path.display());
        assert!(count > 0, "{} expects nothing", path.display());
        expectations += count;
    }
    assert!(expectations > 50);
}

/// An expectation that is a little off must fail, or none of the others says anything.
#[test]
fn an_expectation_that_is_off_by_the_last_digit_fails() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/evaluate/march_2026_in_paris.slac");
    let text = std::fs::read_to_string(path).unwrap();
    let (_, failed) = run(&text.replace("99.876293", "99.876292"));
    assert_eq!(failed.len(), 1);
    let (_, failed) = run(&text.replace("rounded 6 | breached |", "rounded 6 | met |"));
    assert_eq!(failed.len(), 2);
}
