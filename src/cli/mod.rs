//! The command line: one file a subcommand.
//!
//! A command finds its sources, has them compiled, shows the findings, and prints or writes what it makes. It exits with 0
//! when there is nothing to mend, 1 when there is, and 2 when it could not do its work at all.
//!
//! | file | what it does |
//! |---|---|
//! | `check` `build` `export` `test` `evaluate` `deadline` `ask` `diff` `calendar` `model` `fmt` `explain` `init` `schema` `completions` | the subcommands |
//! | `case` | reads a case from the arguments of `deadline` |
//! | `project` | reads `slac.toml` |
//! | `inputs` | turns paths into sources |
//! | `world` | the disk, seen from inside the compiler |
//! | `compile` `report` `work` | compiles sources, shows findings, both |
//! | `files` | writes all files or none |
//! | `console` `deny` `failure` | the streams, what is denied, what can go wrong |

mod ask;
mod build;
mod calendar;
mod case;
mod check;
mod compile;
mod completions;
mod console;
mod deadline;
mod deny;
mod diff;
mod evaluate;
mod explain;
mod export;
mod failure;
mod files;
mod fix;
mod fmt;
mod init;
mod inputs;
mod model;
mod project;
mod report;
mod schema;
mod test;
mod work;
mod world;

pub use world::DiskWorld;

use clap::{Parser, Subcommand};
use console::{Color, Console, Stream};
use failure::{Outcome, Status};
use std::ffi::OsString;
use std::process::ExitCode;

const AFTER_HELP: &str = "\
Examples:
  slac init --template saas-en         write a contract to start from
  slac check contract.slac             find what is wrong with it
  slac build contract.slac --lang fr   write the text that people sign
  slac export rules contract.slac      print the rules that monitors run
  slac test contract.slac              run its worked examples
  slac evaluate contract.slac --month 2026-05 --evidence evidence/
  slac deadline contract.slac --priority p1 --opened \"2026-05-01 17:30\"
  slac diff signed.slac draft.slac     say what an amendment changes, and for whom
  slac explain missing-field           say what a finding means

Exit codes: 0 nothing to mend, 1 findings, 2 wrong usage or an unreadable file.";

/// A compiler for service contracts: one source, proven to say one thing only
#[derive(Parser, Debug)]
#[command(name = "slac", version, after_help = AFTER_HELP, max_term_width = 100, disable_help_subcommand = true)]
struct Arguments {
    /// When to use colour: auto, always or never; auto obeys `NO_COLOR`
    #[arg(long, value_enum, value_name = "WHEN", default_value_t, global = true, hide_possible_values = true)]
    color: Color,
    /// Print findings and products only
    #[arg(long, short, global = true)]
    quiet: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Find what is wrong with contracts
    Check(check::Check),
    /// Write the contract texts that people sign
    Build(build::Build),
    /// Export contracts for other tools
    #[command(subcommand)]
    Export(export::Export),
    /// Run the worked examples of contracts
    Test(test::Test),
    /// Judge a month by files of evidence
    Evaluate(evaluate::Evaluate),
    /// Say what applies to a case, and when it is due
    Deadline(deadline::DeadlineCommand),
    /// Ask who answers, what counts, what a month costs, what the most is that can be owed
    Ask(ask::Ask),
    /// Say what two versions of a contract say differently, and for whom
    Diff(diff::Diff),
    /// Draw a month of a calendar
    Calendar(calendar::CalendarCommand),
    /// Print the normal form of a contract as JSON
    Model(model::ModelCommand),
    /// Write sources in their one canonical form
    Fmt(fmt::Fmt),
    /// Say what a rule is about, with examples
    Explain(explain::Explain),
    /// Write a contract to start from into the current folder
    Init(init::Init),
    /// Print the JSON Schema of a published format
    Schema(schema::Schema),
    /// Print the completion script of a shell
    Completions(completions::Completions),
}

/// Runs the command line and gives the exit code of the process.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Nobody is left to be told when even this cannot be printed.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let console = Console { color: arguments.color, quiet: arguments.quiet };
    match arguments.command.run(console) {
        Ok(Status::Clean) => ExitCode::SUCCESS,
        Ok(Status::Findings) => ExitCode::from(1),
        Err(failure) if failure.silent => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = console.write(Stream::Err, &format!("error: {failure}\n"));
            ExitCode::from(2)
        }
    }
}

impl Command {
    fn run(self, console: Console) -> Outcome {
        match self {
            Self::Check(command) => command.run(console),
            Self::Build(command) => command.run(console),
            Self::Export(command) => command.run(console),
            Self::Test(command) => command.run(console),
            Self::Evaluate(command) => command.run(console),
            Self::Deadline(command) => command.run(console),
            Self::Ask(command) => command.run(console),
            Self::Diff(command) => command.run(console),
            Self::Calendar(command) => command.run(console),
            Self::Model(command) => command.run(console),
            Self::Fmt(command) => command.run(console),
            Self::Explain(command) => command.run(console),
            Self::Init(command) => command.run(console),
            Self::Schema(command) => command.run(console),
            Self::Completions(command) => command.run(console),
        }
    }
}
