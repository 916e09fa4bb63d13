//! Shows findings, and decides what they mean for the exit code.

use super::console::{Console, Stream};
use super::failure::{Failure, Status};
use crate::base::{FileId, SourceMap, Span};
use crate::diagnostics::{Finding, Sink};
use crate::driver::{self, Compilation};
use crate::render::{self, Format, Options};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser, ValueParser};
use std::collections::{BTreeMap, BTreeSet};

/// How findings are shown and which of them count.
#[derive(Args, Clone, Debug)]
pub struct FindingArgs {
    /// How findings are printed
    #[arg(long, value_name = "FORMAT", default_value = Format::Human.name(), value_parser = formats())]
    pub format: Format,
    /// Treat a warning as an error, so that nothing is built: a rule, a family such as `void`, or `warnings` for all; may be repeated
    #[arg(long, value_name = "RULE")]
    pub deny: Vec<String>,
}

fn formats() -> ValueParser {
    PossibleValuesParser::new(Format::ALL.map(Format::name)).map(|name| Format::named(&name).unwrap_or_default()).into()
}

/// Prints the findings of all compilations as one report, and says whether any of them stops the contracts.
pub fn report(
    console: Console,
    stream: Stream,
    format: Format,
    compilations: &[Compilation],
) -> Result<Status, Failure> {
    let (sources, findings) = merge(compilations);
    show(console, stream, format, &findings, &sources)?;
    let denied: BTreeSet<&str> = findings.iter().filter(|f| f.denied).map(|f| f.rule.name).collect();
    if !denied.is_empty() {
        let rules = denied.iter().map(|r| format!("`{r}`")).collect::<Vec<_>>().join(", ");
        console.say(&format!("denied: {rules}"))?;
    }
    if findings.is_empty() && stream == Stream::Out {
        let count = compilations.len();
        console.say(&format!("no findings in {count} {}", if count == 1 { "file" } else { "files" }))?;
    }
    // A warning that nobody denied does not keep a contract from being built.
    Ok(if compilations.iter().any(Compilation::has_errors) { Status::Findings } else { Status::Clean })
}

/// Prints findings.
pub fn show(
    console: Console,
    stream: Stream,
    format: Format,
    findings: &[Finding],
    sources: &SourceMap,
) -> Result<(), Failure> {
    let options =
        Options { color: console.colored(stream), page: |rule| driver::page(rule.name), ..Options::default() };
    console.write(stream, &render::render(format, findings, sources, &options))
}

/// One map of sources and one list of findings. A module that several contracts use is reported on once.
pub fn merge(compilations: &[Compilation]) -> (SourceMap, Vec<Finding>) {
    let mut sources = SourceMap::default();
    let mut known: BTreeMap<&str, FileId> = BTreeMap::new();
    let mut sink = Sink::default();
    for compilation in compilations {
        let here: BTreeMap<FileId, FileId> = compilation
            .sources
            .files()
            .map(|(id, file)| (id, *known.entry(file.name()).or_insert_with(|| sources.add(file.clone()))))
            .collect();
        let moved = |span: Span| Span { file: here.get(&span.file).copied().unwrap_or(span.file), ..span };
        for finding in &compilation.findings {
            let mut finding = finding.clone();
            finding.labels.iter_mut().for_each(|l| l.span = moved(l.span));
            finding.fix.iter_mut().for_each(|e| e.span = moved(e.span));
            sink.report(finding);
        }
    }
    (sources, sink.into_sorted())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::SourceFile;
    use crate::diagnostics::{Family, Rule};

    static RULE: Rule = Rule { name: "r", family: Family::Void, summary: "s", checks: &[] };

    fn compilation(files: &[&str], found_in: u32) -> Compilation {
        let mut sources = SourceMap::default();
        for name in files {
            sources.add(SourceFile::new(*name, "text"));
        }
        let findings = vec![Finding::new(&RULE, Span::new(FileId(found_in), 0, 1), "m")];
        Compilation { sources, findings, model: None, examples: Vec::new() }
    }

    #[test]
    fn a_finding_in_a_module_of_two_contracts_is_shown_once() {
        let (sources, findings) = merge(&[compilation(&["a", "common"], 1), compilation(&["b", "other", "common"], 2)]);
        assert_eq!(
            sources.files().map(|(_, f)| f.name().to_string()).collect::<Vec<_>>(),
            ["a", "common", "b", "other"]
        );
        assert_eq!(findings.len(), 1);
        assert_eq!(findings.first().map(|f| f.span().file), Some(FileId(1)));
    }
}
