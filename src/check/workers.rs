//! Runs the checks of a large contract on all processors.
//!
//! Rules know nothing of one another, and what they share is found once, whoever asks first. What each finds is put together in
//! the order of the registry, so the outcome is the same with any number of workers.

use super::{Check, Facts};
use crate::diagnostics::{Finding, Sink};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Contracts with fewer commitments are checked sooner by one worker.
const ALONE: usize = 1_000;
/// The stack of a worker: as much as formulas and chains of services may take.
const STACK: usize = 64 << 20;

/// What each check finds, in order.
pub(super) fn found(checks: &[Check], facts: &Facts<'_>) -> Vec<Vec<Finding>> {
    let found_by = |check: &Check| {
        let mut sink = Sink::default();
        (check.run)(facts, &mut sink);
        sink.into_sorted()
    };
    if facts.model.commitments.len() < ALONE {
        return checks.iter().map(found_by).collect();
    }
    let found: Vec<OnceLock<Vec<Finding>>> = checks.iter().map(|_| OnceLock::new()).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some((check, place)) = {
            let at = next.fetch_add(1, Ordering::Relaxed);
            checks.get(at).zip(found.get(at))
        } {
            place.get_or_init(|| found_by(check));
        }
    };
    thread::scope(|scope| {
        let others = thread::available_parallelism().map_or(0, |number| number.get() - 1);
        for _ in 0..others {
            // Where no worker can be had, this one does the work alone.
            let _ = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        }
        work();
    });
    found.into_iter().map(|found| found.into_inner().unwrap_or_default()).collect()
}
