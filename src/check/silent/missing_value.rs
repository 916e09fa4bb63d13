//! A case has no value of a dimension, or a figure has no value for it.

use crate::base::{Name, Span};
use crate::check::Facts;
use crate::check::decided::{At, Found};
use crate::diagnostics::{Family, Finding, Rule, Shows, Sink, Witness};

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
            sink.report(missing_value(&term.id, *span, found, case));
        }
    }
}

fn missing_value(term: &Name, span: Span, found: &Found, case: &At) -> Finding {
    let asked = found.asks_any(term, case).into_iter();
    let shown =
        asked.fold(Witness::new(Shows::NoAnswer, case.to_string()), |witness, (asks, none)| witness.ask(asks, none));
    Finding::new(&RULE, span, format!("`{term}` has no value for {case}"))
        .about(term)
        .here(format!("nothing covers {case}"))
        .witness(shown)
        .help(format!("add a row for {case}, or a `default`"))
}
