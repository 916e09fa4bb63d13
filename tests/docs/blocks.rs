//! Every example in the pages is compiled.
//!
//! | block | what it must be |
//! |---|---|
//! | `slac` with an `edition` | a whole contract without errors |
//! | `slac` without | declarations that have no errors beside those of `docs/reference/prelude.slac` and `docs/rules/prelude.slac` |
//! | `slac broken RULE` | the same, where the rule finds something |
//! | `slac fragment` | items that can be read, whatever they name |
//!
//! What an example declares stands in the place of what the preludes declare under the same name.

use super::prelude::complete;
use super::{pages, read, root, shown};
use slac::base::{SourceFile, SourceMap};
use slac::diagnostics::{Finding, Severity, Sink};
use slac::driver;
use slac::resolved::loader::{LoadError, World};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// What the examples stand beside: more than the pages of rules need, and then the same.
const PRELUDES: &[&str] = &["docs/reference/prelude.slac", "docs/rules/prelude.slac"];

/// An example with its page and line.
struct Example {
    at: String,
    must: Must,
    text: String,
}

/// What an example must be.
enum Must {
    /// Without errors.
    Compile,
    /// A case of this rule.
    Break(String),
    /// Well-formed sentences.
    Parse,
}

impl Must {
    /// What the words after the fence ask for; none where the block is no example.
    fn of(info: &str) -> Option<Self> {
        match info.split_whitespace().collect::<Vec<_>>().as_slice() {
            ["slac"] => Some(Self::Compile),
            ["slac", "fragment"] => Some(Self::Parse),
            ["slac", "broken", rule] => Some(Self::Break((*rule).to_owned())),
            _ => None,
        }
    }
}

#[test]
fn every_example_compiles() {
    let mut wrong = String::new();
    let examples: Vec<Example> = pages().iter().flat_map(|p| examples(&read(p), &shown(p))).collect();
    assert!(examples.len() > 40, "the reference has lost its examples");
    for example in &examples {
        let (findings, sources) = found(example);
        let fine = match &example.must {
            Must::Break(rule) => findings.iter().any(|f| f.rule.name == *rule),
            Must::Compile => findings.iter().all(|f| f.severity() != Severity::Error),
            Must::Parse => findings.is_empty(),
        };
        if !fine {
            let expected = match &example.must {
                Must::Break(rule) => format!("`{rule}` finds nothing"),
                Must::Compile | Must::Parse => "it has errors".to_owned(),
            };
            writeln!(wrong, "{}: {expected}\n{}", example.at, said(&findings, &sources)).unwrap();
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

fn found(example: &Example) -> (Vec<Finding>, SourceMap) {
    if let Must::Parse = example.must {
        let (mut sources, mut sink) = (SourceMap::default(), Sink::default());
        let file = sources.add(SourceFile::new("example.slac", example.text.as_str()));
        let _tree = slac::syntax::parse(file, &example.text, &mut sink);
        return (sink.into_sorted(), sources);
    }
    let compilation = driver::compile_text("example.slac", &complete(&example.text, PRELUDES), &Samples);
    (compilation.findings, compilation.sources)
}

fn examples(page: &str, name: &str) -> Vec<Example> {
    let mut out = Vec::new();
    let mut lines = page.lines().enumerate();
    while let Some((i, line)) = lines.next() {
        let Some(info) = line.strip_prefix("```") else { continue };
        let at = format!("{name}:{}", i + 1);
        let must = Must::of(info);
        assert!(must.is_some() || !info.starts_with("slac"), "{at}: `{info}` is no sort of block");
        let text = lines.by_ref().map(|(_, l)| l).take_while(|l| *l != "```").fold(String::new(), |t, l| t + l + "\n");
        out.extend(must.map(|must| Example { at, must, text }));
    }
    out
}

fn said(findings: &[Finding], sources: &SourceMap) -> String {
    slac::render::render(slac::render::Format::Human, findings, sources, &slac::render::Options::default())
}

/// Files that examples use are those of `examples/template`.
struct Samples;

impl World for Samples {
    fn read(&self, path: &Path) -> Result<Vec<u8>, LoadError> {
        std::fs::read(root().join("examples/template").join(path)).map_err(|_| LoadError::Missing)
    }
    fn canonical(&self, path: &Path) -> Result<PathBuf, LoadError> {
        Ok(path.components().filter(|c| c.as_os_str() != ".").collect())
    }
}
