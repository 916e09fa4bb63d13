//! Reads a text and shows the tree and the findings.

use std::fmt::Write;

use crate::base::{FileId, SourceFile};
use crate::diagnostics::{Finding, Sink};
use crate::syntax::{parse, sketch};

/// The tree of a text, then its findings.
pub(super) fn read(text: &str) -> String {
    let mut sink = Sink::default();
    let tree = parse(FileId(0), text, &mut sink);
    let mut out = sketch::tree(&tree);
    let file = SourceFile::new("t", text);
    for finding in sink.into_sorted() {
        out.push_str(&show(&file, &finding));
    }
    out
}

/// The findings of a text alone.
pub(super) fn findings(text: &str) -> Vec<Finding> {
    let mut sink = Sink::default();
    let _ = parse(FileId(0), text, &mut sink);
    sink.into_sorted()
}

/// `line:column-line:column rule: message` and what follows from it.
pub(super) fn show(file: &SourceFile, finding: &Finding) -> String {
    let mut out = String::new();
    let start = file.line_column(finding.span().start);
    let end = file.line_column(finding.span().end);
    let end = if end.line == start.line { format!("{}", end.column) } else { format!("{}:{}", end.line, end.column) };
    let _ = writeln!(out, "! {}:{}-{end} {}: {}", start.line, start.column, finding.rule.name, finding.message);
    for label in &finding.labels {
        if !label.text.is_empty() {
            let at = file.line_column(label.span.start);
            let _ = writeln!(out, "    {}:{} {}", at.line, at.column, label.text);
        }
    }
    if let Some(help) = &finding.help {
        let _ = writeln!(out, "    help: {help}");
    }
    out
}

/// The sketches of fields of one block, and the findings.
pub(super) fn fields(lines: &[&str]) -> String {
    let text = format!("tier t {{\n{}\n}}\n", lines.join("\n"));
    read(&text).lines().skip(1).fold(String::new(), |out, line| out + line.strip_prefix("  ").unwrap_or(line) + "\n")
}

/// The sketches of cells, one a row, and the findings.
pub(super) fn cells(cells: &[&str]) -> String {
    let rows: String = cells.iter().map(|cell| format!("| {cell} |\n")).collect();
    read(&format!("| k |\n|---|\n{rows}"))
        .lines()
        .skip(1)
        .fold(String::new(), |out, line| out + line.strip_prefix("> ").unwrap_or(line) + "\n")
}

/// Everything that is in a tree, when items longer than `whole` are read in pieces.
pub(super) fn debug(text: &str, whole: usize) -> String {
    let mut sink = Sink::default();
    let tree = crate::syntax::from_text::parse_with(FileId(0), text, &mut sink, whole);
    format!("{tree:#?}{:#?}", sink.into_sorted())
}
