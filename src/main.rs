//! The `slac` command.

use mimalloc::MiMalloc;
use std::process::ExitCode;

/// A contract is a tree of many small pieces, which are made on one processor and read on another.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    slac::cli::run(std::env::args_os())
}
