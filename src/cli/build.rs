//! `slac build`: the contract text that people sign, in Markdown.

use super::console::{Console, Stream};
use super::failure::{Failure, Outcome, Status};
use super::files::FileSet;
use super::report::FindingArgs;
use super::work::{Work, deliver_files, file_name};
use crate::base::Language;
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser, ValueParser};
use std::path::PathBuf;

const AFTER_HELP: &str = "\
Examples:
  slac build                                        the project (slac.toml)
  slac build contract.slac -o out                   every language of the contract, into out/
  slac build contract.slac --lang fr --lang en -o out
  slac build contract.slac --templates templates    with templates of one's own";

#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Build {
    /// Files, folders, or `-` for standard input; without one, the contracts of the project
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The language of the text; may be repeated; without it, those of the project, else of the contract
    #[arg(long = "lang", value_name = "LANGUAGE", value_parser = languages())]
    languages: Vec<Language>,
    /// The folder to write `CONTRACT.LANGUAGE.md` into; without it, that of the project, else the current one
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// A folder of templates that replace those of the compiler
    #[arg(long, value_name = "DIR")]
    templates: Option<PathBuf>,
    #[command(flatten)]
    findings: FindingArgs,
}

fn languages() -> ValueParser {
    PossibleValuesParser::new(Language::ALL.map(Language::tag))
        .map(|tag| Language::from_tag(&tag).unwrap_or(Language::English))
        .into()
}
