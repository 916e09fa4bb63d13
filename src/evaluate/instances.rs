//! Instances of a service: each is judged as a service of its own, called `vm[i-123]`.
//!
//! A contract says that a service has many instances, and evidence which: by the list of them, whose rows may say what holds for
//! each, or else by the records that name one. What a contract says of the service holds for each of its instances.

use super::Evidence;
use super::Value;
use super::evidence::Row;
use super::rules::{RECORD_WITHOUT_SERVICE, UNKNOWN_RECORD};
use crate::base::{Name, Span, suggest};
use crate::diagnostics::{Finding, Sink};
use crate::model::{Expr, HasTerm, Id, Model, Service};
use std::borrow::Cow;

/// The column that says which instance of its service a record is about.
pub const INSTANCE: &str = "instance";

/// An instance of a service: `vm[i-123]`.
#[must_use]
pub fn named(service: &Id<Service>, instance: &str) -> Id<Service> {
    Id::new(Name::from(format!("{service}[{instance}]")))
}

/// The service that an instance is one of, and its own name; none for a service.
#[must_use]
pub fn parts(id: &str) -> Option<(&str, &str)> {
    // A name of the language has no bracket.
    let (service, instance) = id.split_once('[')?;
    Some((service, instance.strip_suffix(']')?))
}

/// Whether a service is one that is named, or an instance of it.
#[must_use]
pub fn is_of(service: &Id<Service>, named: &Id<Service>) -> bool {
    service == named || parts(service.as_str()).is_some_and(|(of, _)| of == named.as_str())
}

/// Whether a service is among those that are named, or an instance of one of them.
#[must_use]
pub fn among(services: &[Id<Service>], service: &Id<Service>) -> bool {
    services.iter().any(|named| is_of(service, named))
}

/// The subject of a question that is about a service of the contract, asked of an instance of it or of another service.
#[must_use]
pub fn subject<'s>(own: &'s Id<Service>, asked: Option<&'s Id<Service>>) -> &'s Id<Service> {
    asked.filter(|asked| is_of(asked, own)).unwrap_or(own)
}

/// The service or the instance that a record is about, of what its columns say.
///
/// # Errors
/// A finding where a service of many instances has none, or another service has one.
pub(super) fn of_record(
    model: &Model,
    name: &Name,
    service: Option<Id<Service>>,
    instance: Option<&Name>,
    span: Span,
) -> Result<Option<Id<Service>>, Box<Finding>> {
    let Some(service) = service else { return Ok(None) };
    let many = model.services.get(&service).is_some_and(|service| service.many);
    let fault = |message: String| Finding::new(&RECORD_WITHOUT_SERVICE, span, message).about(name);
    match instance {
        Some(instance) if many => Ok(Some(named(&service, instance))),
        None if many => {
            let finding = fault(format!("`{name}` does not say which instance of `{service}` it is about"));
            Err(Box::new(finding.help(format!("add a column `{INSTANCE}` with the name of the instance"))))
        }
        Some(instance) => {
            let finding = fault(format!("`{name}` names the instance `{instance}`, and `{service}` has no instances"));
            Err(Box::new(finding.help(format!("leave the cell empty, or write `instances many` in `{service}`"))))
        }
        None => Ok(Some(service)),
    }
}

/// Reports records on an instance that the list of the instances of its service does not have.
pub(super) fn check(evidence: &Evidence<'_>, sink: &mut Sink) {
    for (id, span) in evidence.instances() {
        let Some((service, instance)) = parts(id.as_str()) else { continue };
        let list = evidence.rows(&Id::new(Name::from(service)));
        if list.is_empty() || list.iter().any(|row| row.name == instance) {
            continue;
        }
        let near = suggest::nearest(instance, list.iter().map(|row| row.name.as_str()));
        let help = near.map_or_else(
            || "add it to the list, or mend its name".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        let message = format!("the list of `{service}` has no instance `{instance}`");
        sink.report(Finding::new(&UNKNOWN_RECORD, span, message).help(help));
    }
}

/// The contract with each instance that evidence knows as a service of its own. A service of many instances is held to nothing
/// itself; what is asked of it is what holds for all of them.
#[must_use]
pub fn apart<'m>(model: &'m Model, evidence: &Evidence<'_>) -> Cow<'m, Model> {
    if !model.services.iter().any(|service| service.many) {
        return Cow::Borrowed(model);
    }
    let mut apart = model.clone();
    apart.services = crate::model::Table::default();
    for service in &model.services {
        if !service.many {
            apart.services.insert(service.clone());
            continue;
        }
        apart.services.insert(Service { tiers: Vec::new(), ..service.clone() });
        let list = evidence.rows(&Id::new(service.term.id.clone()));
        for row in list {
            apart.services.insert(instance_of(service, &named(&service.id(), &row.name), Some(row)));
        }
        let of_service = |id: &&Id<Service>| is_of(id, &service.id()) && list.is_empty();
        for id in evidence.instances().map(|(id, _)| id).filter(of_service) {
            apart.services.insert(instance_of(service, id, None));
        }
    }
    Cow::Owned(apart)
}

/// An instance: its service, with what its own row says in the place of what the contract says of all.
fn instance_of(service: &Service, id: &Id<Service>, row: Option<&Row>) -> Service {
    let mut instance = Service { many: false, ..service.clone() };
    instance.term.id = id.name().clone();
    for (name, value) in row.into_iter().flat_map(|row| &row.values) {
        let fact = match value {
            Value::Number(number) => Expr::Quantity(number.quantity()),
            Value::Flag(flag) => Expr::Flag(*flag),
            Value::Word(value) => Expr::Value { dimension: Id::new(name.clone()), value: value.clone() },
            _ => continue,
        };
        instance.facts.retain(|(known, _)| known != name);
        instance.facts.push((name.clone(), fact));
    }
    instance
}
