//! A promised service depends on one for which nothing is promised.

use crate::check::Facts;
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::Service;
use rustc_hash::FxHashSet;

/// A promised service depends on one for which nothing is promised.
pub static RULE: Rule = Rule {
    name: "dependency-without-promise",
    family: Family::Unenforceable,
    summary: "a promised service depends on a supplier that promises nothing",
    checks: &["D12"],
};

/// Looks for services of others, behind a promised share of time, that are held to nothing.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    let mut reported = FxHashSet::default();
    for question in facts.dependencies() {
        for service in &question.unpromised {
            if reported.insert(service.term.id.as_str()) {
                sink.report(dependency_without_promise(question.service, question.commitment, service));
            }
        }
    }
}

fn dependency_without_promise(service: &Service, commitment: &crate::model::Commitment, needed: &Service) -> Finding {
    let (id, on) = (&service.term.id, &needed.term.id);
    Finding::new(
        &RULE,
        needed.term.span,
        format!("`{id}` depends on `{on}`, for which `{}` promises nothing", needed.by),
    )
    .about(on)
    .about(id)
    .here(format!("nothing is promised for `{on}`"))
    .label(commitment.target_span, format!("`{id}` promises {}", crate::check::commitments::target_words(commitment)))
    .note(format!("outages of `{on}` count against the promise of `{id}`, and `{}` owes nothing for them", needed.by))
    .help(format!(
        "declare a tier of `{}` with what it promises, and write `at` that tier in `service {on}`",
        needed.by
    ))
}
