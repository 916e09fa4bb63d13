//! A value exactly at the bound of two brackets falls into both.

use crate::check::Facts;
use crate::check::schedules::{Brackets, Twice};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::kernel::line::Shape;

/// A value exactly at the bound of two brackets falls into both.
pub static RULE: Rule = Rule {
    name: "boundary-in-two-brackets",
    family: Family::Ambiguous,
    summary: "the bound between two brackets is in both",
    checks: &["P4"],
};

/// Looks for a single value that two brackets with different amounts include.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for brackets in facts.brackets() {
        for twice in &brackets.twice {
            if twice.values.as_ref().is_some_and(|values| values.shape() == Shape::Point) {
                sink.report(boundary_in_two_brackets(brackets, twice));
            }
        }
    }
}

fn boundary_in_two_brackets(brackets: &Brackets<'_>, twice: &Twice) -> Finding {
    let id = &brackets.schedule.term.id;
    let value = twice.values.as_ref().map(|values| brackets.words(values)).unwrap_or_default();
    let less = |row| brackets.without(row, twice.values.as_ref()?);
    let help = match (less(twice.first), less(twice.second)) {
        (Some(one), Some(other)) => format!("write `{one}` in the first of the two rows, or `{other}` in the second"),
        (Some(one), None) => format!("write `{one}` in the first of the two rows, or remove the second"),
        (None, Some(other)) => format!("write `{other}` in the second of the two rows, or remove the first"),
        (None, None) => "remove one of the two rows".to_owned(),
    };
    let (one, other) = (brackets.amount(twice.first), brackets.amount(twice.second));
    Finding::new(&RULE, twice.second.span(brackets), format!("two brackets of `{id}` include {value} itself"))
        .about(id)
        .here(format!("pays {other}"))
        .label(twice.first.span(brackets), format!("pays {one}"))
        .witness(brackets.shows_both(twice, format!("{}: {one}, and {other}", twice.witness)))
        .help(help)
}
