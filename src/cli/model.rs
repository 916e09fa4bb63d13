//! `slac model`: the normal form of a contract as JSON, for tools and for curious people.

use super::console::{Console, Stream};
use super::failure::{Failure, Outcome, Status};
use super::report::FindingArgs;
use super::work::{Destination, Work};
use clap::Args;
use std::path::PathBuf;

const AFTER_HELP: &str = "\
Examples:
  slac model contract.slac                 print it
  slac model contract.slac -o model.json   write it
  slac schema model                        say what its fields mean";

#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(super) struct ModelCommand {
    /// A file, a folder, or `-` for standard input; without one, the contracts of the project
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The file to write instead of standard output; `{contract}` in it is the contract's name
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    findings: FindingArgs,
}

impl ModelCommand {
    pub(super) fn run(self, console: Console) -> Outcome {
        let work = Work::new(console, &self.paths, &self.findings, Stream::Err)?;
        if work.status == Status::Findings {
            return Ok(work.status);
        }
        let to = Destination::new(self.output, &work, |exports| exports.model.clone());
        let documents = work.models().map(|model| Ok((model, json(model)?))).collect::<Result<Vec<_>, Failure>>()?;
        to.deliver(console, documents)?;
        Ok(Status::Clean)
    }
}

/// A value as JSON that people can read and that two runs write alike.
pub(super) fn json(value: &impl serde::Serialize) -> Result<String, Failure> {
    match serde_json::to_string_pretty(value) {
        Ok(text) => Ok(text + "\n"),
        Err(error) => Err(Failure::new(format!("the contract cannot be written as JSON: {error}"))),
    }
}
