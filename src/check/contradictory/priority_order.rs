//! A stricter priority has the milder target.

use crate::base::Name;
use crate::check::commitments::{self, Asked};
use crate::check::{Facts, ladders};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Commitment, Dimension};

/// A stricter priority has the milder target.
pub static RULE: Rule = Rule {
    name: "priority-order",
    family: Family::Contradictory,
    summary: "a value declared stricter has a milder target than the next",
    checks: &["T2", "B9"],
};

/// Compares the targets of neighbouring values of dimensions that are declared to be ranked, and where they count on different hours the
/// deadlines of cases that open together.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for dimension in facts.model.dimensions.iter().filter(|dimension| ladders::is_ranked(dimension)) {
        for (strict, mild, values) in ladders::ranked(facts, dimension) {
            let finding = |one: &str, other: &str| priority_order(dimension, (strict, one), (mild, other), &values);
            if let Some(inverted) = ladders::looser(facts, strict, mild) {
                let (one, other) =
                    (commitments::words_while(&inverted.strict), commitments::words_while(&inverted.mild));
                let said = |asked: &Asked<'_>, commitment: &Commitment, words: &str| match asked.exception {
                    None => commitments::promise_words(commitment),
                    Some(_) => words.to_owned(),
                };
                let (one, other) = (said(&inverted.strict, strict, &one), said(&inverted.mild, mild, &other));
                let (a, b) = &values;
                let witness = inverted.shown(facts.model, (strict, mild), |value| {
                    format!("{value}: kept for a case of `{a}`, by {one}, and a breach for one of `{b}`, by {other}")
                });
                let finding =
                    commitments::told(&inverted.mild, commitments::told(&inverted.strict, finding(&one, &other)));
                let finding = exceptions(finding, [&inverted.strict, &inverted.mild]);
                sink.report(finding.witness(witness));
            } else if let Some(later) = facts.timing().later(strict, mild) {
                sink.report(later.told(finding(&later.strict.promise(), &later.mild.promise()), &values.0, &values.1));
            }
        }
    }
}

/// Points at the targets that exceptions give.
fn exceptions(finding: Finding, asked: [&Asked<'_>; 2]) -> Finding {
    asked.into_iter().fold(finding, |finding, asked| match asked.exception {
        Some(exception) => finding
            .label(asked.span, format!("{} while `{}` holds", commitments::asked_words(asked), exception.term.id)),
        None => finding,
    })
}

fn priority_order(
    dimension: &Dimension,
    (strict, one): (&Commitment, &str),
    (mild, other): (&Commitment, &str),
    values: &(Name, Name),
) -> Finding {
    let (a, b) = values;
    let (name, rank) = (commitments::name(strict), &dimension.term.id);
    Finding::new(&RULE, strict.target_span, format!("{name}: `{a}` is stricter than `{b}`, but its target is milder"))
        .about(&strict.term.id)
        .about(&mild.term.id)
        .here(format!("`{a}`: {one}"))
        .label(mild.target_span, format!("`{b}`: {other}"))
        .label(dimension.term.field("ranked"), format!("`{rank}` is ranked here"))
        .help(format!("exchange the two targets, or declare `{rank}` as `ranked none`"))
}
