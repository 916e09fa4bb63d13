//! Two commitments say the same.

use crate::check::{Facts, commitments};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::Commitment;

/// Two commitments say the same.
pub static RULE: Rule = Rule {
    name: "repeated-commitment",
    family: Family::Void,
    summary: "a commitment repeats another one",
    checks: &["N3"],
};

/// Looks for cells in which two commitments give the same answer.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for question in facts.targets() {
        for (first, second, _) in question.pairs(true).filter(|(first, second, _)| first.tier == second.tier) {
            sink.report(repeated_commitment(first, second));
        }
    }
}

fn repeated_commitment(first: &Commitment, second: &Commitment) -> Finding {
    let name = commitments::full_name(second);
    Finding::new(&RULE, second.target_span, format!("{name} is promised twice, with the same target"))
        .about(&first.term.id)
        .about(&second.term.id)
        .here("adds nothing")
        .label(first.target_span, format!("already {}", commitments::target_words(first)))
        .note("if only one of the two is amended later, the contract has two targets")
        .help("remove one of them")
}
