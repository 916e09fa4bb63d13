//! An exclusion of hours that do not count anyway.

use crate::check::Facts;
use crate::check::clocks::Idle;
use crate::diagnostics::{Family, Finding, Rule, Sink};

/// An exclusion of hours that do not count anyway.
pub static RULE: Rule = Rule {
    name: "exclusion-without-effect",
    family: Family::Void,
    summary: "an exclusion of hours that do not count anyway",
    checks: &["X5", "X12", "K9"],
};

/// Asks for each exclusion of hours whether one of them is an hour of a commitment that it suspends.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for idle in &facts.clocks().hours.idle {
        sink.report(exclusion_without_effect(idle));
    }
}

fn exclusion_without_effect(idle: &Idle<'_>) -> Finding {
    let (id, promise) = (&idle.exclusion.term.id, &idle.commitment.term.id);
    Finding::new(&RULE, idle.exclusion.term.span, format!("`{id}` takes out hours that do not count anyway"))
        .about(id)
        .about(promise)
        .here("none of its hours is an hour of what it suspends")
        .label(idle.commitment.term.span, format!("`{promise}` counts on other hours"))
        .help("permit hours within those that are promised, or remove the exclusion")
}
