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
    let finding = Finding::new(&RULE, brackets.table(), format!("no bracket of `{id}` includes {value} itself"))
        .about(id)
        .here("the brackets")
        .help(format!("let one of the brackets beside it include {value}: write the bound without `<` or `>`, or with `<=` or `>=`"));
    brackets.with_neighbours(brackets.told(finding, gap), Some(values))
}
