//! Turns the paths of a command line into contracts to compile.
//!
//! A path is a file, a folder (every `*.slac` below it, in the order of their names) or `-` (standard input). What is
//! read stays below one root: the project's folder, else the current folder, else the folder that a path names.

use super::failure::Failure;
use super::project::{FILE_NAME, Project};
use super::world::{DiskWorld, absolute};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Standard input, as a path.
pub const STDIN: &str = "-";

/// The end of the names of contracts and modules.
const EXTENSION: &str = "slac";

/// The folder of build products of Rust projects, in which nothing is looked for.
const BUILD_FOLDER: &str = "target";

/// One source to compile.
#[derive(Clone, Debug)]
pub struct Input {
    /// The path as the user would write it; `-` for standard input.
    pub path: PathBuf,
    /// What may be read for it.
    pub world: DiskWorld,
    /// Whether it was found in a folder, and nobody said that it is a contract: it may be a module of one.
    pub found: bool,
}

impl Input {
    /// Whether it is standard input.
    #[must_use]
    pub fn is_stdin(&self) -> bool {
        self.path.as_os_str() == STDIN
    }
}

/// The sources that a command is about: those of its paths, else those of the project.
pub fn gather(paths: &[PathBuf], project: Option<&Project>) -> Result<Vec<Input>, Failure> {
    let named = match (paths, project) {
        ([_, ..], _) => paths,
        ([], Some(project)) if !project.contracts.is_empty() => &project.contracts,
        ([], Some(_)) => {
            return Err(Failure::new(format!("`{FILE_NAME}` names no contracts"))
                .help("name them under `[project]`: `contracts = [\"contract.slac\"]`, or on the command line"));
        }
        ([], None) => {
            return Err(Failure::new(format!("no path is given, and there is no `{FILE_NAME}` here or above"))
                .help("name a file or a folder, or run `slac init`"));
        }
    };
    let mut inputs = Vec::new();
    let mut seen = BTreeSet::new();
    for path in named {
        for input in expand(path, project)? {
            let name = absolute(&input.path).map_err(|e| Failure::load(&input.path, &e))?;
            if seen.insert(name) {
                inputs.push(input);
            }
        }
    }
    if inputs.is_empty() {
        let places = named.iter().map(|p| format!("`{}`", p.display())).collect::<Vec<_>>().join(", ");
        return Err(Failure::new(format!("there is no `*.{EXTENSION}` file below {places}")));
    }
    Ok(inputs)
}

/// The sources of one path.
fn expand(path: &Path, project: Option<&Project>) -> Result<Vec<Input>, Failure> {
    if path.as_os_str() == STDIN {
        let world = world(Path::new("."), project)?;
        return Ok(vec![Input { path: path.to_path_buf(), world, found: false }]);
    }
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    let about = fs::metadata(path).map_err(|e| Failure::io("read", path, &e))?;
    if about.is_dir() {
        let world = world(path, project)?;
        let mut files = Vec::new();
        walk(path, &mut files)?;
        return Ok(files.into_iter().map(|path| Input { path, world: world.clone(), found: true }).collect());
    }
    let world = world(path.parent().unwrap_or(Path::new("")), project)?;
    Ok(vec![Input { path: path.to_path_buf(), world, found: false }])
}

/// What may be read for the sources in `folder`.
fn world(folder: &Path, project: Option<&Project>) -> Result<DiskWorld, Failure> {
    let written = absolute(folder).map_err(|e| Failure::load(folder, &e))?;
    let around = project.map_or(Path::new(""), |p| p.root.as_path());
    let around = DiskWorld::new(around).map_err(|e| Failure::load(around, &e))?;
    if written.starts_with(around.root()) {
        return Ok(around);
    }
    DiskWorld::new(folder).map_err(|e| Failure::load(folder, &e))
}

/// Gathers the `*.slac` files below a folder in the order of their names.
///
/// Symbolic links are not followed: what lies below the folder is found under its own name, what does not is not meant.
fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let failed = |e: std::io::Error| Failure::io("read", folder, &e);
    let mut entries = fs::read_dir(folder).map_err(failed)?.collect::<Result<Vec<_>, _>>().map_err(failed)?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let kind = entry.file_type().map_err(failed)?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        // A leading `./` says nothing and would stand in every finding.
        let path = if folder == Path::new(".") { PathBuf::from(entry.file_name()) } else { entry.path() };
        if kind.is_dir() && !name.starts_with('.') && name != BUILD_FOLDER {
            walk(&path, files)?;
        } else if kind.is_file() && !name.starts_with('.') && path.extension().is_some_and(|e| e == EXTENSION) {
            files.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn below(folder: &Path) -> Vec<String> {
        let inputs = gather(&[folder.to_path_buf()], None).unwrap();
        inputs.iter().map(|i| i.path.strip_prefix(folder).unwrap().display().to_string()).collect()
    }

    #[test]
    fn a_folder_gives_its_contracts_in_order_and_skips_hidden_and_built_ones() {
        let folder = tempfile::tempdir().unwrap();
        for path in ["b.slac", "a/z.slac", "a.txt", ".git/x.slac", "target/y.slac", ".h.slac"] {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        assert_eq!(below(folder.path()), ["a/z.slac", "b.slac"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_in_a_folder_are_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.slac"), "").unwrap();
        std::os::unix::fs::symlink("..", folder.path().join("up")).unwrap();
        std::os::unix::fs::symlink("a.slac", folder.path().join("b.slac")).unwrap();
        assert_eq!(below(folder.path()), ["a.slac"]);
    }

    #[test]
    fn a_source_named_twice_is_compiled_once() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.slac");
        fs::write(&file, "").unwrap();
        assert_eq!(gather(&[file, folder.path().to_path_buf()], None).unwrap().len(), 1);
    }

    #[test]
    fn a_missing_path_and_an_empty_folder_are_failures() {
        let folder = tempfile::tempdir().unwrap();
        assert!(gather(&[folder.path().join("absent.slac")], None).is_err());
        assert!(gather(&[folder.path().to_path_buf()], None).is_err());
    }
}
