//! `slac completions`: the completion script of a shell.

use super::Arguments;
use super::console::{Console, Stream};
use super::failure::{Outcome, Status};
use clap::{Args, CommandFactory};
use clap_complete::Shell;

const AFTER_HELP: &str = "\
Examples:
  slac completions bash > ~/.local/share/bash-completion/completions/slac
  slac completions zsh > ~/.zfunc/_slac
  slac completions fish > ~/.config/fish/completions/slac.fish";

#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    pub(super) fn run(self, console: Console) -> Outcome {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Arguments::command(), "slac", &mut script);
        console.write(Stream::Out, &String::from_utf8_lossy(&script))?;
        Ok(Status::Clean)
    }
}
