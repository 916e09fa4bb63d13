//! The project's own JSON, published as `schema/findings.schema.json`.
//!
//! Positions are given twice: bytes for programs that edit, lines and columns for those that show.

use super::places;
use crate::base::{SourceFile, SourceMap, Span};
use crate::diagnostics::{Edit, Family, Finding, Severity, Shows, Witness};
use schemars::{JsonSchema, Schema, schema_for};
use serde::Serialize;

/// The version of this form. It changes when a field is taken away or changes its meaning, not when one is added.
const VERSION: u32 = 1;

/// The findings of one run.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "Findings of slac")]
struct Report {
    /// The version of this form.
    version: u32,
    /// How many findings are errors.
    errors: usize,
    /// How many findings are warnings.
    warnings: usize,
    /// The findings, by file, place and rule.
    findings: Vec<Entry>,
}

/// One finding.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Finding")]
struct Entry {
    /// The rule that speaks; `slac explain RULE` has its page.
    rule: String,
    /// The family of the rule.
    family: Family,
    /// An error or a warning: the family decides, and a warning that the user denies is an error.
    severity: Severity,
    /// What is wrong.
    message: String,
    /// Where; the first is the primary place.
    labels: Vec<Place>,
    /// An instant, a value or an incident that shows the trouble.
    witness: Option<String>,
    /// The same as data: what was asked of the contract, and what it answered. None where nothing can be asked.
    shown_by: Option<Witness>,
    /// Why it is wrong.
    notes: Vec<String>,
    /// What to do.
    help: Option<String>,
    /// Replacements that mend it and cannot change what the parties meant. All are made, or none.
    fix: Vec<Replacement>,
}

/// A place in a source.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Label")]
struct Place {
    /// Where.
    #[serde(flatten)]
    at: Location,
    /// Why this place matters; may be empty.
    text: String,
}

/// A replacement of source text.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Edit")]
struct Replacement {
    /// What is replaced.
    #[serde(flatten)]
    at: Location,
    /// The new text.
    text: String,
}

/// A half-open range of a source.
#[derive(Debug, Serialize, JsonSchema)]
struct Location {
    /// The source as it was named to the program.
    file: String,
    /// The first character.
    start: Position,
    /// The place just past the last character.
    end: Position,
}

/// A place between two characters.
#[derive(Debug, Serialize, JsonSchema)]
struct Position {
    /// Bytes of UTF-8 before it.
    byte: u32,
    /// Its line, from 1.
    line: usize,
    /// Its column in characters, from 1.
    column: usize,
}

/// The findings as JSON with a newline at its end.
pub(super) fn render(findings: &[Finding], sources: &SourceMap) -> String {
    let errors = findings.iter().filter(|f| f.severity() == Severity::Error).count();
    let report = Report {
        version: VERSION,
        errors,
        warnings: findings.len() - errors,
        findings: findings.iter().map(|finding| entry(finding, sources)).collect(),
    };
    super::to_json(&report)
}

/// The published schema of this form.
#[must_use]
pub fn schema() -> Schema {
    schema_for!(Report)
}

fn entry(finding: &Finding, sources: &SourceMap) -> Entry {
    let place =
        |(file, span, text): (&SourceFile, Span, &str)| Place { at: location(file, span), text: text.to_owned() };
    let replacement = |edit: &Edit| {
        let file = sources.get(edit.span.file)?;
        Some(Replacement { at: location(file, edit.span), text: edit.text.clone() })
    };
    Entry {
        rule: finding.rule.name.to_owned(),
        family: finding.family(),
        severity: finding.severity(),
        message: finding.message.clone(),
        labels: places(finding, sources).map(place).collect(),
        witness: finding.witness.as_ref().map(|witness| witness.text.clone()),
        shown_by: finding.witness.clone().filter(|witness| witness.shows != Shows::Nothing),
        notes: finding.notes.clone(),
        help: finding.help.clone(),
        fix: finding.fix.iter().filter_map(replacement).collect(),
    }
}

fn location(file: &SourceFile, span: Span) -> Location {
    Location { file: file.name().to_owned(), start: position(file, span.start), end: position(file, span.end) }
}

fn position(file: &SourceFile, byte: u32) -> Position {
    let at = file.line_column(byte);
    Position { byte, line: at.line, column: at.column }
}
