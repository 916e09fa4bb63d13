//! Any text is read: into a tree, findings, or both.
#![no_main]

use libfuzzer_sys::fuzz_target;
use slac::base::FileId;
use slac::diagnostics::Sink;
use slac::syntax::parse;

fuzz_target!(|text: &str| {
    let mut sink = Sink::default();
    let _tree = parse(FileId(0), text, &mut sink);
    for finding in sink.into_sorted() {
        for label in &finding.labels {
            assert!(text.get(label.span.range()).is_some(), "{finding:?} points outside the text or into a character");
        }
    }
});
