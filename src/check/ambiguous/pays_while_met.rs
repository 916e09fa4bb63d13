//! A penalty is owed although the commitment is met.

use super::owed_while::{self, Due};
use crate::check::{Facts, commitments};
use crate::diagnostics::{Family, Rule, Sink};
use crate::model::Direction;

/// A penalty is owed although the commitment is met.
pub static RULE: Rule = Rule {
    name: "pays-while-met",
    family: Family::Ambiguous,
    summary: "a bracket of a penalty pays for values that meet the commitment",
    checks: &["P5", "P25"],
};

static DUE: Due =
    Due { rule: &RULE, direction: Direction::Penalty, wrong: commitments::met, wrong_side: "met", kind: "penalty" };

/// Looks for brackets of penalties that reach into values which meet the commitment.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    owed_while::look(&DUE, facts, sink);
}
