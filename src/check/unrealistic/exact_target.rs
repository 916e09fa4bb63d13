//! A target is a single value.

use crate::check::Facts;
use crate::check::commitments::{self, Asked};
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
        let Some(indicator) = facts.model.indicators.get(&commitment.indicator) else { continue };
        let Some(better) = indicator.better else { continue };
        let exact = |asked: &&Asked<'_>| asked.bound.comparator == Some(Comparator::Exactly);
        for asked in facts.asked(commitment).iter().filter(exact) {
            sink.report(commitments::told(asked, exact_target(commitment, asked, indicator, better)));
        }
    }
}

fn exact_target(commitment: &Commitment, asked: &Asked<'_>, indicator: &Indicator, better: Polarity) -> Finding {
    let id = &indicator.term.id;
    let (better, right) = match better {
        Polarity::Higher => ("higher", "at least"),
        Polarity::Lower => ("lower", "at most"),
    };
    let message = format!("{} is met by a single value", commitments::full_name(commitment));
    Finding::new(&RULE, asked.span, message)
        .about(&commitment.term.id)
        .here(format!("a {better} `{id}` is a breach"))
        .label(indicator.term.field("better"), format!("`{id}` is better when {better}"))
        .help(format!("write `{right}` in the place of `exactly`"))
}
