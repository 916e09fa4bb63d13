//! `slac check --fix`: writes the repairs that cannot change what the parties meant, and no other.

use super::compile::compile_all;
use super::console::Console;
use super::failure::Failure;
use super::files::FileSet;
use super::inputs::gather;
use super::project::Project;
use super::report::merge;
use crate::diagnostics::mended;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What one repair uncovers is mended in the next turn; a source that still has something to mend after so many is left.
const TURNS: usize = 12;

/// Mends the sources of `paths`, else those of the project, and the modules that they use below the same root.
pub fn fix(console: Console, paths: &[PathBuf]) -> Result<(), Failure> {
    let project = Project::find(Path::new("."))?;
    let inputs = gather(paths, project.as_ref())?;
    if inputs.iter().any(|input| input.is_stdin()) {
        return Err(Failure::new("standard input cannot be mended in its place").help("name a file"));
    }
    let mut counts: BTreeMap<PathBuf, usize> = BTreeMap::new();
    for _ in 0..TURNS {
        let (sources, findings) = merge(&compile_all(&inputs)?);
        let mut files = FileSet::default();
        for (id, file) in sources.files() {
            let Some((text, count)) = mended(file.text(), id, &findings) else { continue };
            let path = PathBuf::from(file.name());
            // A module of the standard library lies in no file, and a file that changed meanwhile is not written over.
            if std::fs::read_to_string(&path).is_ok_and(|on_disk| on_disk == file.text()) {
                *counts.entry(path.clone()).or_default() += count;
                files.add(path.canonicalize().map_err(|e| Failure::io("read", &path, &e))?, text)?;
            }
        }
        if files.is_empty() {
            break;
        }
        files.write()?;
    }
    counts.iter().try_for_each(|(path, count)| {
        let findings = if *count == 1 { "finding" } else { "findings" };
        console.say(&format!("mended {count} {findings} in {}", path.display()))
    })
}
