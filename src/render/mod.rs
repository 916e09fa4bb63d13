//! Findings as text for people and as formats for machines.
//!
//! Needs only `base` and `diagnostics`. Every format gets the same findings in the same order and drops none.

mod concise;
mod excerpt;
mod github;
mod human;
pub mod json;
mod sarif;

use crate::base::{FileId, SourceFile, SourceMap, Span};
use crate::diagnostics::{Finding, Rule, Severity};
use std::collections::BTreeSet;

/// How findings are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// With the lines of the source, for a terminal.
    #[default]
    Human,
    /// One line a finding, as editors and `grep` read it.
    Concise,
    /// The project's own JSON, published as `schema/findings.schema.json`.
    Json,
    /// SARIF 2.1.0, for code-scanning platforms.
    Sarif,
    /// Workflow commands, which GitHub shows beside the lines of a change.
    Github,
}

impl Format {
    /// Every format, in the order of documentation.
    pub const ALL: [Self; 5] = [Self::Human, Self::Concise, Self::Json, Self::Sarif, Self::Github];

    /// The name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Concise => "concise",
            Self::Json => "json",
            Self::Sarif => "sarif",
            Self::Github => "github",
        }
    }

    /// The format with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }
}

/// What a format may be told. Each reads what concerns it.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Whether the human format has colours.
    pub color: bool,
    /// How many columns the human format may use.
    pub width: usize,
    /// The page of a rule, in Markdown, which SARIF carries along.
    pub page: fn(&Rule) -> Option<&'static str>,
}

impl Default for Options {
    fn default() -> Self {
        Self { color: false, width: 100, page: |_| None }
    }
}

/// The findings in a format. Formats for people end with a newline where there is anything to say; the human one has the
/// [`summary`] as its last line.
#[must_use]
pub fn render(format: Format, findings: &[Finding], sources: &SourceMap, options: &Options) -> String {
    match format {
        Format::Human => human::render(findings, sources, options),
        Format::Concise => concise::render(findings, sources),
        Format::Json => json::render(findings, sources),
        Format::Sarif => sarif::render(findings, sources, options.page),
        Format::Github => github::render(findings, sources),
    }
}

/// `3 errors, 1 warning in 2 files`; empty without findings.
#[must_use]
pub fn summary(findings: &[Finding]) -> String {
    let errors = findings.iter().filter(|f| f.severity() == Severity::Error).count();
    let counts = [counted(errors, "error"), counted(findings.len() - errors, "warning")];
    let counts: Vec<String> = counts.into_iter().flatten().collect();
    let files: BTreeSet<FileId> = findings.iter().filter_map(|f| f.labels.first()).map(|l| l.span.file).collect();
    match counted(files.len(), "file") {
        Some(files) => format!("{} in {files}", counts.join(", ")),
        None => counts.join(", "),
    }
}

fn counted(count: usize, noun: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 {noun}")),
        _ => Some(format!("{count} {noun}s")),
    }
}

/// The labels whose source is known, the primary one first. Only a bug would make a label without a source, and a report must
/// not fail on it.
fn places<'a>(finding: &'a Finding, sources: &'a SourceMap) -> impl Iterator<Item = (&'a SourceFile, Span, &'a str)> {
    finding.labels.iter().filter_map(|l| sources.get(l.span.file).map(|file| (file, l.span, l.text.as_str())))
}

/// What a finding says beside its message, one paragraph each: `witness: …`, `note: …`, `help: …`.
fn paragraphs(finding: &Finding) -> impl Iterator<Item = (&'static str, &str)> {
    let witness = finding.witness.iter().map(|witness| ("witness", witness.text.as_str()));
    let notes = finding.notes.iter().map(|text| ("note", text.as_str()));
    let help = finding.help.iter().map(|text| ("help", text.as_str()));
    witness.chain(notes).chain(help)
}

/// The message and the paragraphs as lines of plain text.
fn plain_text(finding: &Finding) -> String {
    let mut text = finding.message.clone();
    for (word, paragraph) in paragraphs(finding) {
        text.push_str(&format!("\n{word}: {paragraph}"));
    }
    text
}

/// Indented JSON with a newline at its end.
fn to_json(value: &impl serde::Serialize) -> String {
    // Plain structs of strings and numbers always have a JSON form.
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

#[cfg(test)]
mod tests;
