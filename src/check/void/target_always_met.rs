//! Every value that can be attained meets a target.

use crate::check::{Facts, commitments, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Commitment, Indicator, Model};

/// Every value that can be attained meets a target.
pub static RULE: Rule = Rule {
    name: "target-always-met",
    family: Family::Void,
    summary: "a target that nothing can miss",
    checks: &["O5"],
};

/// Looks for targets that hold on all that their indicator can be.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for commitment in facts.binding() {
        if let Some(indicator) = facts.model.indicators.get(&commitment.indicator)
            && let Some(met) = commitments::met(facts.model, commitment)
            && commitments::domain(indicator).is_subset(&met)
        {
            sink.report(target_always_met(facts.model, commitment, indicator));
        }
    }
}

fn target_always_met(model: &Model, commitment: &Commitment, indicator: &Indicator) -> Finding {
    let unit = commitments::unit(model, commitment);
    let domain = words::interval(&commitments::domain(indicator), &unit);
    let message = format!("every value of `{}` is {}", indicator.term.id, commitments::target_words(commitment));
    Finding::new(&RULE, commitment.target_span, message)
        .about(&commitment.term.id)
        .here("met whatever happens")
        .label(indicator.term.span, format!("takes values {domain}"))
        .help("write the bound that is meant, or `-` where nothing is promised")
}
