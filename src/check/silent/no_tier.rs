//! A contract or a service falls under no tier.

use crate::check::Facts;
use crate::diagnostics::{Family, Finding, Rule, Sink};
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

fn no_tier(last: &Tier, tiers: &[&Tier], case: &str) -> Finding {
    let finding = Finding::new(&RULE, last.term.field("when"), format!("no tier is for {case}"))
        .here(format!("`{}` is for this; none is for {case}", last.term.id))
        .witness(format!("{case}: nothing is promised, and nothing says so"))
        .help(format!("widen one of the conditions, or add a tier for {case}"));
    let others = tiers.iter().filter(|tier| tier.term.id != last.term.id);
    let finding = others.fold(finding, |finding, tier| {
        finding.label(tier.term.field("when"), format!("`{}` is for this", tier.term.id))
    });
    tiers.iter().fold(finding, |finding, tier| finding.about(&tier.term.id))
}
