//! Writes files so that a reader sees the old ones or the new ones, and never half of one.

use super::failure::Failure;
use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Files to write together, by path.
#[derive(Debug, Default)]
pub struct FileSet {
    files: BTreeMap<PathBuf, String>,
}

impl FileSet {
    /// Adds a file. Two files cannot have one path.
    pub fn add(&mut self, path: PathBuf, content: String) -> Result<(), Failure> {
        if self.files.contains_key(&path) {
            return Err(Failure::new(format!("two contracts would be written to `{}`", path.display()))
                .help("build them into different folders, or put `{contract}` in the path"));
        }
        self.files.insert(path, content);
        Ok(())
    }

    /// Whether there is nothing to write.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The paths, in order.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.files.keys().map(PathBuf::as_path)
    }

    /// Writes every file, or none when one of them cannot be written.
    ///
    /// Each is written beside its place first; only when all stand there are they moved, which on one disk is a rename.
    pub fn write(&self) -> Result<(), Failure> {
        let staged =
            self.files.iter().map(|(path, content)| Staged::new(path, content)).collect::<Result<Vec<_>, _>>()?;
        staged.into_iter().try_for_each(Staged::place)
    }
}

/// Writes a file that exists in another form. A link to it stays a link.
pub fn write_file(path: &Path, content: &str) -> Result<(), Failure> {
    let place = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    Staged::new(&place, content)?.place()
}

/// A file that stands beside its place. It is removed unless it is put there.
struct Staged {
    beside: PathBuf,
    place: PathBuf,
}

impl Staged {
    fn new(place: &Path, content: &str) -> Result<Self, Failure> {
        let failed = |error: std::io::Error| Failure::io("write", place, &error);
        if place.is_dir() {
            return Err(Failure::new(format!("cannot write `{}`: it is a folder", place.display())));
        }
        let Some(name) = place.file_name() else {
            return Err(Failure::new(format!("cannot write `{}`: it names no file", place.display())));
        };
        let folder = place.parent().unwrap_or(Path::new(""));
        if !folder.as_os_str().is_empty() {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        let beside = folder.join(format!(".{}.{}.tmp", name.to_string_lossy(), std::process::id()));
        let mut file = OpenOptions::new().write(true).create_new(true).open(&beside).map_err(failed)?;
        let staged = Self { beside, place: place.to_path_buf() };
        file.write_all(content.as_bytes()).map_err(failed)?;
        if let Ok(old) = fs::metadata(place) {
            file.set_permissions(old.permissions()).map_err(failed)?;
        }
        Ok(staged)
    }

    fn place(self) -> Result<(), Failure> {
        fs::rename(&self.beside, &self.place).map_err(|e| Failure::io("write", &self.place, &e))
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        // After a rename there is nothing left under this name, and that is the usual case.
        let _ = fs::remove_file(&self.beside);
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn when_one_file_cannot_be_written_none_is() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("b")).unwrap();
        let mut files = FileSet::default();
        files.add(folder.path().join("a"), "new".into()).unwrap();
        files.add(folder.path().join("b"), "new".into()).unwrap();
        assert!(files.write().is_err());
        let names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(names, ["b"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("real"), "old").unwrap();
        std::os::unix::fs::symlink("real", folder.path().join("link")).unwrap();
        write_file(&folder.path().join("link"), "new").unwrap();
        assert!(folder.path().join("link").is_symlink());
        assert_eq!(fs::read_to_string(folder.path().join("real")).unwrap(), "new");
    }

    #[test]
    fn folders_are_made_and_nothing_is_left_beside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out/deep/rules.json");
        write_file(&path, "one").unwrap();
        write_file(&path, "two").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn two_files_cannot_have_one_path() {
        let mut files = FileSet::default();
        files.add("a".into(), "1".into()).unwrap();
        assert!(files.add("a".into(), "2".into()).is_err());
    }
}
