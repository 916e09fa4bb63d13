//! A bonus is owed although the commitment is breached.

use crate::check::kernel::line::{Interval as Line, IntervalSet};
use crate::check::schedules::Brackets;
use crate::check::{Facts, commitments};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Commitment, DecisionRow, Direction, Expr, Model};
use crate::quantity::Rational;

/// A bonus is owed although the commitment is breached.
pub static RULE: Rule = Rule {
    name: "rewarded-while-breached",
    family: Family::Ambiguous,
    summary: "a bracket of a bonus pays for values that breach the commitment",
    checks: &["P6"],
};

/// Looks for brackets of bonuses that reach into values which breach the commitment.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for brackets in facts.brackets().iter().filter(|b| b.schedule.direction == Direction::Bonus) {
        for (row, commitment, values) in brackets.paying(facts.model, breached) {
            sink.report(rewarded_while_breached(facts.model, brackets, row, commitment, &values));
        }
    }
}

fn breached(model: &Model, commitment: &Commitment) -> Option<IntervalSet<Rational>> {
    commitments::breached(model, commitment)
}

fn rewarded_while_breached(
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
        format!("`{id}` rewards {value}, where {} is breached", commitments::full_name(commitment)),
    )
    .about(id)
    .about(&commitment.term.id)
    .here(format!("rewards {}", brackets.words(values)))
    .label(commitment.target_span, format!("promises {target}"))
    .witness(format!("{value}: a breach by the target, and a success by the bonus"))
    .help(format!("begin the bracket at {limit}, on the side where the target is met, or move the target"))
}
