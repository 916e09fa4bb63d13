//! A breach exactly at the bound of two brackets falls into neither.

use crate::check::Facts;
use crate::check::schedules::{Brackets, Gap};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::kernel::line::{Interval as Line, Shape};
use crate::quantity::Rational;

/// A breach exactly at the bound of two brackets falls into neither.
pub static RULE: Rule = Rule {
    name: "boundary-in-no-bracket",
    family: Family::Silent,
    summary: "the bound between two brackets is in neither",
    checks: &["P4"],
};

/// Looks for a single breached value between two brackets.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for brackets in facts.brackets() {
        for gap in &brackets.gaps {
            if let Some(values) = gap.values.as_ref().filter(|values| values.shape() == Shape::Point) {
                sink.report(boundary_in_no_bracket(brackets, gap, values));
            }
        }
    }
}

fn boundary_in_no_bracket(brackets: &Brackets<'_>, gap: &Gap<'_>, values: &Line<Rational>) -> Finding {
    let (id, value) = (&brackets.schedule.term.id, brackets.words(values));
    let message = format!("no bracket of `{id}` includes {value} itself");
    // Each of the brackets beside it, as it would be written with the value.
    let wider = brackets.beside(values).into_iter().map(|(_, span)| match span.to == values.from {
        true => Line::new(span.from, values.to.clone()),
        false => Line::new(values.from.clone(), span.to),
    });
    let wider: Vec<String> = wider.map(|span| format!("`{}`", brackets.words(&span))).collect();
    let help = match wider.as_slice() {
        [] => format!("add a row for {value}"),
        [only] => format!("write {only} in the bracket beside it"),
        all => format!("let one of the two brackets include it: write {}", all.join(" or ")),
    };
    brackets.told(brackets.at_gap(&RULE, message, Some(values)), gap).help(help)
}
