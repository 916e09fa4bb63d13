//! Compiles many sources at once, and gives the results in the order of the sources.

use super::failure::Failure;
use super::inputs::Input;
use super::world::read_bounded;
use crate::driver::{Compilation, compile_bytes};
use crate::resolved::loader::World;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Enough for the deepest nesting that the language allows, many times over, on every system.
const STACK: usize = 32 * 1024 * 1024;

/// Compiles every input, each in a thread of its own where there are processors for it.
pub fn compile_all(inputs: &[Input]) -> Result<Vec<Compilation>, Failure> {
    let next = AtomicUsize::new(0);
    let work = || -> Vec<(usize, Result<Compilation, Failure>)> {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(input) = inputs.get(index) else { return done };
            done.push((index, compile_one(input)));
        }
    };
    let workers = thread::available_parallelism().map_or(1, usize::from).min(inputs.len());
    let mut results = thread::scope(|scope| -> Result<Vec<_>, Failure> {
        let spawn = |_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        let running = (0..workers).map(spawn).collect::<Result<Vec<_>, _>>()?;
        Ok(running.into_iter().flat_map(|w| w.join().unwrap_or_else(|bug| std::panic::resume_unwind(bug))).collect())
    })?;
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}

/// Runs what reads sources where the stack is large enough for the deepest of them.
pub fn on_large_stack<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, Failure> {
    thread::scope(|scope| {
        let running = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work)?;
        Ok(running.join().unwrap_or_else(|bug| std::panic::resume_unwind(bug)))
    })
}

/// A source that cannot be read is a failure and not a finding: no contract has a place to point at, the command line has.
fn compile_one(input: &Input) -> Result<Compilation, Failure> {
    let bytes = read(input)?;
    Ok(compile_bytes(&input.path.to_string_lossy(), bytes, Some(&input.path), &input.world))
}

/// The bytes of one input.
pub fn read(input: &Input) -> Result<Vec<u8>, Failure> {
    let bytes = if input.is_stdin() { read_bounded(io::stdin().lock()) } else { input.world.read(&input.path) };
    bytes.map_err(|e| Failure::load(&input.path, &e))
}
