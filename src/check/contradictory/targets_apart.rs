//! Two commitments leave no value that meets both.

use crate::check::{Facts, commitments, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::Commitment;

/// Two commitments leave no value that meets both.
pub static RULE: Rule = Rule {
    name: "targets-apart",
    family: Family::Contradictory,
    summary: "two commitments on one case that no value meets together",
    checks: &["O1"],
};

/// Compares commitments on one indicator, judged alike, that bound it on opposite sides.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for (first, second, case) in facts.beside() {
        if let (Some(one), Some(other)) =
            (commitments::own_met(facts.model, first), commitments::own_met(facts.model, second))
            && commitments::side_of(first) != commitments::side_of(second)
            && first.quota == second.quota
            && !one.overlaps(&other)
        {
            sink.report(targets_apart(first, second, case));
        }
    }
}

fn targets_apart(first: &Commitment, second: &Commitment, case: &str) -> Finding {
    let (one, other) = (commitments::target_words(first), commitments::target_words(second));
    let indicator = &second.indicator;
    let limit = |commitment: &Commitment| {
        let bound = commitment.target.as_ref()?;
        Some((words::comparator(bound.comparator?), words::amount(&bound.value)?))
    };
    let help = match (limit(first), limit(second)) {
        (Some((a, low)), Some((b, high))) if low != high => {
            format!("remove one of the two, or exchange their limits: `{a} {high}` and `{b} {low}`")
        }
        _ => "remove one of the two, or choose limits between which there are values".to_owned(),
    };
    Finding::new(&RULE, second.target_span, format!("no value of `{indicator}` is {one} and {other}"))
        .about(&first.term.id)
        .about(&second.term.id)
        .here(other.clone())
        .label(first.target_span, one.clone())
        .witness(format!("{case}: whatever is attained breaches one of the two"))
        .help(help)
}
