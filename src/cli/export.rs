//! `slac export`: what other tools read.

use super::console::{Console, Stream};
use super::failure::{Failure, Outcome, Status};
use super::model::json;
use super::report::FindingArgs;
use super::work::{Destination, Work};
use crate::emit::rules::to_rules;
use clap::{Args, Subcommand};
use std::path::PathBuf;

const AFTER_HELP: &str = "\
Examples:
  slac export rules contract.slac                   print them
  slac export rules contract.slac -o rules.json     write them
  slac export rules contracts -o 'out/{contract}.json'
  slac schema rules                                 say what their fields mean";

#[derive(Subcommand, Debug)]
pub(super) enum Export {
    /// The rules that monitors run, one a commitment, as JSON
    Rules(Rules),
}

impl Export {
    pub(super) fn run(self, console: Console) -> Outcome {
        match self {
            Self::Rules(command) => command.run(console),
        }
    }
}

#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Rules {
    /// Files, folders, or `-` for standard input; without one, the contracts of the project
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The file to write instead of standard output; `{contract}` in it is the contract's name
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    findings: FindingArgs,
}

impl Rules {
    fn run(self, console: Console) -> Outcome {
        let work = Work::new(console, &self.paths, &self.findings, Stream::Err)?;
        if work.status == Status::Findings {
            return Ok(work.status);
        }
        let to = Destination::new(self.output, &work, |exports| exports.rules.clone());
        let mut documents = Vec::new();
        for model in work.models() {
            let rules = match to_rules(model, &|_| None) {
                Ok(rules) => rules,
                Err(template) => {
                    // A contract with blanks is a finding about the contract and no misuse of the command.
                    console.write(Stream::Err, &format!("error: {template}\n"))?;
                    return Ok(Status::Findings);
                }
            };
            for left in &rules.not_carried {
                console.say(&format!("not carried: `{}` ({}): {}", left.term.id, left.term.source, left.reason))?;
            }
            documents.push((model, json(&rules)?));
        }
        to.deliver(console, documents)?;
        Ok::<_, Failure>(Status::Clean)
    }
}
