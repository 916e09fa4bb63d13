//! `slac check`: finds what is wrong, prints it on standard output, makes nothing.

use super::console::{Console, Stream};
use super::failure::{Outcome, Status};
use super::report::FindingArgs;
use super::work::Work;
use clap::Args;
use std::path::PathBuf;

const AFTER_HELP: &str = "\
Examples:
  slac check                                       the contracts of the project (slac.toml)
  slac check contract.slac contracts/              files, and all `*.slac` below a folder
  slac check --deny judge-and-party contract.slac  show a warning as what stops the contract
  slac check --format sarif contracts > slac.sarif for code scanning
  cat contract.slac | slac check -                 standard input";

#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Check {
    /// Files, folders, or `-` for standard input; without one, the contracts of the project
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    findings: FindingArgs,
}

impl Check {
    pub(super) fn run(self, console: Console) -> Outcome {
        let work = Work::new(console, &self.paths, &self.findings, Stream::Out)?;
        // A contract is clean when nothing is left to say: a warning is mended, or accepted in the source with its reason.
        let status = if work.has_findings() { Status::Findings } else { Status::Clean };
        // The process ends here, and gives its memory back at once; term by term it would take as long as a pass.
        std::mem::forget(work);
        Ok(status)
    }
}
