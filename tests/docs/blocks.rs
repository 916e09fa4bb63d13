//! Every example in the pages is compiled.
//!
//! | block | what it must be |
//! |---|---|
//! | `slac` with a `contract` | a whole contract without errors |
//! | `slac` without | declarations that have no errors once `docs/reference/prelude.slac` is put before them |
//! | `slac broken RULE` | the same, where the rule finds something |
//!
//! What an example declares stands in the place of what the prelude declares under the same name.

use super::{pages, read, root, shown};
use slac::base::{FileId, SourceMap, Span};
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
    /// The rule that must find something; none: nothing may be found but warnings.
    broken: Option<String>,
    text: String,
}

#[test]
fn every_example_compiles() {
    let prelude = read(&root().join("docs/reference/prelude.slac"));
    let mut wrong = String::new();
    let examples: Vec<Example> = pages().iter().flat_map(|p| examples(&read(p), &shown(p))).collect();
    assert!(examples.len() > 40, "the reference has lost its examples");
    for example in &examples {
        let source = completed(&example.text, &prelude);
        let compilation = driver::compile_text("example.slac", &source, &Samples);
        let (findings, sources) = (&compilation.findings, &compilation.sources);
        match &example.broken {
            Some(rule) if findings.iter().any(|f| f.rule.name == *rule) => {}
            Some(rule) => writeln!(wrong, "{}: `{rule}` finds nothing\n{}", example.at, said(findings, sources)).unwrap(),
            None => {
                let errors: Vec<Finding> = findings.iter().filter(|f| f.severity() == Severity::Error).cloned().collect();
                if !errors.is_empty() {
                    writeln!(wrong, "{}:\n{}", example.at, said(&errors, sources)).unwrap();
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

fn examples(page: &str, name: &str) -> Vec<Example> {
    let mut out = Vec::new();
    let mut open: Option<(usize, Option<String>, String)> = None;
    for (i, line) in page.lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(info)) => {
                let broken = info.strip_prefix("slac broken ").map(str::to_owned);
                let wanted = info == "slac" || broken.is_some();
                assert!(wanted || !info.starts_with("slac"), "{name}:{}: `{info}` is no sort of block", i + 1);
                // Other blocks are kept open too, so that their end is not taken for a beginning.
                open = Some((if wanted { i + 1 } else { 0 }, broken, String::new()));
            }
            (Some(_), Some("")) => {
                if let Some((line, broken, text)) = open.take().filter(|(line, ..)| *line > 0) {
                    out.push(Example { at: format!("{name}:{line}"), broken, text });
                }
            }
            (Some((_, _, text)), _) => writeln!(text, "{line}").unwrap(),
            (None, None) => {}
        }
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
