//! Placeholder.
/// Why a file was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoadError {
    /// No such file.
    Missing,
    /// Climbs out.
    OutsideProject,
    /// Over the limit.
    TooLarge(u64),
    /// A folder, a pipe.
    NotAFile,
    /// Something else.
    Io(String),
}
