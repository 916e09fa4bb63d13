//! Workflow commands: GitHub shows each finding beside the lines of a change.

use super::{places, plain_text};
use crate::base::SourceMap;
use crate::diagnostics::Finding;

/// `::error file=…,line=…,col=…,endLine=…,title=…::message`, one line a finding.
pub(super) fn render(findings: &[Finding], sources: &SourceMap) -> String {
    findings.iter().map(|finding| command(finding, sources) + "\n").collect()
}

fn command(finding: &Finding, sources: &SourceMap) -> String {
    let place = places(finding, sources).next().map_or(String::new(), |(file, span, _)| {
        let (start, end) = (file.line_column(span.start), file.line_column(span.end));
        let name = property(file.name());
        format!("file={name},line={},col={},endLine={},", start.line, start.column, end.line)
    });
    let title = property(&format!("{}[{}]", finding.family().name(), finding.rule.name));
    format!("::{} {place}title={title}::{}", finding.severity().name(), data(&plain_text(finding)))
}

/// What stands after `::`: a newline would end the command, and `%` begins an escape.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property: `:` and `,` would end it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
