//! `slac schema`: the JSON Schema of everything that leaves the program as JSON.

use super::console::{Console, Stream};
use super::failure::{Outcome, Status};
use clap::{Args, ValueEnum};

const AFTER_HELP: &str = "\
Examples:
  slac schema rules > rules.schema.json
  slac export rules contract.slac -o rules.json && check-jsonschema --schemafile rules.schema.json rules.json";

#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Schema {
    /// The format
    name: Name,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Name {
    /// `slac export rules`
    Rules,
    /// `slac model`
    Model,
    /// `slac check --format json`
    Findings,
    /// `slac evaluate --format json`
    Report,
    /// `slac deadline --format json`
    Deadline,
    /// `slac calendar --format json`
    Calendar,
    /// `slac ask --format json`
    Answer,
    /// `slac diff --format json`
    Diff,
}

impl Schema {
    pub(super) fn run(self, console: Console) -> Outcome {
        let text = match self.name {
            Name::Rules => include_str!("../../schema/rules.schema.json"),
            Name::Model => include_str!("../../schema/model.schema.json"),
            Name::Findings => include_str!("../../schema/findings.schema.json"),
            Name::Report => include_str!("../../schema/report.schema.json"),
            Name::Deadline => include_str!("../../schema/deadline.schema.json"),
            Name::Calendar => include_str!("../../schema/calendar.schema.json"),
            Name::Answer => include_str!("../../schema/answer.schema.json"),
            Name::Diff => include_str!("../../schema/diff.schema.json"),
        };
        console.write(Stream::Out, text)?;
        Ok(Status::Clean)
    }
}
