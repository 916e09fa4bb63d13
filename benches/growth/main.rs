//! One check of one generated contract, and how long each pass took: what `just growth` counts the instructions of.
//!
//! `cargo bench --bench growth -- 10000` for a contract with that many commitments.
#![allow(missing_docs)]
#![expect(clippy::unwrap_used, reason = "a benchmark")]

#[path = "../pipeline/generate.rs"]
#[expect(dead_code, reason = "only contracts are wanted here")]
mod generate;

use slac::base::SourceMap;
use slac::diagnostics::Sink;
use slac::model::from_resolved;
use slac::resolved::{loader::NoFiles, resolve};
use std::time::Instant;

fn main() {
    let commitments = std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(10_000);
    let source = generate::contract(commitments);
    let (mut sources, mut sink) = (SourceMap::default(), Sink::default());

    let start = Instant::now();
    let program = resolve("growth.slac", &source, None, &NoFiles, &mut sources, &mut sink);
    let resolved = Instant::now();
    let model = from_resolved::lower(&program, &sources, &mut sink);
    let lowered = Instant::now();
    if let Some(model) = &model {
        slac::check::run(model, &mut sink);
    }
    let checked = Instant::now();

    println!(
        "{commitments} commitments, {} bytes, {} findings: parse and resolve {:.1?}, lower {:.1?}, check {:.1?}",
        source.len(),
        sink.into_sorted().len(),
        resolved - start,
        lowered - resolved,
        checked - lowered,
    );
}
