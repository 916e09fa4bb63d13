//! `slac test`: runs the scenarios of contracts.

use super::console::{Console, Stream};
use super::failure::{Outcome, Status};
use super::report::FindingArgs;
use super::work::Work;
use crate::base::Language;
use crate::diagnostics::Sink;
use crate::emit::report::words::Words;
use crate::emit::report::{junit, outcome};
use crate::evaluate::scenario;
use crate::model::Model;
use crate::render::Format;
use crate::time::zone;
use clap::{Args, ValueEnum};
use jiff::tz::TimeZone;
use std::path::PathBuf;

const AFTER_HELP: &str = "\
Examples:
  slac test contract.slac                          run its scenarios
  slac test contract.slac --explain                show how every figure came about
  slac test contracts --format junit > junit.xml   for continuous integration";

/// How outcomes are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Text for people
    #[default]
    Human,
    /// JUnit XML for continuous integration
    Junit,
}

#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Test {
    /// Files, folders, or `-` for standard input; without one, the contracts of the project
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Show how every figure came about, not only those that differ
    #[arg(long)]
    explain: bool,
    /// How outcomes are printed
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    format: Form,
    /// Treat a warning as an error, so that nothing is run: a rule, a family such as `void`, or `warnings` for all; may be repeated
    #[arg(long, value_name = "RULE")]
    deny: Vec<String>,
}

impl Test {
    pub(super) fn run(self, console: Console) -> Outcome {
        let findings = FindingArgs { format: Format::Human, deny: self.deny };
        let mut work = Work::new(console, &self.paths, &findings, Stream::Err)?;
        if work.status == Status::Findings {
            return Ok(work.status);
        }
        let mut contracts = Vec::new();
        for compilation in &mut work.compilations {
            let Some(model) = &compilation.model else { continue };
            let mut sink = Sink::default();
            let outcomes: Vec<_> =
                model.scenarios.iter().map(|scenario| scenario::run(model, scenario, &mut sink)).collect();
            contracts.push((model.contract.term.id.to_string(), outcomes, words(model)));
            compilation.findings = sink.into_sorted();
        }
        let status = work.report_again(console, &findings)?;
        let text = match self.format {
            Form::Human => {
                let text = |(name, outcomes, words): &(String, Vec<_>, Words)| {
                    outcome::text(name, outcomes, words, self.explain)
                };
                contracts.iter().map(text).collect::<String>()
            }
            Form::Junit => junit::xml(&contracts),
        };
        console.write(Stream::Out, &text)?;
        let all = contracts.iter().flat_map(|(_, outcomes, _)| outcomes).all(scenario::Outcome::passed);
        Ok(if all { status } else { Status::Findings })
    }
}

fn words(model: &Model) -> Words {
    Words { language: Language::English, zone: zone::find(&model.contract.timezone).unwrap_or(TimeZone::UTC) }
}
