//! The evidence that a scenario writes down.

use super::asked::Asked;
use super::written::{self, Misread};
use super::{Evidence, Row, fields, from_files, is_of_a_service, of_another, only_service, sound, stated};
use crate::base::{Name, Span};
use crate::diagnostics::{Finding, Sink};
use crate::evaluate::rules::{AMBIGUOUS_INSTANT, DUPLICATE_RECORD, RECORD_WITHOUT_SERVICE, SKIPPED_INSTANT};
use crate::evaluate::{Number, Value, instances};
use crate::model::from_resolved::rules::WRONG_VALUE;
use crate::model::{
    EvidenceRow, EvidenceValue, Expectation, Expected, Expr, FieldType, HasTerm, Id, Model, Operator, Scenario,
};
use crate::time::Instant;
use crate::time::local::Clocks;

/// The rows of a scenario, as instants in the zone of the contract. A row with a fault is reported and left out.
#[must_use]
pub fn from_scenario(model: &Model, scenario: &Scenario, sink: &mut Sink) -> Evidence<'static> {
    let zone = model.contract.zone();
    let clocks = Clocks::of(&zone);
    let mut evidence = Evidence::default();
    let term = from_files::term(model, &zone);
    for row in &scenario.rows {
        if let Some(row) = read(model, row, &clocks, sink) {
            evidence.note_known(model, &row, term);
            evidence.add(row);
        }
    }
    for expected in scenario.expect.iter().chain(&scenario.given) {
        if let Expected::Of { of, .. } = &expected.what
            && instances::parts(of).is_some()
        {
            evidence.note_instance(&Id::new(of.clone()), expected.span);
        }
    }
    given(model, scenario, sink);
    sound::check(model, &evidence, sink);
    let asked = Asked::of(model);
    for row in evidence.all() {
        asked.missing(row).for_each(|dimension| asked.report(&evidence, row, &dimension, sink));
    }
    evidence
}

/// Reports what is given and cannot be, or is given twice.
fn given(model: &Model, scenario: &Scenario, sink: &mut Sink) {
    for (place, given) in scenario.given.iter().enumerate() {
        let name = match &given.what {
            Expected::Term(name) | Expected::Of { what: name, .. } => name,
        };
        let value = match &given.is {
            Some(Expr::Quantity(quantity)) => Value::Number(Number::from(quantity)),
            _ => Value::Nothing,
        };
        if let Some(why) = stated::out_of_range(model, name, &value) {
            sink.report(Finding::new(&WRONG_VALUE, given.span, format!("`{name}` {why}")));
        }
        let month = |given: &Expectation| given.month.unwrap_or_else(|| scenario.day.first_of_month());
        let before = scenario.given.get(..place).unwrap_or_default();
        let first = before.iter().find(|before| before.what == given.what && month(before) == month(given));
        if let Some(first) = first {
            let finding = Finding::new(&DUPLICATE_RECORD, given.span, stated::twice(name));
            sink.report(finding.label(first.span, "the first").help("keep the value that holds"));
        }
    }
}

fn read(model: &Model, row: &EvidenceRow, clocks: &Clocks<'_>, sink: &mut Sink) -> Option<Row> {
    let mut values = Vec::with_capacity(row.values.len());
    let mut whole = true;
    let own = model.services.by_name(row.record.name()).map(HasTerm::id);
    let mut instance = own.as_ref().map(|_| row.name.clone());
    // The service stands beside the fields, as it does in files.
    for (field, value) in row.values.iter().filter(|(field, _)| field != "on") {
        if let (EvidenceValue::Word(word), true) = (value, is_instance(model, row, field)) {
            instance = Some(word.clone());
            continue;
        }
        match value_of(value, is_flag(model, row, field), row.span, clocks) {
            Ok(value) => {
                let figure = own.as_ref().and_then(|_| model.figures.by_name(field));
                let wrong = figure.and_then(|figure| fields::without_unit(figure, &value, row.span));
                whole &= wrong.is_none();
                wrong.into_iter().for_each(|finding| sink.report(finding.about(&row.name)));
                values.push((field.clone(), value));
            }
            Err(finding) => {
                sink.report(finding.about(&row.name));
                whole = false;
            }
        }
    }
    let mut service = own.or_else(|| service_of(model, row));
    if service.is_none() && is_of_a_service(model, &row.record) {
        let message = format!("`{}` does not say which service it is about", row.name);
        let help = "add a column `on` with the name of the service";
        sink.report(Finding::new(&RECORD_WITHOUT_SERVICE, row.span, message).about(&row.name).help(help));
        whole = false;
    }
    match instances::of_record(model, &row.name, service.take(), instance.as_ref(), row.span) {
        Ok(of) => service = of,
        Err(finding) => {
            sink.report(*finding);
            whole = false;
        }
    }
    let row = Row { record: row.record.clone(), name: row.name.clone(), service, values, span: row.span };
    let other = of_another(model, &row);
    whole &= other.is_none();
    other.into_iter().for_each(|finding| sink.report(finding));
    whole.then_some(row)
}

/// The service that the row names, or the only one that the record can be about.
fn service_of(model: &Model, row: &EvidenceRow) -> Option<Id<crate::model::Service>> {
    let named = row.values.iter().find_map(|(field, value)| match value {
        EvidenceValue::Word(word) if field == "on" || field == "of" => Some(Id::new(word.clone())),
        _ => None,
    });
    named.or_else(|| only_service(model, &row.record))
}

/// Whether a column says which instance a record is about: a field of that name comes first.
fn is_instance(model: &Model, row: &EvidenceRow, field: &str) -> bool {
    let fields = model.records.get(&row.record).map(|record| record.fields.as_slice()).unwrap_or_default();
    field == instances::INSTANCE && fields.iter().all(|known| known.name != field)
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
            Value::in_order(all?)
        }
        EvidenceValue::Expr(Expr::Quantity(quantity)) => Value::Number(Number::from(quantity)),
        // A rate is what it is in one period of its own: `400 EUR per month`.
        EvidenceValue::Expr(Expr::Binary { op: Operator::Per, left, .. }) => match &**left {
            Expr::Quantity(quantity) => Value::Number(Number::from(quantity)),
            _ => Value::Nothing,
        },
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
        Misread::LeapSecond => {
            let message = format!("`{shown}` has the second 60, and a minute has the seconds 00 to 59");
            Finding::new(&SKIPPED_INSTANT, span, message).help("write the second 59, or the minute after it")
        }
        Misread::FarOffset => {
            let message = format!("`{text}` has an offset that no zone has");
            Finding::new(&SKIPPED_INSTANT, span, message).note("no zone is further from UTC than 14:00")
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
            Finding::new(&SKIPPED_INSTANT, span, format!("the time `{shown}` does not exist in {name}"))
                .note("the clocks go forward that day, and never show this time")
                .help(format!("write a time that they show, or say by which clock it is meant: `{shown}{before}` or `{shown}{after}`"))
        }
    }
}
