//! `slac check`: finds what is wrong, prints it on standard output, makes nothing.

use super::console::{Console, Stream};
use super::failure::{Outcome, Status};
use super::fix::fix;
use super::inputs::STDIN;
use super::report::FindingArgs;
use super::work::Work;
use crate::driver::Compilation;
use clap::Args;
use std::path::PathBuf;

const AFTER_HELP: &str = "\
Examples:
  slac check                                       the contracts of the project (slac.toml)
  slac check contract.slac contracts/              files, and all `*.slac` below a folder
  slac check --deny judge-and-party contract.slac  show a warning as what stops the contract
  slac check --fix contract.slac                   mend in place what can be read in one way only
  slac check --format sarif contracts > slac.sarif for code scanning
  cat contract.slac | slac check -                 standard input";

#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Check {
    /// Files, folders, or `-` for standard input; without one, the contracts of the project
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Mend in place what can have been meant in one way only, such as `99,95 %`, then show what is left
    #[arg(long)]
    fix: bool,
    #[command(flatten)]
    findings: FindingArgs,
}

/// How many findings `--fix` would mend, on one line.
fn mendable(compilation: &Compilation) -> Option<String> {
    let count = compilation.findings.iter().filter(|finding| !finding.fix.is_empty()).count();
    let (_, file) = compilation.sources.files().next()?;
    let findings = if count == 1 { "finding has" } else { "findings have" };
    (count > 0 && file.name() != STDIN)
        .then(|| format!("{count} {findings} one repair only: `slac check --fix {}` writes it", file.name()))
}

/// What a contract leaves open, on one line: it may, and is a standard contract then.
fn open(compilation: &Compilation) -> Option<String> {
    let blanks = &compilation.model.as_ref()?.blanks;
    let mut names: Vec<String> = Vec::new();
    for name in blanks.iter().map(|blank| format!("`[{}]`", blank.name)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let (_, file) = compilation.sources.files().next()?;
    let count = match names.len() {
        0 => return None,
        1 => "1 blank is".to_owned(),
        several => format!("{several} blanks are"),
    };
    Some(format!("{count} left open in {}: {}", file.name(), names.join(", ")))
}

impl Check {
    pub(super) fn run(self, console: Console) -> Outcome {
        if self.fix {
            fix(console, &self.paths)?;
        }
        let work = Work::new(console, &self.paths, &self.findings, Stream::Out)?;
        work.compilations.iter().filter(|_| !self.fix).filter_map(mendable).try_for_each(|line| console.say(&line))?;
        work.compilations.iter().filter_map(open).try_for_each(|line| console.say(&line))?;
        // A contract is clean when nothing is left to say: a warning is mended, or accepted in the source with its reason.
        let status = if work.has_findings() { Status::Findings } else { Status::Clean };
        // The process ends here, and gives its memory back at once; term by term it would take as long as a pass.
        std::mem::forget(work);
        Ok(status)
    }
}
