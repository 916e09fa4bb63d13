//! A case has no value of a dimension, or a figure has no value for it.

use crate::base::{Name, Span};
use crate::check::Facts;
use crate::diagnostics::{Family, Finding, Rule, Sink};

/// A case has no value of a dimension, or a figure has no value for it.
pub static RULE: Rule = Rule {
    name: "missing-value",
    family: Family::Silent,
    summary: "a case falls under no value of a decision table or of a list of conditions",
    checks: &["R8", "N5"],
};

/// Looks for cells that no row, and cases that no condition, covers.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for (term, span, found) in facts.decided() {
        for case in &found.never {
            sink.report(missing_value(&term.id, *span, case));
        }
    }
}

fn missing_value(term: &Name, span: Span, case: &str) -> Finding {
    Finding::new(&RULE, span, format!("`{term}` has no value for {case}"))
        .about(term)
        .here(format!("nothing covers {case}"))
        .witness(case)
        .help(format!("add a row for {case}, or a `default`"))
}
