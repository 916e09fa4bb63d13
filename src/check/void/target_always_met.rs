//! Every value that can be attained meets a target.

use crate::check::commitments::{self, Asked};
use crate::check::{Facts, words};
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
        let Some(indicator) = facts.model.indicators.get(&commitment.indicator) else { continue };
        if commitment.quota.as_ref().is_some_and(|quota| quota.value.is_zero() && quota.as_blank().is_none()) {
            sink.report(no_case_must_meet(commitment));
            continue;
        }
        for asked in facts.asked(commitment) {
            if asked.met(facts.model).is_some_and(|met| commitments::domain(indicator).is_subset(&met)) {
                sink.report(commitments::told(&asked, target_always_met(facts.model, commitment, &asked, indicator)));
            }
        }
    }
}

fn no_case_must_meet(commitment: &Commitment) -> Finding {
    let name = commitments::full_name(commitment);
    Finding::new(&RULE, commitment.target_span, format!("0 % of the cases must meet {name}"))
        .about(&commitment.term.id)
        .here("met whatever happens")
        .help("write the share of cases that is meant, or `-` where nothing is promised")
}

fn target_always_met(model: &Model, commitment: &Commitment, asked: &Asked<'_>, indicator: &Indicator) -> Finding {
    let unit = commitments::unit(model, commitment);
    let domain = words::interval(&commitments::domain(indicator), &unit);
    let message = format!("every value of `{}` is {}", indicator.term.id, commitments::asked_words(asked));
    Finding::new(&RULE, asked.span, message)
        .about(&commitment.term.id)
        .here("met whatever happens")
        .label(indicator.term.span, format!("its values are {domain}"))
        .help("write the limit that is meant, or `-` where nothing is promised")
}
