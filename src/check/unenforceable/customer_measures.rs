//! The creditor alone measures what it is owed.

use crate::check::{Facts, commitments, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Actor, Commitment, Model};

/// The creditor alone measures what it is owed.
pub static RULE: Rule = Rule {
    name: "customer-measures",
    family: Family::Unenforceable,
    summary: "a commitment is measured by the party that it is owed to",
    checks: &["A9"],
};

/// Compares the measurer of every binding promise with its creditor.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for commitment in facts.binding() {
        if let Some(measurer) = &commitment.measurer
            && commitments::party_of(facts.model, measurer).as_ref() == Some(&commitment.creditor)
        {
            let cause = commitments::measured_at(facts.model, commitment);
            sink.report(customer_measures(facts.model, commitment, measurer).because_of(cause));
        }
    }
}

fn customer_measures(model: &Model, commitment: &Commitment, measurer: &Actor) -> Finding {
    let name = commitments::full_name(commitment);
    let message = format!("{name} is measured by `{}` alone, to whom it is owed", measurer.name());
    let finding = Finding::new(&RULE, commitment.target_span, message)
        .about(&commitment.term.id)
        .here(format!("owed to `{}`", commitment.creditor))
        .note("in a dispute these figures are the word of one party against that of the other")
        .help(format!("have an `observer` measure, or write {}", words::accept(model, &RULE, commitment.tier.name())));
    commitments::with_measurer(finding, model, commitment, measurer)
}
