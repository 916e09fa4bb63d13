//! `slac export`: what other tools read.

use super::console::{Console, Stream};
use super::failure::{Failure, Outcome, Status};
use super::model::json;
use super::report::FindingArgs;
use super::work::{Destination, Work};
use crate::emit::rules::format::NotCarried;
use crate::emit::rules::to_rules;
use crate::emit::text::number::Numbering;
use clap::{Args, Subcommand};
use std::collections::BTreeMap;
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
        let mut left = Vec::new();
        for model in work.models() {
            let numbering = Numbering::of(model);
            let rules = match to_rules(model, &|term| numbering.clause(term)) {
                Ok(rules) => rules,
                Err(template) => {
                    // A contract with blanks is a finding about the contract and no misuse of the command.
                    console.write(Stream::Err, &format!("error: {template}\n"))?;
                    return Ok(Status::Findings);
                }
            };
            documents.push((model, json(&rules)?));
            left.push(rules.not_carried);
        }
        to.deliver(console, documents)?;
        left.iter().try_for_each(|left| say_what_is_left(console, left))?;
        Ok(Status::Clean)
    }
}

/// Names every term that the rules do not carry, those of one sort and reason on one line.
fn say_what_is_left(console: Console, left: &[NotCarried]) -> Result<(), Failure> {
    let mut groups: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    for left in left {
        groups.entry((&left.sort, &left.reason)).or_default().push(format!("`{}`", left.term.id));
    }
    for ((sort, reason), terms) in groups {
        console.say(&format!("not carried: {sort} {}: {reason}", terms.join(", ")))?;
    }
    Ok(())
}
