//! `slac fmt`: writes sources in their one canonical form.

use super::compile::{on_large_stack, read};
use super::console::{Console, Stream};
use super::failure::{Failure, Outcome, Status};
use super::files::write_file;
use super::inputs::{Input, gather};
use super::project::Project;
use super::report::report;
use crate::base::{SourceFile, SourceMap};
use crate::driver::{Compilation, compile_bytes};
use crate::render::Format;
use crate::resolved::loader::NoFiles;
use crate::syntax::print::{Refusal, format};
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

impl Fmt {
    pub(super) fn run(self, console: Console) -> Outcome {
        let project = Project::find(Path::new("."))?;
        let inputs = match &project {
            // A project's modules are laid out like its contracts, so the whole folder is meant.
            Some(found) if self.paths.is_empty() => gather(&[folder(&found.root)], project.as_ref())?,
            _ => gather(&self.paths, project.as_ref())?,
        };
        let mut unread = Vec::new();
        let mut differs = false;
        for input in &inputs {
            match formatted(input)? {
                Formatted::Unread(compilation) => unread.push(*compilation),
                // In a pipe, what comes in goes out, changed or not.
                Formatted::Text { after, .. } if input.is_stdin() && !self.check => {
                    console.write(Stream::Out, &after)?
                }
                Formatted::Text { before, after } if before == after => {}
                Formatted::Text { .. } if self.check => {
                    differs = true;
                    console.write(Stream::Out, &format!("{}\n", input.path.display()))?;
                }
                Formatted::Text { after, .. } => {
                    write_file(&input.path, &after)?;
                    console.say(&format!("wrote {}", input.path.display()))?;
                }
            }
        }
        if !unread.is_empty() {
            report(console, Stream::Err, Format::Human, &unread)?;
        }
        Ok(if differs || !unread.is_empty() { Status::Findings } else { Status::Clean })
    }
}

/// The folder of a project, which is the empty path for the one that the command runs in.
fn folder(root: &Path) -> PathBuf {
    if root.as_os_str().is_empty() { PathBuf::from(".") } else { root.to_path_buf() }
}

/// What became of one source.
enum Formatted {
    /// Its text, and its text in canonical form.
    Text { before: String, after: String },
    /// Why it cannot be read.
    Unread(Box<Compilation>),
}

fn formatted(input: &Input) -> Result<Formatted, Failure> {
    let name = input.path.to_string_lossy();
    let before = match String::from_utf8(read(input)?) {
        Ok(text) => text,
        Err(error) => return Ok(Formatted::Unread(Box::new(compile_bytes(&name, error.into_bytes(), None, &NoFiles)))),
    };
    match on_large_stack(|| format(&before))? {
        Ok(after) => Ok(Formatted::Text { before, after }),
        Err(Refusal::Unreadable(findings)) => {
            let mut sources = SourceMap::default();
            sources.add(SourceFile::new(&*name, before));
            Ok(Formatted::Unread(Box::new(Compilation { sources, findings, model: None, examples: Vec::new() })))
        }
        Err(Refusal::Altered) => {
            let failure =
                Failure::new(format!("`{name}` would not read the same in canonical form; it is left as it is"));
            Err(failure.help("this is a mistake in `slac fmt`: report it with the file"))
        }
    }
}
