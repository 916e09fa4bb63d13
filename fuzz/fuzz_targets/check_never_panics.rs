//! Any text is compiled to the end or to findings, and twice to the same ones.
#![no_main]

use libfuzzer_sys::fuzz_target;
use slac::driver::compile_text;
use slac::resolved::loader::NoFiles;

fuzz_target!(|text: &str| {
    let first = compile_text("fuzz", text, &NoFiles);
    let second = compile_text("fuzz", text, &NoFiles);
    assert_eq!(first.findings, second.findings);
    assert_eq!(first.model.is_some(), second.model.is_some());
});
