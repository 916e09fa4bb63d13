//! What a period costs in which something is attained: judged and settled as evidence is, on values that are supposed.

use crate::evaluate::report::{Report, Warning};
use crate::evaluate::{Given, World};
use crate::time::Stretch;

/// What a period comes to if so much is attained, and nothing else happens. Only what is judged on a value that is supposed is kept,
/// and what is owed.
#[must_use]
pub fn cost(world: &World<'_>, period: Stretch) -> Report {
    let mut report = world.report(period);
    let supposed = |what: &str, of: Option<&str>| {
        let fits = |given: &&Given| given.what == what && (given.of.is_none() || given.of.as_deref() == of);
        world.given.iter().find(fits).is_some()
    };
    report.judged.retain(|judged| {
        let Some(commitment) = world.model.commitments.get(&judged.commitment) else { return false };
        let names = [Some(&commitment.term.id), Some(commitment.indicator.name()), commitment.objective.as_ref()];
        let of = judged.service.as_ref().map(|service| service.as_str());
        names.into_iter().flatten().any(|name| supposed(name, of))
    });
    report.cases.clear();
    // That nothing else happens is what was supposed.
    report.warnings.retain(|warning| matches!(warning, Warning::NotStated(_) | Warning::NoInstance(_)));
    report
}
