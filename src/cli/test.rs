//! `slac test`: runs the scenarios of contracts.

use super::console::{Console, Stream};
use super::failure::{Outcome, Status};
use super::report::FindingArgs;
use super::work::Work;
use crate::diagnostics::Rule;
use crate::emit::report::{junit, outcome};
use crate::evaluate::rules::WRONG_EXAMPLE;
use crate::evaluate::scenario;
use crate::render::Format;
use clap::{Args, ValueEnum};
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
        let shown_below: &[&Rule] = &[&WRONG_EXAMPLE];
        let work = Work::silent_about(shown_below, console, &self.paths, &findings, Stream::Err)?;
        let outcomes: Vec<&scenario::Outcome> = work.compilations.iter().flat_map(|c| &c.examples).collect();
        let text = match self.format {
            Form::Human => outcome::text(&outcomes, self.explain),
            Form::Junit => junit::xml(&outcomes),
        };
        console.write(Stream::Out, &text)?;
        if outcomes.is_empty() && work.status == Status::Clean {
            console.say("there is no scenario to run")?;
        }
        let all = outcomes.iter().all(|outcome| outcome.passed());
        Ok(if all { work.status } else { Status::Findings })
    }
}
