//! The evidence that a scenario writes down.

use super::asked::Asked;
use super::written::{self, Misread};
use super::{Evidence, Row, is_of_a_service, only_service, sound, subject};
use crate::base::{Name, Span};
use crate::diagnostics::{Finding, Sink};
use crate::evaluate::rules::{AMBIGUOUS_INSTANT, RECORD_WITHOUT_SERVICE, SKIPPED_INSTANT};
use crate::evaluate::{Number, Value};
use crate::model::from_resolved::rules::WRONG_VALUE;
use crate::model::{EvidenceRow, EvidenceValue, Expr, FieldType, Id, Model, Scenario, Subject};
use crate::time::local::Clocks;
use crate::time::Instant;

/// The rows of a scenario, as instants in the zone of the contract. A row with a fault is reported and left out.
#[must_use]
pub fn from_scenario(model: &Model, scenario: &Scenario, sink: &mut Sink) -> Evidence<'static> {
    let zone = model.contract.zone();
    let clocks = Clocks::of(&zone);
    let mut evidence = Evidence::default();
    for row in &scenario.rows {
        if let Some(row) = read(model, row, &clocks, sink) {
            evidence.add(row);
        }
    }
    sound::check(model, &evidence, sink);
    let asked = Asked::of(model);
    for row in evidence.all() {
        asked.missing(row).for_each(|dimension| asked.report(&evidence, row, &dimension, sink));
    }
    evidence
}

fn read(model: &Model, row: &EvidenceRow, clocks: &Clocks<'_>, sink: &mut Sink) -> Option<Row> {
    let mut values = Vec::with_capacity(row.values.len());
    let mut whole = true;
    for (field, value) in &row.values {
        match value_of(value, is_flag(model, row, field), row.span, clocks) {
            Ok(value) => values.push((field.clone(), value)),
            Err(finding) => {
                sink.report(finding.about(&row.name));
                whole = false;
            }
        }
    }
    let service = service_of(model, row);
    if service.is_none() && is_of_a_service(model, &row.record) {
        let message = format!("`{}` does not say which service it is about", row.name);
        let help = "add a column `on` with the name of the service";
        sink.report(Finding::new(&RECORD_WITHOUT_SERVICE, row.span, message).about(&row.name).help(help));
        whole = false;
    }
    if let (Some(Subject::Service(own)), Some(other)) = (subject(model, &row.record), &service)
        && own != other
    {
        let message = format!("`{}` is about `{other}`, and every `{}` is about `{own}`", row.name, row.record);
        sink.report(Finding::new(&RECORD_WITHOUT_SERVICE, row.span, message).about(&row.name));
        whole = false;
    }
    whole.then(|| Row { record: row.record.clone(), name: row.name.clone(), service, values, span: row.span })
}

/// The service that the row names, or the only one that the record can be about.
fn service_of(model: &Model, row: &EvidenceRow) -> Option<Id<crate::model::Service>> {
    let named = row.values.iter().find_map(|(field, value)| match value {
        EvidenceValue::Word(word) if field == "on" || field == "of" => Some(Id::new(word.clone())),
        _ => None,
    });
    named.or_else(|| only_service(model, &row.record))
}

fn is_flag(model: &Model, row: &EvidenceRow, field: &str) -> bool {
    let fields = model.records.get(&row.record).map(|record| record.fields.as_slice()).unwrap_or_default();
    fields.iter().any(|known| known.name == field && known.ty == FieldType::Flag)
}

fn value_of(value: &EvidenceValue, flag: bool, span: Span, clocks: &Clocks<'_>) -> Result<Value, Box<Finding>> {
    let instant = |text: &str| {
        let fault = |misread| Box::new(misread_instant(misread, text, span, clocks));
        written::instant(text, clocks).map_err(fault)
    };
    Ok(match value {
        EvidenceValue::Instant(text) => Value::Instant(instant(text)?),
        EvidenceValue::Instants(texts) => {
            let all: Result<Vec<Instant>, Box<Finding>> = texts.iter().map(|text| instant(text)).collect();
            Value::Instants(all?)
        }
        EvidenceValue::Expr(Expr::Quantity(quantity)) => Value::Number(Number::from(quantity)),
        EvidenceValue::Expr(Expr::Flag(flag)) => Value::Flag(*flag),
        EvidenceValue::Expr(Expr::Value { value: word, .. } | Expr::Choice(word) | Expr::Actor(word)) => {
            Value::Word(word.clone())
        }
        EvidenceValue::Expr(_) => Value::Nothing,
        EvidenceValue::Word(word) if flag => Value::Flag(word == "yes"),
        EvidenceValue::Word(word) => Value::Word(word.clone()),
        EvidenceValue::Text(_) => Value::Text,
    })
}

/// Why a text says no instant, or two.
pub(super) fn misread_instant(misread: Misread, text: &str, span: Span, clocks: &Clocks<'_>) -> Finding {
    let shown = text.replace('T', " ");
    let shown = shown.strip_suffix(":00").unwrap_or(&shown);
    match misread {
        Misread::NoInstant => Finding::new(&SKIPPED_INSTANT, span, format!("`{shown}` is not an instant")),
        Misread::PartOfSecond => {
            let message = format!("`{shown}` has a part of a second; instants are read to the second");
            Finding::new(&WRONG_VALUE, span, message)
        }
        Misread::Twice(before, after) => {
            let (before, after) = (written::offset(before), written::offset(after));
            let message = format!("`{shown}` comes twice: clocks go back that day");
            Finding::new(&AMBIGUOUS_INSTANT, span, message)
                .help(format!("write the offset: `{shown}{before}` for the first, `{shown}{after}` for the second"))
        }
        Misread::Never(before, after) => {
            let name = clocks.zone().iana_name().map(Name::from).unwrap_or_default();
            let (before, after) = (written::offset(before), written::offset(after));
            Finding::new(&SKIPPED_INSTANT, span, format!("`{shown}` does not exist in {name}"))
                .note(format!("clocks go forward over it, from offset {before} to {after}"))
                .help("write an instant that the clock shows, or one with its offset")
        }
    }
}
