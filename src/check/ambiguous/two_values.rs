//! A case has two values of a dimension, or a figure has two values for it.

use crate::base::{Name, Span};
use crate::check::Facts;
use crate::check::decided::{Case, Found};
use crate::diagnostics::{Family, Finding, Rule, Shows, Sink, Witness};

/// A case has two values of a dimension, or a figure has two values for it.
pub static RULE: Rule = Rule {
    name: "two-values",
    family: Family::Ambiguous,
    summary: "a case falls under two values of a decision table or of a list of conditions",
    checks: &["R8", "N2"],
};

/// Looks for two rows, or two conditions, that hold together and give different values.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for (term, span, found) in facts.decided() {
        for (first, second, case) in &found.twice {
            sink.report(two_values(&term.id, *span, found, (*first, *second), case));
        }
    }
}

fn two_values(term: &Name, span: Span, found: &Found, pair: (usize, usize), case: &Case) -> Finding {
    let place = |row: usize| found.rows.get(row).map_or((span, String::new()), |(span, text)| (*span, text.clone()));
    let ((first, one), (second, other)) = (place(pair.0), place(pair.1));
    let (case, all) = (&case.one, &case.all);
    let shows = if found.by_condition.is_some() { Shows::Several } else { Shows::Different };
    let shown = [pair.0, pair.1].into_iter().fold(
        Witness::new(shows, format!("{case}: {one}, and {other}")),
        |witness, row| {
            let (question, answer) = found.asks(term, row, case);
            witness.ask(question, answer)
        },
    );
    Finding::new(&RULE, second, format!("`{term}` has two values for {all}"))
        .about(term)
        .here(other.clone())
        .label(first, one.clone())
        .witness(shown)
        .help(format!("narrow one of the two rows, so that only one of them holds for {all}"))
}
