//! A claim has a deadline, and nothing says what a late claim is worth.

use crate::check::{Facts, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Claim, Deadline, Settlement};

/// A claim has a deadline, and nothing says what a late claim is worth.
pub static RULE: Rule = Rule {
    name: "claim-without-effect",
    family: Family::Silent,
    summary: "nothing says what becomes of an amount that is claimed too late",
    checks: &["P21"],
};

/// Asks every claim with a deadline for the effect of silence.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for settlement in &facts.model.settlements {
        if let Some(Claim::By { within: Some(deadline), otherwise: None, .. }) = &settlement.claim {
            sink.report(claim_without_effect(settlement, deadline));
        }
    }
}

fn claim_without_effect(settlement: &Settlement, deadline: &Deadline) -> Finding {
    let length = words::quantity(&deadline.delay.length);
    Finding::new(
        &RULE,
        settlement.term.field("claim"),
        "nothing says what becomes of an amount that is claimed too late",
    )
    .about(&settlement.term.id)
    .here(format!("claimed within {length}"))
    .witness(format!("a claim made one day after the {length} are over: the amount is lost, or is still owed"))
    .help("add `otherwise forfeited` or `otherwise kept` to the claim")
}
