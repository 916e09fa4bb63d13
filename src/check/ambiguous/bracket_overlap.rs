//! Two brackets give one value two amounts.

use crate::check::Facts;
use crate::check::schedules::{Brackets, Twice};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::kernel::line::Shape;

/// Two brackets give one value two amounts.
pub static RULE: Rule = Rule {
    name: "bracket-overlap",
    family: Family::Ambiguous,
    summary: "two brackets with different amounts cover the same values",
    checks: &["P2"],
};

/// Looks for values under two brackets that differ. A single value is `boundary-in-two-brackets`.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for brackets in facts.brackets() {
        for twice in &brackets.twice {
            if twice.values.as_ref().is_none_or(|values| values.shape() != Shape::Point) {
                sink.report(bracket_overlap(brackets, twice));
            }
        }
    }
}

fn bracket_overlap(brackets: &Brackets<'_>, twice: &Twice) -> Finding {
    let id = &brackets.schedule.term.id;
    let common = twice.values.as_ref().map_or_else(|| twice.witness.to_string(), |values| brackets.words(values));
    let (one, other) = (brackets.amount(twice.first), brackets.amount(twice.second));
    Finding::new(&RULE, twice.second.span(brackets), format!("two brackets of `{id}` cover {common}"))
        .about(id)
        .here(format!("pays {other}"))
        .label(twice.first.span(brackets), format!("pays {one}"))
        .witness(brackets.shows_both(twice, format!("{}: {one}, and {other}", twice.witness)))
        .help(format!("end one of the brackets where the other begins, so that {common} is in one only"))
}
