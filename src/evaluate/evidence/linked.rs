//! Whether records that are about one another name one another: a record that names one which is not there, or none where it is about one.

use super::{Evidence, Row};
use crate::base::{Name, suggest};
use crate::diagnostics::{Finding, Sink};
use crate::evaluate::Value;
use crate::evaluate::names::{RECLASSIFICATION, is_called};
use crate::evaluate::rules::{RECORD_WITHOUT_VALUE, UNKNOWN_RECORD};
use crate::model::{FieldType, Model, Record, Subject};

/// Reports what is wrong with the names of other records that a record holds.
pub(super) fn check(model: &Model, evidence: &Evidence<'_>, row: &Row, sink: &mut Sink) {
    let Some(record) = model.records.get(&row.record) else { return };
    names(evidence, record, row, sink);
    about(record, row, sink);
    if is_called(record.term.id.as_str(), RECLASSIFICATION) {
        changes(model, record, row, sink);
    }
}

/// A field that names another record must name one that is there.
fn names(evidence: &Evidence<'_>, record: &Record, row: &Row, sink: &mut Sink) {
    for field in &record.fields {
        let (FieldType::Record(target), Value::Word(name)) = (&field.ty, row.get(&field.name)) else { continue };
        if evidence.named(target, name).is_none() {
            let message = format!("`{}` refers to the `{target}` `{name}`, but there is none of that name", row.name);
            let near = suggest::nearest(name, evidence.rows(target).iter().map(|row| row.name.as_str()));
            let help = near.map_or_else(
                || format!("add the `{target}` `{name}`, or leave `{}` out", field.name),
                |near| format!("add the `{target}` `{name}`, or name the right one (there is `{near}`)"),
            );
            sink.report(Finding::new(&UNKNOWN_RECORD, row.span, message).help(help));
        }
    }
}

/// A record that is of another, or that says what has changed of one, must say of which: it would do nothing.
fn about(record: &Record, row: &Row, sink: &mut Sink) {
    let is_change = is_called(record.term.id.as_str(), RECLASSIFICATION);
    let names_it = |ty: &FieldType| match (ty, &record.of) {
        (FieldType::Record(target), Some(Subject::Record(of))) => target == of,
        (FieldType::Record(_), _) => is_change,
        _ => false,
    };
    let fields: Vec<&Name> =
        record.fields.iter().filter(|field| names_it(&field.ty)).map(|field| &field.name).collect();
    if !fields.is_empty() && fields.iter().all(|field| *row.get(field) == Value::Nothing) {
        let named = fields.iter().map(|field| format!("`{field}`")).collect::<Vec<_>>().join(" or ");
        let message = format!("`{}` does not say what it is about: it has no {named}", row.name);
        let help = format!("write what it is about in {named}, or leave the record out");
        sink.report(Finding::new(&RECORD_WITHOUT_VALUE, row.span, message).about(&row.name).help(help));
    }
}

/// A reclassification must say what has changed.
fn changes(model: &Model, record: &Record, row: &Row, sink: &mut Sink) {
    let of_cases = |of: &Subject| {
        record
            .fields
            .iter()
            .any(|field| matches!((&field.ty, of), (FieldType::Record(target), Subject::Record(of)) if target == of))
    };
    let dimensions: Vec<_> = model.dimensions.iter().filter(|dimension| of_cases(&dimension.of)).collect();
    let known = |name: &Name| *row.get(name) != Value::Nothing;
    if !dimensions.is_empty() && !dimensions.iter().any(|dimension| known(&dimension.term.id)) {
        let all =
            dimensions.iter().map(|dimension| format!("`{}`", dimension.term.id)).collect::<Vec<_>>().join(" or ");
        let message = format!("`{}` says nothing new: it has no {all}", row.name);
        let help = format!("write the new value in a column {all}, or leave the record out");
        sink.report(Finding::new(&RECORD_WITHOUT_VALUE, row.span, message).about(&row.name).help(help));
    }
}
