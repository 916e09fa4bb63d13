//! `slac fmt`: writes sources in their one canonical form.

use super::compile::read;
use super::console::{Console, Stream};
use super::failure::{Failure, Outcome, Status};
use super::files::write_file;
use super::inputs::{Input, gather};
use super::project::Project;
use crate::driver::World;
use crate::syntax::print::format;
use clap::Args;
use std::path::{Path, PathBuf};

const AFTER_HELP: &str = "\
Examples:
  slac fmt                  every source of the project
  slac fmt contract.slac    one file, in place
  slac fmt --check .        for CI: name the files that differ and write nothing
  slac fmt - < a.slac       standard input to standard output";

#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Fmt {
    /// Files, folders, or `-` for standard input to standard output; without one, the project's folder
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Write nothing: name the files that differ, and exit with 1 when there are any
    #[arg(long)]
    check: bool,
}
