//! Findings of one file: counted, so that noise does not become a flood.

use std::cell::{Cell, RefCell};

use crate::base::{FileId, Span};
use crate::diagnostics::{Finding, Rule, Sink};
use crate::syntax::rules;

/// After so many findings in a file the reader gives up.
const LIMIT: usize = 200;

/// Takes findings at offsets of one file.
///
/// The sink is behind a cell because the operator-precedence reader has several callbacks that may all report.
pub(super) struct Reporter<'s> {
    file: FileId,
    quiet: Cell<bool>,
    inner: RefCell<Inner<'s>>,
}

struct Inner<'s> {
    sink: &'s mut Sink,
    left: usize,
    count: usize,
}

impl<'s> Reporter<'s> {
    pub(super) fn new(file: FileId, sink: &'s mut Sink) -> Self {
        Self { file, quiet: Cell::new(false), inner: RefCell::new(Inner { sink, left: LIMIT, count: 0 }) }
    }

    /// The bytes `[start, end)` of the file.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, clamp(start), clamp(end))
    }

    /// Takes a finding, or says once that there are too many.
    pub(super) fn report(&self, finding: Finding) {
        let mut inner = self.inner.borrow_mut();
        if inner.left == 0 || self.quiet.get() {
            return;
        }
        inner.left -= 1;
        inner.count += 1;
        if inner.left == 0 {
            let span = finding.span();
            inner.sink.report(
                Finding::new(&rules::TOO_MANY_FINDINGS, span, "too many mistakes: the rest of the file is not read")
                    .help("mend the findings above first"),
            );
        } else {
            inner.sink.report(finding);
        }
    }

    /// Takes a finding of `rule` at `[start, end)` with its help.
    pub(super) fn simple(
        &self,
        rule: &'static Rule,
        (start, end): (usize, usize),
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.report(Finding::new(rule, self.span(start, end), message).help(help));
    }

    /// The same where the place has one right spelling, which is the edit that mends it.
    pub(super) fn spelled(
        &self,
        rule: &'static Rule,
        (start, end): (usize, usize),
        message: impl Into<String>,
        help: impl Into<String>,
        right: impl Into<String>,
    ) {
        let span = self.span(start, end);
        self.report(Finding::new(rule, span, message).help(help).edit(span, right));
    }

    /// Does something without taking findings: a text that was mended has other signs than the source at the same places, and
    /// its mistake has been said.
    pub(super) fn quietly<T>(&self, work: impl FnOnce() -> T) -> T {
        let before = self.quiet.replace(true);
        let done = work();
        self.quiet.set(before);
        done
    }

    /// How many findings there were.
    pub(super) fn count(&self) -> usize {
        self.inner.borrow().count
    }

    /// Whether the limit was reached.
    pub(super) fn exhausted(&self) -> bool {
        self.inner.borrow().left == 0
    }
}

/// The start of a text, for a message of one line.
pub(super) fn clipped(text: &str) -> String {
    let mut shown: String = text.chars().take(40).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

/// Offsets fit: the loader refuses longer files, and a longer text only gets poorer positions.
fn clamp(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}
