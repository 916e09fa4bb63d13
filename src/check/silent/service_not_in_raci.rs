//! A service that is promised stands in no responsibility matrix.

use crate::check::{Facts, commitments};
use crate::diagnostics::{Answer, Family, Finding, Question, Rule, Shows, Sink, Witness};
use crate::model::{HasTerm, Id, Responsibility, Service, Tier};
use rustc_hash::FxHashSet;

/// A service that is promised stands in no responsibility matrix.
pub static RULE: Rule = Rule {
    name: "service-not-in-raci",
    family: Family::Silent,
    summary: "a promised service is covered by no responsibility matrix",
    checks: &["A6"],
};

/// Looks for promised services of a signatory that no matrix is about, where every matrix names its services.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    let covered: FxHashSet<&Id<Service>> =
        facts.model.responsibilities.iter().flat_map(|activity| &activity.services).collect();
    let Some(nearest) = facts.model.responsibilities.iter().next() else { return };
    let open = |activity: &Responsibility| activity.services.iter().any(|service| service.as_blank().is_some());
    if facts.model.responsibilities.iter().any(|activity| activity.services.is_empty() || open(activity)) {
        return;
    }
    let tiers: FxHashSet<&Id<Tier>> = commitments::promises(facts.model).map(|commitment| &commitment.tier).collect();
    for service in &facts.model.services {
        let signs = facts.model.parties.get(&service.by).is_some_and(crate::model::Party::signs);
        let promised = service.tiers.iter().any(|held| tiers.contains(&held.tier));
        if signs && promised && !covered.contains(&service.id()) {
            sink.report(service_not_in_raci(service, nearest));
        }
    }
}

fn service_not_in_raci(service: &Service, nearest: &Responsibility) -> Finding {
    let (id, matrix) = (&service.term.id, &nearest.matrix);
    Finding::new(&RULE, service.term.span, format!("nothing says who does what for `{id}`"))
        .about(id)
        .here(format!("`{id}` is promised, but in no responsibility matrix"))
        .label(nearest.term.span, format!("`{matrix}` is about other services"))
        .witness(
            Witness::new(Shows::NoAnswer, format!("who answers for work on `{id}`? no matrix says"))
                .ask(Question::Activities { service: id.clone() }, Answer::Names(Vec::new())),
        )
        .help(format!("add `{id}` to the services after `on` in `raci {matrix}`, or declare a `raci` for it"))
}
