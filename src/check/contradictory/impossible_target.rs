//! No value that can be attained meets a target.

use crate::check::commitments::{self, Asked};
use crate::check::{Facts, values, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Commitment, Indicator, Model};
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
    let message = format!("no value of `{}` is {}", indicator.term.id, commitments::asked_words(asked));
    Finding::new(&RULE, asked.span, message)
        .about(&commitment.term.id)
        .here("breached whatever happens")
        .label(indicator.term.span, format!("its values are {domain}"))
        .witness(format!("the best that can happen, in {domain}, is a breach"))
        .help(help)
}
