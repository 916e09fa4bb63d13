//! The two streams of a command, and whether they take colour.

use super::failure::Failure;
use clap::ValueEnum;
use std::env;
use std::io::{self, IsTerminal, Write};

/// When colour is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Even in files and pipes.
    Always,
    /// Nowhere.
    Never,
}

/// One of the two streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Standard output: what the command makes.
    Out,
    /// Standard error: what it has to say meanwhile.
    Err,
}

/// The streams of a command.
#[derive(Clone, Copy, Debug)]
pub struct Console {
    /// When colour is used.
    pub color: Color,
    /// Whether only findings and products are printed.
    pub quiet: bool,
}

impl Console {
    /// Whether text on this stream is coloured.
    #[must_use]
    pub fn colored(self, stream: Stream) -> bool {
        match self.color {
            Color::Always => true,
            Color::Never => false,
            // As no-color.org has it: set and not empty.
            Color::Auto if env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty()) => false,
            Color::Auto => match stream {
                Stream::Out => io::stdout().is_terminal(),
                Stream::Err => io::stderr().is_terminal(),
            },
        }
    }

    /// Writes a text as it is.
    pub fn write(self, stream: Stream, text: &str) -> Result<(), Failure> {
        match stream {
            Stream::Out => {
                let mut out = io::stdout().lock();
                out.write_all(text.as_bytes())?;
                out.flush()?;
            }
            Stream::Err => io::stderr().lock().write_all(text.as_bytes())?,
        }
        Ok(())
    }

    /// Says something on standard error that is no finding, unless `--quiet`.
    pub fn say(self, text: &str) -> Result<(), Failure> {
        if self.quiet { Ok(()) } else { self.write(Stream::Err, &format!("{text}\n")) }
    }
}
