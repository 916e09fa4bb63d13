//! A contract or a service falls under two tiers.

use crate::check::Facts;
use crate::check::decided::At;
use crate::diagnostics::{Answer, Family, Finding, Question, Rule, Shows, Sink, Witness};
use crate::model::Tier;

/// A contract or a service falls under two tiers.
pub static RULE: Rule = Rule {
    name: "two-tiers",
    family: Family::Ambiguous,
    summary: "two tiers are for the same contract or service",
    checks: &["G5"],
};

/// Looks for cases in which the conditions of two tiers hold, of tiers that bound the same indicator.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for group in facts.tiers() {
        for (first, second, case) in &group.twice {
            sink.report(two_tiers(first, second, case));
        }
    }
}

fn two_tiers(first: &Tier, second: &Tier, case: &At) -> Finding {
    let (one, other) = (&first.term.id, &second.term.id);
    let holds = |tier: &Tier| Question::Holds { term: tier.term.id.clone(), value: None, case: case.case.clone() };
    let shown = Witness::new(Shows::Several, format!("{case}: both tiers hold, with a target each"))
        .ask(holds(first), Answer::Flag(true))
        .ask(holds(second), Answer::Flag(true));
    Finding::new(&RULE, second.term.field("when"), format!("`{one}` and `{other}` are both for {case}"))
        .about(one)
        .about(other)
        .here(format!("and so is `{other}`"))
        .label(first.term.field("when"), format!("`{one}` is for {case}"))
        .witness(shown)
        .help("narrow one of the conditions so that each case falls under one tier only")
}
