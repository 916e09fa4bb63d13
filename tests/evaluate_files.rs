//! The evidence of a scenario, written into files, comes to the same as in the scenario: records that are kept, and records that are read again
//! each time, are judged alike.
#![expect(clippy::unwrap_used, reason = "a test")]

use slac::diagnostics::Sink;
use slac::driver;
use slac::evaluate::evidence::{Source, from_files, from_scenario};
use slac::evaluate::{Calendars, Evidence, World, instances};
use slac::model::{EvidenceRow, EvidenceValue, Expected, Expr, HasTerm, Model, Operator, Scenario};
use slac::resolved::loader::NoFiles;
use slac::time::{Cycle, local};
use std::collections::BTreeMap;
use std::io::{self, Cursor, Read};
use std::path::Path;

struct Lines {
    name: String,
    text: String,
}

impl Source for Lines {
    fn name(&self) -> &str {
        &self.name
    }

    fn open(&self) -> io::Result<Box<dyn Read>> {
        Ok(Box::new(Cursor::new(self.text.clone().into_bytes())))
    }
}

fn json(value: &EvidenceValue) -> serde_json::Value {
    match value {
        EvidenceValue::Instant(text) => text.as_str().into(),
        EvidenceValue::Instants(all) => all.clone().into(),
        EvidenceValue::Expr(Expr::Quantity(quantity)) => format!("{} {}", quantity.value, quantity.unit).trim().into(),
        EvidenceValue::Expr(Expr::Binary { op: Operator::Per, left, right }) => match (&**left, &**right) {
            (Expr::Quantity(amount), Expr::Quantity(period)) => {
                format!("{} {} per {}", amount.value, amount.unit, period.unit).into()
            }
            _ => serde_json::Value::Null,
        },
        EvidenceValue::Expr(Expr::Flag(flag)) => (*flag).into(),
        EvidenceValue::Expr(Expr::Value { value: word, .. } | Expr::Choice(word) | Expr::Actor(word))
        | EvidenceValue::Word(word) => word.as_str().into(),
        EvidenceValue::Expr(_) => serde_json::Value::Null,
        EvidenceValue::Text(_) => "text".into(),
    }
}

fn line(row: &EvidenceRow) -> String {
    let named = [(row.record.as_str().to_owned(), row.name.as_str().into())];
    let values = row.values.iter().map(|(field, value)| {
        let head = if field == "of" { "on" } else { field.as_str() };
        (head.to_owned(), json(value))
    });
    let object: serde_json::Map<_, _> = named.into_iter().chain(values).collect();
    serde_json::Value::Object(object).to_string()
}

/// One file for each sort of record.
fn files(scenario: &Scenario) -> Vec<Lines> {
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for row in &scenario.rows {
        let text = texts.entry(format!("{}.jsonl", row.record.as_str())).or_default();
        text.push_str(&line(row));
        text.push('\n');
    }
    texts.into_iter().map(|(name, text)| Lines { name, text }).collect()
}

/// All that the month of a scenario comes to.
fn report(model: &Model, scenario: &Scenario, evidence: &Evidence<'_>) -> String {
    let model = &*instances::apart(model, evidence);
    let calendars = Calendars::around(model, evidence, scenario.day);
    let day = local::day(calendars.zone(), scenario.day);
    let month = Cycle::month().at(day.start, calendars.zone()).unwrap().whole;
    let as_of = evidence.last_instant().map_or(month.end, |last| last.max(month.end));
    let mut report = World::new(model, &calendars, evidence, as_of).report(month);
    // Files say by their heads what was looked for and not found; a scenario says what it needs.
    report.warnings.clear();
    format!("{report:#?}")
}

/// A scenario may expect something of an instance that none of its records names; files know nothing of it.
fn asks_of_an_instance_without_a_list(scenario: &Scenario) -> bool {
    let is_listed = |service: &str| scenario.rows.iter().any(|row| row.record.as_str() == service);
    scenario.expect.iter().chain(&scenario.given).any(|expected| match &expected.what {
        Expected::Of { of, .. } => instances::parts(of).is_some_and(|(service, _)| !is_listed(service)),
        _ => false,
    })
}

#[test]
fn a_month_comes_to_the_same_in_files_as_in_a_scenario() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/evaluate");
    let mut compared = 0;
    for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let text = std::fs::read_to_string(&path).unwrap();
        let model = driver::compile_text("scenario.slac", &text, &NoFiles).model.unwrap();
        for scenario in model.scenarios.iter().filter(|scenario| !asks_of_an_instance_without_a_list(scenario)) {
            let mut sink = Sink::default();
            let files = files(scenario);
            let sources: Vec<&dyn Source> = files.iter().map(|file| file as &dyn Source).collect();
            let read = from_files(&model, &sources, &mut sink).map_err(|(name, error)| format!("{name}: {error}"));
            let written = from_scenario(&model, scenario, &mut sink);
            assert_eq!(sink.errors(), 0, "{}, {}", path.display(), scenario.id());
            let (read, written) = (report(&model, scenario, &read.unwrap()), report(&model, scenario, &written));
            let differs = read.lines().zip(written.lines()).find(|(read, written)| read != written);
            assert_eq!(differs, None, "{}, {}: {read}", path.display(), scenario.id());
            assert_eq!(read.len(), written.len());
            compared += 1;
        }
    }
    assert!(compared > 80, "{compared}");
}
