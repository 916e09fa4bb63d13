//! Two versions of a contract against one another: what becomes of each promise, for whom, and how it is said.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

#[path = "diff/brute.rs"]
mod brute;
#[path = "diff/cases.rs"]
mod cases;
#[path = "diff/leaves.rs"]
mod leaves;
#[path = "diff/words.rs"]
mod words;

use slac::compare::{self, Amendment, Change, Verdict};
use slac::driver::compile_text;
use slac::model::Model;
use slac::resolved::loader::NoFiles;

const BASE: &str = include_str!("diff/base.slac");

/// The normal form of a source; it has no error.
fn model(source: &str) -> Model {
    let compiled = compile_text("contract.slac", source, &NoFiles);
    let found: Vec<String> = compiled.findings.iter().map(|f| format!("{}: {}", f.rule.name, f.message)).collect();
    compiled.model.unwrap_or_else(|| panic!("{found:#?}"))
}

/// The base contract with some of its text replaced.
fn edited(edits: &[(&str, &str)]) -> String {
    edits.iter().fold(BASE.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "the base contract does not say `{old}`");
        text.replace(old, new)
    })
}

fn amendment(old: &str, new: &str) -> Amendment {
    compare::of(&model(old), &model(new))
}

/// Each change with what becomes of it: `gold.restoration.p1 stricter`.
fn verdicts(amendment: &Amendment) -> Vec<String> {
    let told = |change: &Change| {
        let id = change.place().unwrap().id.clone();
        let word = match change.verdict() {
            Verdict::Equal => "equal",
            Verdict::Stricter => "stricter",
            Verdict::Looser => "looser",
            Verdict::Incomparable => "incomparable",
        };
        format!("{id} {word}")
    };
    amendment.changes.iter().map(told).collect()
}

/// Sources that cannot be signed as they stand, against their mended twins: whatever can be compared is, and nothing panics.
#[test]
fn real_contracts_are_compared_with_their_mended_twins() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/real");
    let mut twins: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    twins.retain(|path| path.to_string_lossy().ends_with(".repaired.slac"));
    twins.sort();
    assert!(twins.len() > 4, "{twins:?}");
    let mut compared = 0;
    for twin in twins {
        let name = twin.to_string_lossy().replace(".repaired.slac", ".slac");
        let read = |path: &std::path::Path| {
            let text = std::fs::read_to_string(path).unwrap();
            let mut sources = slac::base::SourceMap::default();
            let mut sink = slac::diagnostics::Sink::default();
            let program =
                slac::resolved::resolve(&path.to_string_lossy(), &text, Some(path), &NoFiles, &mut sources, &mut sink);
            slac::model::from_resolved::lower(&program, &sources, &mut sink)
        };
        let (Some(old), Some(new)) = (read(std::path::Path::new(&name)), read(&twin)) else { continue };
        let found = compare::of(&old, &new);
        assert!(!found.changes.is_empty(), "{name}");
        assert!(compare::of(&new, &new).changes.is_empty(), "{name}");
        compared += 1;
    }
    assert!(compared > 4, "{compared}");
}
