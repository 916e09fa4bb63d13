//! A supplier is judged in longer windows than what rests on it.

use crate::check::timing::Longer;
use crate::check::{Facts, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};

/// A supplier is judged in longer windows than what rests on it.
pub static RULE: Rule = Rule {
    name: "supplier-judged-longer",
    family: Family::Unrealistic,
    summary: "a supplier may use up in one window what it may in a longer one",
    checks: &["D6"],
};

/// Compares what a supplier may be down in one window of the service with what is left to the service.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for longer in &facts.timing().term.longer {
        sink.report(supplier_judged_longer(longer));
    }
}

fn supplier_judged_longer(longer: &Longer<'_>) -> Finding {
    let (own, behind) = (&longer.own.term.id, &longer.behind.term.id);
    let (may, left) = (words::seconds(longer.seconds.0), words::time_below(&longer.seconds.1));
    let each = longer.own.window.as_ref().map(words::each).unwrap_or_default();
    Finding::new(&RULE, longer.behind.target_span, format!("`{behind}` may be kept while `{own}` is breached"))
        .about(own)
        .about(behind)
        .about(&longer.service.term.id)
        .here(format!("`{behind}` allows {may} of downtime in one go"))
        .label(longer.own.target_span, format!("`{own}` allows {left}"))
        .note(format!("shown for the time from {}", longer.window))
        .help(format!(
            "have `{behind}` judged {each}, or its share raised until it allows no more than {left} in one go"
        ))
}
