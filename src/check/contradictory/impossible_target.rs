//! No value that can be attained meets a target.

use crate::check::commitments::{self, Asked};
use crate::check::{Facts, shown, values, words};
use crate::diagnostics::{Family, Finding, Rule, Shows, Sink, Witness};
use crate::model::{Commitment, Indicator, Model, Polarity};

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
    let all = commitments::domain(indicator);
    // The end that is better, where there is one; else any value.
    let best = match (indicator.better, all.from.value(), all.to.value()) {
        (Some(Polarity::Lower), Some(least), _) if all.contains(least) => Some(least.clone()),
        (Some(Polarity::Higher) | None, _, Some(most)) if all.contains(most) => Some(most.clone()),
        _ => None,
    };
    let best = match best {
        Some(best) => Some(shown::amount(&values::in_unit(&best, &unit))),
        None => shown::sample(&all, &unit),
    };
    let shown = match best {
        Some(best) => {
            let text = format!("the best that can happen, {}, is a breach", shown::written(&best));
            Witness::new(Shows::Breached, text)
                .ask(commitments::verdict(commitment, asked, &best), commitments::judged(false))
        }
        None => Witness::told(format!("the best that can happen, in {domain}, is a breach")),
    };
    let message = format!("no value of `{}` is {}", indicator.term.id, commitments::asked_words(asked));
    Finding::new(&RULE, asked.span, message)
        .about(&commitment.term.id)
        .here("breached whatever happens")
        .label(indicator.term.span, format!("takes values {domain}"))
        .witness(shown)
        .help(format!("write a bound within {domain}"))
}
