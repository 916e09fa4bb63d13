//! `slac build`: the contract text that people sign, in Markdown.

use super::console::{Console, Stream};
use super::failure::{Failure, Outcome, Status};
use super::files::FileSet;
use super::project::Project;
use super::report::FindingArgs;
use super::work::{Work, deliver_files, file_name};
use super::world::DiskWorld;
use crate::base::Language;
use crate::emit::text::{Templates, render};
use crate::model::{Model, blank_in};
use crate::resolved::loader::World;
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser, ValueParser};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The ending of the names of templates.
const TEMPLATE_ENDING: &str = "hbs";

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

impl Build {
    pub(super) fn run(self, console: Console) -> Outcome {
        let work = Work::new(console, &self.paths, &self.findings, Stream::Err)?;
        if work.status == Status::Findings {
            return Ok(work.status);
        }
        let project = work.project.as_ref();
        let templates = match self.templates.as_deref().or(project.and_then(|p| p.templates.as_deref())) {
            Some(folder) => templates_in(folder)?,
            None => Templates::built_in(),
        };
        let folder = self.output.clone().or_else(|| project.and_then(|p| p.exports.text.clone())).unwrap_or_default();
        let mut files = FileSet::default();
        for model in work.models() {
            for language in self.languages_of(model, project)? {
                let text = render(model, language, &templates).map_err(|e| Failure::new(e.to_string()))?;
                files.add(folder.join(format!("{}.{}.md", file_name(model), language.tag())), text)?;
            }
        }
        deliver_files(console, &files)?;
        Ok(Status::Clean)
    }

    /// The languages to print a contract in: those of the command line, else of the project, else its own.
    fn languages_of(&self, model: &Model, project: Option<&Project>) -> Result<Vec<Language>, Failure> {
        let chosen = match project {
            Some(project) if self.languages.is_empty() => &project.languages,
            _ => &self.languages,
        };
        let own = || model.contract.languages.iter().filter_map(|tag| Language::from_tag(tag)).collect();
        let languages: BTreeSet<Language> = if chosen.is_empty() { own() } else { chosen.iter().copied().collect() };
        if languages.is_empty() {
            let name = &model.contract.term.id;
            let open = model.contract.languages.iter().any(|tag| blank_in(tag).is_some());
            let why =
                if open { "has languages that are not agreed yet" } else { "is in no language that can be printed" };
            return Err(Failure::new(format!("`{name}` {why}")).help("name one: `--lang fr` or `--lang en`"));
        }
        Ok(languages.into_iter().collect())
    }
}

/// The built-in templates with those of a folder in their place: `fr/penalties.hbs` replaces the French one of that name.
pub(super) fn templates_in(folder: &Path) -> Result<Templates, Failure> {
    let world = DiskWorld::new(folder).map_err(|e| Failure::load(folder, &e))?;
    let mut templates = Templates::built_in();
    let mut found = false;
    for language in Language::ALL {
        let below = folder.join(language.tag());
        if !below.is_dir() {
            continue;
        }
        for path in files_in(&below, TEMPLATE_ENDING)? {
            let bytes = world.read(&path).map_err(|e| Failure::load(&path, &e))?;
            let text = String::from_utf8(bytes)
                .map_err(|_| Failure::new(format!("`{}` is not UTF-8 text", path.display())))?;
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            templates.replace(language, &name, text).map_err(|e| Failure::new(format!("`{}`: {e}", path.display())))?;
            found = true;
        }
    }
    if found {
        return Ok(templates);
    }
    Err(Failure::new(format!("`{}` holds no templates", folder.display()))
        .help("a template is `fr/NAME.hbs` or `en/NAME.hbs` below it, and has the name of the one that it replaces"))
}

/// The files of a folder with this ending, in the order of their names.
fn files_in(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, Failure> {
    let failed = |e: std::io::Error| Failure::io("read", folder, &e);
    let entries = fs::read_dir(folder).map_err(failed)?.collect::<Result<Vec<_>, _>>().map_err(failed)?;
    let mut paths: Vec<PathBuf> = entries.into_iter().map(|e| e.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == ending));
    paths.sort();
    Ok(paths)
}
