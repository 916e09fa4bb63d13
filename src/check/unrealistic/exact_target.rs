//! A target is a single value.

use crate::check::{Facts, commitments};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Commitment, Indicator, Polarity};
use crate::syntax::ast::Comparator;

/// A target is a single value.
pub static RULE: Rule = Rule {
    name: "exact-target",
    family: Family::Unrealistic,
    summary: "a target that any better value misses too",
    checks: &["O8"],
};

/// Looks for `exactly`.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for commitment in facts.binding() {
        if let Some(indicator) = facts.model.indicators.get(&commitment.indicator)
            && let Some(better) = indicator.better
            && commitment.target.as_ref().is_some_and(|bound| bound.comparator == Some(Comparator::Exactly))
        {
            sink.report(exact_target(commitment, indicator, better));
        }
    }
}

fn exact_target(commitment: &Commitment, indicator: &Indicator, better: Polarity) -> Finding {
    let id = &indicator.term.id;
    let (better, right) = match better {
        Polarity::Higher => ("higher", "at least"),
        Polarity::Lower => ("lower", "at most"),
    };
    let message = format!("{} is met by one value only", commitments::full_name(commitment));
    Finding::new(&RULE, commitment.target_span, message)
        .about(&commitment.term.id)
        .here(format!("a {better} `{id}` is a breach"))
        .label(indicator.term.field("better"), format!("`{id}` is better when {better}"))
        .help(format!("write `{right}`"))
}
