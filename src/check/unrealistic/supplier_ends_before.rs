//! A promise of a supplier ends before the one that rests on it.

use crate::check::Facts;
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Commitment, Service};
use jiff::civil::Date;

/// A promise of a supplier ends before the one that rests on it.
pub static RULE: Rule = Rule {
    name: "supplier-ends-before",
    family: Family::Unrealistic,
    summary: "a promise ends before the one that rests on it",
    checks: &["D9"],
};

/// Compares, for each promise that rests on others, until when each is in force.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    let end = facts.model.contract.until;
    for rest in &facts.timing().rests {
        let own = rest.own_until.into_iter().chain(rest.own.term.validity.until).min().or(end);
        if let Some(ends) = rest.until.filter(|ends| own.is_none_or(|own| *ends < own)) {
            sink.report(supplier_ends_before(rest.service, rest.own, rest.behind, ends));
        }
    }
}

fn supplier_ends_before(service: &Service, own: &Commitment, behind: &Commitment, ends: Date) -> Finding {
    let (promise, other) = (&own.term.id, &behind.term.id);
    Finding::new(&RULE, behind.target_span, format!("`{other}` ends before `{promise}`, which rests on it"))
        .about(other)
        .about(promise)
        .about(&service.term.id)
        .here(format!("in force until {ends}"))
        .label(own.target_span, "still promised then")
        .help("prolong the promise behind it, or let both end together")
}
