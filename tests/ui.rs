//! Every `tests/ui/<family>/*.slac`, completed as an example of a page is, with what slac says of it.
//!
//! A snapshot holds the source and then the output, so that it can be read alone. A file whose name begins with `near_`
//! is one literal or one word away from a finding, and nothing is found in it.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::expect_used)]

mod prelude;

use slac::driver;
use slac::render::{Format, Options, render};
use slac::resolved::loader::NoFiles;
use std::fmt::Write as _;

#[test]
fn what_slac_says_is_what_was_reviewed() {
    insta::glob!("ui/*/*.slac", |path| {
        let source = std::fs::read_to_string(path).unwrap();
        let compiled = driver::compile_text("case.slac", &prelude::complete(&source), &NoFiles);
        let options = Options { color: false, width: 90, ..Options::default() };
        let output = render(Format::Human, &compiled.findings, &compiled.sources, &options);
        if path.file_name().unwrap().to_string_lossy().starts_with("near_") {
            assert!(compiled.findings.is_empty(), "{}\n{output}", path.display());
        }
        let mut shown = format!("SOURCE\n\n{}\nOUTPUT\n\n", source.trim_end());
        let lines: Vec<&str> = output.lines().map(str::trim_end).collect();
        write!(shown, "{}", if lines.is_empty() { "nothing".to_owned() } else { lines.join("\n") }).unwrap();
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!("ui", shown);
        });
    });
}
