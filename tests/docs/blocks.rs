//! Every example in the pages is compiled.
//!
//! | block | what it must be |
//! |---|---|
//! | `slac` with a `contract` | a whole contract without errors |
//! | `slac` without | declarations that have no errors once `docs/reference/prelude.slac` is put before them |
//! | `slac broken RULE` | the same, where the rule finds something |
//! | `slac fragment` | items that can be read, whatever they name |
//!
//! What an example declares stands in the place of what the prelude declares under the same name.

use super::{pages, read, root, shown};
use slac::base::{FileId, SourceFile, SourceMap, Span};
use slac::diagnostics::{Finding, Severity, Sink};
use slac::driver;
use slac::resolved::loader::{LoadError, World};
use slac::syntax::ast::{CellKind, ExprKind, Item};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

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
    let prelude = read(&root().join("docs/reference/prelude.slac"));
    let mut wrong = String::new();
    let examples: Vec<Example> = pages().iter().flat_map(|p| examples(&read(p), &shown(p))).collect();
    assert!(examples.len() > 40, "the reference has lost its examples");
    for example in &examples {
        let (findings, sources) = found(example, &prelude);
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

fn found(example: &Example, prelude: &str) -> (Vec<Finding>, SourceMap) {
    if let Must::Parse = example.must {
        let (mut sources, mut sink) = (SourceMap::default(), Sink::default());
        let file = sources.add(SourceFile::new("example.slac", example.text.as_str()));
        let _tree = slac::syntax::parse(file, &example.text, &mut sink);
        return (sink.into_sorted(), sources);
    }
    let compilation = driver::compile_text("example.slac", &completed(&example.text, prelude), &Samples);
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

/// The example with those items of the prelude before it that it does not declare itself.
fn completed(example: &str, prelude: &str) -> String {
    let declared: BTreeSet<String> = items(example).into_iter().flat_map(|(names, _)| names).collect();
    if declared.contains("contract") {
        return example.to_owned();
    }
    let mut out = String::new();
    for (names, span) in items(prelude) {
        if !names.iter().any(|n| declared.contains(n)) {
            let text = prelude.get(span.start as usize..span.end as usize).unwrap();
            writeln!(out, "{text}").unwrap();
        }
    }
    out + example
}

/// What each top-level item declares, with its place.
fn items(text: &str) -> Vec<(Vec<String>, Span)> {
    let tree = slac::syntax::parse(FileId(0), text, &mut Sink::default());
    tree.items
        .iter()
        .map(|item| match item {
            Item::Edition(word) => (Vec::new(), Span { start: 0, ..word.span }),
            Item::Use(used) => (Vec::new(), used.span),
            Item::Decl(decl) => {
                let name = decl.name.as_ref().filter(|_| decl.kind.name != "contract");
                (vec![name.map_or(decl.kind.name.to_string(), |n| n.name.to_string())], decl.span)
            }
            Item::Table(table) => {
                let first = |row: &slac::syntax::ast::Row| match row.cells.first().map(|c| c.kind.clone()) {
                    Some(CellKind::Named(word, _)) => Some(word.name.to_string()),
                    Some(CellKind::Value { values, .. }) => values.first().and_then(|v| match &v.kind {
                        ExprKind::Name(name) => Some(name.to_string()),
                        _ => None,
                    }),
                    _ => None,
                };
                (table.rows.iter().filter_map(first).collect(), table.span)
            }
        })
        .collect()
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
