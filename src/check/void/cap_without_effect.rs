//! A cap that another one, lower or equal, makes useless.

use crate::check::settlements::{self, Limit};
use crate::check::{Facts, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::Settlement;

/// A cap that another one, lower or equal, makes useless.
pub static RULE: Rule = Rule {
    name: "cap-without-effect",
    family: Family::Void,
    summary: "a cap that is never reached before another one",
    checks: &["P11", "P12"],
};

/// Compares each cap with those on at least the same amounts, in a window that holds its own.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for group in facts.settled() {
        let Some(settlement) = group.settlement else { continue };
        for caps in settlements::caps(facts.model, group) {
            for idle in &caps {
                if let Some(other) = caps.iter().find(|other| idle.is_idle_beside(other)) {
                    sink.report(cap_without_effect(settlement, idle, other));
                }
            }
        }
    }
}

fn cap_without_effect(settlement: &Settlement, idle: &Limit<'_>, other: &Limit<'_>) -> Finding {
    let id = &settlement.term.id;
    let (amount, limit) = (words::quantity(&idle.amount), words::quantity(&other.amount));
    Finding::new(&RULE, idle.place(settlement), format!("a cap of `{id}` is never reached before another one"))
        .about(id)
        .here(format!("at most {amount}"))
        .label(
            other.place(settlement),
            format!("at most {limit}, on these amounts too, in a period that holds this one"),
        )
        .note("whatever this cap would cut, the other one has cut already")
        .help(format!("leave this cap out, or lower it below {limit}"))
}
