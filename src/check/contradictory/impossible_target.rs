//! No value that can be attained meets a target.

use crate::check::commitments::{self, Asked};
use crate::check::{Facts, shown, values, words};
use crate::diagnostics::{Family, Finding, Rule, Shows, Sink, Witness};
use crate::model::{Commitment, Indicator, Model, Polarity};
use crate::syntax::ast::Comparator;

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
    let limit = values::constant(model, &asked.bound.value).map(|limit| words::quantity(&limit)).unwrap_or_default();
    let reach = |comparator: Comparator| {
        let value = values::constant(model, &asked.bound.value)?;
        values::meeting(comparator, &value.base()).overlaps(&commitments::domain(indicator)).then_some(())
    };
    // At the end of what it can be, the limit itself is the only value that is left.
    let help = match asked.bound.comparator {
        Some(Comparator::LessThan) if reach(Comparator::AtMost).is_some() => {
            format!("write `at most {limit}`, or a limit above {limit}")
        }
        Some(Comparator::MoreThan) if reach(Comparator::AtLeast).is_some() => {
            format!("write `at least {limit}`, or a limit below {limit}")
        }
        _ => format!("write a limit that `{}` can reach: its values are {domain}", indicator.term.id),
    };
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
        .label(indicator.term.span, format!("its values are {domain}"))
        .witness(shown)
        .help(help)
}
