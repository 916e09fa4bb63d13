//! A contract or a service falls under no tier.

use crate::check::Facts;
use crate::check::decided::At;
use crate::diagnostics::{Answer, Family, Finding, Question, Rule, Shows, Sink, Witness};
use crate::model::Tier;

/// A contract or a service falls under no tier.
pub static RULE: Rule = Rule {
    name: "no-tier",
    family: Family::Silent,
    summary: "no tier is for some contract or service",
    checks: &["G5"],
};

/// Looks for cases in which the condition of no tier holds.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for group in facts.tiers() {
        for case in &group.never {
            if let Some(last) = group.tiers.last() {
                sink.report(no_tier(last, &group.tiers, case));
            }
        }
    }
}

fn no_tier(last: &Tier, tiers: &[&Tier], case: &At) -> Finding {
    let holds = |tier: &&Tier| Question::Holds { term: tier.term.id.clone(), value: None, case: case.case.clone() };
    let text = format!("{case}: nothing is promised, and nothing says so");
    let shown =
        tiers.iter().fold(Witness::new(Shows::NoAnswer, text), |w, tier| w.ask(holds(tier), Answer::Flag(false)));
    let finding = Finding::new(&RULE, last.term.field("when"), format!("no tier is for {case}"))
        .here(format!("`{}` is for this; none is for {case}", last.term.id))
        .witness(shown)
        .help(format!("widen one of the conditions, or add a tier for {case}"));
    let others = tiers.iter().filter(|tier| tier.term.id != last.term.id);
    let finding = others.fold(finding, |finding, tier| {
        finding.label(tier.term.field("when"), format!("`{}` is for this", tier.term.id))
    });
    tiers.iter().fold(finding, |finding, tier| finding.about(&tier.term.id))
}
