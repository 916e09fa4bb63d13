//! One line a finding: `file:line:column: error[rule]: message`.

use super::places;
use crate::base::{SourceMap, visible};
use crate::diagnostics::Finding;

/// A line for each finding; one without a place begins with its severity.
pub(super) fn render(findings: &[Finding], sources: &SourceMap) -> String {
    findings.iter().map(|finding| line(finding, sources) + "\n").collect()
}

fn line(finding: &Finding, sources: &SourceMap) -> String {
    let place = places(finding, sources).next().map_or(String::new(), |(file, span, _)| {
        let at = file.line_column(span.start);
        format!("{}:{}:{}: ", file.name(), at.line, at.column)
    });
    let message: String = finding.message.chars().map(|c| if c.is_whitespace() { ' ' } else { visible(c) }).collect();
    format!("{place}{}[{}]: {message}", finding.severity().name(), finding.rule.name)
}
