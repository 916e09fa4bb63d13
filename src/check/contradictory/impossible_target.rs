//! No value that can be attained meets a target.

use crate::check::commitments::{self, Asked};
use crate::check::{Facts, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Commitment, Indicator, Model};

/// No value that can be attained meets a target.
pub static RULE: Rule = Rule {
    name: "impossible-target",
    family: Family::Contradictory,
    summary: "a target that nothing can attain",
    checks: &["O6"],
};

/// Looks for targets outside what their indicator can be.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for commitment in facts.binding() {
        let Some(indicator) = facts.model.indicators.get(&commitment.indicator) else { continue };
        for asked in facts.asked(commitment) {
            if asked.met(facts.model).is_some_and(|met| !met.overlaps(&commitments::domain(indicator))) {
                sink.report(commitments::told(&asked, impossible_target(facts.model, commitment, &asked, indicator)));
            }
        }
    }
}

fn impossible_target(model: &Model, commitment: &Commitment, asked: &Asked<'_>, indicator: &Indicator) -> Finding {
    let unit = commitments::unit(model, commitment);
    let domain = words::interval(&commitments::domain(indicator), &unit);
    let message = format!("no value of `{}` is {}", indicator.term.id, commitments::asked_words(asked));
    Finding::new(&RULE, asked.span, message)
        .about(&commitment.term.id)
        .here("breached whatever happens")
        .label(indicator.term.span, format!("takes values {domain}"))
        .witness(format!("the best that can happen, in {domain}, is a breach"))
        .help(format!("write a bound within {domain}"))
}
