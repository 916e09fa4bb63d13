//! The debtor measures what it is judged on.

use crate::check::{Facts, commitments};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Actor, Commitment, Model};

/// The debtor measures what it is judged on.
pub static RULE: Rule = Rule {
    name: "judge-and-party",
    family: Family::Unenforceable,
    summary: "a commitment is measured by the party that owes it",
    checks: &["A9", "O22"],
};

/// Compares the measurer of every binding promise with its debtor.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for commitment in facts.binding() {
        if let Some(measurer) = &commitment.measurer
            && commitments::party_of(facts.model, measurer).as_ref() == Some(&commitment.debtor)
        {
            sink.report(judge_and_party(facts.model, commitment, measurer));
        }
    }
}

fn judge_and_party(model: &Model, commitment: &Commitment, measurer: &Actor) -> Finding {
    let name = commitments::full_name(commitment);
    let message = format!("{name} is measured by `{}`, who owes it", measurer.name());
    Finding::new(&RULE, commitment.target_span, message)
        .about(&commitment.term.id)
        .here(format!("owed by `{}`", commitment.debtor))
        .label(commitments::field(model, commitment, "measured by"), format!("measured by `{}`", measurer.name()))
        .note("in a dispute the debtor's figures are its word against the creditor's")
        .help("have an `observer` measure, or write `accept judge_and_party` with the reason and how the figures can be audited")
}
