//! Why a command could not do its work: wrong usage, or the disk. Never a contract's mistake: those are findings.

use crate::base::suggest::nearest;
use crate::resolved::loader::LoadError;
use std::fmt;
use std::io;
use std::path::Path;

/// How a command ended when nothing went wrong with the command itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// There was nothing to report, or only warnings that nobody denied.
    Clean,
    /// There is something to mend.
    Findings,
}

/// What a command returns.
pub type Outcome = Result<Status, Failure>;

/// The command could not do its work.
#[derive(Debug)]
pub struct Failure {
    /// What went wrong: lowercase, no full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The reader of the output has gone: nobody is left to be told.
    pub silent: bool,
}

impl Failure {
    /// A failure with nothing to suggest.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None, silent: false }
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// A word that is none of the known ones.
    #[must_use]
    pub fn unknown<'a>(what: &str, word: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        let failure = Self::new(format!("unknown {what} `{word}`"));
        match nearest(word, known) {
            Some(meant) => failure.help(format!("write `{meant}`")),
            None => failure,
        }
    }

    /// A word that is none of a list that is short enough to be shown.
    #[must_use]
    pub fn none_of<'a>(what: &str, word: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        let known: Vec<&str> = known.into_iter().collect();
        let failure = Self::new(format!("unknown {what} `{word}`"));
        let all = known.iter().map(|known| format!("`{known}`")).collect::<Vec<_>>().join(", ");
        match (nearest(word, known.iter().copied()), known.as_slice()) {
            (_, []) => failure,
            (_, [only]) => failure.help(format!("the only one is `{only}`")),
            (Some(meant), _) => failure.help(format!("write `{meant}`; there are {all}")),
            (None, _) => failure.help(format!("there are {all}")),
        }
    }

    /// Says what the word was to be one of.
    #[must_use]
    pub fn of(mut self, name: &str) -> Self {
        self.message.push_str(&format!(" of `{name}`"));
        self
    }

    /// A file that could not be read.
    #[must_use]
    pub fn load(path: &Path, error: &LoadError) -> Self {
        Self::new(format!("cannot read `{}`: {}", path.display(), error))
    }

    /// A file that could not be written, or read by other means than the compiler's.
    #[must_use]
    pub fn io(verb: &str, path: &Path, error: &io::Error) -> Self {
        Self::new(format!("cannot {verb} `{}`: {}", path.display(), describe_io(error)))
    }
}

/// Writing to standard output or standard error failed.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        let silent = error.kind() == io::ErrorKind::BrokenPipe;
        Self { message: format!("cannot write the output: {}", describe_io(&error)), help: None, silent }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.message)?;
        match &self.help {
            Some(help) => write!(f, "\n  help: {help}"),
            None => Ok(()),
        }
    }
}

/// The same words on every system for what happens most.
fn describe_io(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".into(),
        io::ErrorKind::PermissionDenied => "permission denied".into(),
        io::ErrorKind::AlreadyExists => "it exists already".into(),
        io::ErrorKind::IsADirectory => "it is a folder".into(),
        _ => error.to_string(),
    }
}
