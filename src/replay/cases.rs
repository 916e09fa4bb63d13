//! A case as a row of evidence, and a contract of which it can be one: a service has the values that the case says.

use super::lookups::value;
use crate::base::{Name, Span};
use crate::diagnostics::{Case, Datum};
use crate::evaluate::evidence::Row;
use crate::evaluate::{Evidence, Value, World};
use crate::model::{Commitment, Dimension, Expr, FieldType, HasTerm, Id, Model, Record, Service, Subject};
use crate::time::Instant;

/// A contract in which the service of a case, or any, has the values of the case that are facts of services or of the contract.
pub(super) fn placed(model: &Model, case: &Case) -> Option<Model> {
    let of = |name: &Name| model.dimensions.by_name(name).map(|dimension| &dimension.of);
    let is_fact = |name: &Name| !matches!(of(name), Some(Subject::Record(_)) | None);
    if !case.values.iter().any(|(name, _)| is_fact(name)) {
        return None;
    }
    let mut placed = model.clone();
    for (name, datum) in case.values.iter().filter(|(name, _)| is_fact(name)) {
        let Datum::Word(word) = datum else { continue };
        let said = || Expr::Value { dimension: Id::new(name.clone()), value: word.clone() };
        match of(name) {
            Some(Subject::Contract) => {
                placed.contract.chooses.retain(|(chosen, _)| chosen != name);
                placed.contract.chooses.push((name.clone(), word.clone()));
            }
            Some(Subject::Objective) => {
                for commitment in placed.commitments.iter_mut() {
                    commitment.facts.retain(|(fact, _)| fact != name);
                    commitment.facts.push((name.clone(), said()));
                }
            }
            _ => {
                let is_meant =
                    |service: &&mut Service| case.service.as_ref().is_none_or(|meant| *meant == service.term.id);
                for service in placed.services.iter_mut().filter(is_meant) {
                    service.facts.retain(|(fact, _)| fact != name);
                    service.facts.push((name.clone(), said()));
                }
            }
        }
    }
    Some(placed)
}

/// A case as a row: with its service, else the first that is held to a commitment then.
pub(super) fn row(world: &World<'_>, case: &Case, commitment: Option<&Commitment>) -> Option<Row> {
    let model = world.model;
    let record = match &case.record {
        Some(record) => Id::new(record.clone()),
        None => sort_of(model, case)?,
    };
    let held = |at: Instant| {
        let commitment = commitment?;
        world.held(commitment).find(|(_, held)| held.contains(at)).map(|(service, _)| service.id())
    };
    let service = case.service.clone().map(Id::new).or_else(|| held(case.at?));
    let values = case.values.iter().map(|(name, datum)| (name.clone(), value(datum)));
    let opened = case.event.clone().zip(case.at).map(|(field, at)| (field, Value::Instant(at)));
    Some(Row {
        name: record.name().clone(),
        record,
        service,
        values: values.chain(opened).collect(),
        span: Span::default(),
    })
}

/// The sort of record of which a case has values; the first of all where it has none.
fn sort_of(model: &Model, case: &Case) -> Option<Id<Record>> {
    let of = |dimension: &Dimension| match &dimension.of {
        Subject::Record(record) => Some(record.clone()),
        _ => None,
    };
    let own = case.values.iter().find_map(|(name, _)| of(model.dimensions.by_name(name)?));
    own.or_else(|| model.records.iter().next().map(HasTerm::id))
}

/// One record of a sort for each service, with an instant in each field that holds one.
pub(super) fn one_of_each(world: &World<'_>, sort: &Record) -> Evidence<'static> {
    let mut evidence = Evidence::default();
    let start = world.term().start + 30 * 86_400;
    for service in world.model.services.iter() {
        let instants = sort.fields.iter().filter(|field| field.ty == FieldType::Instant);
        let values =
            (1..).zip(instants).map(|(hour, field)| (field.name.clone(), Value::Instant(start + hour * 3_600)));
        evidence.add(Row {
            record: sort.id(),
            name: service.term.id.clone(),
            service: Some(service.id()),
            values: values.collect(),
            span: Span::default(),
        });
    }
    evidence
}
