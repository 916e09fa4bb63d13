//! Several amounts may be owed for one period, and nothing says how they combine.

use crate::check::Facts;
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Schedule, Settlement};

/// Several amounts may be owed for one period, and nothing says how they combine.
pub static RULE: Rule = Rule {
    name: "missing-combination",
    family: Family::Silent,
    summary: "several amounts may be owed at once and nothing says how they combine",
    checks: &["P15", "P14"],
};

/// Asks every group of amounts that are settled together how they combine.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for group in facts.settled() {
        let said = group.settlement.is_some_and(|s| s.combine.is_some());
        if let [first, second, ..] = group.schedules.as_slice()
            && !said
        {
            sink.report(missing_combination(first, second, group.settlement));
        }
    }
}

fn missing_combination(first: &Schedule, second: &Schedule, settlement: Option<&Settlement>) -> Finding {
    let message = format!("nothing says how `{}` and `{}` combine", first.term.id, second.term.id);
    let finding = Finding::new(&RULE, settlement.map_or(second.term.span, |s| s.term.span), message)
        .about(&first.term.id)
        .about(&second.term.id)
        .witness("one outage that brings both: their sum, the greater, or the lesser?");
    let finding = match settlement {
        Some(_) => {
            finding.here("settled here").label(first.term.span, "one amount").label(second.term.span, "another amount")
        }
        None => finding.here("another amount").label(first.term.span, "one amount"),
    };
    finding.help("add `combine sum`, `combine greatest` or `combine least` to a `settlement`")
}
