//! `slac.toml`: what a project's contracts are, in which languages they are printed, what is denied, what is exported.
//!
//! ```toml
//! [project]
//! contracts = ["contract.slac"]   # files and folders
//! languages = ["fr", "en"]        # else those of each contract
//! deny      = ["warnings"]        # rules, families, or all warnings
//! templates = "templates"         # else those of the compiler
//!
//! [exports]                       # where commands without a PATH write; `{contract}` is the contract's name
//! text  = "out"
//! rules = "out/rules.json"
//! model = "out/model.json"
//! ```
//!
//! Paths are relative to the file and stay below its folder. Without a project file, everything works from flags.

use super::deny::Deny;
use super::failure::Failure;
use super::world::{DiskWorld, absolute};
use crate::base::suggest::nearest;
use crate::base::{Language, SourceFile};
use crate::resolved::loader::World;
use std::ops::Range;
use std::path::{Path, PathBuf};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The name of the file.
pub const FILE_NAME: &str = "slac.toml";

const TABLES: [&str; 2] = ["project", "exports"];
const PROJECT_KEYS: [&str; 4] = ["contracts", "languages", "deny", "templates"];
const EXPORT_KEYS: [&str; 3] = ["text", "rules", "model"];

/// What a project file says.
#[derive(Clone, Debug, Default)]
pub struct Project {
    /// The folder of the file.
    pub root: PathBuf,
    /// Files and folders.
    pub contracts: Vec<PathBuf>,
    /// The languages of the signed text; empty: those of each contract.
    pub languages: Vec<Language>,
    /// Warnings that count as errors.
    pub deny: Deny,
    /// The folder of the templates of the signed text.
    pub templates: Option<PathBuf>,
    /// Where outputs go.
    pub exports: Exports,
}

/// Where the commands without a path write.
#[derive(Clone, Debug, Default)]
pub struct Exports {
    /// The folder of the signed texts.
    pub text: Option<PathBuf>,
    /// The file of the monitors' rules.
    pub rules: Option<PathBuf>,
    /// The file of the normal form.
    pub model: Option<PathBuf>,
}

impl Project {
    /// The project that `folder` lies in, if it lies in one.
    pub fn find(folder: &Path) -> Result<Option<Self>, Failure> {
        let start = absolute(folder).map_err(|e| Failure::load(folder, &e))?;
        match start.ancestors().find(|above| above.join(FILE_NAME).is_file()) {
            Some(root) => Self::load(&shortest(root, &start)).map(Some),
            None => Ok(None),
        }
    }

    /// The project whose file lies in `root`.
    fn load(root: &Path) -> Result<Self, Failure> {
        let path = root.join(FILE_NAME);
        let world = DiskWorld::new(root).map_err(|e| Failure::load(root, &e))?;
        let bytes = world.read(&path).map_err(|e| Failure::load(&path, &e))?;
        let text =
            String::from_utf8(bytes).map_err(|_| Failure::new(format!("`{}` is not UTF-8 text", path.display())))?;
        let file = SourceFile::new(path.display().to_string(), text);
        Self::parse(root, &world, &file)
    }

    fn parse(root: &Path, world: &DiskWorld, file: &SourceFile) -> Result<Self, Failure> {
        let reader = Reader { file, world, root };
        let document = DeTable::parse(file.text()).map_err(|e| reader.wrong(e.span().unwrap_or(0..0), e.message()))?;
        let mut project = Self { root: root.to_path_buf(), ..Self::default() };
        for (name, value) in document.get_ref() {
            reader.known(name, &TABLES, "table")?;
            let table = reader.table(value)?;
            for (key, value) in table {
                match (name.get_ref().as_ref(), key.get_ref().as_ref()) {
                    ("project", "contracts") => project.contracts = reader.list(value, |s, at| reader.path(s, at))?,
                    ("project", "languages") => {
                        project.languages = reader.list(value, |s, at| reader.language(s, at))?
                    }
                    ("project", "deny") => {
                        for word in reader.list(value, |s, at| Ok((s.to_string(), at)))? {
                            project.deny.add(&word.0).map_err(|f| reader.at(word.1, f))?;
                        }
                    }
                    ("project", "templates") => project.templates = Some(reader.path_value(value)?),
                    ("exports", "text") => project.exports.text = Some(reader.path_value(value)?),
                    ("exports", "rules") => project.exports.rules = Some(reader.path_value(value)?),
                    ("exports", "model") => project.exports.model = Some(reader.path_value(value)?),
                    ("project", _) => reader.known(key, &PROJECT_KEYS, "key")?,
                    _ => reader.known(key, &EXPORT_KEYS, "key")?,
                }
            }
        }
        Ok(project)
    }
}

/// The way to a folder above as people write it: `.`, `..`, `../..`.
fn shortest(root: &Path, from: &Path) -> PathBuf {
    let up = from.strip_prefix(root).map_or(0, |below| below.components().count());
    if up == 0 { PathBuf::new() } else { (0..up).map(|_| "..").collect() }
}

/// Reads values and says where they are wrong.
struct Reader<'a> {
    file: &'a SourceFile,
    world: &'a DiskWorld,
    root: &'a Path,
}

type Value<'i> = Spanned<DeValue<'i>>;

