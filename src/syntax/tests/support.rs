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
