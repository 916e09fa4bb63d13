//! A promise of a supplier ends before the one that rests on it.

use crate::check::Facts;
use crate::check::timing::Rest;
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Model, Service};
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
            sink.report(supplier_ends_before(facts.model, rest, ends, own));
        }
    }
}

fn supplier_ends_before(model: &Model, rest: &Rest<'_>, ends: Date, own_end: Option<Date>) -> Finding {
    let (service, own, behind) = (rest.service, rest.own, rest.behind);
    let (promise, other) = (&own.term.id, &behind.term.id);
    let (goes_on, prolong) = match own_end {
        Some(end) => (format!("`{promise}` is promised until {end}"), format!("prolong `{other}` until {end}")),
        None => (format!("`{promise}` is promised without an end"), format!("prolong `{other}`")),
    };
    // Where it is said until when a service of the other party is held to it.
    let of_tier =
        |service: &&Service| service.tiers.iter().any(|held| held.tier == behind.tier && held.until == Some(ends));
    let finding =
        Finding::new(&RULE, behind.target_span, format!("`{other}` ends before `{promise}`, which rests on it"))
            .about(other)
            .about(promise)
            .about(&service.term.id)
            .here(format!("`{other}` is promised until {ends}"))
            .label(own.target_span, goes_on)
            .witness(format!("from {ends} on: `{promise}` is promised, but nobody promises what it rests on"))
            .help(format!("{prolong}, or end `{promise}` on {ends} too"));
    match model.services.iter().find(of_tier) {
        Some(held) => finding.label(held.term.field("at"), format!("held to `{}` until {ends}", behind.tier)),
        None => finding,
    }
}
