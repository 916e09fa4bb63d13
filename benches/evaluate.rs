//! How fast a month is judged from files of evidence: `cargo bench --bench evaluate`.
#![allow(missing_docs)]
#![expect(clippy::unwrap_used, reason = "a benchmark")]

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use jiff::civil::date;
use slac::diagnostics::Sink;
use slac::driver;
use slac::evaluate::evidence::{Source, from_files};
use slac::evaluate::{Calendars, World};
use slac::resolved::loader::NoFiles;
use slac::time::{Cycle, local};
use std::fmt::Write as _;
use std::hint::black_box;
use std::io::{Cursor, Read, Result};

/// A file that lies in memory.
struct File(String);

impl Source for File {
    fn name(&self) -> &str {
        "incidents.csv"
    }
    fn open(&self) -> Result<Box<dyn Read>> {
        Ok(Box::new(Cursor::new(self.0.clone().into_bytes())))
    }
}

/// So many incidents, spread over May 2026: one in four misses its target.
fn incidents(number: usize) -> File {
    let mut text = String::from("incident,on,priority,opened,acknowledged,restored\n");
    for i in 0..number {
        let (day, hour, minute) = (1 + i % 27, i / 27 % 20, i / 540 % 60);
        let priority = 1 + i % 3;
        let restored = if i % 4 == 0 { "23:59" } else { "20:10" };
        let opened = format!("2026-05-{day:02} {hour:02}:{minute:02}");
        let _ = writeln!(text, "i{i},erp,p{priority},{opened},{opened}:30,2026-05-{:02} {restored}", day + 1);
    }
    File(text)
}

fn months(criterion: &mut Criterion) {
    let contract = include_str!("../examples/infogerance-erp/erp_acme.slac");
    let model = driver::compile_text("erp_acme.slac", contract, &NoFiles).model.unwrap();
    let mut group = criterion.benchmark_group("a month of incidents");
    group.sample_size(10);
    for number in [1_000, 10_000, 100_000] {
        let file = incidents(number);
        group.throughput(Throughput::Elements(number as u64));
        group.bench_with_input(BenchmarkId::from_parameter(number), &file, |bencher, file| {
            let sources: [&dyn Source; 1] = [file];
            bencher.iter(|| {
                let mut sink = Sink::default();
                let evidence = from_files(&model, &sources, &mut sink).unwrap();
                let calendars = Calendars::around(&model, &evidence, date(2026, 5, 1));
                let start = local::start_of(calendars.zone(), date(2026, 5, 1));
                let month = Cycle::month().at(start, calendars.zone()).unwrap().whole;
                let mut world = World::new(&model, &calendars, &evidence, month.end);
                world.explains = false;
                black_box(world.report(month));
            });
        });
    }
    group.finish();
}

criterion_group!(benches, months);
criterion_main!(benches);
