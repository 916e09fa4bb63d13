//! What is not agreed yet: where a blank may stand, what is found in spite of it, and how it is filled.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

mod decided;
mod everywhere;
mod filled;
mod header;
mod rows;

use slac::base::Language;
use slac::driver::{Compilation, compile, compile_text};
use slac::emit::text::{Templates, render};
use slac::model::Model;
use slac::resolved::loader::{LoadError, NoFiles, World};
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

/// A contract in which nothing is blank. The terms of a test follow.
const HEAD: &str = r#"edition 2026
use std.evidence
use std.indicator
use std.clock

contract c "Contract" {
  from       2026-01-01 until 2029-01-01
  timezone   "Europe/Paris"
  currency   EUR, rounded half_up, to 0.01 EUR
  languages  en
  clock      usual
  assessment usual_assessment
  delays     usual_delays
}
provider nord "Nord"
customer acme "Acme"
observer vigie "Vigie"
service erp "ERP" { by nord; at gold }
figure fee "Fee" of erp { is 12_000 EUR per month }
dimension priority "Priority" of incident, ranked strictest { values p1, p2 }
settlement s { combine sum; cap 5 % of fee of erp each month; claim by acme within 30 days after end of month, otherwise forfeited; nature penalty; damages besides }
"#;

/// Its level of service.
const GOLD: &str = r#"tier gold "Gold" {
  measured by vigie
  availability at least 99.9 % each month during always
  restoration  at most 4 h for p1, p2 each month during always, quota 100 %, sample 1
}
"#;

/// An amount that it costs.
const LOW: &str = "penalty low \"Low\" on availability at gold { basis fee of erp; pays 5 % }\n";

struct Files(BTreeMap<PathBuf, String>);

impl World for Files {
    fn read(&self, path: &Path) -> Result<Vec<u8>, LoadError> {
        let path = self.canonical(path)?;
        self.0.get(&path).map(|text| text.clone().into_bytes()).ok_or(LoadError::Missing)
    }

    fn canonical(&self, path: &Path) -> Result<PathBuf, LoadError> {
        let path: PathBuf = path.components().filter(|part| !matches!(part, Component::CurDir)).collect();
        if self.0.contains_key(&path) { Ok(path) } else { Err(LoadError::Missing) }
    }
}

/// The contract with these terms.
fn contract(terms: &str) -> String {
    format!("{HEAD}{terms}")
}

/// The same with other words in one place.
fn changed(text: &str, old: &str, new: &str) -> String {
    assert!(text.contains(old), "nothing says {old}");
    text.replace(old, new)
}

fn alone(text: &str) -> Compilation {
    compile_text("standard.slac", text, &NoFiles)
}

/// A file that uses a standard contract in the way that is written after its path.
fn using(standard: &str, filled: &str) -> Compilation {
    let used = format!("edition 2026\nuse \"./standard.slac\" {filled}\n");
    let files = [("used.slac", used.as_str()), ("standard.slac", standard)];
    let world = Files(files.iter().map(|(name, text)| (PathBuf::from(name), (*text).to_owned())).collect());
    compile(&world, Path::new("used.slac")).unwrap()
}

/// What is found, as `rule: message`.
fn found(compilation: &Compilation) -> Vec<String> {
    compilation.findings.iter().map(|found| format!("{}: {}", found.rule.name, found.message)).collect()
}

/// The model of a contract in which nothing is found.
fn clean(compilation: Compilation) -> Model {
    let found = found(&compilation);
    assert!(found.is_empty(), "{found:#?}");
    compilation.model.unwrap()
}

/// The names of what is not agreed.
fn blanks(model: &Model) -> Vec<String> {
    let mut names: Vec<String> = model.blanks.iter().map(|blank| blank.name.to_string()).collect();
    names.dedup();
    names
}

/// The text of a contract, without the signs that make its words no Markdown and its blanks narrow.
fn text(model: &Model, language: Language) -> String {
    render(model, language, &Templates::built_in()).unwrap().replace(['\u{a0}', '\u{202f}'], " ").replace('\\', "")
}

/// What the text of a contract says: each of these.
fn says(model: &Model, language: Language, all: &[&str]) {
    let text = text(model, language);
    for expected in all {
        assert!(
            text.contains(expected),
            "nothing says `{expected}`{}",
            std::env::var("SHOW").map(|_| text.clone()).unwrap_or_default()
        );
    }
}

/// Two models that are the same but for the source that they were read from.
fn same(filled: &Model, written: &Model) {
    let [filled, written] = [filled, written].map(|model| text(model, Language::English));
    assert_eq!(filled, written);
}
