//! Text becomes a tree.
//!
//! Three steps. `scan` cuts the text into pieces (a header, a field, a row, a brace) in one linear pass, and `chunk`
//! gathers the pieces of one top-level item and settles which blocks are closed. The grammar `grammar/slac.pest` then
//! reads the item as a whole, and `build` makes the tree. Where the item cannot be read as a whole, `recover` reads it
//! piece by piece, so that a mistake costs its line, and `explain` says what was expected there. Items of a large source
//! are read on all processors by `ahead`.
//!
//! Nothing here panics or fails: brackets are bounded before the parser sees them, and every mistake is a finding.

mod ahead;
mod build;
pub(super) mod chunk;
mod explain;
mod expr;
mod literal;
mod recover;
mod report;
mod scan;

use pest_derive::Parser;

use crate::base::FileId;
use crate::diagnostics::Sink;
use crate::syntax::ast::Tree;

/// The parser that is made from the grammar.
#[derive(Parser)]
#[grammar = "grammar/slac.pest"]
struct Grammar;

/// Reads a source. What could not be read is left out of the tree, and said to the sink.
#[must_use]
pub fn parse(file: FileId, text: &str, sink: &mut Sink) -> Tree {
    parse_with(file, text, sink, WHOLE)
}

/// Longer items are read piece by piece from the start, so that the nodes of the parser never fill the memory.
const WHOLE: usize = 1 << 17;

/// Reads a source, items of more than `whole` bytes piece by piece. Both ways give the same tree, which tests hold.
pub(super) fn parse_with(file: FileId, text: &str, sink: &mut Sink, whole: usize) -> Tree {
    let report = report::Reporter::new(file, sink);
    let text = scan::without_controls(text, &report);
    let ahead = ahead::read(file, &text, whole);
    if ahead.complete && report.count() == 0 {
        return Tree { file, items: ahead.items.into_iter().flatten().collect() };
    }
    let mut ahead = ahead.items.into_iter();
    let mut reader = recover::Reader::new(&text, &report, whole);
    let mut chunks = chunk::Chunks::new(&text, &report);
    while let Some(chunk) = chunks.next_chunk() {
        if report.exhausted() {
            break;
        }
        match ahead.next().flatten() {
            Some(item) => reader.items.push(item),
            None => reader.read(&chunk),
        }
    }
    Tree { file, items: reader.items }
}
