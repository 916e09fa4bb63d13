//! A penalty is owed although the commitment is met.

use crate::check::kernel::line::{Interval as Line, IntervalSet};
use crate::check::schedules::Brackets;
use crate::check::{Facts, commitments};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Commitment, DecisionRow, Direction, Expr, Model};
use crate::quantity::Rational;

/// A penalty is owed although the commitment is met.
pub static RULE: Rule = Rule {
    name: "pays-while-met",
    family: Family::Ambiguous,
    summary: "a bracket of a penalty pays for values that meet the commitment",
    checks: &["P5", "P25"],
};

/// Looks for brackets of penalties that reach into values which meet the commitment.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for brackets in facts.brackets().iter().filter(|b| b.schedule.direction == Direction::Penalty) {
        for (row, commitment, values) in brackets.paying(facts.model, met) {
            sink.report(pays_while_met(facts.model, brackets, row, commitment, &values));
        }
    }
}

/// The values that meet a commitment and that its indicator can take.
fn met(model: &Model, commitment: &Commitment) -> Option<IntervalSet<Rational>> {
    let domain = commitments::domain(model.indicators.get(&commitment.indicator)?);
    Some(std::iter::once(commitments::met(model, commitment)?.intersection(&domain)).collect())
}

fn pays_while_met(
    model: &Model,
    brackets: &Brackets<'_>,
    row: &DecisionRow<Expr>,
    commitment: &Commitment,
    values: &Line<Rational>,
) -> Finding {
    let (id, target) = (&brackets.schedule.term.id, commitments::target_words(commitment));
    let value = brackets.sample(values);
    let limit = commitments::limit(model, commitment)
        .map(|(_, limit)| crate::check::words::quantity(&limit))
        .unwrap_or_default();
    Finding::new(
        &RULE,
        brackets.span(row),
        format!("`{id}` is owed at {value}, where {} is met", commitments::full_name(commitment)),
    )
    .about(id)
    .about(&commitment.term.id)
    .here(format!("pays for {}", brackets.words(values)))
    .label(commitment.target_span, format!("met by {target}"))
    .witness(format!("{value}: no breach by the target, and a breach by the bracket"))
    .help(format!("end the bracket at {limit}, on the side where the target is missed, or move the target"))
}