impl Reader<'_> {
    fn at(&self, span: Range<usize>, failure: Failure) -> Failure {
        let place = self.file.line_column(u32::try_from(span.start).unwrap_or(u32::MAX));
        Failure {
            message: format!("{}:{}:{}: {}", self.file.name(), place.line, place.column, failure.message),
            ..failure
        }
    }

    fn wrong(&self, span: Range<usize>, message: impl Into<String>) -> Failure {
        self.at(span, Failure::new(message))
    }

    fn known(&self, key: &Spanned<impl AsRef<str>>, known: &[&str], what: &str) -> Result<(), Failure> {
        let word = key.get_ref().as_ref();
        if known.contains(&word) {
            return Ok(());
        }
        let help = match nearest(word, known.iter().copied()) {
            Some(meant) => format!("write `{meant}`"),
            None => format!(
                "the {what}s here are {}",
                known.iter().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(", ")
            ),
        };
        Err(self.at(key.span(), Failure::new(format!("unknown {what} `{word}`")).help(help)))
    }

    fn table<'v, 'i>(&self, value: &'v Value<'i>) -> Result<&'v DeTable<'i>, Failure> {
        match value.get_ref() {
            DeValue::Table(table) => Ok(table),
            _ => Err(self.wrong(value.span(), "a table is expected here")),
        }
    }

    fn text<'v>(&self, value: &'v Value<'_>) -> Result<&'v str, Failure> {
        match value.get_ref() {
            DeValue::String(text) => Ok(text.as_ref()),
            _ => Err(self.wrong(value.span(), "a text in quotes is expected here")),
        }
    }

    fn list<T>(
        &self,
        value: &Value<'_>,
        item: impl Fn(&str, Range<usize>) -> Result<T, Failure>,
    ) -> Result<Vec<T>, Failure> {
        match value.get_ref() {
            DeValue::Array(items) => items.iter().map(|v| item(self.text(v)?, v.span())).collect(),
            _ => Err(self.wrong(value.span(), "a list is expected here")),
        }
    }

    fn path_value(&self, value: &Value<'_>) -> Result<PathBuf, Failure> {
        self.path(self.text(value)?, value.span())
    }

    /// A path below the folder of the file: a project must not read or write elsewhere.
    fn path(&self, text: &str, span: Range<usize>) -> Result<PathBuf, Failure> {
        let path = self.root.join(text);
        let clean = absolute(&path).map_err(|e| self.wrong(span.clone(), e.to_string()))?;
        if clean.starts_with(self.world.root()) {
            Ok(path)
        } else {
            Err(self.wrong(span, format!("`{text}` lies outside the project")))
        }
    }

    fn language(&self, tag: &str, span: Range<usize>) -> Result<Language, Failure> {
        Language::from_tag(tag)
            .ok_or_else(|| self.at(span, Failure::unknown("language", tag, Language::ALL.map(Language::tag))))
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Project, String> {
        let folder = tempfile::tempdir().unwrap();
        let world = DiskWorld::new(folder.path()).unwrap();
        let file = SourceFile::new(FILE_NAME, text);
        Project::parse(folder.path(), &world, &file).map_err(|f| f.to_string())
    }

    #[test]
    fn an_empty_file_says_nothing() {
        let project = parse("").unwrap();
        assert!(project.contracts.is_empty() && project.languages.is_empty() && project.exports.rules.is_none());
    }

    #[test]
    fn paths_are_relative_to_the_file() {
        let project =
            parse("[project]\ncontracts = [\"a.slac\"]\nlanguages = [\"fr-FR\"]\n[exports]\nrules = \"out/r.json\"")
                .unwrap();
        assert_eq!(project.contracts, [project.root.join("a.slac")]);
        assert_eq!(project.exports.rules, Some(project.root.join("out/r.json")));
        assert_eq!(project.languages, [Language::French]);
    }

    #[test]
    fn an_unknown_key_is_an_error_with_its_place_and_a_suggestion() {
        let message = parse("[project]\ncontract = [\"a.slac\"]").unwrap_err();
        assert_eq!(message, "slac.toml:2:1: unknown key `contract`\n  help: write `contracts`");
        assert!(parse("[export]").unwrap_err().ends_with("help: write `exports`"));
    }

    #[test]
    fn a_value_of_another_type_is_an_error() {
        assert_eq!(parse("[project]\ncontracts = \"a.slac\"").unwrap_err(), "slac.toml:2:13: a list is expected here");
        assert_eq!(parse("project = 3").unwrap_err(), "slac.toml:1:11: a table is expected here");
        assert!(parse("[project").unwrap_err().starts_with("slac.toml:1:9: "));
    }

    #[test]
    fn a_path_that_climbs_out_is_an_error() {
        assert_eq!(
            parse("[exports]\nrules = \"../r.json\"").unwrap_err(),
            "slac.toml:2:9: `../r.json` lies outside the project"
        );
    }

    #[test]
    fn an_unknown_language_or_rule_is_an_error() {
        assert_eq!(parse("[project]\nlanguages = [\"de\"]").unwrap_err(), "slac.toml:2:14: unknown language `de`");
        assert!(parse("[project]\ndeny = [\"warning\"]").unwrap_err().ends_with("help: write `warnings`"));
    }

    #[test]
    fn the_way_up_is_written_as_people_write_it() {
        assert_eq!(shortest(Path::new("/a"), Path::new("/a/b/c")), Path::new("../.."));
        assert_eq!(shortest(Path::new("/a"), Path::new("/a")), Path::new(""));
    }
}
