//! Scopes against one another: what is in both, and whether one is in the other.

use super::shown;
use crate::model::Scope;

/// A case that is in both scopes, in words; none where there is none, or where a scope is not agreed yet.
#[must_use]
pub fn common(a: &Scope, b: &Scope) -> Option<String> {
    shown::common(a, b).map(|case| shown::told(&case))
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
