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
    let period =
        |limit: &Limit<'_>| limit.cap.window.as_ref().map(|w| format!(" {}", words::each(w))).unwrap_or_default();
    let (own, longer) = (period(idle), period(other));
    let message =
        format!("the cap of `{id}` of {amount}{own} is never reached: the one of {limit}{longer} is reached first");
    Finding::new(&RULE, idle.place(settlement), message)
        .about(id)
        .here(format!("at most {amount}{own}"))
        .label(other.place(settlement), format!("at most {limit}{longer}, on the same amounts"))
        .help(format!("remove the first cap, lower it below {limit}, or raise the other one above {amount}"))
}
