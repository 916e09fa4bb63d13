//! An escalation calls in whom it has already called.

use crate::check::{Facts, scopes};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Escalation, EscalationStep};

/// An escalation calls in whom it has already called.
pub static RULE: Rule = Rule {
    name: "escalation-to-same",
    family: Family::Void,
    summary: "a level calls in someone whom an earlier level has called for the same cases",
    checks: &["E3"],
};

/// Looks for two levels of one escalation that call in the same party or role for some of the same cases.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for escalation in &facts.model.escalations {
        for (at, later) in escalation.steps.iter().enumerate() {
            let same = |earlier: &&EscalationStep| {
                earlier.to == later.to && scopes::covers(facts.model, &earlier.scope, &later.scope)
            };
            if let Some(earlier) = escalation.steps.iter().take(at).find(same) {
                sink.report(escalation_to_same(escalation, earlier, later));
            }
        }
    }
}

fn escalation_to_same(escalation: &Escalation, earlier: &EscalationStep, later: &EscalationStep) -> Finding {
    let (id, to) = (&escalation.term.id, later.to.name());
    Finding::new(&RULE, later.span, format!("level {} of `{id}` calls in `{to}` again", later.level))
        .about(id)
        .here(format!("`{to}` at level {}", later.level))
        .label(earlier.span, format!("`{to}` is already there since level {}", earlier.level))
        .help(format!("call in someone above `{to}`, or remove level {}", later.level))
}
