//! The `slac` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    slac::cli::run(std::env::args_os())
}
