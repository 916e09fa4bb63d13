//! A stricter priority has the milder target.

use crate::base::Name;
use crate::check::{Facts, commitments, ladders};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Commitment, Dimension};

/// A stricter priority has the milder target.
pub static RULE: Rule = Rule {
    name: "priority-order",
    family: Family::Contradictory,
    summary: "a value declared stricter has a milder target than the next",
    checks: &["T2", "B9"],
};

/// Compares the targets of neighbouring values of dimensions that are declared to be ranked.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for dimension in facts.model.dimensions.iter().filter(|d| d.ranked.as_ref().is_some_and(|ranked| ranked != "none"))
    {
        for (strict, mild, values) in ladders::ranked(facts, dimension) {
            if ladders::looser(facts.model, strict, mild) {
                sink.report(priority_order(dimension, strict, mild, &values));
            }
        }
    }
}

fn priority_order(dimension: &Dimension, strict: &Commitment, mild: &Commitment, values: &(Name, Name)) -> Finding {
    let (a, b) = values;
    let (one, other) = (commitments::promise_words(strict), commitments::promise_words(mild));
    let (name, rank) = (commitments::name(strict), &dimension.term.id);
    Finding::new(&RULE, strict.target_span, format!("{name}: `{a}` is stricter than `{b}`, and its target is milder"))
        .about(&strict.term.id)
        .about(&mild.term.id)
        .here(format!("`{a}`: {one}"))
        .label(mild.target_span, format!("`{b}`: {other}"))
        .label(dimension.term.field("ranked"), format!("`{rank}` is ranked here"))
        .witness(format!(
            "two cases opened together, one of `{a}` and one of `{b}`: {one} for the first, {other} for the second"
        ))
        .help(format!("exchange the two targets, or declare `{rank}` as `ranked none`"))
}
