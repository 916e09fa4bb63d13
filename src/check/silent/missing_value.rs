//! A case has no value of a dimension, or a figure has no value for it.

use crate::base::{Name, Span};
use crate::check::Facts;
use crate::check::decided::{Case, Found};
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

/// The longest list of rows that is shown whole.
const SHOWN: usize = 4;

fn missing_value(term: &Name, span: Span, found: &Found, case: &Case) -> Finding {
    let (case, all) = (&case.one, &case.all);
    let asked = found.asks_any(term, case).into_iter();
    let shown =
        asked.fold(Witness::new(Shows::NoAnswer, case.to_string()), |witness, (asks, none)| witness.ask(asks, none));
    let finding = Finding::new(&RULE, span, format!("`{term}` has no value for {all}"))
        .about(term)
        .here(format!("no row covers {all}"))
        .witness(shown)
        .help(format!("add a row for {all}, let another row cover it, or add a `default`"));
    // The rows of a short list show what is between them.
    let rows = found.rows.iter().filter(|_| found.rows.len() <= SHOWN).filter(|(at, _)| !span.contains(*at));
    rows.fold(finding, |finding, (at, outcome)| finding.label(*at, format!("this row gives {outcome}")))
}
