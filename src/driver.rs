//! The only file that knows the order of the passes.
//!
//! A gate stands before the rules: they judge a contract that could be read. What could not be read has its findings,
//! and what only follows from them is not repeated.

use crate::base::{FileId, Name, SourceFile, SourceMap, Span};
use crate::diagnostics::{Finding, Rule, Severity, Sink};
use crate::evaluate::scenario::{self, Outcome};
use crate::model::{Model, from_resolved};
use crate::resolved::loader::{self, LoadError, World};
use crate::syntax::ast::Item;
use crate::{replay, resolved, syntax};
use std::collections::BTreeSet;
use std::path::Path;

include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// What compiling gives.
#[derive(Debug)]
pub struct Compilation {
    /// Every source that was read.
    pub sources: SourceMap,
    /// What was found, in the order of reading.
    pub findings: Vec<Finding>,
    /// The normal form; none where a finding is an error.
    pub model: Option<Model>,
    /// What came of its worked examples; none where the contract could not be judged.
    pub examples: Vec<Outcome>,
}

impl Compilation {
    /// Makes errors of the findings whose rules are denied. As with every error, there is no model then.
    pub fn deny(&mut self, denied: impl Fn(&Rule) -> bool) {
        for finding in &mut self.findings {
            finding.denied = denied(finding.rule);
        }
        if self.has_errors() {
            self.model = None;
        }
    }

    /// Whether any finding is an error, by its family or because it is denied.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity() == Severity::Error)
    }
}

/// Compiles the file at `entry`.
///
/// # Errors
/// Why the file itself cannot be read; a file that it uses is a finding.
pub fn compile(world: &dyn World, entry: &Path) -> Result<Compilation, LoadError> {
    let bytes = world.read(entry)?;
    Ok(compile_bytes(&entry.to_string_lossy(), bytes, Some(entry), world))
}

/// Compiles a text that lies in no file, such as standard input.
pub fn compile_text(name: &str, text: &str, world: &dyn World) -> Compilation {
    run(name, text, None, None, world)
}

/// Compiles bytes that may not be UTF-8.
pub fn compile_bytes(name: &str, bytes: Vec<u8>, path: Option<&Path>, world: &dyn World) -> Compilation {
    let (text, bad) = loader::decode(bytes);
    run(name, &text, bad, path, world)
}

fn run(name: &str, text: &str, bad_byte: Option<usize>, path: Option<&Path>, world: &dyn World) -> Compilation {
    let mut sources = SourceMap::default();
    let mut sink = Sink::default();
    if let Some(at) = bad_byte {
        // The text is read all the same, with U+FFFD in the place of what is not UTF-8.
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        let file = sources.add(SourceFile::new(name, text));
        sink.report(resolved::rules::not_utf8(Span::new(file, at, at.saturating_add(1))));
        return Compilation { sources, findings: sink.into_sorted(), model: None, examples: Vec::new() };
    }
    let program = resolved::resolve(name, text, path, world, &mut sources, &mut sink);
    let model = from_resolved::lower(&program, &sources, &mut sink);
    let unread = sink.has_errors();
    if let Some(model) = model.as_ref().filter(|_| !unread) {
        crate::check::run(model, &mut sink);
    }
    let judged = model.as_ref().filter(|_| !sink.has_errors());
    let examples = judged.map(|model| scenario::run_all(model, &mut sink)).unwrap_or_default();
    let errors = sink.has_errors();
    let mut findings = without_echoes(sink.into_sorted(), &sources);
    if let Some(model) = model.as_ref().filter(|_| !unread) {
        replay::confirm(model, &mut findings);
    }
    let errors = errors || findings.iter().any(|finding| finding.severity() == Severity::Error);
    Compilation { findings, sources, model: model.filter(|_| !errors), examples }
}

/// Leaves out what only follows from a line that could not be read: what is wrong with the rest of it, and a field or a name
/// that it would have given.
fn without_echoes(findings: Vec<Finding>, sources: &SourceMap) -> Vec<Finding> {
    let is_syntax = |f: &Finding| syntax::rules::RULES.iter().any(|r| **r == *f.rule);
    let lost: Vec<(Span, String)> = findings
        .iter()
        .filter(|f| is_syntax(f))
        .map(|f| {
            let file = sources.file(f.span().file);
            (f.span(), file.line(file.line_column(f.span().start).line).to_owned())
        })
        .collect();
    if lost.is_empty() {
        return findings;
    }
    let line = |span: Span| (span.file, sources.file(span.file).line_column(span.start).line);
    let lost_lines: BTreeSet<(FileId, usize)> = lost.iter().map(|(at, _)| line(*at)).collect();
    let mentioned = |name: &str| {
        let is_name = |c: char| c.is_alphanumeric() || c == '_' || ('\u{300}'..='\u{36F}').contains(&c);
        lost.iter().any(|(_, line)| line.split(|c| !is_name(c)).any(|word| word == name))
    };
    let echo = |f: &Finding| {
        if is_syntax(f) {
            return false;
        }
        let rule = f.rule.name;
        let beside = lost_lines.contains(&line(f.span()));
        let absent = rule == "missing-field" && lost.iter().any(|(at, _)| at.file == f.span().file);
        let unknown = rule == "unknown-name" && mentioned(sources.slice(f.span()));
        beside || absent || unknown || rule == "one-contract"
    };
    findings.into_iter().filter(|f| !echo(f)).collect()
}

/// The calendars of the standard library, each with its module: `std.calendar.fr`, `public_holidays`.
pub fn standard_calendars() -> impl Iterator<Item = (&'static str, Name)> {
    let modules = loader::standard_names().filter(|name| name.starts_with("std.calendar."));
    modules.flat_map(|module| {
        let tree = syntax::parse(FileId(0), loader::standard(module).unwrap_or_default(), &mut Sink::default());
        let named = |item| match item {
            Item::Decl(decl) if decl.kind.name == "calendar" => decl.name.map(|name| (module, name.name)),
            _ => None,
        };
        tree.items.into_iter().filter_map(named).collect::<Vec<_>>()
    })
}

/// A contract that has a calendar of the standard library and nothing else, in a zone.
#[must_use]
pub fn with_standard_calendar(module: &str, name: &str, zone: &str) -> Option<Model> {
    let text = format!(
        "edition 2026
use {module}
contract library \"Library\" {{
  from      2000-01-01
  timezone  \"{zone}\"
  currency  EUR, rounded half_up, to 0.01 EUR
  languages en
  law       \"none\"
}}
provider provider_ \"Provider\"
customer customer_ \"Customer\"
calendar shown_ \"Shown\" {{ is {name} }}
"
    );
    compile_text("library", &text, &loader::NoFiles).model
}

/// Every rule, in the order of its name.
#[must_use]
pub fn rules() -> Vec<&'static Rule> {
    let mut all: Vec<&'static Rule> = syntax::rules::RULES.to_vec();
    all.extend(resolved::rules::RULES);
    all.extend(from_resolved::rules::RULES);
    all.extend(crate::check::rules());
    all.extend(crate::evaluate::rules::RULES);
    all.sort_by_key(|r| r.name);
    all
}

/// The page of a rule, as `slac explain` shows it.
#[must_use]
pub fn page(rule: &str) -> Option<&'static str> {
    if rule == replay::REFUSED.name {
        return Some(include_str!("../docs/witness-refused.md"));
    }
    PAGES.iter().find(|(name, _)| *name == rule).map(|(_, text)| *text)
}
