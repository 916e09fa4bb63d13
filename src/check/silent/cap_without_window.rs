//! A cap does not say for how long it holds.

use crate::base::{Name, Span};
use crate::check::Facts;
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Cap, Expr, Replacement};

/// A cap does not say for how long it holds.
pub static RULE: Rule = Rule {
    name: "cap-without-window",
    family: Family::Silent,
    summary: "a cap does not say for which period it holds",
    checks: &["P12"],
};

/// Asks every cap, of amounts and of liability, for its window.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    let settled = facts.model.settlements.iter().flat_map(|s| s.caps.iter().map(move |cap| (&s.term, cap)));
    let liable = facts.model.liabilities.iter().map(|liability| (&liability.term, &liability.cap));
    let replaced = facts.model.exceptions.iter().flat_map(|exception| {
        exception.fields.iter().filter_map(move |(_, value)| match value {
            Replacement::Cap(cap) => Some((&exception.term, cap)),
            _ => None,
        })
    });
    // A blank may be filled with an amount that says it: `… over contract`.
    let open = |cap: &Cap| cap.window.is_none() && !matches!(cap.amount, Expr::Blank(_));
    for (term, cap) in settled.chain(liable).chain(replaced).filter(|(_, cap)| open(cap)) {
        sink.report(cap_without_window(&term.id, cap, term.field("cap")));
    }
}

fn cap_without_window(term: &Name, cap: &Cap, field: Span) -> Finding {
    let span = if cap.span == Span::default() { field } else { cap.span };
    Finding::new(&RULE, span, format!("the cap of `{term}` does not say for which period it holds"))
        .about(term)
        .here("each month, each year, or once for the whole contract?")
        .witness("a month in which the cap is reached: in the next month amounts are owed again, or no more")
        .help("add `each month`, `each year`, `each contract_year` or `over contract`")
}
