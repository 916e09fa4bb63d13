//! Nothing says for which period a commitment is judged.

use crate::check::{Facts, commitments};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::Commitment;

/// Nothing says for which period a commitment is judged.
pub static RULE: Rule = Rule {
    name: "missing-window",
    family: Family::Silent,
    summary: "a commitment does not say for which period it is judged",
    checks: &["O13"],
};

/// Asks every binding promise for its window.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for commitment in facts.binding().filter(|c| c.window.is_none()) {
        sink.report(missing_window(commitment));
    }
}

fn missing_window(commitment: &Commitment) -> Finding {
    let name = commitments::full_name(commitment);
    Finding::new(&RULE, commitment.target_span, format!("{name} does not say for which period it is judged"))
        .about(&commitment.term.id)
        .here("judged each day, each month, each incident?")
        .witness("an outage of 1 h: a breach of 99.9 % in its day or its month, and none in its quarter or its year")
        .help("add `each month`, `each rolling 28 days, step day` or `each incident`, to the commitment or to its tier")
}
