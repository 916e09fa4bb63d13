//! What the commands that compile have in common: find the project, compile, show the findings.

use super::compile::compile_all;
use super::console::{Console, Stream};
use super::deny::Deny;
use super::failure::{Failure, Status};
use super::files::FileSet;
use super::inputs::{Input, STDIN, gather};
use super::project::{Exports, Project};
use super::report::{FindingArgs, report};
use crate::diagnostics::Rule;
use crate::driver::Compilation;
use crate::model::Model;
use crate::resolved::loader::World;
use crate::resolved::rules::ONE_CONTRACT;
use jiff::tz::TimeZone;
use std::path::{Path, PathBuf};

/// Contracts that were compiled and reported on.
pub struct Work {
    /// The project that the command runs in.
    pub project: Option<Project>,
    /// Whether the contracts were named on the command line.
    pub named: bool,
    /// One for each source.
    pub compilations: Vec<Compilation>,
    /// Whether anything stops the contracts from being built.
    pub status: Status,
}

impl Work {
    /// Compiles the sources of `paths`, else those of the project, and prints the findings on `stream`.
    pub fn new(console: Console, paths: &[PathBuf], args: &FindingArgs, stream: Stream) -> Result<Self, Failure> {
        Self::silent_about(&[], console, paths, args, stream)
    }

    /// The same without the findings of some rules, which the command shows in its own way.
    pub fn silent_about(
        rules: &[&Rule],
        console: Console,
        paths: &[PathBuf],
        args: &FindingArgs,
        stream: Stream,
    ) -> Result<Self, Failure> {
        let project = Project::find(Path::new("."))?;
        let deny = Deny::new(project.as_ref().map(|p| &p.deny), &args.deny)?;
        let inputs = gather(paths, project.as_ref())?;
        let mut compilations = without_modules(&inputs, compile_all(&inputs)?);
        compilations.iter_mut().for_each(|c| c.deny(|rule| deny.denies(rule)));
        compilations.iter_mut().for_each(|c| c.findings.retain(|f| !rules.contains(&f.rule)));
        let status = report(console, stream, args.format, &compilations)?;
        Ok(Self { project, named: !paths.is_empty(), compilations, status })
    }

    /// Whether anything was found at all, accepted warnings aside.
    pub fn has_findings(&self) -> bool {
        self.compilations.iter().any(|c| !c.findings.is_empty())
    }

    /// The contracts in their normal form.
    pub fn models(&self) -> impl Iterator<Item = &Model> {
        self.compilations.iter().filter_map(|c| c.model.as_ref())
    }
}

/// The only contract of a command that is about one.
pub fn only<'m>(models: impl Iterator<Item = &'m Model>) -> Result<&'m Model, Failure> {
    let models: Vec<&Model> = models.collect();
    match models.as_slice() {
        [] => Err(no_contract()),
        [only] => Ok(only),
        several => {
            let names: Vec<String> = several.iter().map(|model| format!("`{}`", model.contract.term.id)).collect();
            Err(Failure::new(format!("there are several contracts: {}", names.join(", "))).help("name the file of one"))
        }
    }
}

/// The time zone of a contract, by which the instants of an answer are told.
pub fn zone_of(model: &Model) -> Result<TimeZone, Failure> {
    match &model.contract.timezone {
        Some(_) => Ok(model.contract.zone()),
        None => Err(Failure::new("the time zone of the contract is not agreed yet, and no instant can be told")
            .help("fill it in a file that uses the contract: `use \"./contract.slac\" with … = \"Europe/Paris\"`")),
    }
}

/// Leaves out the files of a folder that are no contracts and that contracts use: what is wrong with them is reported there.
fn without_modules(inputs: &[Input], compilations: Vec<Compilation>) -> Vec<Compilation> {
    let is_contract = |c: &Compilation| c.findings.iter().all(|f| f.rule.name != ONE_CONTRACT.name);
    let used = |input: &Input| {
        let Ok(file) = input.world.canonical(&input.path) else { return false };
        compilations.iter().filter(|c| is_contract(c)).any(|c| {
            let others = c.sources.files().skip(1).map(|(_, file)| Path::new(file.name()));
            let mut others = others.filter(|path| path.file_name() == input.path.file_name());
            others.any(|path| input.world.canonical(path).is_ok_and(|other| other == file))
        })
    };
    let kept: Vec<bool> =
        inputs.iter().zip(&compilations).map(|(input, c)| !input.found || is_contract(c) || !used(input)).collect();
    compilations.into_iter().zip(kept).filter_map(|(c, kept)| kept.then_some(c)).collect()
}

/// Where the documents of a command go.
pub enum Destination {
    /// Standard output.
    Out,
    /// A file for each contract; `{contract}` in the path is its name.
    File(PathBuf),
}

impl Destination {
    /// Where `-o` says; else, for a command without a path, where the project says; else standard output.
    pub fn new(output: Option<PathBuf>, work: &Work, export: impl Fn(&Exports) -> Option<PathBuf>) -> Self {
        let configured = if work.named { None } else { work.project.as_ref().and_then(|p| export(&p.exports)) };
        match output.or(configured) {
            Some(path) if path.as_os_str() != STDIN => Self::File(path),
            _ => Self::Out,
        }
    }

    /// Prints or writes one document a contract.
    pub fn deliver(&self, console: Console, documents: Vec<(&Model, String)>) -> Result<(), Failure> {
        let path = match self {
            Self::File(path) => path,
            Self::Out => {
                return match documents.as_slice() {
                    [] => Err(no_contract()),
                    [(_, document)] => console.write(Stream::Out, document),
                    _ => Err(Failure::new("several contracts do not fit into one output")
                        .help("name one contract, or write files: `-o 'out/{contract}.json'`")),
                };
            }
        };
        let mut files = FileSet::default();
        for (model, document) in documents {
            let path = path.to_string_lossy().replace("{contract}", &file_name(model));
            files.add(PathBuf::from(path), document)?;
        }
        deliver_files(console, &files)
    }
}

/// Writes files and names them.
pub fn deliver_files(console: Console, files: &FileSet) -> Result<(), Failure> {
    if files.is_empty() {
        return Err(no_contract());
    }
    files.write()?;
    files.paths().try_for_each(|path| console.say(&format!("wrote {}", path.display())))
}

fn no_contract() -> Failure {
    Failure::new("none of the files holds a contract").help("a contract begins with `contract NAME { … }`")
}

/// The name of a contract as a part of a file name on every system.
pub fn file_name(model: &Model) -> String {
    let plain = |c: char| if c.is_alphanumeric() || c == '_' || c == '-' { c } else { '_' };
    model.contract.term.id.chars().map(plain).collect()
}
