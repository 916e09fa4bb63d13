//! `slac deadline`: what applies to a case, and when it is due.

use super::case::{self, CaseArgs};
use super::console::{Console, Stream};
use super::failure::{Failure, Outcome, Status};
use super::model::json;
use super::report::FindingArgs;
use super::work::{Work, only, zone_of};
use crate::emit::report::due;
use crate::evaluate::{Calendars, World};
use crate::render::Format;
use crate::time::local;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

const AFTER_HELP: &str = "\
Examples:
  slac deadline contract.slac --service erp --priority p1 --opened \"2026-05-01 17:30\"
  slac deadline contract.slac --set impact=high --set urgency=low --opened now
  slac deadline contract.slac --priority p3 --opened 2026-04-30T17:30:00+02:00 --at now
                                       with what is left
  slac deadline contract.slac --priority p2 --opened \"2026-05-04 08:00\" \\
      --paused \"2026-05-04 09:00..2026-05-04 11:00\"
  slac deadline contract.slac --priority p1 --opened \"2026-05-01 17:30\" --set \"restored=2026-05-01 19:00\"
                                       with what is due after the restoration
  slac deadline contract.slac --priority p2 --opened \"2026-05-04 08:00\" --reclassified \"p1 at 2026-05-04 09:00\"
  slac schema deadline                 say what the fields of `--format json` mean";

/// How answers are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// Text for people
    #[default]
    Human,
    /// JSON for programs
    Json,
}

#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(super) struct DeadlineCommand {
    /// A file, a folder, or `-` for standard input; without one, the contract of the project
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    case: CaseArgs,
    /// Say how it stands and what is left at this instant
    #[arg(long, value_name = "INSTANT")]
    at: Option<String>,
    /// How the answer is printed
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    format: Form,
}

impl DeadlineCommand {
    pub(super) fn run(self, console: Console) -> Outcome {
        let findings = FindingArgs { format: Format::Human, deny: Vec::new() };
        let work = Work::new(console, &self.paths, &findings, Stream::Err)?;
        if work.status == Status::Findings {
            return Ok(work.status);
        }
        let model = only(work.models())?;
        let zone = zone_of(model)?;
        let evidence = self.case.read(model)?;
        let at = self.at.as_deref().map(|at| case::instant(at, &zone)).transpose()?;
        let (Some(first), Some(last), Some(row)) =
            (evidence.first_instant(), evidence.last_instant(), evidence.all().next())
        else {
            return Err(Failure::new("nothing says when the case was opened"));
        };
        if at.is_some_and(|at| at < first) {
            return Err(Failure::new("`--at` stands before the case is opened"));
        }
        let calendars = Calendars::around(model, &evidence, local::date_at(&zone, at.unwrap_or(last)));
        let world = World::new(model, &calendars, &evidence, at.unwrap_or(last));
        if let Some(failure) = case::undecided(model, &world.undecided(row), row) {
            return Err(failure);
        }
        let answer = world.answer(row);
        let text = match self.format {
            Form::Human => due::text(&world, row, &answer, at.is_some()),
            Form::Json => json(&due::of(&world, row, &answer))?,
        };
        console.write(Stream::Out, &text)?;
        Ok(Status::Clean)
    }
}
