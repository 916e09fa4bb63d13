//! A breach falls between two brackets.

use crate::check::Facts;
use crate::check::schedules::{Brackets, Gap};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::kernel::line::{Interval as Line, Shape};
use crate::quantity::Rational;

/// A breach falls between two brackets.
pub static RULE: Rule =
    Rule { name: "bracket-gap", family: Family::Silent, summary: "a breach falls into no bracket", checks: &["P1"] };

/// Looks for breached values under no bracket of a penalty. A single value is `boundary-in-no-bracket`.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for brackets in facts.brackets() {
        for gap in &brackets.gaps {
            match &gap.values {
                Some(values) if values.shape() == Shape::Point => {}
                values => sink.report(bracket_gap(brackets, gap, values.as_ref())),
            }
        }
    }
}

fn bracket_gap(brackets: &Brackets<'_>, gap: &Gap<'_>, values: Option<&Line<Rational>>) -> Finding {
    let id = &brackets.schedule.term.id;
    let missing = values.map(|values| brackets.words(values)).unwrap_or_default();
    let case = if gap.cases.is_empty() { String::new() } else { format!(" for {}", gap.cases) };
    // Between two brackets that pay, a row that does not would cost less than a better value does.
    let nothing = if values.is_some_and(|values| brackets.is_between_payments(values)) {
        ""
    } else {
        ", with `-` if nothing is owed"
    };
    let finding = brackets.at_gap(&RULE, format!("no bracket of `{id}` covers {missing}{case}"), values);
    brackets.told(finding, gap).help(format!("add a row for {missing}{case}{nothing}, or widen the bracket beside it"))
}
