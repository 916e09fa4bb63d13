//! Reads the items of a large source on all processors, ahead of the reader that goes through them in order.
//!
//! Items do not depend on one another, so each is read for itself. Only an item without a mistake is kept: the reader
//! reads the others again, so that findings come in one order and the tree is the same with any number of threads.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use pest::Parser;

use super::build::Builder;
use super::chunk::Chunks;
use super::report::Reporter;
use super::{Grammar, Rule};
use crate::base::FileId;
use crate::diagnostics::Sink;
use crate::syntax::ast::Item;

/// Shorter sources are read before a second thread would have begun.
const LARGE: usize = 1 << 16;

/// Items that a thread takes at a time.
const PART: usize = 32;

/// What was read of a source.
#[derive(Default)]
pub(super) struct Ahead {
    /// The items in order, none where one has a mistake or is too long.
    pub(super) items: Vec<Option<Item>>,
    /// Nothing is left to read or to say.
    pub(super) complete: bool,
}

/// Reads the items of at most `whole` bytes; nothing at all of a short source.
pub(super) fn read(file: FileId, text: &str, whole: usize) -> Ahead {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    if text.len() < LARGE || workers == 1 {
        return Ahead::default();
    }
    let (ranges, quiet) = ranges(file, text, whole);
    let parts: Vec<&[Option<Range<usize>>]> = ranges.chunks(PART).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done: Vec<(usize, Vec<Option<Item>>)> = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(part) = parts.get(index) else { return done };
            done.push((index, part.iter().map(|range| item(file, text, range.clone()?)).collect()));
        }
    };
    let mut read = thread::scope(|scope| {
        let running: Vec<_> =
            (1..workers).map_while(|_| thread::Builder::new().spawn_scoped(scope, work).ok()).collect();
        let mut read = work();
        for thread in running {
            read.extend(thread.join().unwrap_or_else(|bug| std::panic::resume_unwind(bug)));
        }
        read
    });
    read.sort_by_key(|(index, _)| *index);
    let items: Vec<Option<Item>> = read.into_iter().flat_map(|(_, items)| items).collect();
    Ahead { complete: quiet && items.iter().all(Option::is_some), items }
}

/// Where each item stands, none where it cannot be read as a whole; and whether the scan has nothing to say. What it has
/// to say is said by the reader.
fn ranges(file: FileId, text: &str, whole: usize) -> (Vec<Option<Range<usize>>>, bool) {
    let mut unheard = Sink::default();
    let report = Reporter::new(file, &mut unheard);
    let mut chunks = Chunks::new(text, &report);
    let ranges = std::iter::from_fn(|| chunks.next_chunk())
        .map(|chunk| chunk.range().filter(|r| !chunk.broken && r.len() <= whole))
        .collect();
    (ranges, report.count() == 0)
}

/// One item, unless there is something to say about it.
fn item(file: FileId, text: &str, range: Range<usize>) -> Option<Item> {
    let mut sink = Sink::default();
    let report = Reporter::new(file, &mut sink);
    let node = Grammar::parse(Rule::item, text.get(range.clone())?).ok()?.next()?;
    let item = Builder { report: &report, base: range.start }.item(node);
    item.filter(|_| report.count() == 0)
}
