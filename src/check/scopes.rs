//! Scopes against one another: what is in both, and whether one is in the other.

use super::words;
use crate::base::Name;
use crate::model::Scope;

/// A case that is in both scopes, in words; none where there is none, or where a scope is not agreed yet.
#[must_use]
pub fn common(a: &Scope, b: &Scope) -> Option<String> {
    if a.as_blank().is_some() || b.as_blank().is_some() {
        return None;
    }
    let mut case: Vec<&Name> = Vec::new();
    for (dimension, values) in a.dimensions.iter().chain(b.dimensions.iter().filter(|(d, _)| a.values(d).is_none())) {
        let other = b.values(dimension);
        case.push(values.iter().find(|value| other.is_none_or(|others| others.contains(value)))?);
    }
    let service = match (a.services.as_slice(), b.services.as_slice()) {
        ([], []) => None,
        ([], services) | (services, []) => services.first(),
        (one, other) => Some(one.iter().find(|service| other.contains(service))?),
    };
    case.extend(service.map(|service| service.name()));
    Some(if case.is_empty() { "any case".to_owned() } else { format!("a case of {}", words::names(case)) })
}

/// Whether every case of the second scope is in the first, whatever is not agreed yet.
#[must_use]
pub fn covers(a: &Scope, b: &Scope) -> bool {
    if a.as_blank().is_some() {
        return a == b;
    }
    let services = a.services.is_empty()
        || (!b.services.is_empty() && b.services.iter().all(|service| a.services.contains(service)));
    services
        && a.dimensions.iter().all(|(dimension, values)| {
            b.values(dimension).is_some_and(|others| others.iter().all(|value| values.contains(value)))
        })
}
