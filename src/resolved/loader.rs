//! Where sources come from: the only input of the compiler, behind one small trait, and the standard library.

use crate::base::{FileId, Name};
use crate::diagnostics::Sink;
use crate::syntax::ast::Item;
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The outside, as the compiler sees it. `cli` reads a disk; tests read a map.
pub trait World {
    /// The bytes of a file.
    ///
    /// # Errors
    /// Why it cannot be read.
    fn read(&self, path: &Path) -> Result<Vec<u8>, LoadError>;

    /// One name for a file however it is reached, so that circles are seen.
    ///
    /// # Errors
    /// Why it cannot be reached.
    fn canonical(&self, path: &Path) -> Result<PathBuf, LoadError>;
}

/// Why a file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoadError {
    /// There is none.
    Missing,
    /// It lies outside the project.
    OutsideProject,
    /// It has this many bytes.
    TooLarge(u64),
    /// A folder, a device …
    NotAFile,
    /// What the system says.
    Io(String),
}

impl std::fmt::Display for LoadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Missing => f.write_str("there is no such file"),
            Self::OutsideProject => f.write_str("it lies outside the folder of the project"),
            Self::TooLarge(bytes) => write!(f, "it has {bytes} bytes, and {MAX_BYTES} are the most that is read"),
            Self::NotAFile => f.write_str("it is not a regular file"),
            Self::Io(reason) => f.write_str(reason),
        }
    }
}

/// The largest source that is read.
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// A world without files: what is compiled may use the standard library only.
#[derive(Clone, Copy, Debug)]
pub struct NoFiles;

impl World for NoFiles {
    fn read(&self, _: &Path) -> Result<Vec<u8>, LoadError> {
        Err(LoadError::Missing)
    }
    fn canonical(&self, path: &Path) -> Result<PathBuf, LoadError> {
        Ok(path.to_path_buf())
    }
}

/// A text from bytes: UTF-8, with or without a byte order mark; bytes that are not UTF-8 become U+FFFD, whose first
/// place is returned so that it can be reported.
#[must_use]
pub fn decode(bytes: Vec<u8>) -> (String, Option<usize>) {
    match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let bad = error.utf8_error().valid_up_to();
            (String::from_utf8_lossy(error.as_bytes()).into_owned(), Some(bad))
        }
    }
}

/// A path as people write it: `a/../b.slac` is `b.slac`, so that a file has one name in findings however it is reached.
#[must_use]
pub fn shown(path: &Path) -> String {
    let mut parts: Vec<Component<'_>> = Vec::new();
    for part in path.components() {
        match (part, parts.last()) {
            (Component::CurDir, _) => {}
            (Component::ParentDir, Some(Component::Normal(_))) => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    parts.iter().collect::<PathBuf>().to_string_lossy().into_owned()
}

/// The text of a module of the standard library, such as `std.calendar.fr`.
#[must_use]
pub fn standard(module: &str) -> Option<&'static str> {
    STANDARD.iter().find(|(name, _)| *name == module).map(|(_, text)| *text)
}

/// The names of the modules of the standard library.
pub fn standard_names() -> impl Iterator<Item = &'static str> {
    STANDARD.iter().map(|(name, _)| *name)
}

/// What was read of the standard library, so that a process that compiles many contracts reads each module once.
///
/// The identity of the source is part of the key because it is part of every span. It is how many sources were added
/// before, so it is nearly always the same for a module.
static READ: Mutex<Modules> = Mutex::new(BTreeMap::new());

type Modules = BTreeMap<(Name, FileId), Arc<[Item]>>;

/// The items of a module of the standard library, whose `text` was added to the sources as `file`.
///
/// INVARIANT: the standard library has no mistakes, so nothing is left unsaid when a module is not read again; a test
/// loads them all.
pub(super) fn standard_items(module: &Name, text: &str, file: FileId, sink: &mut Sink) -> Vec<Item> {
    let key = (module.clone(), file);
    let known = READ.lock().unwrap_or_else(PoisonError::into_inner).get(&key).map(Arc::clone);
    let items = known.unwrap_or_else(|| {
        let items: Arc<[Item]> = crate::syntax::parse(file, text, sink).items.into();
        READ.lock().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::clone(&items));
        items
    });
    items.to_vec()
}

include!(concat!(env!("OUT_DIR"), "/stdlib.rs"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_shown_without_detours() {
        assert_eq!(shown(Path::new("a/./b/../c.slac")), "a/c.slac");
        assert_eq!(shown(Path::new("../x/../c.slac")), "../c.slac");
        assert_eq!(shown(Path::new("/a/c.slac")), "/a/c.slac");
    }
}
