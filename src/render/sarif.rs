//! SARIF 2.1.0, the form in which code-scanning platforms take findings.
//!
//! Only the members that are written have a struct. Names and their order are those of the standard.

use super::{places, plain_text};
use crate::base::{SourceFile, SourceMap, Span};
use crate::diagnostics::{Edit, Finding, Rule, Severity};
use serde::Serialize;

/// Where the standard publishes its schema.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

#[derive(Serialize)]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    column_kind: &'static str,
    results: Vec<Outcome>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    version: &'static str,
    information_uri: &'static str,
    rules: Vec<Descriptor>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    id: &'static str,
    short_description: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<Page>,
    default_configuration: Configuration,
    properties: Properties,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Properties {
    tags: [&'static str; 1],
}

#[derive(Serialize)]
struct Page {
    text: &'static str,
    markdown: &'static str,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Text,
    locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Fix>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Clone, PartialEq, Eq, Serialize)]
struct Artifact {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
    byte_offset: u32,
    byte_length: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fix {
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<Text>,
    artifact_changes: Vec<Change>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change {
    artifact_location: Artifact,
    replacements: Vec<Replacement>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: Region,
    inserted_content: Text,
}

/// The findings as a SARIF log with a newline at its end; the rules that speak are described with their pages.
pub(super) fn render(findings: &[Finding], sources: &SourceMap, page: fn(&Rule) -> Option<&'static str>) -> String {
    let mut rules: Vec<&'static Rule> = findings.iter().map(|finding| finding.rule).collect();
    rules.sort_by_key(|rule| rule.name);
    rules.dedup();
    let results = findings.iter().map(|finding| outcome(finding, &rules, sources)).collect();
    let driver = Driver {
        name: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
        information_uri: env!("CARGO_PKG_REPOSITORY"),
        rules: rules.iter().map(|rule| descriptor(rule, page)).collect(),
    };
    let run = Run { tool: Tool { driver }, column_kind: "unicodeCodePoints", results };
    super::to_json(&Log { schema: SCHEMA, version: "2.1.0", runs: [run] })
}

fn descriptor(rule: &Rule, page: fn(&Rule) -> Option<&'static str>) -> Descriptor {
    Descriptor {
        id: rule.name,
        short_description: Text { text: rule.summary.to_owned() },
        help: page(rule).map(|text| Page { text, markdown: text }),
        default_configuration: Configuration { level: level(rule.family.severity()) },
        properties: Properties { tags: [rule.family.name()] },
    }
}

fn outcome(finding: &Finding, rules: &[&'static Rule], sources: &SourceMap) -> Outcome {
    let mut locations = Vec::new();
    let mut related = Vec::new();
    for (i, (file, span, text)) in places(finding, sources).enumerate() {
        let message = (!text.is_empty()).then(|| Text { text: text.to_owned() });
        let location = PhysicalLocation { artifact_location: artifact(file), region: region(file, span) };
        // The standard keeps `locations` for the place of the result; the other terms in conflict are related to it.
        match i {
            0 => locations.push(Location { id: None, physical_location: location, message }),
            _ => related.push(Location { id: Some(i), physical_location: location, message }),
        }
    }
    Outcome {
        rule_id: finding.rule.name,
        rule_index: rules.iter().position(|rule| rule.name == finding.rule.name).unwrap_or(0),
        level: level(finding.severity()),
        message: Text { text: plain_text(finding) },
        locations,
        related_locations: related,
        fixes: fix(finding, sources).into_iter().collect(),
    }
}

/// The edits of a finding, gathered by file.
fn fix(finding: &Finding, sources: &SourceMap) -> Option<Fix> {
    let mut changes: Vec<Change> = Vec::new();
    for Edit { span, text } in &finding.fix {
        let Some(file) = sources.get(span.file) else { continue };
        let replacement =
            Replacement { deleted_region: region(file, *span), inserted_content: Text { text: text.clone() } };
        let artifact = artifact(file);
        match changes.iter_mut().find(|change| change.artifact_location == artifact) {
            Some(change) => change.replacements.push(replacement),
            None => changes.push(Change { artifact_location: artifact, replacements: vec![replacement] }),
        }
    }
    let description = finding.help.clone().map(|text| Text { text });
    (!changes.is_empty()).then_some(Fix { description, artifact_changes: changes })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn region(file: &SourceFile, span: Span) -> Region {
    let (start, end) = (file.line_column(span.start), file.line_column(span.end));
    Region {
        start_line: start.line,
        start_column: start.column,
        end_line: end.line,
        end_column: end.column,
        byte_offset: span.start,
        byte_length: span.end.saturating_sub(span.start),
    }
}

fn artifact(file: &SourceFile) -> Artifact {
    Artifact { uri: uri(file.name()) }
}

/// A path as a URI reference: relative stays relative, what is absolute becomes `file:`, and other bytes are escaped.
fn uri(path: &str) -> String {
    let path = path.replace('\\', "/");
    let has_drive = path.as_bytes().get(1) == Some(&b':') && path.as_bytes().get(2) == Some(&b'/');
    let mut uri = String::from(match (path.starts_with('/'), has_drive) {
        (true, _) => "file://",
        (_, true) => "file:///",
        _ => "",
    });
    for (i, byte) in path.bytes().enumerate() {
        let is_drive_colon = has_drive && i == 1;
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) || is_drive_colon {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn a_path_is_a_uri_reference() {
        assert_eq!(uri("contracts/erp.slac"), "contracts/erp.slac");
        assert_eq!(uri("/srv/à la carte.slac"), "file:///srv/%C3%A0%20la%20carte.slac");
        assert_eq!(uri(r"C:\contracts\erp.slac"), "file:///C:/contracts/erp.slac");
        assert_eq!(uri("a:b%"), "a%3Ab%25");
        assert_eq!(uri("-"), "-");
    }
}
