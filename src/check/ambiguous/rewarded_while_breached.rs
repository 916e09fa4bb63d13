//! A bonus is owed although the commitment is breached.

use super::owed_while::{self, Due};
use crate::check::{Facts, commitments};
use crate::diagnostics::{Family, Rule, Sink};
use crate::model::Direction;

/// A bonus is owed although the commitment is breached.
pub static RULE: Rule = Rule {
    name: "rewarded-while-breached",
    family: Family::Ambiguous,
    summary: "a bracket of a bonus pays for values that breach the commitment",
    checks: &["P6"],
};

static DUE: Due = Due {
    rule: &RULE,
    direction: Direction::Bonus,
    wrong: commitments::always_breached,
    wrong_side: "breached",
    kind: "bonus",
};

/// Looks for brackets of bonuses that reach into values which breach the commitment.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    owed_while::look(&DUE, facts, sink);
}
