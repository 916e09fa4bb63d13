//! How fast each pass is, how cost grows with the input, and how other compilers do on as many bytes of their own kind.
//!
//! `cargo bench --bench pipeline`, or one part: `cargo bench --bench pipeline -- growth`. What is not installed is
//! skipped, and said so.
#![allow(missing_docs)]
#![expect(clippy::unwrap_used, reason = "a benchmark")]

mod generate;
mod others;

use criterion::{BenchmarkId, Criterion, Throughput};
use slac::base::{FileId, Language, SourceFile, SourceMap, Span};
use slac::diagnostics::{Finding, Sink};
use slac::driver;
use slac::emit::{rules, text};
use slac::model::from_resolved;
use slac::render::{Format, Options, render};
use slac::resolved::loader::NoFiles;
use std::hint::black_box;
use std::time::Duration;

/// The size that is asked of a compiler: a contract with this many commitments.
const LARGE: usize = 10_000;

fn main() {
    let mut criterion = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(3))
        .configure_from_args();
    passes(&mut criterion);
    growth(&mut criterion);
    rendering(&mut criterion);
    criterion.final_summary();
    others::compare();
}

/// Each pass by itself, on a large contract and on the flagship.
fn passes(criterion: &mut Criterion) {
    let flagship = include_str!("../../examples/infogerance-erp/erp_acme.slac").to_owned();
    for (name, source) in [("large", generate::contract(LARGE)), ("flagship", flagship)] {
        let mut group = criterion.benchmark_group(format!("passes/{name}"));
        group.throughput(Throughput::Bytes(source.len() as u64));
        group.bench_function("parse", |b| {
            b.iter(|| black_box(slac::syntax::parse(FileId(0), &source, &mut Sink::default())))
        });
        group.bench_function("parse, resolve, lower", |b| b.iter(|| black_box(lowered(&source))));
        group.bench_function("parse, resolve, lower, check", |b| {
            b.iter(|| black_box(driver::compile_text("bench.slac", &source, &NoFiles)));
        });
        let model = driver::compile_text("bench.slac", &source, &NoFiles).model.unwrap();
        group.bench_function("check alone", |b| {
            b.iter(|| {
                let mut sink = Sink::default();
                slac::check::run(&model, &mut sink);
                black_box(sink)
            });
        });
        let templates = text::Templates::built_in();
        group.bench_function("build the French text", |b| {
            b.iter(|| black_box(text::render(&model, Language::French, &templates).unwrap()));
        });
        group.bench_function("export the rules", |b| {
            b.iter(|| black_box(serde_json::to_string(&rules::to_rules(&model, &|_| None).unwrap()).unwrap()));
        });
        group.finish();
    }
}

fn lowered(source: &str) -> Option<slac::model::Model> {
    let (mut sources, mut sink) = (SourceMap::default(), Sink::default());
    let program = slac::resolved::resolve("bench.slac", source, None, &NoFiles, &mut sources, &mut sink);
    from_resolved::lower(&program, &sources, &mut sink)
}

/// A whole check of inputs that double: the time may at most double, and a little.
fn growth(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("growth/check");
    for commitments in [LARGE / 4, LARGE / 2, LARGE, LARGE * 2] {
        let source = generate::contract(commitments);
        group.throughput(Throughput::Bytes(source.len() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(commitments), &source, |b, source| {
            b.iter(|| black_box(driver::compile_text("bench.slac", source, &NoFiles)));
        });
    }
    group.finish();
}

/// A thousand findings of a file of a million bytes.
fn rendering(criterion: &mut Criterion) {
    let line = "availability at least 99.9 % each month during always // a line like any other\n";
    let text = line.repeat(1_000_000 / line.len());
    let mut sources = SourceMap::default();
    let file = sources.add(SourceFile::new("large.slac", text.as_str()));
    let rule = *driver::rules().first().unwrap();
    let at = |i: usize| Span { file, start: (i * line.len()) as u32, end: (i * line.len() + 12) as u32 };
    let findings: Vec<Finding> = (0..1_000)
        .map(|i| {
            let place = i * 12;
            Finding::new(rule, at(place), "something is wrong here")
                .here("this")
                .label(at(place + 3), "because of this")
                .help("mend it")
        })
        .collect();
    let mut group = criterion.benchmark_group("render 1,000 findings of 1 MB");
    for format in Format::ALL {
        group.bench_function(format.name(), |b| {
            b.iter(|| black_box(render(format, &findings, &sources, &Options::default())));
        });
    }
    group.finish();
}
