//! The disk as the compiler sees it: what lies under one root, and nothing else.
//!
//! A contract may come from a stranger. It must not make the compiler read a file outside the project, wait on a pipe,
//! or fill the memory: symbolic links are resolved before the root is compared, and only regular files of a bounded
//! size are read.

use crate::resolved::loader::{LoadError, MAX_BYTES, World};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

/// The files under a root folder.
#[derive(Clone, Debug)]
pub struct DiskWorld {
    /// As the user would write it, absolute, without `..`.
    root: PathBuf,
    /// The same folder with symbolic links resolved.
    real_root: PathBuf,
}

impl DiskWorld {
    /// The files under `root`, which must be a folder.
    pub fn new(root: &Path) -> Result<Self, LoadError> {
        let root = if root.as_os_str().is_empty() { Path::new(".") } else { root };
        let real_root = root.canonicalize().map_err(|e| load_error(&e))?;
        Ok(Self { root: absolute(root)?, real_root })
    }

    /// The folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }
}

impl World for DiskWorld {
    fn read(&self, path: &Path) -> Result<Vec<u8>, LoadError> {
        let real = self.canonical(path)?;
        // Asked before the file is opened: opening a named pipe waits until someone writes to it.
        let about = fs::metadata(&real).map_err(|e| load_error(&e))?;
        if !about.is_file() {
            return Err(LoadError::NotAFile);
        }
        if about.len() > MAX_BYTES {
            return Err(LoadError::TooLarge(about.len()));
        }
        let file = File::open(&real).map_err(|e| load_error(&e))?;
        read_bounded(file)
    }

    fn canonical(&self, path: &Path) -> Result<PathBuf, LoadError> {
        // A path that climbs out is refused before it is looked up, so that nobody learns what exists there.
        let written = absolute(path)?;
        if !written.starts_with(&self.root) && !written.starts_with(&self.real_root) {
            return Err(LoadError::OutsideProject);
        }
        let real = path.canonicalize().map_err(|e| load_error(&e))?;
        if real.starts_with(&self.real_root) { Ok(real) } else { Err(LoadError::OutsideProject) }
    }
}

/// Everything that a reader gives, unless it is more than a file may hold.
pub fn read_bounded(reader: impl Read) -> Result<Vec<u8>, LoadError> {
    let mut bytes = Vec::new();
    reader.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|e| load_error(&e))?;
    let length = bytes.len() as u64;
    if length > MAX_BYTES { Err(LoadError::TooLarge(length)) } else { Ok(bytes) }
}

/// The path from the root of the disk, with `.` and `..` taken out as they are written.
pub fn absolute(path: &Path) -> Result<PathBuf, LoadError> {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    let mut clean = PathBuf::new();
    for part in std::path::absolute(path).map_err(|e| load_error(&e))?.components() {
        match part {
            Component::ParentDir => {
                clean.pop();
            }
            Component::CurDir => {}
            other => clean.push(other),
        }
    }
    Ok(clean)
}

fn load_error(error: &io::Error) -> LoadError {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => LoadError::Missing,
        io::ErrorKind::IsADirectory => LoadError::NotAFile,
        _ => LoadError::Io(error.to_string()),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_climbs_out_is_refused_whether_or_not_it_exists() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("project");
        fs::create_dir(&root).unwrap();
        fs::write(folder.path().join("secret.slac"), "x").unwrap();
        let world = DiskWorld::new(&root).unwrap();
        assert!(matches!(world.read(&root.join("../secret.slac")), Err(LoadError::OutsideProject)));
        assert!(matches!(world.read(&root.join("../absent.slac")), Err(LoadError::OutsideProject)));
        assert!(matches!(world.read(&root.join("absent.slac")), Err(LoadError::Missing)));
    }

    #[cfg(unix)]
    #[test]
    fn a_symbolic_link_out_of_the_root_is_refused_and_one_inside_is_followed() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("project");
        fs::create_dir(&root).unwrap();
        fs::write(folder.path().join("secret.slac"), "x").unwrap();
        fs::write(root.join("real.slac"), "y").unwrap();
        std::os::unix::fs::symlink("../secret.slac", root.join("out.slac")).unwrap();
        std::os::unix::fs::symlink("real.slac", root.join("in.slac")).unwrap();
        let world = DiskWorld::new(&root).unwrap();
        assert!(matches!(world.read(&root.join("out.slac")), Err(LoadError::OutsideProject)));
        assert_eq!(world.read(&root.join("in.slac")).unwrap(), b"y");
        assert_eq!(world.canonical(&root.join("in.slac")).unwrap(), world.canonical(&root.join("real.slac")).unwrap());
    }

    #[test]
    fn a_folder_is_not_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let world = DiskWorld::new(folder.path()).unwrap();
        assert!(matches!(world.read(folder.path()), Err(LoadError::NotAFile)));
    }

    #[test]
    fn a_file_over_the_limit_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("large.slac");
        File::create(&path).unwrap().set_len(MAX_BYTES + 1).unwrap();
        let world = DiskWorld::new(folder.path()).unwrap();
        assert!(matches!(world.read(&path), Err(LoadError::TooLarge(_))));
    }
}
